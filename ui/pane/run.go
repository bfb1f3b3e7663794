package pane

import (
	"time"

	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// Run is an act in progress, step by step, and its verdict.
type Run struct {
	*state.Run
	Next     []Hint // acts worth trying when it failed
	Undo     Hint   // what takes it back when it succeeded; the zero Hint for nothing
	ReadOnly bool
	Scroll   int // or Following: the step in progress, or the one that failed, is in sight
}

var _ Dialog = (*Run)(nil)

// toldLines is how many lines of a failed step's output are shown.
const toldLines = 4

func (r *Run) body(s *state.Snapshot, w int, l *Look) page {
	out := page{title: l.Say(r.Title), right: l.Dim.Render(r.age(s, l)), scroll: r.Scroll}
	for i := range r.Steps {
		out.lines = append(out.lines, r.step(&r.Steps[i], w, l)...)
		if r.Steps[i].Outcome != action.Waiting { // it is the last that began
			out.keep = len(out.lines) - 1
		}
	}
	if r.Outcome == action.Verifying {
		out.lines = append(out.lines, l.Strong.Render(l.Glyph.Running+" "+l.Word("run.verifying")))
		out.keep = len(out.lines) - 1
	}
	out.foot = append([]string{""}, r.verdict(s, w, l)...)
	return out
}

// age is who acts and for how long.
func (r *Run) age(s *state.Snapshot, l *Look) string {
	end := r.Ended
	if end.IsZero() {
		end = l.now(s)
	}
	took := l.spoken(end.Sub(r.Began))
	if r.By == "" {
		return took
	}
	return l.Word("run.by", safe(r.By), took)
}

// step is one step with its tick, and what it said when it failed.
func (r *Run) step(step *state.RunStep, w int, l *Look) []string {
	style, glyph := stepSign(step.Outcome, l)
	took := ""
	if step.Took > 0 {
		took = "  " + l.Lang.Duration(step.Took.Round(time.Millisecond))
	}
	room := w - 2 - theme.Width(took)
	lines := []string{style.Render(glyph) + " " + style.Render(l.Cut(l.Say(step.What), room)) + l.Dim.Render(took)}
	if step.Outcome != action.Failed {
		return lines
	}
	said := step.Said.ScreenLines()
	for _, line := range said[max(len(said)-toldLines, 0):] {
		if line != "" {
			lines = append(lines, "    "+l.Dim.Render(l.Cut(line, w-4)))
		}
	}
	return lines
}

// ended is the style and the glyph of an act's end. One that nothing proved may
// have done its work.
func (l *Look) ended(o action.Outcome) (theme.Style, string) {
	switch o {
	case action.Done:
		return l.Up, l.Glyph.Tick
	case action.Failed, action.Cancelled:
		return l.P2, l.Glyph.Cross
	case action.Unproved:
		return l.P3, l.Glyph.P3
	}
	return l.Strong, l.Glyph.Dot
}

func stepSign(o action.Outcome, l *Look) (theme.Style, string) {
	switch o {
	case action.Done:
		return l.Up, l.Glyph.Tick
	case action.Failed, action.Unproved:
		return l.P2, l.Glyph.Cross
	case action.Running, action.Verifying:
		return l.Strong, l.Glyph.Running
	case action.Cancelled:
		return l.Dim, l.Glyph.Dash
	}
	return l.Dim, l.Glyph.Dot
}

// verdict is how it ended and what to try next, or how to stop it.
func (r *Run) verdict(s *state.Snapshot, w int, l *Look) []string {
	if !r.Outcome.Ended() {
		hint := words.Code("run.running.hint")
		switch {
		case r.ReadOnly:
			hint = "run.watching.hint"
		case r.Outcome == action.Verifying:
			hint = "run.verifying.hint"
		case r.Last:
			hint = "run.stopping.hint"
		}
		return []string{l.Dim.Render(l.Cut(l.Word(hint), w))}
	}
	style, glyph := l.ended(r.Outcome)
	said := r.Proof
	if said.Zero() {
		said = words.Of("run.ended", outcome(r.Outcome), r.Ended.Sub(r.Began).Round(100*time.Millisecond))
	}
	lines := append(wrapped(glyph+" "+l.Say(said), style, w), r.still(s, w, l)...)
	switch {
	case r.Outcome != action.Done && len(r.Next) > 0:
		lines = append(lines, hinted("run.next", r.Next, l))
	case r.Outcome == action.Done && r.Undo.Words != "":
		lines = append(lines, hinted("run.undo", []Hint{r.Undo}, l))
	}
	return lines
}

// still is the worst that was wrong before an act ended and is wrong yet: what
// was proved may not be what was hoped for.
func (r *Run) still(s *state.Snapshot, w int, l *Look) []string {
	for _, t := range troubles(s) {
		if t.Since.After(r.Ended) {
			continue
		}
		style, glyph := l.urgency(t.Priority)
		return []string{style.Render(l.Cut(glyph+" "+l.Word("run.still", alert.Title(*t.Alert)), w))}
	}
	return nil
}

// hinted is what the keys are good for, and the keys.
func hinted(what words.Code, hints []Hint, l *Look) string {
	line := l.Dim.Render(l.Word(what)) + " "
	for i, h := range hints {
		if i > 0 {
			line += l.Dim.Render(" " + l.Glyph.Dot + " ")
		}
		line += l.Key.Render(h.Key) + " " + safe(h.Words)
	}
	return line
}
