package pane

import (
	"math"
	"strconv"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// format is a number as people read it: unit always, the same width for the
// same magnitude.
type format struct {
	number float64
	unit   probes.Unit
	// exact writes shares with two decimals and rounds them down: 100.00 %
	// means that nothing was missing.
	exact bool
	// coarse leaves out as many of these decimals.
	coarse int
	// limit writes what numbers are compared with: no digit too many.
	limit bool
	// atLeast writes a lower bound: ">3.00 s".
	atLeast bool
}

// append appends the formatted number: "1.23 s", "340 ms", "43 %", "99.42 %",
// "41 /s", "512 MiB". What is no number is a dash.
func (f format) append(dst []byte) []byte {
	if !probes.Finite(f.number) {
		return append(dst, '-')
	}
	if f.atLeast {
		dst = append(dst, '>')
	}
	switch {
	case f.limit && f.unit == probes.Seconds:
		return append(appendShortest(dst, f.number), " s"...)
	case f.limit && f.unit == probes.Ratio:
		return append(appendShortest(dst, f.number*100), " %"...)
	}
	switch f.unit {
	case probes.Seconds:
		return appendSeconds(dst, f.number)
	case probes.Ratio:
		return append(f.appendShare(dst, f.number*100), " %"...)
	case probes.Bytes:
		return appendBytes(dst, f.number)
	case probes.PerSecond:
		return append(appendShort(dst, f.number), " /s"...)
	default:
		return appendShort(dst, f.number)
	}
}

func (f format) String() string { return string(f.append(nil)) }

// formatOf is a value as it is read everywhere.
func formatOf(v probes.Value) format {
	return format{number: v.Number, unit: v.Unit, exact: v.Metric == "success", atLeast: v.AtLeast}
}

// share is a success figure.
func share(n float64) format { return format{number: n, unit: probes.Ratio, exact: true} }

// availability is the share of a target's good checks, with no more decimals
// than so many checks can tell apart.
func availability(t *state.Target) format {
	f := share(t.Availability)
	switch checks := t.Span / max(t.Every, 1); {
	case checks < 100:
		f.coarse = 2
	case checks < 1000:
		f.coarse = 1
	}
	return f
}

func seconds(n float64) format { return format{number: n, unit: probes.Seconds} }

func appendSeconds(dst []byte, n float64) []byte {
	size := math.Abs(n)
	switch {
	case size < 0.01:
		return append(appendFixed(dst, n*1000, 1), " ms"...)
	case size < 0.9995:
		return append(appendFixed(dst, n*1000, 0), " ms"...)
	case size < 9.995:
		return append(appendFixed(dst, n, 2), " s"...)
	case size < 99.95:
		return append(appendFixed(dst, n, 1), " s"...)
	default:
		return append(appendFixed(dst, n, 0), " s"...)
	}
}

func (f format) appendShare(dst []byte, percent float64) []byte {
	switch {
	case f.exact && percent >= 0:
		decimals := 2 - f.coarse
		scale := math.Pow10(decimals)
		return appendFixed(dst, math.Floor(percent*scale+1e-6)/scale, decimals)
	case math.Abs(percent) < 9.95 && percent != 0:
		return appendFixed(dst, percent, 1)
	default:
		return appendFixed(dst, percent, 0)
	}
}

func appendBytes(dst []byte, n float64) []byte {
	units := [...]string{" B", " KiB", " MiB", " GiB", " TiB", " PiB"}
	i := 0
	for math.Abs(n) >= 1023.5 && i < len(units)-1 {
		n /= 1024
		i++
	}
	decimals := 0
	if i > 0 && math.Abs(n) < 9.95 {
		decimals = 1
	}
	return append(appendFixed(dst, n, decimals), units[i]...)
}

// appendShortest writes at most two decimals, none that says nothing.
func appendShortest(dst []byte, n float64) []byte {
	if math.Abs(n) >= huge {
		return appendFixed(dst, n, 0)
	}
	return strconv.AppendFloat(dst, math.Round(n*100)/100, 'f', -1, 64)
}

// huge numbers are written with an exponent: nothing on the screen grows
// without end.
const huge = 1e6

// appendFixed writes n with so many decimals.
func appendFixed(dst []byte, n float64, decimals int) []byte {
	if math.Abs(n) >= huge {
		return strconv.AppendFloat(dst, n, 'g', 3, 64)
	}
	return strconv.AppendFloat(dst, n, 'f', decimals, 64)
}

// appendShort writes a count or a rate: whole numbers from ten on.
func appendShort(dst []byte, n float64) []byte {
	size := math.Abs(n)
	switch {
	case size >= 9.95 || n == math.Trunc(n):
		return appendFixed(dst, n, 0)
	case size >= 0.995:
		return appendFixed(dst, n, 1)
	default:
		return appendFixed(dst, n, 2)
	}
}

// appendElapsed writes a length of time in its two largest units, in at most
// six cells for three years: "21s", "4m12s", "1h04m", "3d04h", "120d". Digits with colons would be read as the time of
// day.
func appendElapsed(dst []byte, d time.Duration) []byte {
	d = max(d, 0)
	days, hours := int64(d/(24*time.Hour)), int64(d%(24*time.Hour)/time.Hour)
	minutes, secs := int64(d%time.Hour/time.Minute), int64(d%time.Minute/time.Second)
	two := func(large int64, unit byte, small int64, below byte) []byte {
		dst = append(strconv.AppendInt(dst, large, 10), unit)
		return append(appendTwo(dst, small), below)
	}
	switch {
	case days >= 100:
		return append(strconv.AppendInt(dst, days, 10), 'd')
	case days > 0:
		return two(days, 'd', hours, 'h')
	case hours > 0:
		return two(hours, 'h', minutes, 'm')
	case minutes > 0:
		return two(minutes, 'm', secs, 's')
	}
	return append(strconv.AppendInt(dst, secs, 10), 's')
}

func elapsed(d time.Duration) string { return string(appendElapsed(nil, d)) }

// spoken is a length of time within a sentence: in Chinese it has words there, as
// in every other sentence. Seconds behind minutes have two digits, for it counts.
func (l *Look) spoken(d time.Duration) string {
	if l.Lang != words.Chinese {
		return elapsed(d)
	}
	switch d = max(d.Truncate(time.Second), time.Second); {
	case d >= time.Minute && d < time.Hour:
		seconds := appendTwo(nil, int64(d%time.Minute/time.Second))
		return l.Word("screen.minutes", int(d/time.Minute), string(seconds))
	}
	return l.Lang.Duration(d)
}

// clock is the short form within a sentence that stands in a column: Latin letters
// stand apart from the Chinese that follow.
func (l *Look) clock(d time.Duration) string {
	if l.Lang == words.Chinese {
		return elapsed(d) + " "
	}
	return elapsed(d)
}

// oldBriefly says how old something is in w cells at most, "" where they are too few.
func (l *Look) oldBriefly(d time.Duration, w int) string {
	for _, long := range [...]string{l.spoken(d), elapsed(d)} {
		if old := l.Word("screen.age.brief", long); theme.Width(old) <= w {
			return old
		}
	}
	return ""
}

func appendTwo(dst []byte, n int64) []byte {
	return append(dst, byte('0'+n/10%10), byte('0'+n%10))
}

// sparkHistory is the past that a sparkline shows.
const sparkHistory = 10 * time.Minute
