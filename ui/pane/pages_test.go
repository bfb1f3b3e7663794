package pane

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"io"
)

// pageView is a page behind the overview.
type pageView interface {
	View(s *state.Snapshot, w, h int, l *Look) string
}

// pages are the pages behind the overview.
var pages = []struct {
	name string
	new  func() pageView
}{
	{"latency", func() pageView { return &LatencyPage{} }},
	{"dependencies", func() pageView { return &DependenciesPage{} }},
	{"host", func() pageView { return &HostPage{} }},
}

// detailed completes a page with what only the pages behind it show.
func detailed(s *state.Snapshot) *state.Snapshot {
	if !s.Ready {
		return s
	}
	factor := s.Vitals.P95 / 1.18
	figure(s, "latency.p50", probes.Value{Number: 0.66 * factor, Unit: probes.Seconds}, nil, "", wave(0.66, 0.1))
	figure(s, "latency.p99", probes.Value{Number: 1.62 * factor, Unit: probes.Seconds}, nil, "", wave(1.5, 0.3))
	figure(s, "latency.text.p95", probes.Value{Number: 1.1 * factor, Unit: probes.Seconds}, &state.Limit{Max: 1.5, HasMax: true}, "", wave(1.0, 0.2))
	figure(s, "stage.llm", probes.Value{Number: 0.58, Unit: probes.Seconds}, nil, "", wave(0.5, 0.1))
	if s.Vitals.Requests > 0 {
		s.Vitals.Window = 10 * time.Second
		s.Vitals.Endpoints = userEndpoints(factor)
	}
	s.Vitals.Heat = spread(factor)
	figure(s, "host.net.out", probes.Value{Number: 4.2e5, Unit: probes.Bytes}, nil, "host", wave(4e5, 1e5))
	figure(s, "host.disk:/", probes.Value{Number: 0.41, Unit: probes.Ratio}, nil, "host", func(int) float64 { return 0.41 })
	figure(s, "host.disk:/var", probes.Value{Number: 0.88, Unit: probes.Ratio}, nil, "host", func(int) float64 { return 0.88 })
	for i, n := range []float64{0.31, 0.92, 0.12, 0.36} {
		figure(s, probes.Metric(fmt.Sprint("host.core:", i)), probes.Value{Number: n, Unit: probes.Ratio}, nil, "host", func(int) float64 { return 0 })
	}
	figure(s, "host.cores", probes.Value{Number: 4}, nil, "host", func(int) float64 { return 0 })
	figure(s, "host.load5", probes.Value{Number: 1.1}, nil, "host", func(int) float64 { return 0 })
	figure(s, "host.load15", probes.Value{Number: 0.74}, nil, "host", func(int) float64 { return 0 })
	figure(s, "host.uptime", probes.Value{Number: 4.1e6, Unit: probes.Seconds}, nil, "host", func(int) float64 { return 0 })
	figure(s, "host.memory.total", probes.Value{Number: 16 << 30, Unit: probes.Bytes}, nil, "host", func(int) float64 { return 0 })
	figure(s, "host.memory.available", probes.Value{Number: 6.2 * (1 << 30), Unit: probes.Bytes}, nil, "host", func(int) float64 { return 0 })
	figure(s, "host.memory.cached", probes.Value{Number: 3.4 * (1 << 30), Unit: probes.Bytes}, nil, "host", func(int) float64 { return 0 })
	figure(s, "service.cpu", probes.Value{Number: 0.11, Unit: probes.Ratio}, nil, "system", func(int) float64 { return 0.11 })
	figure(s, "service.memory", probes.Value{Number: 498 << 20, Unit: probes.Bytes}, nil, "system", func(int) float64 { return 498 << 20 })
	for i := range s.Targets {
		t := &s.Targets[i]
		t.Past = state.Trend{End: now, Step: time.Second, Unit: probes.Seconds}
		for n := range 60 {
			t.Past.Max = append(t.Past.Max, float32(t.Latency.Seconds()*(1+0.3*math.Sin(float64(n)/4))))
		}
	}
	cache := &s.Targets[5]
	cache.Role, cache.Values = state.RoleService, []probes.Value{
		{Metric: "cache.hits", Number: 0.71, Unit: probes.Ratio}, {Metric: "cache.keys", Number: 48213},
	}
	s.Targets[2].LastFault, s.Targets[2].LastFaultAt = probes.Fault{Code: probes.TimedOut, Detail: raw.Of("500 ms")}, now.Add(-3*time.Hour)
	backend := up("backend", time.Millisecond)
	backend.Role, backend.Values = state.RoleProcess, []probes.Value{
		{Metric: "process.memory", Number: 512 << 20, Unit: probes.Bytes}, {Metric: "process.threads", Number: 24},
		{Metric: "process.files", Number: 87}, {Metric: "process.pid", Number: 41207}, {Metric: "process.uptime", Number: 95000, Unit: probes.Seconds},
	}
	s.Targets = append(s.Targets, backend)
	return s
}

