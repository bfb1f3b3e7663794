package doctor

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// Files that are open beside those of the targets and logs, and those that a
// pattern of logs may come to.
const (
	ownFiles = 32
	perLog   = 64
)

// machine examines what this machine allows, and its clock.
func machine(now time.Time, o Options) []Finding {
	out := []Finding{clock(now)}
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) == nil && o.Config != nil {
		out = append(out, files(limit.Cur, uint64(ownFiles+2*len(o.Targets)+perLog*len(o.Config.Logs))))
	}
	return out
}

func clock(now time.Time) Finding {
	zone, _ := now.Zone()
	return Finding{Group: Machine, Subject: raw.Of("clock"), Name: "doctor.name.clock", What: words.Of("doctor.machine.clock", now.Format("2006-01-02 15:04"), zone, now.Format("-07:00"))}
}

// files says whether as many files may be open as may be needed.
func files(allowed, needed uint64) Finding {
	f := Finding{Group: Machine, Subject: raw.Of("files"), Name: "doctor.name.files", What: words.Of("doctor.machine.files", allowed, needed)}
	if allowed < needed {
		f.Grade, f.Mend, f.Command = Mend, words.Of("doctor.mend.files"), fmt.Sprintf("ulimit -n %d", max(needed, 1024))
	}
	return f
}
