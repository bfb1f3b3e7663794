package ui

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"bedside/probes/action"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestAnActIsCarriedOutOnceAndOnlyWhenItWasConfirmed(t *testing.T) {
	const asked, acted = "ask restart-chroma", "act 7 "
	named := func(p *state.Preview) { p.Confirm = action.ConfirmName }
	long := 400 * time.Millisecond
	for name, tt := range map[string]struct {
		preview func(*state.Preview)
		do      []any // keys, times to wait, other messages
		want    []string
	}{
		"its key alone only asks for the plan":                    {nil, []any{"c"}, []string{asked}},
		"Cancel is the default":                                   {nil, []any{"c", long, "enter"}, []string{asked}},
		"y confirms":                                              {nil, []any{"c", long, "y"}, []string{asked, acted}},
		"the selection confirms":                                  {nil, []any{"c", long, "right", "enter"}, []string{asked, acted}},
		"selecting twice is Cancel again":                         {nil, []any{"c", long, "tab", "tab", "enter"}, []string{asked}},
		"Enter twice acts once":                                   {nil, []any{"c", long, "l", "enter", "enter"}, []string{asked, acted}},
		"y held down acts once":                                   {nil, []any{"c", long, "y", "y", "y"}, []string{asked, acted}},
		"a key on its way when the dialog opened does nothing":    {nil, []any{"c", 200 * time.Millisecond, "y"}, []string{asked}},
		"the act's key again does not confirm":                    {nil, []any{"c", long, "c"}, []string{asked}},
		"n cancels":                                               {nil, []any{"c", long, "n", "y", "enter"}, []string{asked}},
		"Esc cancels":                                             {nil, []any{"c", long, "esc", "y"}, []string{asked}},
		"a pasted text presses no key":                            {nil, []any{pasted("cy"), pasted("c"), long, "y"}, nil},
		"a paste does not confirm":                                {nil, []any{"c", long, pasted("y"), pasted("\r")}, []string{asked}},
		"several letters in one event are no key":                 {nil, []any{tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("cy")}}, nil},
		"where the name is asked for, y is a letter":              {named, []any{"c", long, "y", "enter"}, []string{asked}},
		"the right name confirms":                                 {named, append([]any{"c", long}, letters("restart-chroma", "enter")...), []string{asked, "act 7 restart-chroma"}},
		"a pasted name does not":                                  {named, []any{"c", long, pasted("restart-chroma"), "enter"}, []string{asked}},
		"what may not run now cannot be confirmed":                {func(p *state.Preview) { p.Refused = words.Of(action.RefusedBusy, "x") }, []any{"c", long, "y", "l", "enter"}, []string{asked}},
		"what needs no question runs at once":                     {func(p *state.Preview) { p.Confirm = action.ConfirmNone }, []any{"c"}, []string{asked, acted}},
		"what needs no question but may not run now does not run": {func(p *state.Preview) { p.Confirm, p.Refused = action.ConfirmNone, words.Of(action.RefusedBusy, "x") }, []any{"c", long, "y"}, []string{asked}},
		"a key that a page uses for itself is no act's":           {nil, []any{"t", long, "y"}, nil},
		"nor over another act's progress":                         {nil, []any{"c", long, "y", "t"}, []string{asked, acted}},
		"such an act is in the palette":                           {nil, append([]any{":"}, letters("tidy", "enter")...), []string{"ask tidy"}},
		"a screen too small for the dialog confirms nothing":      {nil, []any{"c", tea.WindowSizeMsg{Width: 39, Height: 9}, long, "y"}, []string{asked}},
		"nor is a plan asked for that nobody could read":          {nil, []any{tea.WindowSizeMsg{Width: 39, Height: 9}, "c", long, tea.WindowSizeMsg{Width: 80, Height: 24}, "y"}, nil},
		"a key that bounces lets the step end":                    {nil, []any{"c", long, "y", "ctrl+x", "ctrl+x", 200 * time.Millisecond, "ctrl+x"}, []string{asked, acted, "cancel"}},
		"pressed again later it ends the step":                    {nil, []any{"c", long, "y", "ctrl+x", long, "ctrl+x"}, []string{asked, acted, "cancel", "cancel"}},
		"a running act is stopped":                                {nil, []any{"c", long, "y", "ctrl+x"}, []string{asked, acted, "cancel"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := samplePreview()
				if tt.preview != nil {
					tt.preview(&p)
				}
				c := start(t, p)
				c.play(tt.do)
				if !slices.Equal(c.done, tt.want) {
					t.Errorf("the operator was told %q, want %q", c.done, tt.want)
				}
			})
		})
	}
}

