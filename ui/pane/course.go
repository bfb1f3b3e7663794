package pane

import (
	"math"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/ui/chart"
)

// chartHistory is the longest past that charts show.
const chartHistory = time.Hour

// course is a trend as a line chart of the last hour shows it: its limit, an
// axis in the unit that its figure is read in, and what nobody watched.
func course(s *state.Snapshot, t state.Trend, l *Look) chart.LineOptions {
	o := chart.LineOptions{History: chartHistory, Limit: pastLimit(t), Ceiling: t.Ceiling, Zone: l.Zone, Theme: l.Theme}
	o.Watched, o.Before = s.Started, l.Word("page.before")
	o.Factor, o.Unit = axisUnit(t.Unit, largest(t))
	if t.Unit == probes.Ratio {
		o.Most = 1
	}
	return o
}

// answerCourse is course for a target's answers, of which a number of rounds is
// kept: what was before them is not a row of failures.
func answerCourse(s *state.Snapshot, t state.Trend, l *Look) chart.LineOptions {
	o := course(s, t, l)
	if first := t.End.Add(-time.Duration(len(t.Max)) * t.Step); first.Sub(o.Watched) > 2*t.Step {
		o.Watched, o.Before = first, l.Word("page.not-kept")
	}
	return o
}

// series is a trend as charts take it.
func series(t state.Trend) chart.Series { return chart.Series{End: t.End, Step: t.Step, Values: t.Max} }

// onClock appends n columns of a trend, the last of which holds now: of each the
// largest value that stood in it. A value stands until the next one is due. The
// columns begin at multiples of their length.
func onClock(dst []float32, t state.Trend, now time.Time, long time.Duration, n int) []float32 {
	nan := float32(math.NaN())
	for range n {
		dst = append(dst, nan)
	}
	out := dst[len(dst)-n:]
	first := now.UnixNano()/int64(long) - int64(n) + 1
	for i, v := range t.Max {
		if v != v {
			continue
		}
		at := t.End.Add(-t.Step * time.Duration(len(t.Max)-1-i))
		from, to := at.UnixNano()/int64(long), (min(at.Add(t.Step).UnixNano(), now.UnixNano()+1)-1)/int64(long)
		for c := max(from, first); c <= to && c < first+int64(n); c++ {
			if old := out[c-first]; old != old || v > old {
				out[c-first] = v
			}
		}
	}
	return dst
}

// pastLimit is a trend's limit. A time that stands at it is beyond: where a
// histogram ends only "more than" is known.
func pastLimit(t state.Trend) chart.Limit {
	limit := limitOf(t.Limit)
	limit.Included = limit.Included || t.Unit == probes.Seconds && limit.HasMax
	return limit
}

// axisUnit is what the numbers of an axis count when the largest is most, and
// what values are multiplied by to be such numbers.
func axisUnit(u probes.Unit, most float64) (factor float64, unit string) {
	switch {
	case u == probes.Ratio:
		return 100, "%"
	case u == probes.Seconds && most < 1:
		return 1000, "ms"
	case u == probes.Seconds:
		return 1, "s"
	case u != probes.Bytes:
		return 1, ""
	}
	factor = 1
	for _, unit := range [...]string{"B", "K", "M", "G"} {
		if most*factor < 1023.5 {
			return factor, unit
		}
		factor /= 1024
	}
	return factor, "T"
}

// largest is the largest value that a trend or its limit reaches.
func largest(t state.Trend) float64 {
	most := 0.0
	for _, v := range t.Max {
		if n := float64(v); n > most && probes.Finite(n) {
			most = n
		}
	}
	if t.Limit != nil && t.Limit.HasMax {
		most = max(most, t.Limit.Max)
	}
	return most
}

// headroom is the end of a sparkline's scale that keeps a steady course in the
// lower half and its limit in sight.
func headroom(t state.Trend) float64 { return largest(t) * 1.6 }
