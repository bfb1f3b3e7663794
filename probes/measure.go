package probes

import (
	"math"
	"slices"
	"strconv"
)

// Measure is a unit as people write it behind a number: the fixed unit that it
// is turned into, how many of those it holds, and by which power of ten it is
// smaller or larger.
type Measure struct {
	Name  string
	Unit  Unit
	Times float64
	Tens  int
}

var measures = [...]Measure{
	{"", None, 1, 0},
	{"ms", Seconds, 1, -3},
	{"s", Seconds, 1, 0},
	{"m", Seconds, 60, 0},
	{"h", Seconds, 3600, 0},
	{"d", Seconds, 24 * 3600, 0},
	{"%", Ratio, 1, -2},
	{"/s", PerSecond, 1, 0},
	{"B", Bytes, 1, 0},
	{"KiB", Bytes, 1 << 10, 0},
	{"MiB", Bytes, 1 << 20, 0},
	{"GiB", Bytes, 1 << 30, 0},
}

// MeasureOf finds a unit by its name: "", ms, s, m, h, d, %, /s, B, KiB, MiB or
// GiB.
func MeasureOf(name string) (Measure, bool) {
	i := slices.IndexFunc(measures[:], func(m Measure) bool { return m.Name == name })
	if i < 0 {
		return Measure{}, false
	}
	return measures[i], true
}

// Of turns a number of this measure into the fixed unit.
func (m Measure) Of(n float64) float64 { return n * m.Times * math.Pow10(m.Tens) }

// Read turns the digits of a number of this measure into the fixed unit. The
// power of ten is read together with them, so that 99.9% is 0.999 to the last
// bit.
func (m Measure) Read(digits string) (float64, error) {
	n, err := strconv.ParseFloat(digits+"e"+strconv.Itoa(m.Tens), 64)
	return n * m.Times, err
}
