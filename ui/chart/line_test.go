package chart

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func options(w, h int) LineOptions {
	th := coloured()
	return LineOptions{
		Width: w, Height: h, Theme: th, Beyond: th.P2, Zone: time.UTC,
		Limit: Limit{Max: 1.5, HasMax: true},
	}
}

func TestALineChart(t *testing.T) {
	s := hour(func(i int) float32 {
		switch {
		case i < 600:
			return gapped
		case i < 3000:
			return 1
		default:
			return 2
		}
	})
	o := options(47, 10)
	o.Marks = []Mark{{At: noon.Add(-10 * time.Minute), Letter: 'A', Style: o.Theme.P2}}
	var line Line
	rows := line.Draw(s, o)
	want := strings.Trim(`
      │                                        
    3 ┤                                        
      │                                        
    2 ┤                                ╭───────
  1.5 ┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│╌╌╌╌╌╌╌
    1 ┤     ╶──────────────────────────╯       
      │                                        
    0 ┤                                        
      └──────────┬─────────┬─────────┬──A──────
               11:15     11:30     11:45       
`, "\n")
	exact(t, rows, 47)
	if got := plainText(rows); got != want {
		t.Errorf("the chart is\n%s\nwant\n%s", got, want)
	}
}

func TestMarksAndTimesDoNotOverwriteEachOther(t *testing.T) {
	o := options(46, 5) // one row for both
	o.Marks = []Mark{{At: noon.Add(-30 * time.Minute), Letter: 'A'}}
	var line Line
	rows := line.Draw(hour(func(int) float32 { return 1 }), o)
	axis := plainText(rows[len(rows)-1:])
	if !strings.Contains(axis, " A ") || strings.Contains(axis, "11:3") || !strings.Contains(axis, "11:45") {
		t.Errorf("the axis is %q", axis)
	}
}

func TestBesideLettersThereIsATimeToRead(t *testing.T) {
	const width = 46
	at := func(column int) Mark { // columns of a second up to noon
		return Mark{At: noon.Add(time.Duration(column-width+AxisWidth) * time.Second), Letter: 'A'}
	}
	for _, tt := range []struct {
		what  string
		marks []Mark
		axis  string
	}{
		{"nothing happened", nil, "     11:59:30  11:59:40  11:59:50      "},
		{"a letter that touches a time moves it aside", []Mark{at(13)}, "    11:59:30 A 11:59:40  11:59:50      "},
		{"a letter within a time takes its place: moved, it would be another time", []Mark{at(16)}, "     11:59:30   A        11:59:50      "},
		{"letters over a whole time leave its neighbours", []Mark{at(17), at(18), at(20)}, "     11:59:30    AA A    11:59:50      "},
	} {
		o := options(width, 5) // one row for both
		o.Marks = tt.marks
		var line Line
		rows := line.Draw(seconds(make([]float32, width-AxisWidth)...), o)
		if got := plainText(rows[len(rows)-1:])[AxisWidth:]; got != tt.axis {
			t.Errorf("%s: the axis is\n%q, want\n%q", tt.what, got, tt.axis)
		}
	}
}

func TestTimeThatNobodyWatchedIsNoGap(t *testing.T) {
	s := seconds(slices.Repeat([]float32{1}, 30)...)
	o := options(67, 10)
	o.Watched = noon.Add(-31 * time.Second)
	axis := func() string {
		var line Line
		rows := line.Draw(s, o)
		exact(t, rows, o.Width)
		return plainText(rows[len(rows)-3:])
	}
	for _, tt := range []struct{ what, before, want string }{
		{"words where there is room", "not watched", "not watched"},
		{"wide signs", "尚未监控", "尚未监控"},
		{"no words that do not fit", strings.Repeat("no ", 20), "└╌╌"},
	} {
		o.Before = tt.before
		if got := axis(); !strings.Contains(got, tt.want) || !strings.Contains(got, "└╌╌") || strings.Count(got, "─") < 25 || strings.Contains(got, "no no") {
			t.Errorf("%s: no %q in\n%s", tt.what, tt.want, got)
		}
	}
	o.Watched = time.Time{}
	if got := axis(); strings.Contains(got, "╌") {
		t.Errorf("all was watched, and the axis is dashed:\n%s", got)
	}
}

