package ui

import (
	"math"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/pane"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// wide is a console of 160×45 whose page has a course of p95.
func wide() *model {
	m := sampleModel(words.English)
	trend := state.Trend{End: m.shown.At, Step: time.Second, Unit: probes.Seconds}
	for i := range 900 {
		trend.Max = append(trend.Max, float32(1+math.Sin(float64(i)/60)/2))
	}
	m.shown.Trends = map[probes.Metric]state.Trend{"latency.p95": trend}
	drive(m, tea.WindowSizeMsg{Width: 160, Height: 45})
	return m
}

func TestEachPaneOfTheOverviewOpensItsPage(t *testing.T) {
	for focus, want := range map[pane.ID]base{
		pane.LatencyPane: latencyPage, pane.DependenciesPane: dependenciesPage, pane.HostPane: hostPage,
		pane.WrongPane: alertsPage, pane.ErrorsPane: logsPage,
	} {
		m := wide()
		m.overview.Focus = focus
		press(m, "enter")
		if m.page != want {
			t.Errorf("pane %d opens page %d, want %d", focus, m.page, want)
		}
		press(m, "q")
		if m.page != overviewPage {
			t.Errorf("q leads from page %d to page %d", want, m.page)
		}
	}
}

func TestEscTakesTheCursorAwayAndThenLeavesThePage(t *testing.T) {
	m := wide()
	press(m, "2")
	before := m.View()
	press(m, "h", "h", "left")
	if m.View() == before {
		t.Error("no cursor is seen")
	}
	press(m, "esc")
	if m.page != latencyPage || m.View() != before {
		t.Error("Esc does not take the cursor alone away")
	}
	press(m, "esc")
	if m.page != overviewPage {
		t.Error("Esc does not lead back")
	}
}

func TestTheSelectedTargetIsDetailed(t *testing.T) {
	m := wide()
	press(m, "3")
	if text := ansi.Strip(m.View()); !strings.Contains(text, "╭─ chroma") {
		t.Errorf("the worst target is not detailed:\n%s", text)
	}
	press(m, "j")
	if text := ansi.Strip(m.View()); !strings.Contains(text, "╭─ mysql") {
		t.Errorf("the next target is not detailed:\n%s", text)
	}
}