// userEndpoints are the users', the slowest first.
func userEndpoints(factor float64) []state.Endpoint {
	one := func(path, kind string, rate, mean, limit float64) state.Endpoint {
		return state.Endpoint{
			Path: raw.Of(path), Kind: kind, Rate: rate, Requests: rate * 10, Success: 1,
			Mean: mean, P50: mean * 0.9, P95: mean * 1.6, P99: mean * 2.2, Limit: limit,
		}
	}
	list := []state.Endpoint{
		one("/chat", "text", 12.4, 0.72*factor, 1.5), one("/api/voice-chat", "voice", 4.1, 1.4, 3),
		one("/chat/stream", "text", 3.6, 0.6, 1.5), one("/multimodal/chat", "image", 0.3, 1.1, 3),
	}
	list[1].Success = 0.9942
	return list
}

// spread is a heat map that moves up by the factor in its last minutes.
func spread(factor float64) state.HeatMap {
	m := state.HeatMap{
		End: now.Add(5 * time.Second), Step: 10 * time.Second,
		Bounds: []float64{0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, math.Inf(1)},
	}
	for i := range 90 {
		middle := 3.2 + math.Sin(float64(i)/7)/2
		if i > 64 {
			middle += 2 * (factor - 1)
		}
		column := make([]float32, len(m.Bounds))
		for band := range column {
			column[band] = float32(math.Floor(120 * math.Exp(-1.4*math.Pow(float64(band)-middle, 2))))
		}
		m.Columns = append(m.Columns, column)
	}
	return m
}

// pageScenes are the situations that the pages are looked at in.
var pageScenes = []struct {
	name string
	page func() *state.Snapshot
}{
	{"starting", starting},
	{"calm", func() *state.Snapshot { return detailed(calm()) }},
	{"vector-db-down", func() *state.Snapshot { return detailed(vectorDBDown()) }},
	{"service-down", func() *state.Snapshot { return detailed(serviceDown()) }},
	{"gone", gone},
	{"elsewhere", elsewhere},
}

// gone is a service that is down for so long that only its past is known.
func gone() *state.Snapshot {
	s := detailed(serviceDown())
	s.Vitals = state.Vitals{Heat: s.Vitals.Heat}
	for m := range s.Trends {
		if _, ok := s.Figures[m]; ok && s.Figures[m].From == "" {
			delete(s.Figures, m)
		}
	}
	return s
}

// elsewhere is a service on another machine that has no /metrics.
func elsewhere() *state.Snapshot {
	s := calm()
	s.Service.Local = false
	s.Vitals = state.Vitals{}
	for m := range s.Figures {
		delete(s.Figures, m)
		delete(s.Trends, m)
	}
	return s
}

func TestPagesLookAsTheyWereApproved(t *testing.T) {
	for _, page := range pages {
		for _, scene := range pageScenes {
			for _, size := range []struct{ w, h int }{{80, 24}, {120, 36}, {160, 45}} {
				for _, lang := range []words.Lang{words.English, words.Chinese} {
					name := fmt.Sprintf("%s-%s-%dx%d-%s", page.name, scene.name, size.w, size.h, [...]string{"en", "zh"}[lang])
					t.Run(name, func(t *testing.T) {
						goldenFile(t, filepath.Join("testdata", "pages", name+".txt"), page.new().View(scene.page(), size.w, size.h-2, plainLook(lang)))
					})
				}
			}
		}
	}
}

