package series_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/series"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func at(seconds float64) time.Time {
	return start.Add(time.Duration(seconds * float64(time.Second)))
}

func cpu(n float64) probes.Value {
	return probes.Value{Metric: "host.cpu", Number: n, Unit: probes.Ratio}
}

// same compares slots, where NaN equals NaN.
func same(got, want []float32) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if got[i] != want[i] && (got[i] == got[i] || want[i] == want[i]) {
			return false
		}
	}
	return true
}

// TestATrendGoesOn asks again and again and compares with a store that is asked
// for the first time. What was told before must not have changed since.
func TestATrendGoesOn(t *testing.T) {
	for _, step := range []time.Duration{time.Second, 4 * time.Second} {
		t.Run(step.String(), func(t *testing.T) { goesOn(t, step) })
	}
}

func goesOn(t *testing.T, step time.Duration) {
	random := rand.New(rand.NewPCG(1, 2))
	put := []float64{}
	s := series.NewStore(series.StoreOptions{})
	var told, kept [][]float32
	for now := 0.0; now < 400; now += random.Float64() * 3 {
		if random.IntN(12) == 0 {
			now += 12
		}
		late := now - random.Float64()*1.5*float64(random.IntN(2))
		s.Put(cpu(now), at(late))
		put = append(put, late, now)
		fresh := series.NewStore(series.StoreOptions{})
		for i := 0; i < len(put); i += 2 {
			fresh.Put(cpu(put[i+1]), at(put[i]))
		}
		slots := series.Slots{End: at(now), Step: step, N: 30, Hold: 4 * step}
		got, want := s.Trend("host.cpu", slots), fresh.Trend("host.cpu", slots)
		if !same(got[4:], want[4:]) { // the first may bridge from a value before the stretch
			t.Fatalf("after %.1f s:\n%v, want\n%v", now, got, want)
		}
		told, kept = append(told, got), append(kept, slices.Clone(got))
	}
	for i := range told {
		if !same(told[i], kept[i]) {
			t.Fatalf("trend %d changed after it was told:\n%v, was\n%v", i, told[i], kept[i])
		}
	}
	slots := series.Slots{End: at(1000), Step: step, N: 900, Hold: 2 * step}
	s.Trend("host.cpu", slots)
	allocated := testing.AllocsPerRun(100, func() {
		slots.End = slots.End.Add(step)
		s.Put(cpu(1), slots.End)
		s.Trend("host.cpu", slots)
	})
	if allocated > 0 {
		t.Errorf("a second more takes %v allocations", allocated)
	}
}

