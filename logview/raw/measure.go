package raw

import (
	"strconv"
	"strings"
)

// units maps what may stand behind a number to its worth; lengths of time are
// counted in seconds.
var units = map[string]float64{
	"": 1, "%": 1,
	"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400,
	"毫秒": 1e-3, "秒": 1, "分钟": 60, "小时": 3600,
}

// Measure reads the text as one decimal number with an optional unit: "0.23",
// "71.4%", "850ms", "1.2 秒". A length of time is returned in seconds, a
// percentage in percent. The second result is false for anything else.
func (t Text) Measure() (float64, bool) {
	s := strings.TrimSpace(t.s)
	digits := 0
	for digits < len(s) && (s[digits] >= '0' && s[digits] <= '9' || s[digits] == '.' || digits == 0 && s[0] == '-') {
		digits++
	}
	worth, ok := units[strings.TrimSpace(s[digits:])]
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseFloat(s[:digits], 64)
	if err != nil {
		return 0, false
	}
	return n * worth, true
}
