package chart

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"time"

	"bedside/ui/theme"
)

// sizes is a heat map of ten-second columns up to noon whose bands end at
// 0.5, 1, 1.5, 3 and without end.
func sizes(columns ...[]float32) HeatMap {
	return HeatMap{End: noon, Step: 10 * time.Second, Bounds: []float64{0.5, 1, 1.5, 3, math.Inf(1)}, Columns: columns}
}

func heatOptions(w, h int) HeatOptions {
	th := coloured()
	return HeatOptions{
		Width: w, Height: h, End: noon, Long: 10 * time.Second, Limit: Limit{Max: 1.5, HasMax: true},
		Normal: th.Line, Beyond: th.P2, Marked: th.Selected, Theme: th,
	}
}

func heatRows(m HeatMap, o HeatOptions) []string {
	var h Heat
	rows := make([]string, h.Prepare(m, o))
	for i := range rows {
		rows[i] = string(h.Append(nil, i))
	}
	return rows
}

func TestAHeatMapShowsWhereTheCountsAre(t *testing.T) {
	m := sizes([]float32{0, 16, 0, 0, 0}, []float32{0, 16, 4, 0, 0}, []float32{0, 4, 0, 1, 0}, []float32{0, 0, 0, 0, 1})
	rows := heatRows(m, heatOptions(AxisWidth+6, 4))
	want := strings.Join([]string{
		"   >3 ┤     ▒",
		"1.5–3 ┤    ▒ ",
		"1–1.5 ┤   ▓  ",
		"0.5–1 ┤  ██▓ ",
	}, "\n")
	if got := plainText(rows); got != want {
		t.Errorf("the map is\n%s\nwant\n%s", got, want)
	}
}

// TestWhatStillGrowsDoesNotLookLikeARecovery: steady replies are drawn steadily,
// however long a column is and however much of the newest step has passed; and
// what a moment brought is no peak.
func TestWhatStillGrowsDoesNotLookLikeARecovery(t *testing.T) {
	for _, long := range []time.Duration{time.Second, 5 * time.Second, 7 * time.Second, 10 * time.Second, 20 * time.Second} {
		for passed := 4 * time.Second; passed <= 10*time.Second; passed += 2 * time.Second {
			m := sizes()
			for range 12 {
				m.Columns = append(m.Columns, []float32{0, 20, 0, 0, 0})
			}
			m.Columns[11][1] = float32(20 * passed.Seconds() / 10)
			o := heatOptions(AxisWidth+5, 1)
			o.Long, o.End = long, noon.Add(passed-10*time.Second)
			if got := plainText(heatRows(m, o)); !strings.HasSuffix(got, "█████") {
				t.Errorf("columns of %v, %v after the newest step began: %q", long, passed, got)
			}
		}
	}
	m := sizes([]float32{0, 20, 0, 0, 0}, []float32{0, 20, 0, 0, 0}, []float32{0, 2, 0, 0, 0})
	o := heatOptions(AxisWidth+3, 1)
	o.End = noon.Add(-9 * time.Second)
	if got := plainText(heatRows(m, o)); !strings.HasSuffix(got, "██▓") {
		t.Errorf("after a second: %q", got)
	}
}

func TestBandsOnBothSidesOfTheLimitNeverShareARow(t *testing.T) {
	m := sizes([]float32{1, 1, 1, 1, 1})
	o := heatOptions(AxisWidth+6, 2)
	rows := heatRows(m, o)
	if len(rows) != 2 || !strings.Contains(rows[0], beyondStyle(o)) {
		t.Fatalf("want two rows, the upper one beyond the limit: %q", rows)
	}
	if got := plainText(rows); !strings.HasPrefix(got, " >1.5 ┤") {
		t.Errorf("the upper row does not begin at the limit:\n%s", got)
	}
}

// beyondStyle begins what is drawn beyond the limit.
func beyondStyle(o HeatOptions) string {
	style, _, _ := strings.Cut(o.Beyond.Render("█"), "█")
	return style
}