func TestASpikeOfOneSecondIsSeen(t *testing.T) {
	s := hour(func(i int) float32 {
		if i == 1234 {
			return 9
		}
		return 1
	})
	var line Line
	rows := line.Draw(s, options(60, 12))
	if top := plainText(rows[:5]); !strings.ContainsAny(top, "╭╮") {
		t.Errorf("no spike in the upper rows:\n%s", plainText(rows))
	}
}

func TestGapsStayGaps(t *testing.T) {
	s := hour(func(i int) float32 {
		if i > 1000 && i < 2600 {
			return gapped
		}
		return 1
	})
	o := options(61, 10)
	o.Limit = Limit{}
	var line Line
	for _, row := range line.Draw(s, o) {
		if text := plainText([]string{row}); strings.Contains(text, "╴") {
			if !strings.Contains(text, strings.Repeat(" ", 20)+"╶") {
				t.Errorf("the gap is drawn over: %q", text)
			}
			return
		}
	}
	t.Error("no row ends at the gap")
}

func TestOnlyWhatIsBeyondTheLimitIsColoured(t *testing.T) {
	o := options(60, 10)
	for name, tt := range map[string]struct {
		value float32
		want  bool
	}{"below": {1, false}, "above": {2, true}} {
		t.Run(name, func(t *testing.T) {
			var line Line
			got := strings.Join(line.Draw(hour(func(int) float32 { return tt.value }), o), "")
			open, _, _ := strings.Cut(o.Beyond.Render("x"), "x")
			if strings.Contains(got, open) != tt.want {
				t.Errorf("coloured is %v, want %v", !tt.want, tt.want)
			}
		})
	}
}

func TestTheSamePictureIsNotDrawnAgain(t *testing.T) {
	s, o := hour(func(i int) float32 { return float32(i % 3) }), options(60, 10)
	var line Line
	first := line.Draw(s, o)
	if again := line.Draw(s, o); &again[0] != &first[0] {
		t.Error("the same input was drawn again")
	}
	o.Limit.Max = 1.6
	if other := line.Draw(s, o); &other[0] == &first[0] || slices.Equal(other, first) {
		t.Error("another limit gave the old picture")
	}
}

func TestNoRoomIsNoChart(t *testing.T) {
	var line Line
	for _, size := range [][2]int{{0, 0}, {-1, 10}, {15, 10}, {60, 3}} {
		if rows := line.Draw(seconds(1), options(size[0], size[1])); rows != nil {
			t.Errorf("%v gave %d rows", size, len(rows))
		}
	}
	if rows := line.Draw(Series{}, options(60, 10)); rows != nil {
		t.Error("a series without a step was drawn")
	}
}

func FuzzLine(f *testing.F) {
	f.Add([]byte{0, 0, 0xc0, 0x7f, 0, 0, 0x80, 0x7f}, 40, 9, 1.5)
	f.Add([]byte{0xff, 0xff, 0x7f, 0x7f, 1, 0, 0, 0}, 20, 4, math.Inf(1))
	f.Add([]byte{}, 100, 30, math.NaN())
	f.Fuzz(func(t *testing.T, data []byte, w, h int, limit float64) {
		if w > 300 || h > 100 {
			return
		}
		var s Series
		s.End, s.Step = noon, time.Second
		for ; len(data) >= 4; data = data[4:] {
			s.Values = append(s.Values, math.Float32frombits(binary.LittleEndian.Uint32(data)))
		}
		o := options(w, h)
		o.Limit.Max = limit
		var line Line
		if rows := line.Draw(s, o); rows != nil {
			exact(t, rows, w)
			if len(rows) != h {
				t.Fatalf("%d rows, want %d", len(rows), h)
			}
		}
		if w > 0 {
			exact(t, []string{Spark(s, SparkOptions{Width: w, Limit: o.Limit, Glyphs: &o.Theme.Glyph})}, w)
			exact(t, []string{Gauge(limit, GaugeOptions{Width: w, Limit: o.Limit, Glyphs: &o.Theme.Glyph})}, w)
		}
	})
}

