package logview

import "time"

// calendar reads the time stamps of one log. Neighbouring lines share their
// minute, so the zone is asked once a minute.
type calendar struct {
	zone   *time.Location
	minute string // the stamp of the minute in base, "2026-01-02 03:04"
	base   time.Time
	last   time.Time
	named  bool // the stamp read last names its zone
}

const minuteLen = len("2026-01-02 03:04")

// read reads a stamp at the start of s, such as "2026-01-02 03:04:05,678" with
// or without the fraction and a zone, and returns the length it takes. A day
// or hour that does not exist is no stamp.
func (c *calendar) read(s string) (at time.Time, n int, ok bool) {
	if len(s) < minuteLen+3 || s[minuteLen] != ':' {
		return time.Time{}, 0, false
	}
	second := two(s, minuteLen+1)
	if second < 0 || second > 60 || !c.turn(s[:minuteLen]) {
		return time.Time{}, 0, false
	}
	nanos, n := fraction(s, minuteLen+3)
	at = c.base.Add(time.Duration(second)*time.Second + nanos)
	east, width, named := offset(s[n:])
	if c.named = named; named {
		_, assumed := at.Zone()
		at = at.Add(time.Duration(assumed-east) * time.Second)
		n += width
	}
	c.last = at
	return at, n, true
}

// turn makes base the minute that the stamp names. When the clock was put back
// the same hour comes twice; it is the second time when the log has already
// passed it.
func (c *calendar) turn(minute string) bool {
	if minute == c.minute {
		return true
	}
	year, month, day := two(minute, 0)*100+two(minute, 2), two(minute, 5), two(minute, 8)
	hour, min := two(minute, 11), two(minute, 14)
	dated := minute[4] == '-' && minute[7] == '-' || minute[4] == '/' && minute[7] == '/'
	spaced := (minute[10] == ' ' || minute[10] == 'T') && minute[13] == ':'
	if !dated || !spaced || year < 1970 || month < 1 || hour < 0 || hour > 23 || min < 0 || min > 59 {
		return false
	}
	base := time.Date(year, time.Month(month), day, hour, min, 0, 0, c.zone)
	if int(base.Month()) != month {
		return false
	}
	if first := base.Add(-time.Hour); sameClock(first, base) {
		base = first
	}
	if again := base.Add(time.Hour); sameClock(again, base) && base.Before(c.last.Truncate(time.Minute)) {
		base = again
	}
	c.minute, c.base = minute, base
	return true
}

func sameClock(a, b time.Time) bool { return a.Hour() == b.Hour() && a.Minute() == b.Minute() }

// two reads two digits at i; the result is negative enough to spoil a sum when
// they are none.
func two(s string, i int) int {
	a, b := s[i]-'0', s[i+1]-'0'
	if a > 9 || b > 9 {
		return -1 << 16
	}
	return int(a)*10 + int(b)
}

// fraction reads ",678" or ".678901" at i and returns it with its end.
func fraction(s string, i int) (time.Duration, int) {
	if i+1 >= len(s) || s[i] != ',' && s[i] != '.' || s[i+1]-'0' > 9 {
		return 0, i
	}
	nanos, unit := 0, 100_000_000
	for i++; i < len(s) && s[i]-'0' <= 9; i++ {
		nanos += int(s[i]-'0') * unit
		unit /= 10
	}
	return time.Duration(nanos), i
}

// offset reads "Z", "+0800" or "+08:00" and returns the seconds east.
func offset(s string) (east, width int, ok bool) {
	if s == "" {
		return 0, 0, false
	}
	if s[0] == 'Z' {
		return 0, 1, true
	}
	if len(s) < 5 || s[0] != '+' && s[0] != '-' {
		return 0, 0, false
	}
	minutes, width := 3, 5
	if s[3] == ':' {
		minutes, width = 4, 6
	}
	if len(s) < width {
		return 0, 0, false
	}
	east = two(s, 1)*3600 + two(s, minutes)*60
	if east < 0 {
		return 0, 0, false
	}
	if s[0] == '-' {
		east = -east
	}
	return east, width, true
}