func TestTheFastestBandShownMayLieBeyondTheLimit(t *testing.T) {
	o := heatOptions(AxisWidth+1, 2)
	rows := heatRows(sizes([]float32{0, 0, 0, 3, 3}), o)
	for _, row := range rows {
		if !strings.Contains(row, beyondStyle(o)) {
			t.Errorf("a row of replies beyond the limit looks calm: %q", rows)
		}
	}
}

func TestShortColumnsShowTheStepTheyLieIn(t *testing.T) {
	m := sizes([]float32{1, 0, 0, 0, 0}, []float32{0, 0, 0, 0, 0}, []float32{1, 0, 0, 0, 0})
	o := heatOptions(AxisWidth+6, 1)
	o.Long = 5 * time.Second
	if got := plainText(heatRows(m, o)); got != " ≤0.5 ┤██  ██" {
		t.Errorf("the row is %q", got)
	}
	o.Long = 20 * time.Second
	if got := plainText(heatRows(m, o)); got != " ≤0.5 ┤    ██" {
		t.Errorf("long columns: the row is %q", got)
	}
}

func TestBandsStayWhereTheyAreWhileThereIsRoom(t *testing.T) {
	var h Heat
	for name, m := range map[string]HeatMap{"quick": sizes([]float32{1, 0, 0, 0, 0}), "slow": sizes([]float32{0, 0, 0, 1, 0})} {
		if n := h.Prepare(m, heatOptions(AxisWidth+6, 5)); n != 5 {
			t.Errorf("%s replies alone make %d rows, want all 5", name, n)
		}
	}
	if h.Prepare(sizes([]float32{0, 0, 0, 1, 0}), heatOptions(AxisWidth+6, 3)); h.rows[0].from != 2 || h.rows[2].to != 5 {
		t.Errorf("three rows hold %v, want the filled band with slower ones and the one below", h.rows)
	}
}

func TestTheCursorOfAHeatMap(t *testing.T) {
	o := heatOptions(AxisWidth+4, 1)
	o.Cursor = noon.Add(-15 * time.Second)
	rows := heatRows(sizes([]float32{1, 0, 0, 0, 0}, []float32{1, 0, 0, 0, 0}, []float32{1, 0, 0, 0, 0}), o)
	if want := o.Marked.Render("█") + o.Normal.Render("█"); !strings.HasSuffix(rows[0], want) {
		t.Errorf("the row is %q, want it to end %q", rows[0], want)
	}
}

func TestAHeatMapIsEmptyBeforeAnybodyLooked(t *testing.T) {
	o := heatOptions(AxisWidth+6, 1)
	o.Long, o.Watched = 5*time.Second, noon.Add(-22*time.Second)
	rows := heatRows(sizes([]float32{1, 0, 0, 0, 0}, []float32{1, 0, 0, 0, 0}, []float32{1, 0, 0, 0, 0}), o)
	if got := plainText(rows); got != " ≤0.5 ┤ █████" {
		t.Errorf("the row is %q", got)
	}
}

func TestTheBandsOfAHeatMapAreToldApart(t *testing.T) {
	m := HeatMap{End: noon, Step: 10 * time.Second, Bounds: []float64{0.025, 0.25, 3, math.Inf(1)}, Columns: [][]float32{{1, 1, 1, 1}}}
	for _, tt := range []struct {
		what   string
		ascii  bool
		indent int
		labels []string
	}{
		{"both ends where they have room", false, 5, []string{">3", "0.25–3", "0.025–0.25", "≤0.025"}},
		{"what a band holds at most and what is beyond all are told apart", false, 0, []string{">3", "≤3", "≤0.25", "0.025"}},
		{"where there is no room for the sign the number is whole", true, 0, []string{">3", "<=3", "0.25", "0.025"}},
	} {
		o := heatOptions(AxisWidth+6, 4)
		o.Indent, o.Theme = tt.indent, theme.New(nil, theme.Options{ASCII: tt.ascii, Plain: true})
		for i, row := range heatRows(m, o) {
			if label, _, _ := strings.Cut(strings.TrimSpace(row), " "); label != tt.labels[i] {
				t.Errorf("%s: row %d is %q, want %q", tt.what, i, label, tt.labels[i])
			}
		}
	}
}