func BenchmarkLine(b *testing.B) {
	for name, change := range map[string]func(s *Series){
		"unchanged":     func(*Series) {},
		"another value": func(s *Series) { s.Values[len(s.Values)-1] += 0.0001 },
		"a column on":   func(s *Series) { s.End = s.End.Add(time.Minute) },
	} {
		b.Run(name, func(b *testing.B) {
			s, o := hour(func(i int) float32 { return float32(i%50) / 20 }), options(120, 16)
			var line Line
			b.ReportAllocs()
			for b.Loop() {
				change(&s)
				line.Draw(s, o)
			}
		})
	}
}

func TestTheAxisMaySpeakAnotherUnit(t *testing.T) {
	o := options(46, 10)
	o.Limit, o.Factor = Limit{Max: 0.7, HasMax: true}, 100
	var line Line
	text := plainText(line.Draw(hour(func(int) float32 { return 0.35 }), o))
	if !strings.Contains(text, " 70 ┼") {
		t.Errorf("the limit does not stand at 70:\n%s", text)
	}
}

func TestTheCursorIsDrawnThroughTheChart(t *testing.T) {
	o := options(46, 10)
	var line Line
	s := hour(func(int) float32 { return 1 })
	before := plainText(line.Draw(s, o))
	o.Cursor = noon.Add(-30 * time.Minute)
	rows := line.Draw(s, o)
	x := strings.Index(before, "┬")
	if plainText(rows) == before || x < 0 {
		t.Fatalf("no cursor is seen:\n%s", before)
	}
	for _, row := range rows[:8] {
		if cells := []rune(plainText([]string{row})); cells[26] != '│' {
			t.Errorf("column 26 of %q is %q", string(cells), cells[26])
		}
	}
	o.Cursor = noon.Add(-3 * time.Hour)
	if got := plainText(line.Draw(s, o)); got != before {
		t.Errorf("a moment that is not shown is marked:\n%s", got)
	}
}

func TestNumbersOfAnAxisFitAndSayWhatTheyCount(t *testing.T) {
	for _, tt := range []struct {
		what   string
		v      float64
		room   int
		number string
	}{
		{"nothing", 0, 5, "0"},
		{"a short time", 0.005, 5, "0.005"},
		{"a whole percentage", 85, 4, "85"},
		{"a limit between steps", 1.25, 4, "1.25"},
		{"four figures", 1234, 5, "1234"},
		{"four figures where there is room for three", 1234, 3, "1k"},
		{"what needs a prefix", 123456, 5, "123k"},
		{"millions", 1.25e6, 5, "1.25M"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			if got := number(tt.v, tt.room); got != tt.number {
				t.Errorf("%v is %q, want %q", tt.v, got, tt.number)
			}
		})
	}
	o := options(46, 10)
	o.Unit, o.Limit = "s", Limit{Max: 1.5, HasMax: true}
	var line Line
	rows := plainText(line.Draw(hour(func(int) float32 { return 3 }), o))
	for _, want := range []string{"   3s ┤", "   2s ┤", " 1.5s ┼", "    0 ┤"} {
		if !strings.Contains(rows, want) {
			t.Errorf("no %q in\n%s", want, rows)
		}
	}
}