func TestAPlanIsSeenToItsEndBeforeItIsCarriedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := samplePreview()
		for range 12 {
			p.Steps = append(p.Steps, p.Steps[0])
		}
		c := start(t, p)
		c.send(tea.WindowSizeMsg{Width: 60, Height: 14})
		c.press("c")
		c.wait(time.Second)
		c.press("y")
		c.send(tea.WindowSizeMsg{Width: 60, Height: 60})
		if frame := ansi.Strip(c.View()); strings.Contains(frame, "y shows the rest") {
			t.Errorf("all of it is in sight, and the footer says otherwise:\n%s", frame)
		}
		c.send(tea.WindowSizeMsg{Width: 60, Height: 14})
		pages := 0
		for !slices.Contains(c.done, "act 7 ") && pages < 20 {
			if frame := ansi.Strip(c.View()); pages > 0 && !strings.Contains(frame, "y shows the rest") {
				t.Errorf("nobody says why nothing happens:\n%s", frame)
			}
			c.press("y")
			pages++
		}
		if pages < 3 || pages == 20 {
			t.Errorf("it was carried out by the %d. y", pages)
		}
	})
}

func TestLeavingWhileAnActRunsIsAskedForTwice(t *testing.T) {
	for name, tt := range map[string]struct {
		run  *state.Run
		keys []any
		want bool
	}{
		"one that runs, q once":            {sampleRun(action.Running), []any{"q"}, false},
		"one that runs, q twice":           {sampleRun(action.Running), []any{"q", "q"}, true},
		"one that runs, q soon again":      {sampleRun(action.Running), []any{"q", 9 * time.Second, "q"}, true},
		"one that runs, q much later":      {sampleRun(action.Running), []any{"q", 11 * time.Second, "q"}, false},
		"one that runs, q, another key, q": {sampleRun(action.Running), []any{"q", "j", "q"}, false},
		"one that runs, from another page": {sampleRun(action.Running), []any{"5", "q", "q"}, false},
		"one that runs, Ctrl-C":            {sampleRun(action.Running), []any{"ctrl+c"}, true},
		"one that is over":                 {sampleRun(action.Done), []any{"q"}, true},
		"nothing was ever carried out":     {nil, []any{"q"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := start(t, samplePreview())
				page := samplePage(2)
				page.Run = tt.run
				c.show(page)
				c.play(tt.keys)
				if c.quit != tt.want {
					t.Errorf("left is %v", c.quit)
				}
			})
		})
	}
}

func TestWhatWasSaidOfARunningActEndsWithIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		page := samplePage(2)
		page.Run = sampleRun(action.Running)
		c.show(page)
		if h := c.hints(); len(h) == 0 || h[0].Key != "v" {
			t.Errorf("the footer offers %v first, want the act that runs", h)
		}
		c.press("v", "ctrl+x")
		if c.notice.Code != "note.stopping" {
			t.Fatalf("x says %v", c.notice)
		}
		c.wait(settle)
		c.press("ctrl+x")
		if c.notice.Code != "note.cut-short" {
			t.Errorf("x again says %v", c.notice)
		}
		c.wait(settle)
		page = samplePage(3)
		page.Run = sampleRun(action.Verifying)
		c.show(page)
		c.press("ctrl+x")
		if !c.notice.Zero() {
			t.Errorf("where only the wait ends, x says %v", c.notice)
		}
		page = samplePage(4)
		page.Run = sampleRun(action.Cancelled)
		c.show(page)
		if !c.notice.Zero() {
			t.Errorf("the act is over, and the footer says %v", c.notice)
		}
		c.press("5")
		if c.place() != onAlerts {
			t.Errorf("a page's key over the act's progress leads to %v", c.place())
		}
	})
}

func TestADialogSaysWhatItsKeysWouldDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		page := samplePage(2)
		page.Run = sampleRun(action.Running)
		c.show(page)
		c.press("v")
		before := ansi.Strip(c.View())
		c.press("ctrl+x", "g", "j") // any other key takes the notice away
		if after := ansi.Strip(c.View()); !strings.Contains(before, "Ctrl-X lets this step be the last") || !strings.Contains(after, "the last step · Ctrl-X ends it now") || !strings.Contains(after, "Ctrl-X end this step now") {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p := samplePreview()
		p.Refused = words.Of(action.RefusedBusy, "x")
		c := start(t, p)
		c.press("c")
		if h := c.hints(); len(h) != 1 || h[0].Key != "Esc" || h[0].Words != "close" {
			t.Errorf("where nothing can be cancelled the footer offers %v", h)
		}
	})
}

func TestAPlanIsReadToItsEndWhileTheNameIsTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := samplePreview()
		p.Confirm = action.ConfirmName
		for i := range 20 {
			p.Steps = append(p.Steps, action.Description{What: words.Of("text", fmt.Sprintf("step-%02d.", i))})
		}
		c := start(t, p)
		c.press("c")
		c.wait(settle)
		c.play(letters(p.Type, "enter"))
		if said := words.English.Say(c.notice); !strings.Contains(said, "Enter shows the rest") {
			t.Errorf("it says %q", said)
		}
		for range 5 {
			c.press("pgdown")
		}
		if !strings.Contains(ansi.Strip(c.View()), "step-19.") {
			t.Errorf("the end is not in sight:\n%s", ansi.Strip(c.View()))
		}
		for range 5 {
			c.press("pgup")
		}
		if !strings.Contains(ansi.Strip(c.View()), "docker compose restart chromadb") {
			t.Errorf("the beginning is not in sight:\n%s", ansi.Strip(c.View()))
		}
		if got := c.act.name.String(); got != p.Type {
			t.Errorf("the name became %q", got)
		}
	})
}

// Nothing is done that was not on the screen.
func TestEveryStepIsSeenBeforeItIsCarriedOut(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 40, Height: 10}, {Width: 60, Height: 14}, {Width: 80, Height: 12}, {Width: 80, Height: 24}} {
		for _, confirm := range []action.Confirm{action.ConfirmAsk, action.ConfirmName} {
			synctest.Test(t, func(t *testing.T) {
				p := samplePreview()
				p.Confirm, p.Steps = confirm, nil
				for i := range 26 {
					p.Steps = append(p.Steps, action.Description{What: words.Of("text", fmt.Sprintf("step-%02d.", i))})
				}
				c := start(t, p)
				c.send(size)
				c.press("c")
				c.wait(time.Second)
				key, seen := "y", map[string]bool{}
				if confirm == action.ConfirmName {
					c.play(letters(p.Type))
					key = "enter"
				}
				for range 40 {
					frame := ansi.Strip(c.View())
					for i := range 26 {
						if step := fmt.Sprintf("step-%02d.", i); strings.Contains(frame, step) {
							seen[step] = true
						}
					}
					if len(c.done) > 1 {
						break
					}
					c.press(key)
				}
				if len(c.done) != 2 || len(seen) != 26 {
					t.Errorf("%v, %s: of 26 steps %d were on the screen; done: %v", size, confirm, len(seen), c.done)
				}
			})
		}
	}
}

// letters are the letters of a word as single keys, and then more keys.
func letters(word string, more ...string) []any {
	var keys []any
	for _, r := range word {
		keys = append(keys, string(r))
	}
	for _, key := range more {
		keys = append(keys, key)
	}
	return keys
}

func (c *console) play(script []any) {
	for _, step := range script {
		switch step := step.(type) {
		case string:
			c.press(step)
		case time.Duration:
			c.wait(step)
		default:
			c.send(step)
		}
	}
}

func TestTheUndoIsAskedForWhileItStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked action.Ref
		c := start(t, samplePreview(), func(o *Options) {
			o.Operator = fakeOperator(func(_ context.Context, cmd state.Command) (state.Answer, error) {
				asked = cmd.(state.Ask).Ref
				return samplePreview(), nil
			})
		})
		page := samplePage(2)
		page.Actions[2].UndoNow = true
		c.show(page)
		c.press("S")
		if want := (action.Ref{Name: "safe-mode", Undo: true}); asked != want {
			t.Errorf("asked for %+v, want %+v", asked, want)
		}
	})
}

func TestARefusalStaysOnTheScreenInWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview(), func(o *Options) {
			o.Operator = fakeOperator(func(_ context.Context, cmd state.Command) (state.Answer, error) {
				if _, ok := cmd.(state.Act); ok {
					return nil, refusal{words.Of(action.RefusedExpired)}
				}
				return samplePreview(), nil
			})
		})
		c.press("c")
		c.wait(time.Second)
		c.press("y")
		if c.place() != inPreview || c.act.preview.Refused.Code != action.RefusedExpired {
			t.Errorf("place %v, refused %v: want the dialog with the reason", c.place(), c.act.preview.Refused)
		}
		c.wait(time.Second)
		c.press("l", "enter")
		if c.overlay != noOverlay {
			t.Error("Enter does not close what cannot be confirmed")
		}
	})
}

func TestADialogSaysHowLongItsActCoolsDownAndThenAsks(t *testing.T) {
	cooling := func(d time.Duration) words.Line { return words.Of(action.RefusedCooling, d) }
	for name, tt := range map[string]struct {
		confirm action.Confirm
		ready   words.Line // what it says once the act may run
	}{
		"one that asks":       {action.ConfirmAsk, words.Line{}},
		"one that never asks": {action.ConfirmNone, cooling(3 * time.Second)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := samplePreview()
				p.Confirm, p.Refused = tt.confirm, cooling(8*time.Second)
				c := start(t, p, func(o *Options) {
					o.Operator = fakeOperator(func(_ context.Context, cmd state.Command) (state.Answer, error) {
						if _, asks := cmd.(state.Ask); !asks {
							t.Errorf("the operator was told %+v", cmd)
						}
						return p, nil
					})
				})
				page := func(seq uint64, why words.Line) *state.Snapshot {
					s := samplePage(seq)
					for i := range s.Actions {
						s.Actions[i].Refused = why
					}
					return s
				}
				c.press("c")
				c.show(page(2, cooling(3*time.Second)))
				if got := c.act.preview.Refused; !reflect.DeepEqual(got, cooling(3*time.Second)) {
					t.Errorf("after five seconds it says %v", got)
				}
				p.Refused = words.Line{}
				c.show(page(3, words.Line{}))
				if got := c.act.preview.Refused; !reflect.DeepEqual(got, tt.ready) || c.overlay != previewOverlay {
					t.Errorf("once it may run it says %v", got)
				}
			})
		})
	}
}

type refusal struct{ line words.Line }

func (r refusal) Error() string    { return string(r.line.Code) }
func (r refusal) Line() words.Line { return r.line }

func TestAPlanThatComesAfterItWasDismissedIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := map[string]chan state.Preview{"restart-chroma": make(chan state.Preview), "restart": make(chan state.Preview)}
		c := start(t, samplePreview(), func(o *Options) {
			o.Operator = fakeOperator(func(_ context.Context, cmd state.Command) (state.Answer, error) {
				return <-answers[cmd.(state.Ask).Ref.Name], nil
			})
		})
		c.press("c", "esc", "r")
		answers["restart-chroma"] <- samplePreview()
		c.settle()
		if c.act.stage != asking {
			t.Errorf("stage %v: the plan of the act before is shown for this one", c.act.stage)
		}
		c.press("esc")
		answers["restart"] <- samplePreview()
		c.settle()
		if c.overlay != noOverlay || c.act.stage != idle {
			t.Errorf("overlay %v, stage %v: a dismissed plan came back", c.overlay, c.act.stage)
		}
	})
}

func TestAnActIsSentOnceHoweverLongItsAcceptanceTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		acts, release := 0, make(chan struct{})
		c := start(t, samplePreview(), func(o *Options) {
			o.Operator = fakeOperator(func(_ context.Context, cmd state.Command) (state.Answer, error) {
				if _, ok := cmd.(state.Act); !ok {
					return samplePreview(), nil
				}
				acts++
				<-release
				return state.Accepted{}, nil
			})
		})
		c.press("c")
		c.wait(time.Second)
		c.press("y", "y", "right", "enter", "enter")
		close(release)
		c.settle()
		if acts != 1 || c.place() != inRun {
			t.Errorf("sent %d times, then in place %v: want once and its progress", acts, c.place())
		}
	})
}

