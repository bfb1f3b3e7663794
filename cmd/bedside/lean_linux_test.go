package main

import "testing"

func TestOnlyPagesOfTheProgramThatNobodyWroteAreDropped(t *testing.T) {
	const program = "/opt/my tools/bedside"
	for _, row := range []struct {
		name, line string
		want       bool
	}{
		{"its code", "00400000-015fe000 r-xp 00000000 fe:00 99 " + program, true},
		{"its constants", "015fe000-02728000 r--p 011fe000 fe:00 99   " + program + "\n", true},
		{"its variables", "02728000-028b9000 rw-p 02328000 fe:00 99 " + program, false},
		{"another file", "7f00000000-7f00001000 r-xp 00000000 fe:00 7 /lib/libc.so.6", false},
		{"no file", "c000000000-c000400000 rw-p 00000000 00:00 0", false},
		{"a file since replaced", "00400000-015fe000 r-xp 00000000 fe:00 99 " + program + " (deleted)", false},
		{"no address", "zz-015fe000 r-xp 00000000 fe:00 99 " + program, false},
		{"an empty range", "00400000-00400000 r-xp 00000000 fe:00 99 " + program, false},
		{"nothing", "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			start, end, ok := readOnly(row.line, program)
			if ok != row.want || ok && (start == 0 || end <= start) {
				t.Errorf("readOnly is %x-%x, %v", start, end, ok)
			}
		})
	}
}