func TestAValueStandsOnItsSideOfTheLimit(t *testing.T) {
	for _, tt := range []struct {
		what  string
		value float32
		limit Limit
		above bool
	}{
		{"just below a maximum", 0.79, Limit{Max: 0.8, HasMax: true}, false},
		{"just above a maximum", 0.81, Limit{Max: 0.8, HasMax: true}, true},
		{"far above a maximum near the end of the scale", 1, Limit{Max: 0.98, HasMax: true}, true},
		{"just above a minimum", 0.61, Limit{Min: 0.6, HasMin: true}, true},
		{"just below a minimum", 0.59, Limit{Min: 0.6, HasMin: true}, false},
		{"nothing below a small minimum", 0, Limit{Min: 0.01, HasMin: true}, false},
		{"just below a maximum between two steps", 0.849, Limit{Max: 0.85, HasMax: true}, false},
		{"just above a maximum between two steps", 0.851, Limit{Max: 0.85, HasMax: true}, true},
		{"just below a minimum that takes a step's place", 0.989, Limit{Min: 0.99, HasMin: true}, false},
		{"just above a minimum that takes a step's place", 0.991, Limit{Min: 0.99, HasMin: true}, true},
	} {
		for height := 5; height <= 24; height++ {
			o := options(46, height)
			o.Limit, o.Most = tt.limit, 1
			var line Line
			rows := line.Draw(hour(func(int) float32 { return tt.value }), o)
			limit, value := -1, -1
			for i, row := range rows[:height-axisRows(height)] {
				switch text := plainText([]string{row}); {
				case strings.Contains(text, "┼"):
					limit = i
				case strings.Contains(text, "───"):
					value = i
				}
			}
			if limit < 0 || value < 0 || (value < limit) != tt.above {
				t.Errorf("%s, %d rows high: limit in row %d, value in row %d\n%s", tt.what, height, limit, value, plainText(rows))
			}
		}
	}
}

func TestAValueAtTheLimitStandsOnItsLine(t *testing.T) {
	for _, tt := range []struct {
		what     string
		limit    Limit
		coloured bool
	}{
		{"within a maximum that may be reached", Limit{Max: 1, HasMax: true}, false},
		{"beyond a maximum that may not be reached", Limit{Max: 1, HasMax: true, Included: true}, true},
		{"within a minimum that may be reached", Limit{Min: 0.7, HasMin: true}, false},
		{"beyond a minimum that may not be reached", Limit{Min: 0.7, HasMin: true, Included: true}, true},
	} {
		for _, height := range []int{5, 10, 20} {
			o := options(46, height)
			o.Limit, o.Most = tt.limit, 1
			at, _ := tt.limit.line()
			var line Line
			for _, row := range line.Draw(hour(func(int) float32 { return float32(at) }), o) {
				text := plainText([]string{row})
				if strings.Contains(text, "───") && !strings.Contains(text, "└") && !strings.Contains(text, "┼") {
					t.Errorf("%s, %d rows high: the value stands off the line: %s", tt.what, height, text)
				}
				if open, _, _ := strings.Cut(o.Beyond.Render("x"), "x"); strings.Contains(text, "┼") && strings.Contains(row, open) != tt.coloured {
					t.Errorf("%s, %d rows high: coloured is %v", tt.what, height, !tt.coloured)
				}
			}
		}
	}
}

// read is the axis of a chart as a person reads it: its labels by how many rows
// above the ground they stand, and the row of the limit, -1 for none.
func read(t *testing.T, rows []string, unit string) (labels map[int]float64, limit int) {
	t.Helper()
	labels, limit = map[int]float64{}, -1
	height := len(rows) - axisRows(len(rows))
	for i, row := range plainRows(rows)[:height] {
		level := height - 1 - i
		label := strings.TrimSpace(row[:labelWidth])
		if strings.Contains(row, "┼") {
			limit = level
			continue
		}
		if label == "" {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSuffix(label, unit), 64)
		if err != nil {
			t.Fatalf("a row is labelled %q", label)
		}
		labels[level] = n
	}
	return labels, limit
}