func TestTrend(t *testing.T) {
	gap := float32(math.NaN())
	tests := []struct {
		name  string
		put   map[float64]float64 // second → number
		slots series.Slots
		want  []float32
	}{
		{"a second without a figure is a gap", map[float64]float64{0: 1, 2: 3}, series.Slots{End: at(2), Step: time.Second, N: 3}, []float32{1, gap, 3}},
		{"a slot keeps its largest value", map[float64]float64{0: 1, 0.3: 9, 0.6: 2}, series.Slots{End: at(0.9), Step: time.Second, N: 1}, []float32{9}},
		{"a step of several seconds keeps the spike", map[float64]float64{0: 1, 3: 9, 4: 2}, series.Slots{End: at(4), Step: 5 * time.Second, N: 1}, []float32{9}},
		{"steps stand still until a whole one has passed", map[float64]float64{0: 1, 5: 2}, series.Slots{End: at(6), Step: 5 * time.Second, N: 2}, []float32{1, 2}},
		{"what lies before the first figure is a gap", map[float64]float64{0: 1}, series.Slots{End: at(0), Step: time.Second, N: 3}, []float32{gap, gap, 1}},
		{"a value stands for its probe's interval and no longer", map[float64]float64{0: 1}, series.Slots{End: at(4), Step: time.Second, N: 5, Hold: 2 * time.Second}, []float32{1, 1, gap, gap, gap}},
		{"a step may be an hour", map[float64]float64{0: 7, 2 * 3600: 1}, series.Slots{End: at(2 * 3600), Step: time.Hour, N: 3}, []float32{7, gap, 1}},
		{"an empty step behind a value is bridged as a second is", map[float64]float64{1: 1, 9: 2}, series.Slots{End: at(9), Step: 2 * time.Second, N: 5, Hold: 6 * time.Second}, []float32{1, 1, 1, gap, 2}},
		{"no slots are asked for", map[float64]float64{0: 1}, series.Slots{End: at(0)}, []float32{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := series.NewStore(series.StoreOptions{})
			for second := range 3 * 3600 * 10 {
				if n, ok := tt.put[float64(second)/10]; ok {
					s.Put(cpu(n), at(float64(second)/10))
				}
			}
			if got := s.Trend("host.cpu", tt.slots); !same(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAnHourIsKeptAndWhatIsOlderIsForgotten(t *testing.T) {
	s := series.NewStore(series.StoreOptions{})
	const last = 30*3600 - 2 // the end of a step of four seconds
	for second := range last + 1 {
		s.Put(cpu(float64(second)), at(float64(second)))
	}
	for _, step := range []int{1, 2, 4} {
		slots := series.Slots{End: at(last), Step: time.Duration(step) * time.Second, N: 3600 / step}
		hour := s.Trend("host.cpu", slots)
		for i, n := range hour[1:] { // the first may have begun earlier
			newest := last - (len(hour)-2-i)*step
			if n > float32(newest) || n <= float32(newest-step) {
				t.Fatalf("slot %d of %d s holds %v, want what was largest until %d", i+1, step, n, newest)
			}
		}
		slots.End = at(last - 7200)
		if old := s.Trend("host.cpu", slots); old[0] == old[0] {
			t.Errorf("a slot of three hours ago is still known: %v", old[0])
		}
	}
}

func TestSlotsOfAnyStepBeginAsTheClocksDo(t *testing.T) {
	s := series.NewStore(series.StoreOptions{})
	began := time.Date(2026, 1, 2, 3, 4, 5, 700e6, time.UTC)
	for i := range 60 {
		s.Put(cpu(float64(i)), began.Add(time.Duration(i)*time.Second))
	}
	end := time.Date(2026, 1, 2, 3, 4, 52, 0, time.UTC) // at which a step of four seconds ends
	got := s.Trend("host.cpu", series.Slots{End: end.Add(-1), Step: 4 * time.Second, N: 3})
	if want := []float32{38, 42, 46}; !same(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWhereTheSourceEndsIsRemembered(t *testing.T) {
	s := series.NewStore(series.StoreOptions{})
	put := func(n float64, atLeast bool) { s.Put(probes.Value{Metric: "p95", Number: n, AtLeast: atLeast}, start) }
	for _, step := range []struct {
		n, want float64
		atLeast bool
	}{{2, 0, false}, {3, 3, true}, {1, 3, false}, {3, 3, false}, {16, 0, false}, {1, 0, false}, {5, 5, true}} {
		if put(step.n, step.atLeast); s.Ceiling("p95") != step.want {
			t.Errorf("after %v (at least: %v) the source ends at %v, want %v", step.n, step.atLeast, s.Ceiling("p95"), step.want)
		}
	}
	if got := s.Ceiling("unheard"); got != 0 {
		t.Errorf("the ceiling of nothing is %v", got)
	}
}

func TestWhatIsNoFigureIsCountedAndNotKept(t *testing.T) {
	s := series.NewStore(series.StoreOptions{Metrics: 2})
	for _, n := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		s.Put(cpu(n), start)
	}
	for i := range 5 {
		s.Put(probes.Value{Metric: probes.Metric(strconv.Itoa(i)), Number: 1}, start)
	}
	if overflow, unfit := s.Lost(); overflow != 3 || unfit != 3 {
		t.Errorf("lost %d for want of room and %d unfit, want 3 and 3", overflow, unfit)
	}
	if _, _, known := s.Latest("host.cpu"); known {
		t.Error("a metric that never had a figure is known")
	}
}

func TestATimeThatGoesBackHarmsNothing(t *testing.T) {
	s := series.NewStore(series.StoreOptions{})
	s.Put(cpu(1), at(0))
	s.Put(cpu(2), at(100*3600))
	for back := 0.0; back < 110; back++ { // over every chunk of both rings
		s.Put(cpu(3), at(100*3600-240-back*240))
	}
	s.Put(cpu(3), at(-10*365*24*3600))
	if got := s.Trend("host.cpu", series.Slots{End: at(100 * 3600), Step: time.Second, N: 1}); got[0] != 2 {
		t.Errorf("the newest slot holds %v, want 2", got[0])
	}
}

func BenchmarkPut(b *testing.B) {
	s := series.NewStore(series.StoreOptions{})
	for i := 0; b.Loop(); i++ {
		s.Put(cpu(float64(i)), at(float64(i%100000)))
	}
}

func TestATrendOfSecondsSpansChunksAndRoundsOfTheRing(t *testing.T) {
	s := series.NewStore(series.StoreOptions{})
	const last = 5000 // the ring has gone round
	for second := range last + 1 {
		if second%7 != 0 {
			s.Put(cpu(float64(second)), at(float64(second)))
		}
	}
	got := s.Trend("host.cpu", series.Slots{End: at(last), Step: time.Second, N: 900})
	for i, n := range got {
		second := last - 899 + i
		if known := n == n; known == (second%7 == 0) || known && n != float32(second) {
			t.Fatalf("second %d holds %v", second, n)
		}
	}
}

func BenchmarkTrend(b *testing.B) {
	s := series.NewStore(series.StoreOptions{})
	for second := range 3600 {
		s.Put(cpu(1), at(float64(second)))
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Trend("host.cpu", series.Slots{End: at(3599), Step: time.Second, N: 900})
	}
}