func TestEveryPageHasExactlyItsSize(t *testing.T) {
	for _, page := range pages {
		for _, scene := range append(pageScenes, struct {
			name string
			page func() *state.Snapshot
		}{"nothing", func() *state.Snapshot { return nil }}) {
			for _, lang := range []words.Lang{words.English, words.Chinese} {
				view, s := page.new(), scene.page()
				for _, w := range []int{1, 2, 3, 5, 8, 13, 21, 39, 40, 41, 59, 60, 79, 80, 99, 100, 101, 130, 159, 160, 161, 250, 500} {
					for _, h := range []int{1, 2, 3, 4, 6, 8, 10, 14, 17, 18, 22, 34, 43, 80, 200} {
						exact(t, page.name+" "+scene.name, view.View(s, w, h, plainLook(lang)), w, h)
					}
				}
			}
		}
	}
}

func TestPagesOfSevenBits(t *testing.T) {
	l := plainLook(words.English)
	l.Theme = theme.New(lipgloss.NewRenderer(io.Discard), theme.Options{ASCII: true})
	for _, page := range pages {
		for _, scene := range pageScenes {
			frame := page.new().View(scene.page(), 160, 43, l)
			if i := strings.IndexFunc(ansi.Strip(frame), func(r rune) bool { return r > '~' }); i >= 0 {
				t.Errorf("%s, %s: %q is not of 7 bits", page.name, scene.name, ansi.Strip(frame)[i:i+3])
			}
		}
	}
}

func TestTheCursorReadsTheValuesOfAMoment(t *testing.T) {
	var p LatencyPage
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	before := p.View(s, 160, 43, l)
	for range 60 { // a minute and more before the fall
		p.Move(-1)
	}
	reading := ansi.Strip(p.View(s, 160, 43, l))
	if !strings.Contains(reading, p.curves.cursor.at.In(shanghai).Format("15:04:05")) {
		t.Errorf("the moment is not said:\n%s", reading)
	}
	want := series(s.Trends["latency.p95"]).At(p.curves.cursor.at, p.curves.axis.per, limitOf(s.Trends["latency.p95"].Limit))
	if !strings.Contains(reading, seconds(want).String()) || want > 1.5 {
		t.Errorf("p95 at the cursor is %v, and the page does not say so:\n%s", want, reading)
	}
	if !p.Leave() || p.Leave() {
		t.Error("the cursor goes away once")
	}
	if after := p.View(s, 160, 43, l); after != before {
		t.Error("the cursor left something behind")
	}
	p.Move(1)
	p.Move(-10_000)
	if first := p.curves.axis.end.Add(-time.Duration(p.curves.axis.columns) * p.curves.axis.long()); p.curves.cursor.at.Before(first) {
		t.Errorf("the cursor left the chart: %v", p.curves.cursor)
	}
}

func TestTheCursorSaysWhatALetterStandsFor(t *testing.T) {
	var p LatencyPage
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	e := s.Events[0]
	e.What = words.Of("fault.refused")
	s.Events = []state.Event{e}
	if page := ansi.Strip(p.View(s, 160, 43, l)); strings.Contains(page, l.Say(e.What)) {
		t.Fatalf("the event is told without a cursor:\n%s", page)
	}
	p.Move(0)
	for p.curves.axis.begin(p.curves.cursor.at).After(e.At) {
		p.Move(-1)
	}
	want := "A " + e.At.In(shanghai).Format("15:04:05") + " " + l.Say(e.What)
	if page := ansi.Strip(p.View(s, 160, 43, l)); !strings.Contains(page, want) {
		t.Errorf("no %q in\n%s", want, page)
	}
}