func TestTheSharesOfAHeatMapAreOfNow(t *testing.T) {
	quick, slow := []float32{9, 0, 0, 0, 0}, []float32{1, 0, 0, 0, 3}
	for _, tt := range []struct {
		what   string
		recent time.Duration
		cursor time.Time
		want   float64
	}{
		{"of all that is shown where no time is given", 0, time.Time{}, 3.0 / 22},
		{"of the recent columns", 10 * time.Second, time.Time{}, 3.0 / 4},
		{"of as much of a step as lies in the time", 11 * time.Second, time.Time{}, 3.0 / (4 + 0.1*9)},
		{"of a step and a half", 15 * time.Second, time.Time{}, 3.0 / (4 + 0.5*9)},
		{"of the cursor's column", 10 * time.Second, noon.Add(-15 * time.Second), 0},
	} {
		o := heatOptions(AxisWidth+6, 5)
		o.Recent, o.Cursor = tt.recent, tt.cursor
		var h Heat
		h.Prepare(sizes(quick, quick, slow), o)
		if got := h.Share(0); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: the slowest have a share of %v, want %v", tt.what, got, tt.want)
		}
	}
}

// A step of which a third is over counts as it stands, and with it two thirds of
// the one before: in however many columns they are drawn.
func TestTheNewestStepMayBeHardlyBegun(t *testing.T) {
	quick, slow := []float32{90, 0, 0, 0, 0}, []float32{26, 0, 0, 0, 4}
	m := sizes(quick, quick, slow)
	o := heatOptions(AxisWidth+30, 5)
	o.Recent, o.Long = m.Step, m.Step/10
	o.End = m.End.Add(-m.Step * 2 / 3)
	var h Heat
	h.Prepare(m, o)
	if got, want := h.Share(0), 4/(30+2.0/3*90); math.Abs(got-want) > 1e-6 {
		t.Errorf("the slowest have a share of %v, want %v", got, want)
	}
}

func FuzzHeatRowsHaveTheirWidth(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, 20, 4, int64(10))
	f.Fuzz(func(t *testing.T, data []byte, w, h int, long int64) {
		if w > 200 || h > 60 {
			return
		}
		m := HeatMap{End: noon, Step: 10 * time.Second}
		for ; len(data) >= 4; data = data[4:] {
			n := math.Float32frombits(binary.LittleEndian.Uint32(data))
			m.Bounds = append(m.Bounds, float64(n))
			m.Columns = append(m.Columns, []float32{n, -n, n * n})
		}
		o := heatOptions(w, h)
		o.Long = time.Duration(long%3600) * time.Second
		rows := heatRows(m, o)
		if len(rows) > max(h, 0) {
			t.Errorf("%d rows where %d have room", len(rows), h)
		}
		exact(t, rows, w)
	})
}

func TestAColumnIsReadAtItsMoment(t *testing.T) {
	s := seconds(1, 5, 2, gapped, 4, 1)
	for at, want := range map[int]float64{1: 4, 3: 4, 4: 5, 6: 5} { // columns of three seconds
		if got := s.At(noon.Add(-time.Duration(at)*time.Second), 3, Limit{}); got != want {
			t.Errorf("%d s ago stands %v, want %v", at, got, want)
		}
	}
	if got := s.At(noon.Add(-time.Minute), 3, Limit{}); !math.IsNaN(got) {
		t.Errorf("before the first value stands %v", got)
	}
	if got := s.At(noon.Add(-2*time.Second), 3, Limit{Min: 3, HasMin: true}); got != 1 {
		t.Errorf("where low is bad stands %v, want the worst", got)
	}
}
