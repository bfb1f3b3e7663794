package pane

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// twelve are a service and what it needs; the last three are down.
func twelve() *state.Snapshot {
	s := calm()
	s.Targets = nil
	for i := range 12 {
		t := state.Target{Name: probes.Name(fmt.Sprintf("dep%02d", i)), Role: state.RoleDependency, Status: probes.Up, At: s.At}
		if i > 8 {
			t.Status = probes.Down
		}
		s.Targets = append(s.Targets, t)
	}
	return s
}

func TestWhatHasNoRoomIsToldWhereItWouldStand(t *testing.T) {
	for _, row := range []struct {
		name         string
		moves        int // from the worst one, which stands first
		w            int
		title, lower string // what they must hold; "-" for nothing of the kind
	}{
		{"at the beginning all that follows is below", 0, 80, "-", "+7 more · none down among them"},
		{"one row further the worst is above", 5, 80, "1 above · 1 down", "+6 more · none down among them"},
		{"at the end nothing is below", 11, 80, "7 above · 3 down", "-"},
		{"where words have no room the number stands", 0, 22, "-", "+7 ─"},
		{"where nothing has room nothing stands", 0, 7, "-", "-"},
	} {
		var p Tree
		s := twelve()
		look := plainLook(words.English)
		_ = p.View(s, row.w, 7, look)
		p.move(row.moves)
		lines := strings.Split(ansi.Strip(p.View(s, row.w, 7, look)), "\n")
		for where, said := range map[string][2]string{"title": {lines[0], row.title}, "lower border": {lines[len(lines)-1], row.lower}} {
			text, want := said[0], said[1]
			if want == "-" && strings.ContainsAny(text, "+0123456789") || want != "-" && !strings.Contains(text, want) {
				t.Errorf("%s: the %s is %q, want %q", row.name, where, text, want)
			}
		}
	}
}

func TestABadOneOutOfSightIsToldInTheFewestCells(t *testing.T) {
	s := twelve()
	var d Dependencies
	for _, w := range []int{14, 20, 40} {
		s.Targets[0].Status = probes.Down // four are, and there is one row
		lines := strings.Split(ansi.Strip(d.View(s, w, 3, plainLook(words.English))), "\n")
		if lower := lines[len(lines)-1]; !strings.Contains(lower, "3 down") && !strings.Contains(lower, "✖3") {
			t.Errorf("in %d cells what is down is not told: %q", w, lower)
		}
	}
}

func TestWhatIsOutOfSightHasTheColourOfItsWorst(t *testing.T) {
	l := colouredLook()
	for name, tt := range map[string]struct {
		status probes.Status
		alerts []alert.Alert
		style  theme.Style
		said   string
	}{
		"well":                       {probes.Up, nil, l.Dim, "none down"},
		"not known":                  {probes.Unknown, nil, l.Unknown, "1 not well"},
		"in trouble without alert":   {probes.Degraded, nil, l.P3, "1 not well"},
		"in trouble with one":        {probes.Degraded, []alert.Alert{firing("x", alert.P2, "dep08")}, l.P2, "1 not well"},
		"down, which is not serious": {probes.Down, []alert.Alert{firing("x", alert.P3, "dep08")}, l.P3, "1 down"},
	} {
		s := twelve()
		for i := range s.Targets { // those in sight are worse
			s.Targets[i].Status = probes.Down
			if i > 8 {
				s.Targets[i].Status = probes.Up
			}
			s.Alerts = append(s.Alerts, firing("y", alert.P1, s.Targets[i].Name))
		}
		s.Targets[8].Status, s.Targets[8].Latest = tt.status, tt.status
		s.Alerts = append(s.Alerts[:8], tt.alerts...)
		lines := strings.Split(new(Dependencies).View(s, 60, 10, l), "\n")
		lower := lines[len(lines)-1]
		text := ansi.Strip(lower)
		from, to := strings.Index(text, "+"), strings.LastIndex(text, " ─")
		if from < 0 || !strings.Contains(text, tt.said) || !strings.Contains(lower, tt.style.Render(text[from:to])) {
			t.Errorf("%s: %q is not %q in its colour", name, lower, tt.said)
		}
	}
}

func TestWhatWasScrolledAwayHasTheColourOfItsWorst(t *testing.T) {
	l, s := colouredLook(), twelve()
	s.Alerts = []alert.Alert{firing("x", alert.P2, "dep11")}
	var p Tree
	_ = p.View(s, 80, 7, l)
	p.move(11)
	title, _, _ := strings.Cut(p.View(s, 80, 7, l), "\n")
	if text := ansi.Strip(title); !strings.Contains(text, "above · 3 down") || !strings.Contains(title, open(l.P2)) {
		t.Errorf("the title is %q", title)
	}
}