func TestTheLettersOfAChartAreExplained(t *testing.T) {
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	alerted := s.Events[0]
	foot := func() string {
		var p Curves
		rows := strings.Split(ansi.Strip(p.View(s, 120, 30, l)), "\n")
		return strings.Trim(rows[len(rows)-1], "╰─╯ ")
	}
	for _, row := range []struct {
		letters string
		want    string
	}{
		{"", ""},
		{"A", "A alert"},
		{"RVAR", "A alert · V recovered · R act"},
		{"KR", "K R act"},
	} {
		s.Events = s.Events[:0]
		for i, letter := range row.letters {
			e := alerted
			e.At, e.Letter = e.At.Add(time.Duration(i)*time.Minute/2), byte(letter)
			s.Events = append(s.Events, e)
		}
		if got := foot(); got != row.want {
			t.Errorf("%q is explained as %q, want %q", row.letters, got, row.want)
		}
	}
	s.Events = append(s.Events[:0], alerted)
	s.Events[0].At = s.Events[0].At.Add(-24 * time.Hour)
	if got := foot(); got != "" {
		t.Errorf("what is not on the axis is explained: %q", got)
	}
}

// TestTheLettersDoNotHideWhatHadNoRoom: both stand in the lower border.
func TestTheLettersDoNotHideWhatHadNoRoom(t *testing.T) {
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	var p Curves
	if page := ansi.Strip(p.View(s, 80, 10, l)); !strings.Contains(page, " A alert · R act · +") || !strings.Contains(page, " more ─╯") {
		t.Errorf("the lower border does not say both:\n%s", page)
	}
	var b sheet
	b.beginBox(20, 3, l)
	b.below(l.Dim, "+4 more", "+4")
	b.legend(drawnLine(t, "A"))
	if box := ansi.Strip(string(b.picture())); !strings.Contains(box, "─ +4 more ─╯") {
		t.Errorf("where there is no room for both:\n%s", box)
	}
}

// drawnLine is a chart with such letters on its axis.
func drawnLine(t *testing.T, letters string) *chart.Line {
	t.Helper()
	o := chart.LineOptions{Width: 40, Height: 8, Zone: shanghai, Theme: plainLook(words.English).Theme}
	for i := range letters {
		o.Marks = append(o.Marks, chart.Mark{At: now.Add(-time.Duration(i+2) * time.Second), Letter: letters[i]})
	}
	var line chart.Line
	line.Draw(chart.Series{Values: make([]float32, 30), Step: time.Second, End: now}, o)
	if line.Letters() != letters {
		t.Fatalf("the chart shows %q", line.Letters())
	}
	return &line
}

func TestAFigureAtTheEndOfAHistogramIsALowerBound(t *testing.T) {
	var p LatencyPage
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	f := s.Figures["latency.p99"]
	f.Number, f.AtLeast = 3, true
	s.Figures["latency.p99"] = f
	s.Vitals.Endpoints[0].Reach, s.Vitals.Endpoints[0].P99 = 3, 3
	page := ansi.Strip(p.View(s, 160, 43, l))
	if n := strings.Count(page, ">3.00 s"); n != 2 {
		t.Errorf("%d lower bounds, want p99 of all and of the first endpoint:\n%s", n, page)
	}
}

// TestACurveAtTheEndOfAHistogramIsExplained: the sign on the curve, and the
// value under the cursor.
func TestACurveAtTheEndOfAHistogramIsExplained(t *testing.T) {
	var p Curves
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	open := s.Trends["latency.p95"]
	open.Ceiling, open.Max = 2, slices.Clone(open.Max)
	for i, v := range open.Max {
		open.Max[i] = min(v, 2)
	}
	s.Trends["latency.p95"] = open
	page := ansi.Strip(p.View(s, 100, 24, l))
	if !strings.Contains(page, " ↑ or more") || strings.Count(page, "↑") < 2 {
		t.Errorf("the curve ends where the histogram does, and does not say so:\n%s", page)
	}
	p.cursor.at = open.End.Add(-time.Minute)
	if page := ansi.Strip(p.View(s, 100, 24, l)); strings.Count(page, ">") != 1 || !strings.Contains(page, " >2.00 s") {
		t.Errorf("not the value under the cursor alone is a lower bound:\n%s", page)
	}
}