// isRound reports whether n is 1, 2, 2.5 or 5 times a power of ten.
func isRound(n float64) bool {
	digits := n / math.Pow(10, math.Floor(math.Log10(n)+1e-9))
	return slices.ContainsFunc([]float64{1, 2, 2.5, 5, 10}, func(step float64) bool { return math.Abs(digits-step) < 1e-9 })
}

// TestAnAxisCountsInRoundStepsAndTheLimitStandsAtItsHeight reads all labels of
// an axis as a person does, as points of one straight scale, and looks where on
// it the limit's line is.
func TestAnAxisCountsInRoundStepsAndTheLimitStandsAtItsHeight(t *testing.T) {
	for _, axis := range []struct {
		what   string
		factor float64
		unit   string
		most   float64
		bare   bool // a second "1000ms" has no room: the limit may be the only label
		limits []float64
		tops   []float32
	}{
		{"percentages", 100, "%", 1, false, []float64{0.6, 0.7, 0.8, 0.825, 0.85, 0.95, 0.99}, []float32{0.1, 0.5, 0.83, 1}},
		{"seconds", 1, "s", 0, false, []float64{1, 1.5, 2, 3, 30}, []float32{0.4, 2.31, 3.9}},
		{"milliseconds", 1000, "ms", 0, true, []float64{0.05, 0.3, 0.5, 0.8}, []float32{0.012, 0.31, 0.98}},
		{"requests", 1, "", 0, false, []float64{10, 50, 700}, []float32{3, 41, 660}},
	} {
		for height := 6; height <= 40; height++ {
			for _, limit := range axis.limits {
				for _, top := range axis.tops {
					o := options(60, height)
					o.Limit, o.Factor, o.Unit, o.Most = Limit{Max: limit, HasMax: true}, axis.factor, axis.unit, axis.most
					var line Line
					labels, at := read(t, line.Draw(hour(func(int) float32 { return top }), o), axis.unit)
					if axis.bare && len(labels) == 1 {
						continue
					}
					if problem := misread(labels, at, limit*axis.factor); problem != "" {
						t.Errorf("%s, limit %g, at most %g, %d rows high: %s: %v", axis.what, limit, top, height, problem, labels)
					}
				}
			}
		}
	}
}

// misread says what is wrong with an axis, "" for nothing.
func misread(labels map[int]float64, limitLevel int, limit float64) string {
	var step, first float64
	for level, n := range labels {
		if level > 0 && (first == 0 || n < first) {
			first, step = n, n/float64(level)
		}
	}
	if step == 0 {
		return "it has no label"
	}
	levels := slices.Sorted(maps.Keys(labels))
	for i, level := range levels {
		if math.Abs(labels[level]-step*float64(level)) > 1e-6*step {
			return fmt.Sprintf("%g stands in row %d", labels[level], level)
		}
		if i > 0 && limitLevel < levels[i-1] && !isRound(labels[level]-labels[levels[i-1]]) {
			return "its steps are not round"
		}
	}
	// Values far beyond the limit leave it no room but the lowest.
	if off := math.Abs(limit/step - float64(limitLevel)); off > 0.5+1e-6 && (limitLevel != 1 || limit/step > 1) {
		return fmt.Sprintf("the limit stands %.2f rows off", off)
	}
	return ""
}

func TestATimeNearASecondHasNoFalseUnit(t *testing.T) {
	o := options(60, 24)
	o.Limit, o.Factor, o.Unit = Limit{}, 1000, "ms"
	var line Line
	if rows := plainText(line.Draw(hour(func(int) float32 { return 0.98 }), o)); strings.Contains(rows, "k") || !strings.Contains(rows, "900ms ┤") {
		t.Errorf("the axis is\n%s", rows)
	}
}

