package logview_test

import (
	"fmt"
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

func TestACopyKnowsHowFarBackItsOriginalIs(t *testing.T) {
	type told struct {
		source, message string
		back            uint64 // 0: no copy
	}
	c := logview.NewCopies()
	for i, tt := range []told{
		{"application", "refused", 0},
		{"application", "hello", 0},
		{"errors", "refused", 2},
		{"third", "refused", 1},       // the log that told it last
		{"application", "refused", 0}, // it happened twice
		{"errors", "refused", 1},
		{"errors", "alone", 0},
	} {
		e := logview.Entry{At: now, Source: tt.source, Message: raw.Of(tt.message)}
		if c.Mark(&e, ""); e.Copy != (tt.back > 0) || e.Back != tt.back {
			t.Errorf("entry %d: a copy %v, from %d entries ago, want %d", i, e.Copy, e.Back, tt.back)
		}
	}
	var undated logview.Entry
	c.Mark(&undated, "")
	e := logview.Entry{At: now, Source: "application", Message: raw.Of("alone")}
	if c.Mark(&e, ""); e.Back != 2 {
		t.Errorf("an entry without a time of its own is not counted: %d", e.Back)
	}
	late := logview.Entry{At: now.Add(time.Hour), Source: "errors", Message: raw.Of("refused")}
	if c.Mark(&late, ""); late.Copy || late.Back != 0 {
		t.Errorf("another moment is another record: %v, %d", late.Copy, late.Back)
	}
}

// TestFilesOfOneLogTellCopiesToo has a pattern that names two files, as in *.log.
func TestFilesOfOneLogTellCopiesToo(t *testing.T) {
	c := logview.NewCopies()
	for i, tt := range []struct {
		log, file string
		copy      bool
	}{
		{"logs", "application.log", false},
		{"logs", "errors.log", true},
		{"logs", "application.log", false}, // it happened twice
		{"again", "application.log", true}, // the same file under another name
	} {
		e := logview.Entry{At: now, Source: tt.log, Message: raw.Of("refused")}
		if c.Mark(&e, tt.file); e.Copy != tt.copy {
			t.Errorf("telling %d, in %s: a copy %v", i, tt.file, e.Copy)
		}
	}
}

// TestFilesWithoutEndAreToldApart meets a new file each day.
func TestFilesWithoutEndAreToldApart(t *testing.T) {
	c := logview.NewCopies()
	for day := range 1000 {
		at, file := now.AddDate(0, 0, day), fmt.Sprintf("day-%d.log", day)
		once := logview.Entry{At: at, Source: "daily", Message: raw.Of("refused")}
		again := once
		if c.Mark(&once, file); once.Copy {
			t.Fatalf("day %d: the first telling is a copy", day)
		}
		if c.Mark(&again, "errors.log"); !again.Copy || again.Back != 1 {
			t.Fatalf("day %d: the second telling is a copy %v, of %d entries ago", day, again.Copy, again.Back)
		}
	}
}