// TestALowerBoundStandsBesideTheMean, which has no end.
func TestALowerBoundStandsBesideTheMean(t *testing.T) {
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	f := s.Figures["latency.p95"]
	s.Figures["latency.mean"] = state.Figure{Value: probes.Value{Metric: "latency.mean", Number: 16.4, Unit: probes.Seconds}, Limit: &state.Limit{Max: 2, HasMax: true}}
	for atLeast, want := range map[bool]bool{true: true, false: false} {
		f.AtLeast = atLeast
		s.Figures["latency.p95"] = f
		title, _, _ := strings.Cut(ansi.Strip(new(Latency).View(s, 120, 20, l)), "\n")
		if got := strings.Contains(title, "limit 1.5 s · mean 16.4 s limit 2 s "); got != want {
			t.Errorf("a lower bound: %v; the title is %q", atLeast, title)
		}
	}
}

// TestLengthsOfTimeShareAScale: what is longer stands higher.
func TestLengthsOfTimeShareAScale(t *testing.T) {
	s, l := detailed(calm()), plainLook(words.English)
	p50, p99 := s.Trends["latency.p50"], s.Trends["latency.p99"]
	p50.Max, p99.Max = slices.Repeat([]float32{0.2}, len(p50.Max)), slices.Repeat([]float32{2}, len(p99.Max))
	s.Trends["latency.p50"], s.Trends["latency.p99"] = p50, p99
	page := ansi.Strip(new(Curves).View(s, 100, 24, l))
	if low, high := row(t, page, "│ p50"), row(t, page, "│ p99"); !strings.Contains(low, "▁▁▁▁") || strings.Contains(high, "▁") {
		t.Errorf("200 ms and 2 s are drawn as\n%s%s", low, high)
	}
	p99.Max[len(p99.Max)/2] = 60
	page = ansi.Strip(new(Curves).View(s, 100, 24, l))
	if high := row(t, page, "│ p99"); strings.Contains(high, "▁") || !strings.Contains(high, "█") {
		t.Errorf("beside one minute, 2 s are drawn as\n%s", high)
	}
}

func TestTheSelectionGoesThroughTheTargetsAndStays(t *testing.T) {
	var p DependenciesPage
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	p.View(s, 160, 43, l)
	if got := p.tree.target().Name; got != "chroma" {
		t.Errorf("%s is selected before any key, want the worst", got)
	}
	p.Move(-100)
	p.View(s, 160, 43, l)
	var visited []probes.Name
	for range len(s.Targets) {
		visited = append(visited, p.tree.target().Name)
		p.Move(1)
		p.View(s, 160, 43, l)
	}
	if want := []probes.Name{"health", "chroma", "mysql", "redis", "llm", "cache", "llm-port", "llm-port"}; !slices.Equal(visited, want) {
		t.Errorf("visited %v, want %v", visited, want)
	}
	p.Move(-100)
	p.Move(2)
	selected := p.tree.target().Name
	s = detailed(calm()) // what was worst is well again, and stands elsewhere
	p.View(s, 160, 43, l)
	if got := p.tree.target().Name; got != selected {
		t.Errorf("the selection jumped from %s to %s", selected, got)
	}
}

func TestTheSelectedTargetIsAlwaysInSight(t *testing.T) {
	var p DependenciesPage
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	for range 10 {
		frame := ansi.Strip(p.View(s, 60, 12, l))
		if name := string(p.tree.target().Name); !strings.Contains(frame, "▸") || !strings.Contains(frame, name) {
			t.Errorf("%s is selected and not seen:\n%s", name, frame)
		}
		p.Move(1)
	}
}

func TestATargetIsDownSinceAndForHowLong(t *testing.T) {
	var p Detail
	s := vectorDBDown()
	if text := ansi.Strip(p.View(&s.Targets[3], s, 80, 20, plainLook(words.English))); !strings.Contains(text, "✖ down since 14:26:01, for 4m04s") {
		t.Errorf("two times stand beside each other:\n%s", text)
	}
}

func TestDetailsSayWhereTheServiceDisagrees(t *testing.T) {
	var p DependenciesPage
	s, l := detailed(vectorDBDown()), plainLook(words.English)
	frame := ansi.Strip(p.View(s, 120, 34, l))
	for _, want := range []string{"≠ up, checked from here: down", "P2 vector database unreachable"} {
		if !strings.Contains(frame, want) {
			t.Errorf("no %q:\n%s", want, frame)
		}
	}
}