// TestTheNumbersOfAnAxisStandAtEqualDistances reads the labels as a person
// does: a step that had to be rounded would tell a false height.
func TestTheNumbersOfAnAxisStandAtEqualDistances(t *testing.T) {
	for height := 9; height <= 40; height++ {
		for _, most := range []float32{0.0031, 0.0147, 0.03, 0.099, 0.3} {
			o := options(60, height)
			o.Limit, o.Factor, o.Unit = Limit{}, 1000, "ms"
			var line Line
			var labels []float64
			for _, row := range plainRows(line.Draw(hour(func(int) float32 { return most }), o)) {
				if label := strings.TrimSpace(row[:labelWidth]); label != "" {
					n, err := strconv.ParseFloat(strings.TrimSuffix(label, "ms"), 64)
					if err != nil {
						t.Fatal(err)
					}
					labels = append(labels, n)
				}
			}
			for i := 2; i < len(labels); i++ {
				if one, other := labels[i-2]-labels[i-1], labels[i-1]-labels[i]; math.Abs(one-other) > 1e-9 {
					t.Errorf("%g ms in %d rows: the axis has %v", most*1000, height, labels)
					break
				}
			}
		}
	}
}

func plainRows(rows []string) []string { return strings.Split(plainText(rows), "\n") }

func TestTheLettersThatAreSeen(t *testing.T) {
	s := hour(func(int) float32 { return 1 })
	at := func(minutes int, letter byte) Mark {
		return Mark{At: noon.Add(time.Duration(minutes) * time.Minute), Letter: letter}
	}
	for name, row := range map[string]struct {
		marks []Mark
		h     int
		want  string
	}{
		"none":                      {nil, 10, ""},
		"each once, in order":       {[]Mark{at(-10, 'V'), at(-20, 'A'), at(-30, 'R'), at(-40, 'A')}, 10, "ARV"},
		"not what is long gone":     {[]Mark{at(-500, 'R'), at(-20, 'A')}, 10, "A"},
		"not what another covers":   {[]Mark{at(-20, 'R'), at(-20, 'A')}, 10, "A"},
		"between the times as well": {[]Mark{at(-20, 'A')}, 5, "A"},
		"of a chart without room":   {[]Mark{at(-20, 'A')}, 2, ""},
	} {
		o := options(47, 10)
		o.Marks = []Mark{at(-5, 'X')}
		var line Line
		line.Draw(s, o)
		o.Marks, o.Height = row.marks, row.h
		line.Draw(s, o)
		if got := line.Letters(); got != row.want {
			t.Errorf("%s: %q are seen, want %q", name, got, row.want)
		}
		o.Height = 10
		if line.Draw(s, o); row.h == 2 && line.Letters() != "A" {
			t.Errorf("%s: with room again %q are seen", name, line.Letters())
		}
	}
}

// TestACurveSaysWhereItMayBeHigher: a flat line at the end of a histogram is no
// latency that stands still.
func TestACurveSaysWhereItMayBeHigher(t *testing.T) {
	s := hour(func(i int) float32 {
		if i > 1800 {
			return 3
		}
		return 1
	})
	o := options(61, 10)
	var line Line
	count := func() int { return strings.Count(plainText(line.Draw(s, o)), o.Theme.Glyph.More) }
	if n := count(); n != 0 || line.Open() {
		t.Errorf("without a ceiling the curve says %d times that it may be higher", n)
	}
	o.Ceiling = 3
	if n := count(); n < 10 || n > 16 || !line.Open() {
		t.Errorf("%d of some 26 columns at the ceiling say so; it is open: %v", n, line.Open())
	}
	for _, beside := range []float64{2.5, 3.5} {
		o.Ceiling = beside
		if n := count(); n != 0 || line.Open() {
			t.Errorf("of a source that ends at %v, %d columns say that they may be higher", beside, n)
		}
	}
}

