package wire

import (
	"testing"
	"time"

	"bedside/logview"
)

func TestALogIsReadInTheZoneThatItsLinesProve(t *testing.T) {
	const behind = -8 * time.Hour
	_, east := time.Now().Zone()
	log := logview.ZoneEast(east + int(behind/time.Second)).String()
	type line struct {
		second int
		ahead  time.Duration
	}
	for name, row := range map[string]struct {
		given  *time.Location
		others string // what another log has proven
		lines  []line
		want   string // the zone that is recognised
	}{
		"three lines prove it":                           {nil, "", []line{{0, behind}, {1, behind}, {2, behind}}, log},
		"one line does not":                              {nil, "", []line{{0, behind}}, ""},
		"one line confirms what another log has proven":  {nil, log, []line{{0, behind}}, log},
		"one line that is not off confirms nothing":      {nil, log, []line{{0, 0}}, ""},
		"one line does not confirm another zone":         {nil, "UTC+14", []line{{0, behind}}, ""},
		"what the configuration says is not doubted":     {time.UTC, "", []line{{0, behind}, {1, behind}, {2, behind}}, ""},
		"a clock that is off by minutes is no time zone": {nil, "", []line{{0, -time.Hour + time.Minute}, {1, -time.Hour + time.Minute}, {2, -time.Hour + time.Minute}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var known zones
			if row.others == log {
				known.proven.Store(logview.ZoneEast(east + int(behind/time.Second)))
			} else if row.others != "" {
				known.proven.Store(logview.ZoneEast(14 * 60 * 60))
			}
			c := newClock(row.given, &known)
			began := time.Now()
			for _, l := range row.lines {
				read := began.Add(time.Duration(l.second) * time.Second)
				r := c.see([]logview.Entry{{At: read.Add(l.ahead), Arrived: read, Zoneless: true}, {Arrived: read}})
				if !r.Zero() && !r.Time(read.Add(l.ahead)).Equal(read) {
					t.Errorf("corrected it says %v, want %v", r.Time(read.Add(l.ahead)), read)
				}
			}
			if got := c.recognised(); got != row.want {
				t.Errorf("recognised is %q, want %q", got, row.want)
			}
		})
	}
}