func TestHowSoonItWasRefusedIsNoLatency(t *testing.T) {
	for latest, shown := range map[probes.Status]bool{probes.Up: true, probes.Degraded: true, probes.Down: false, probes.Unknown: false} {
		target := up("mysql", 300*time.Microsecond)
		target.Latest = latest
		page := &state.Snapshot{At: now, Targets: []state.Target{target}}
		frame := ansi.Strip(new(Detail).View(&target, page, 100, 20, plainLook(words.English)))
		if latency := row(t, frame, "latency"); strings.Contains(latency, "0.3 ms") != shown {
			t.Errorf("after a check that was %v the latency is told as %q", latest, latency)
		}
	}
}

func TestAnOldFigureIsNotShownAsFresh(t *testing.T) {
	s := detailed(calm())
	f := s.Figures["host.cpu"]
	f.Stale, f.At = true, now.Add(-42*time.Second)
	s.Figures["host.cpu"] = f
	frame := ansi.Strip((&HostPage{}).View(s, 120, 34, plainLook(words.English)))
	if title := row(t, frame, "machine"); !strings.Contains(title, "as of 42 s ago") {
		t.Errorf("the title is %q", title)
	}
}

func TestAnOldCurveSaysHowOldOrNothing(t *testing.T) {
	s := detailed(calm())
	f := s.Figures["latency.p99"]
	f.Number, f.Stale, f.At = 9, true, now.Add(-42*time.Second)
	s.Figures["latency.p99"] = f
	for w, want := range map[int]string{160: " 9.00 s age 42s", 60: " 9.00 s age 42s", 50: " -"} {
		got := row(t, ansi.Strip((&Curves{}).View(s, w, 30, plainLook(words.English))), "p99")
		if !strings.Contains(got, want) || want == " -" && strings.Contains(got, "9.00") {
			t.Errorf("%d cells: %q", w, got)
		}
	}
}

func FuzzPagesKeepTheirSize(f *testing.F) {
	f.Add("/chat\x1b[2J", "evil\u202e", 80, 24, 1.5, uint8(3))
	f.Add("👩‍👩‍👧\u0301", "\t\x00", 160, 45, math.Inf(1), uint8(9))
	f.Add("接口", "服务", 41, 11, math.NaN(), uint8(255))
	f.Fuzz(func(t *testing.T, path, said string, w, h int, number float64, status uint8) {
		if w < 1 || w > 300 || h < 1 || h > 90 {
			return
		}
		s := detailed(vectorDBDown())
		s.Vitals.Endpoints[0].Path, s.Vitals.Endpoints[0].Kind = raw.Of(path), said
		s.Vitals.Endpoints[0].P95, s.Vitals.Stages[0].Mean = number, number
		s.Vitals.Heat.Columns[3][2], s.Vitals.Heat.Bounds[2] = float32(number), number
		target := &s.Targets[int(status)%len(s.Targets)]
		target.Status, target.Stale = probes.Status(status%4), status%3 == 0
		target.Fault = probes.Fault{Code: probes.BadBody, Detail: raw.Of(said)}
		target.Values = append(target.Values, probes.Value{Metric: "host.disk:/x", Number: number})
		figure(s, "host.disk:/x", probes.Value{Number: number}, nil, "host", func(int) float64 { return number })
		figure(s, "latency.p95", probes.Value{Number: number, Unit: probes.Seconds}, &state.Limit{Max: number, HasMax: true}, "", wave(number, 1))
		for _, page := range pages {
			view := page.new()
			frame := view.View(s, w, h, plainLook(words.English))
			exact(t, page.name, frame, w, h)
			if i := strings.IndexFunc(ansi.Strip(frame), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }); i >= 0 {
				t.Errorf("%s: a control character reached the frame at %d", page.name, i)
			}
		}
	})
}

func BenchmarkPage(b *testing.B) {
	for _, page := range pages {
		b.Run(page.name, func(b *testing.B) {
			view, l := page.new(), colouredLook()
			scene := detailed(vectorDBDown())
			l.Now = time.Time{}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				view.View(nextSecond(scene, i), 200, 48, l)
			}
		})
	}
}

