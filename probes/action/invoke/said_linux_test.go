package invoke

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// What a command says between the look at its output and the cut is its end.
func TestNothingIsLostWhileRoomIsGivenBack(t *testing.T) {
	s, err := listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	s.stop() // the looks are the test's own
	say(t, s.file, strings.Repeat("a line of a flood\n", saidFile/9))
	seen := s.size()
	say(t, s.file, "why it failed\n")
	freed := s.free(seen)

	if freed <= saidFile || room(t, s.file) > saidFile {
		t.Errorf("of %d bytes %d were given back, %d take up room", seen, freed, room(t, s.file))
	}
	text, cut := s.end()
	if !strings.HasSuffix(string(text), "flood\nwhy it failed\n") || len(text) != saidLimit || !cut {
		t.Errorf("kept %d bytes that end with %q, cut %v", len(text), text[max(0, len(text)-40):], cut)
	}
}

// The kept end has no gap: its lines are numbered.
func TestTheEndOfAFloodIsWhole(t *testing.T) {
	s, err := listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	const lines = 2_000_000
	var block strings.Builder
	for i := range lines {
		fmt.Fprintf(&block, "%07d\n", i)
		if block.Len() > 4<<10 || i == lines-1 {
			say(t, s.file, block.String())
			block.Reset()
		}
	}
	text, _ := s.end()
	got := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(got) != saidLimit/8 {
		t.Fatalf("%d lines, want %d", len(got), saidLimit/8)
	}
	for i, line := range got {
		if want := fmt.Sprintf("%07d", lines-len(got)+i); line != want {
			t.Fatalf("line %d is %q, want %q", i, line, want)
		}
	}
}

func say(t *testing.T, f *os.File, text string) {
	t.Helper()
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// room is how many bytes of a file take up room on the disk.
func room(t *testing.T, f *os.File) int64 {
	t.Helper()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Blocks * 512
}
