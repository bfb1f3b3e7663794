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
	const fraction = 5 * time.Millisecond
	for name, tt := range map[string]struct {
		level  logview.Level
		at     time.Duration
		copies []bool // of what application.log, error.log, application.log again and the same file as another log tell
	}{
		"an error":                   {logview.Error, 0, []bool{false, true, false, true}},
		"a request, to the fraction": {logview.Info, fraction, []bool{false, true, false, true}},
		"a request, of some second":  {logview.Info, 0, []bool{false, false, false, true}},
		"an error, to the fraction":  {logview.Error, fraction, []bool{false, true, false, true}},
		"a warning, of some second":  {logview.Warning, 0, []bool{false, false, false, true}},
		"a warning, to the fraction": {logview.Warning, fraction, []bool{false, true, false, true}},
		"worse, of some second":      {logview.Critical, 0, []bool{false, true, false, true}},
		"worse, and to the fraction": {logview.Critical, fraction, []bool{false, true, false, true}},
	} {
		c := logview.NewCopies()
		for i, by := range [][2]string{{"logs", "application.log"}, {"logs", "error.log"}, {"logs", "application.log"}, {"again", "application.log"}} {
			e := logview.Entry{At: now.Truncate(time.Second).Add(tt.at), Level: tt.level, Source: by[0], Message: raw.Of("refused")}
			if c.Mark(&e, by[1]); e.Copy != tt.copies[i] {
				t.Errorf("%s: telling %d, in %s: a copy %v", name, i, by[1], e.Copy)
			}
		}
	}
}

// TestFilesWithoutEndAreToldApart meets a new file each day, which tells
// everything twice.
func TestFilesWithoutEndAreToldApart(t *testing.T) {
	c := logview.NewCopies()
	for day := range 1000 {
		at, file := now.AddDate(0, 0, day), fmt.Sprintf("day-%d.log", day)
		for i, want := range []bool{false, false, true, true, false} {
			name := file
			if want {
				name = "errors.log"
			}
			e := logview.Entry{At: at, Level: logview.Error, Source: "daily", Message: raw.Of("refused")}
			if c.Mark(&e, name); e.Copy != want {
				t.Fatalf("day %d, telling %d, in %s: a copy %v", day, i, name, e.Copy)
			}
		}
	}
}