// open is how a style begins.
func open(style theme.Style) string {
	begin, _, _ := strings.Cut(style.Render("x"), "x")
	return begin
}

// rowsWith are the rows of a picture that say something.
func rowsWith(picture, text string) []string {
	var rows []string
	for row := range strings.Lines(picture) {
		if strings.Contains(ansi.Strip(row), text) {
			rows = append(rows, row)
		}
	}
	return rows
}

func TestACourseAtTheEndOfItsHistogramHasTheColourOfItsNumber(t *testing.T) {
	s, l := detailed(calm()), colouredLook()
	voice := probes.Value{Number: 3, Unit: probes.Seconds, AtLeast: true}
	figure(s, "latency.voice.p95", voice, &state.Limit{Max: 3, HasMax: true}, "", func(int) float64 { return 3 })
	row := rowsWith((&LatencyPage{}).View(s, 120, 36, l), "voice p95")[0]
	if strings.Count(row, open(l.P3)) != 2 {
		t.Errorf("course and number are not both of P3's colour: %q", row)
	}
	s.Figures["latency.voice.p95"] = state.Figure{Value: probes.Value{Number: 1, Unit: probes.Seconds}, At: now}
	row = rowsWith((&LatencyPage{}).View(s, 120, 36, l), "voice p95")[0]
	if strings.Count(row, open(l.P3)) != 1 {
		t.Errorf("the past is not coloured any more once it is over: %q", row)
	}
}

func TestAFewFailuresDoNotLookLikeNothingButFailures(t *testing.T) {
	s, l := detailed(calm()), plainLook(words.English)
	figure(s, "success", probes.Value{Number: 0.965, Unit: probes.Ratio}, &state.Limit{Min: 0.999, HasMin: true}, "", func(int) float64 { return 0.965 })
	for page, picture := range map[string]string{
		"the overview": new(Overview).View(s, 120, 36, l), "the page of latency": new(LatencyPage).View(s, 120, 36, l),
	} {
		if rows := rowsWith(picture, "limit 99.9 %"); len(rows) == 0 || !strings.Contains(rows[0], "▇▇▇▇") || strings.ContainsAny(rows[0], "▁█") {
			t.Errorf("%s: %q", page, rows)
		}
	}
}

func TestAnEndpointsTimesAreJudgedByTheLimitBesideThem(t *testing.T) {
	l := colouredLook()
	for _, tt := range []struct {
		what     string
		endpoint state.Endpoint
		coloured int // the sign and numbers
	}{
		{"all within", state.Endpoint{Mean: 0.5, P50: 0.4, P95: 1.4, P99: 2, Limit: 1.5}, 0},
		{"the 95th percentile, and so the one above it", state.Endpoint{Mean: 0.5, P50: 0.4, P95: 1.6, P99: 2, Limit: 1.5}, 3},
		{"the middle as well", state.Endpoint{Mean: 5.9, P50: 3, P95: 3, P99: 3, Limit: 3, Reach: 3}, 5},
		{"no limit", state.Endpoint{Mean: 5.9, P50: 3, P95: 3, P99: 3}, 0},
	} {
		s := detailed(calm())
		tt.endpoint.Path, tt.endpoint.Kind, tt.endpoint.Success = raw.Of("/chat"), "text", 1
		s.Vitals.Endpoints = []state.Endpoint{tt.endpoint}
		row := rowsWith((&Endpoints{}).View(s, 120, 6, l), "/chat")[0]
		if n := strings.Count(row, open(l.P3)); n != tt.coloured {
			t.Errorf("%s: %d are coloured, want %d: %q", tt.what, n, tt.coloured, row)
		}
	}
}

func TestTheMachinesChartsShowWhatHappened(t *testing.T) {
	s := detailed(calm())
	s.Events = []state.Event{{At: now.Add(-10 * time.Minute), Letter: 'R'}}
	picture := ansi.Strip((&HostPage{}).View(s, 160, 43, plainLook(words.English)))
	if rows := rowsWith(picture, "─R─"); len(rows) != 2 || strings.Count(rows[0], "─R─") != 3 {
		t.Errorf("want the restart in every chart:\n%s", picture)
	}
}