func TestTheRunIsFollowedFromItsConfirmationToItsVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		old := samplePage(2)
		old.Run = sampleRun(action.Done)
		old.Run.Began = noon.Add(-time.Hour)
		c.show(old)
		c.press(" ", "c")
		c.wait(time.Second)
		c.press("y")
		if c.place() != inRun || c.run().Outcome != action.Waiting || c.paused {
			t.Fatalf("place %v, outcome %v, paused %v: want its own steps waiting on a screen that goes on", c.place(), c.run().Outcome, c.paused)
		}
		page := samplePage(3)
		page.Run = sampleRun(action.Running)
		c.show(page)
		if c.run().Outcome != action.Running {
			t.Errorf("outcome %v, want running", c.run().Outcome)
		}
		c.press("esc")
		page = samplePage(4)
		page.Run = sampleRun(action.Done)
		c.show(page)
		c.press("v")
		if c.place() != inRun || c.run().Outcome != action.Done {
			t.Errorf("place %v, outcome %v: want the verdict brought back", c.place(), c.run().Outcome)
		}
	})
}

func TestARunThatIsForgottenLeavesTheScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := start(t, samplePreview())
		page := samplePage(2)
		page.Run = sampleRun(action.Done)
		c.show(page)
		c.press("v")
		c.show(samplePage(3))
		exact(t, "the page", c.View(), 80, 24)
	})
}

func TestAnErrorIsSaidInWords(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want words.Code
	}{
		{refusal{words.Of(action.RefusedTicket)}, action.RefusedTicket},
		{context.DeadlineExceeded, "note.no-answer"},
		{errors.New("journal: no space left"), "note.error"},
	} {
		if got := reason(tt.err).Code; got != tt.want {
			t.Errorf("%v is said as %s, want %s", tt.err, got, tt.want)
		}
	}
}

// anyKey is a key or paste out of everything that the key map knows.
func anyKey(r *rand.Rand, keys []string) tea.KeyMsg {
	k := keyMsg(keys[r.IntN(len(keys))])
	k.Paste = k.Type == tea.KeyRunes && r.IntN(20) == 0
	return k
}

// everyKey is each key of the map, each act's key, and letters besides.
func everyKey() []string {
	keys := []string{"r", "c", "S", "K", "L", "x", "a", "0", "level", "心", "backspace", "ctrl+w"}
	for _, b := range bindings(fakeOperator(nil)) {
		keys = append(keys, b.keys...)
	}
	return keys
}

func TestNoKeysLeadAReadOnlyConsoleToAnAct(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := still(nil)
		r := rand.New(rand.NewPCG(1, 2))
		keys := everyKey()
		for i := range 100_000 {
			drive(m, anyKey(r, keys))
			if m.overlay == previewOverlay || m.act.stage != idle {
				t.Fatalf("after %d keys a dialog asks about an act", i+1)
			}
		}
	})
}

func TestNoKeysActWithoutEnterOrYes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		acts := 0
		m := still(fakeOperator(func(_ context.Context, cmd state.Command) (state.Answer, error) {
			if _, ok := cmd.(state.Act); ok {
				acts++
			}
			return samplePreview(), nil
		}))
		clock := noon
		m.o.Now = func() time.Time { clock = clock.Add(time.Second); return clock }
		r := rand.New(rand.NewPCG(3, 4))
		keys := slices.DeleteFunc(everyKey(), func(k string) bool { return k == "y" || k == "enter" })
		previews := 0
		for range 100_000 {
			drive(m, anyKey(r, keys))
			if m.overlay == previewOverlay {
				previews++
			}
		}
		if acts > 0 || previews == 0 {
			t.Errorf("%d acts and %d keys in dialogs, want none and some", acts, previews)
		}
	})
}

// still is a model with the sample page whose commands answer at once.
func still(o state.Operator) *model {
	m := New(context.Background(), Options{
		Reader: fakeReader(sampleReader), Operator: o, Look: plainLook(words.English),
		Now: func() time.Time { return noon },
	}).(*model)
	m.shown = samplePage(1)
	drive(m, tea.WindowSizeMsg{Width: 80, Height: 24})
	return m
}

// drive gives a message in and then what its command answers.
func drive(m *model, msg tea.Msg) {
	_, cmd := m.Update(msg)
	if cmd == nil {
		return
	}
	switch answer := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range answer {
			if c != nil {
				drive(m, c())
			}
		}
	default:
		drive(m, answer)
	}
}
