package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes/words"
)

// huge is the size from which a log that nobody rotates is worth a word.
const huge = 1 << 30

// judge says how a log stands.
func (f logFile) judge(now time.Time) Finding {
	out := Finding{Group: Logs, Grade: Mend, Subject: raw.Of(f.Name)}
	path, folder := raw.Of(f.Path), filepath.Dir(f.Path)
	switch {
	case errors.Is(f.Err, context.DeadlineExceeded):
		out.What, out.Mend, out.Command = words.Of("doctor.log.silent", path), words.Of("doctor.mend.mount"), shell("stat", "-f", folder)
	case errors.Is(f.Err, errNotAFile):
		out.What, out.Mend, out.Command = words.Of("doctor.log.not-a-file", path), words.Of("doctor.mend.not-a-file"), shell("ls", "-ld", f.Path)
	case errors.Is(f.Err, fs.ErrPermission), errors.Is(f.Folder, fs.ErrPermission):
		out.What, out.Mend, out.Command = words.Of("doctor.log.denied", path), words.Of("doctor.mend.read"), shell("namei", "-l", f.Path)
	case errors.Is(f.Folder, fs.ErrNotExist):
		out.What, out.Mend, out.Command = words.Of("doctor.log.no-folder", raw.Of(folder)), words.Of("doctor.mend.log"), shell("ls", "-ld", filepath.Dir(folder))
	case errors.Is(f.Err, fs.ErrNotExist):
		out.What, out.Mend, out.Command = words.Of("doctor.log.absent", path), words.Of("doctor.mend.log"), shell("ls", "-la", folder)
	case f.Err != nil:
		out.What, out.Mend = words.Of("doctor.log.failed", path, raw.Of(reason(f.Err))), words.Of("doctor.mend.permission")
	default:
		f.judgeContent(&out, now)
	}
	return out
}

// judgeContent says what can be made of a file that can be read.
func (f logFile) judgeContent(out *Finding, now time.Time) {
	age := max(time.Second, now.Sub(f.Written)).Round(time.Second)
	name := raw.Of(filepath.Base(f.Path))
	out.Grade = Note
	switch shift := logview.ZoneShift(f.Last, f.Written); {
	case f.Size == 0:
		out.What = words.Of("doctor.log.empty", name, age)
	case f.Headed == 0:
		out.What, out.Mend = words.Of("doctor.log.shapeless", name), words.Of("doctor.mend.shapeless")
	case shift != 0:
		out.Grade, out.What, out.Mend = Mend, words.Of("doctor.log.shifted", name, ahead(shift)), words.Of("doctor.mend.zone", zoneOf(shift, f.Last))
	case f.Size > huge && f.Rotated == 0:
		out.What, out.Mend, out.Command = words.Of("doctor.log.huge", name, bytes(f.Size)), words.Of("doctor.mend.rotate"), "man logrotate"
	default:
		out.Grade, out.What = Good, words.Of("doctor.log.good", name, bytes(f.Size), age, f.Rotated)
	}
	if f.More > 0 {
		out.What = words.Of("doctor.log.more", out.What, f.More)
	}
}

func ahead(shift time.Duration) words.Line {
	if shift < 0 {
		return words.Of("doctor.log.behind", -shift)
	}
	return words.Of("doctor.log.ahead", shift)
}

// zoneOf is the time zone of a clock that is so far ahead when it is read in the
// zone of last.
func zoneOf(shift time.Duration, last time.Time) raw.Text {
	_, east := last.Zone()
	if zone := logview.ZoneEast(east + int(shift/time.Second)); zone != nil {
		return raw.Of(zone.String())
	}
	return raw.Of("…")
}

// bytes is a size as people read it.
func bytes(n int64) string {
	size, unit := float64(n), 0
	units := [...]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	for size >= 1024 && unit < len(units)-1 {
		size, unit = size/1024, unit+1
	}
	if unit == 0 || size >= 100 {
		return fmt.Sprintf("%.0f %s", size, units[unit])
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}