func TestTimeBeforeTheConsoleStartedIsNoFailedCheck(t *testing.T) {
	s := detailed(calm())
	s.Started = now.Add(-50 * time.Second)
	past := trend(50, wave(0.005, 0.001), probes.Seconds, nil)
	for _, tt := range []struct {
		lang words.Lang
		want string
	}{{words.English, "not watched"}, {words.Chinese, "未监控"}} {
		s.Targets[0].Past = past
		picture := ansi.Strip((&Detail{}).View(&s.Targets[0], s, 80, 30, plainLook(tt.lang)))
		if !strings.Contains(picture, tt.want) || !strings.Contains(picture, "└╌╌╌") {
			t.Errorf("no %q in\n%s", tt.want, picture)
		}
	}
}

// TestTheStreamsStandBesideWhatTheServiceCanCarry, as far as it says so.
func TestTheStreamsStandBesideWhatTheServiceCanCarry(t *testing.T) {
	l := colouredLook()
	for name, tt := range map[string]struct {
		active, most float64
		stale, back  bool
		want         string
		full         bool
	}{
		"some are free":       {active: 12, most: 50, want: "limit 50"},
		"none is":             {active: 50, most: 50, want: "limit 50", full: true},
		"there is no limit":   {active: 12, most: 0, want: ""},
		"it is not known now": {active: 50, most: 50, stale: true, want: ""},
		"in the past":         {active: 50, most: 50, back: true, want: "", full: true}, // by its bar
	} {
		t.Run(name, func(t *testing.T) {
			s := detailed(calm())
			figure(s, "streams.active", probes.Value{Number: tt.active}, nil, "app", func(int) float64 { return tt.active })
			figure(s, "streams.max", probes.Value{Number: tt.most}, nil, "app", func(int) float64 { return tt.most })
			if f := s.Figures["streams.max"]; tt.stale {
				f.Stale = true
				s.Figures["streams.max"] = f
			}
			s.Alerts = []alert.Alert{{Rule: "overload", State: alert.Firing, Priority: alert.P2, Metric: "streams.load",
				Reason: alert.Reason{Facts: []alert.Fact{{Metric: "streams.load", Known: true}}}}}
			page := new(LatencyPage)
			_ = page.View(s, 160, 43, l)
			if tt.back {
				page.Move(-3)
			}
			row := rowsWith(page.View(s, 160, 43, l), "streams ")[0]
			text := ansi.Strip(row)
			if tt.want == "" && strings.Contains(text, "limit") || !strings.Contains(text, tt.want) {
				t.Errorf("no %q in %q", tt.want, text)
			}
			if full := strings.Contains(row, open(l.P2)); full != tt.full {
				t.Errorf("full is %v: %q", full, row)
			}
		})
	}
}

// TestNoQuantileLooksWellBesideOneThatIsNot.
func TestNoQuantileLooksWellBesideOneThatIsNot(t *testing.T) {
	l := colouredLook()
	for name, tt := range map[string]struct {
		p95, p50 float64
		coloured bool
	}{"both within": {1.2, 1, false}, "the middle within": {2.4, 1, false}, "both beyond": {2.4, 2, true}} {
		s := detailed(calm())
		figure(s, "latency.p95", probes.Value{Number: tt.p95, Unit: probes.Seconds}, &state.Limit{Max: 1.5, HasMax: true}, "app", func(int) float64 { return tt.p95 })
		figure(s, "latency.p50", probes.Value{Number: tt.p50, Unit: probes.Seconds}, nil, "app", func(int) float64 { return tt.p50 })
		figure(s, "latency.p99", probes.Value{Number: 3, Unit: probes.Seconds}, nil, "app", func(int) float64 { return 3 })
		picture := new(LatencyPage).View(s, 160, 43, l)
		for quantile, want := range map[string]bool{"p50": tt.coloured, "p99": tt.p95 > 1.5} {
			row := rowsWith(picture, "│ "+quantile+" ")[0]
			if coloured := strings.Contains(row, open(l.P3)); coloured != want {
				t.Errorf("%s: %s coloured %v: %q", name, quantile, coloured, row)
			}
		}
	}
}
