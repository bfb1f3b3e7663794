package doctor

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"

	"bedside/cmd/internal/config"
	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/action/invoke"
	"bedside/probes/words"
)

// actions rehearses every action: whether its steps and those of its undo could
// begin.
func (o Options) actions(ctx context.Context) []Finding {
	if o.Config == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found := make([][]Finding, len(o.Config.Actions))
	var all sync.WaitGroup
	for i, a := range o.Config.Actions {
		all.Go(func() { found[i] = o.action(ctx, a) })
	}
	all.Wait()
	var out []Finding
	for _, of := range found {
		out = append(out, of...)
	}
	return out
}

func (o Options) action(ctx context.Context, a config.Action) []Finding {
	steps := a.Steps
	if a.Undo != nil {
		steps = append(append([]action.Step{}, steps...), a.Undo.Steps...)
	}
	var out []Finding
	told := map[string]bool{}
	for _, s := range steps {
		f, wrong := o.step(ctx, s)
		if key := words.English.Say(f.What); wrong && !told[key] { // an undo meets what its action met
			told[key] = true
			f.Group, f.Subject = Actions, raw.Of(a.Name)
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		out = []Finding{{Group: Actions, Subject: raw.Of(a.Name), What: ready(a)}}
	}
	return out
}

func ready(a config.Action) words.Line {
	if a.Verify == nil {
		return words.Of("doctor.action.unproved", a.Title)
	}
	return words.Of("doctor.action.ready", a.Title, a.Verify.Target)
}

// step says what keeps a step from beginning, or from being permitted.
func (o Options) step(ctx context.Context, s action.Step) (f Finding, wrong bool) {
	err := o.Rehearse(ctx, s)
	var p *invoke.Problem
	switch {
	case errors.As(err, &p):
		return o.judgeStep(s, p), true
	case err != nil:
		return Finding{Grade: Unknown, What: words.Of("text", raw.Of(err.Error())), Mend: words.Of("doctor.mend.look")}, true
	case s.Run != nil:
		return o.permitted(ctx, *s.Run)
	}
	return Finding{}, false
}

// judgeStep says how to mend what keeps a step from beginning.
func (o Options) judgeStep(s action.Step, p *invoke.Problem) Finding {
	f := Finding{Grade: Mend, What: p.Line}
	switch p.Line.Code {
	case invoke.NotFound:
		f.Mend, f.Command = words.Of("doctor.mend.step-file"), o.whereabouts(s, p)
		if s.Run != nil && named(p) == s.Run.Argv[0] {
			f.Mend = words.Of("doctor.mend.program")
		}
	case invoke.NotAllowed:
		f.Mend, f.Command = words.Of("doctor.mend.allow"), o.whereabouts(s, p)
		if s.Signal != nil {
			f.Mend, f.Command = words.Of("doctor.mend.signal"), ""
		}
	case invoke.NoSecret:
		f.Mend, f.Command = words.Of("doctor.mend.secret"), reveal(named(p))
	case invoke.NoKey, invoke.TwoKeys:
		key, file := p.Line.Args[0].(string), p.Line.Args[1].(string)
		f.Mend, f.Command = words.Of("doctor.mend.setting"), shell("grep", "-n", key, o.Config.Path(file))
	case invoke.NoProcess:
		f.Grade, f.Mend = Note, words.Of("doctor.mend.later")
	default:
		f.Mend = words.Of("doctor.mend.step")
	}
	return f
}

// named is the program or file that a problem is about.
func named(p *invoke.Problem) string {
	if len(p.Line.Args) == 0 {
		return ""
	}
	name, _ := p.Line.Args[0].(string)
	return name
}

// whereabouts shows what there is in place of what is missing.
func (o Options) whereabouts(s action.Step, p *invoke.Problem) string {
	name := named(p)
	if s.Run != nil && name == s.Run.Argv[0] && !strings.ContainsRune(name, filepath.Separator) {
		return shell("command", "-v", name)
	}
	return shell("ls", "-la", filepath.Dir(o.Config.Path(name)))
}
