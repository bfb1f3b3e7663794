package pane

import (
	"testing"

	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/ui/theme"
)

func TestARecordShowsHowItEnded(t *testing.T) {
	l := colouredLook()
	end := func(o action.Outcome) state.Record { return state.Record{Kind: recordActEnd, Outcome: o} }
	for name, row := range map[string]struct {
		record state.Record
		style  theme.Style
		glyph  string
	}{
		"an act that is done":                {end(action.Done), l.Up, "✔"},
		"one that failed":                    {end(action.Failed), l.P2, "✖"},
		"one that was cancelled":             {end(action.Cancelled), l.P2, "✖"},
		"one that nothing proved":            {end(action.Unproved), l.P3, "●"},
		"one whose end cannot be read":       {end(action.Waiting), l.Strong, "·"},
		"an act that begins":                 {state.Record{Kind: recordAct, Letter: 'R'}, l.Strong, "▸"},
		"an alert":                           {state.Record{Kind: recordAlert, Letter: 'A', Priority: alert.P2}, l.P2, "▲"},
		"why an alert is kept":               {state.Record{Kind: recordAlert, Priority: alert.P2}, l.Dim, "·"},
		"an alert that is over":              {state.Record{Kind: recordAlert, Letter: 'V', Priority: alert.P2}, l.Up, "✔"},
		"a console that started":             {state.Record{Kind: "start"}, l.Dim, "·"},
		"a kind that comes with a later one": {state.Record{Kind: "later"}, l.Dim, "·"},
	} {
		if style, glyph := l.record(&row.record); style != row.style || glyph != row.glyph {
			t.Errorf("%s stands as %q, want %q", name, style.Render(glyph), row.style.Render(row.glyph))
		}
	}
}
