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
			c.number = 1
			began := time.Now()
			for _, l := range row.lines {
				read := began.Add(time.Duration(l.second) * time.Second)
				r := c.see([]logview.Entry{{At: read.Add(l.ahead), Arrived: read, Clock: c.number}, {Arrived: read}})
				if !r.Zero() && !r.Time(read.Add(l.ahead)).Equal(read) {
					t.Errorf("corrected it says %v, want %v", r.Time(read.Add(l.ahead)), read)
				}
			}
			if got := c.recognised(began); got != row.want {
				t.Errorf("recognised is %q, want %q", got, row.want)
			}
		})
	}
}

// written feeds a clock a line each second of somebody whose zone is so far east
// of UTC, and returns what it makes of them.
func written(c *clock, now *time.Time, east time.Duration) (changes []change) {
	for range 4 {
		*now = now.Add(time.Second)
		wall := now.UTC().Add(east)
		at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), c.zone)
		if found := c.see([]logview.Entry{{At: at, Arrived: *now, Clock: c.number}}); !found.Zero() {
			changes = append(changes, found)
		}
	}
	return changes
}

func TestThePastIsCorrectedOnceAndNoClockFlaps(t *testing.T) {
	_, local := time.Now().Zone()
	here := time.Duration(local) * time.Second
	type phase struct {
		after time.Duration
		ahead time.Duration // of the local zone
	}
	for name, row := range map[string]struct {
		phases        []phase
		changes, past int
		mixed         bool
	}{
		"a zone that is proven corrects the past":             {[]phase{{0, -3 * time.Hour}}, 1, 1, false},
		"summer time begins: the past was right":              {[]phase{{0, -3 * time.Hour}, {time.Hour, -2 * time.Hour}}, 2, 1, false},
		"and ends half a year later":                          {[]phase{{0, -3 * time.Hour}, {time.Hour, -2 * time.Hour}, {4000 * time.Hour, -3 * time.Hour}}, 3, 1, false},
		"our own zone is proven, too: what was read is right": {[]phase{{0, 0}, {time.Hour, -3 * time.Hour}}, 1, 0, false},
		"two writers in one file contradict each other": {
			[]phase{{0, -3 * time.Hour}, {0, 0}, {0, -3 * time.Hour}, {0, 0}, {0, -3 * time.Hour}, {0, 0}}, 3, 1, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, now := newClock(nil, &zones{}), time.Now()
			changes, past := 0, 0
			for _, p := range row.phases {
				now = now.Add(p.after)
				for _, found := range written(&c, &now, here+p.ahead) {
					if changes++; found.past {
						past++
					}
				}
			}
			if changes != row.changes || past != row.past || c.mixed != row.mixed {
				t.Errorf("%d changes, %d of the past, mixed %v; want %d, %d, %v", changes, past, c.mixed, row.changes, row.past, row.mixed)
			}
		})
	}
}

func TestAZoneWithOurOffsetIsOurs(t *testing.T) {
	_, east := time.Now().Zone()
	c := newClock(nil, &zones{})
	c.zone = logview.ZoneEast(east)
	if got := c.recognised(time.Now()); got != "" {
		t.Errorf("%s is told beside our own time", got)
	}
}