// TestEveryRunAtTheCeilingSaysSo, however short, in whatever column, and its
// signs stay where they are as time goes on.
func TestEveryRunAtTheCeilingSaysSo(t *testing.T) {
	const columns = 40
	for length := 1; length <= 5; length++ {
		for begin := columns - 12; begin+length <= columns; begin++ {
			s := Series{End: noon, Step: time.Second, Values: slices.Repeat([]float32{1}, columns)}
			for i := range length {
				s.Values[begin+i] = 3
			}
			o := options(columns+AxisWidth, 10)
			o.Limit, o.Ceiling, o.Per = Limit{}, 3, 1
			var line Line
			places := func() (at []int) {
				for _, row := range plainRows(line.Draw(s, o)) {
					for i, r := range []rune(row) {
						if string(r) == o.Theme.Glyph.More {
							at = append(at, i)
						}
					}
				}
				return at
			}
			before := places()
			if len(before) == 0 || len(before) > length/2+1 {
				t.Errorf("%d columns from %d on say it %d times:\n%s", length, begin, len(before), plainText(line.Draw(s, o)))
			}
			s.End, s.Values = s.End.Add(time.Second), append(s.Values[1:], 1)
			after := places()
			for i := range before {
				if edge := begin+length == columns; !edge && (i >= len(after) || after[i] != before[i]-1) {
					t.Errorf("%d columns from %d on: the signs were in columns %v, and are in %v a column later", length, begin, before, after)
					break
				}
			}
		}
	}
}

// TestALowChartSpendsNoRowOnWhatIsNotThere: with three rows a fall is seen only
// where the limit is the highest.
func TestALowChartSpendsNoRowOnWhatIsNotThere(t *testing.T) {
	rowOf := func(value float32, limit Limit) (limitRow, valueRow int) {
		o := options(46, 4)
		o.Limit = limit
		var line Line
		for i, row := range plainRows(line.Draw(hour(func(int) float32 { return value }), o)) {
			switch {
			case strings.Contains(row, "┼") && strings.Contains(row, "───"):
				limitRow, valueRow = i, i
			case strings.Contains(row, "┼"):
				limitRow = i
			case strings.Contains(row, "───") && !strings.Contains(row, "└"):
				valueRow = i
			}
		}
		return limitRow, valueRow
	}
	most, least := Limit{Max: 1.5, HasMax: true}, Limit{Min: 0.6, HasMin: true}
	for _, tt := range []struct {
		what         string
		value        float32
		limit        Limit
		atRow, inRow int
	}{
		{"little", 0.1, most, 0, 2},
		{"half", 0.8, most, 0, 1},
		{"just below the limit", 1.49, most, 0, 1},
		{"at the limit", 1.5, most, 0, 0},
		{"beyond the limit", 1.6, most, 1, 0},
		{"above a minimum", 0.9, least, 1, 0},
		{"below a minimum", 0.1, least, 1, 2},
	} {
		if limit, value := rowOf(tt.value, tt.limit); limit != tt.atRow || value != tt.inRow {
			t.Errorf("%s: the limit is in row %d, the value in row %d; want %d and %d", tt.what, limit, value, tt.atRow, tt.inRow)
		}
	}
	included := most
	included.Included = true
	if limit, _ := rowOf(1.5, included); limit != 1 {
		t.Errorf("a value that reaches a limit it must stay below: the limit is in row %d", limit)
	}
}

func TestAnAxisOfNothingButZerosHasNoScale(t *testing.T) {
	o := options(46, 8)
	for limited, want := range map[bool]int{false: 1, true: 2} {
		o.Limit.HasMax = limited
		var line Line
		numbers := 0
		for _, row := range plainRows(line.Draw(seconds(make([]float32, 40)...), o))[:6] {
			if strings.TrimSpace(row[:AxisWidth-2]) != "" {
				numbers++
			}
		}
		if limited && numbers < want || !limited && numbers != want {
			t.Errorf("with a limit %v, %d rows have a number, want %d", limited, numbers, want)
		}
	}
}
