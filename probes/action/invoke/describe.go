package invoke

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/words"
)

// DefaultTimeout ends a step that names no deadline of its own.
const DefaultTimeout = 30 * time.Second

// swift is how long a step takes at most that waits for nobody.
const swift = time.Second

// Timeout is how long the step may take.
func Timeout(s action.Step) time.Duration {
	own := time.Duration(0)
	switch {
	case s.Run != nil:
		own = s.Run.Timeout
	case s.HTTP != nil:
		own = s.HTTP.Timeout
	default:
		return swift
	}
	if own <= 0 {
		return DefaultTimeout
	}
	return own
}

// Describe says what Do would do, exactly, secrets as ***.
func (v *Invoker) Describe(step action.Step) action.Description {
	switch {
	case step.Run != nil:
		return v.describeRun(step)
	case step.HTTP != nil:
		return v.describeRequest(step)
	case step.Signal != nil:
		return action.Description{What: words.Of("step.do.signal", step.Signal.Name, whom(*step.Signal))}
	case step.Edit != nil:
		return action.Description{What: words.Of("step.do.edit", raw.Of(v.path(step.Edit.File)), v.changes(*step.Edit))}
	}
	return action.Description{}
}

func (v *Invoker) describeRun(step action.Step) action.Description {
	r := step.Run
	argv := make([]string, len(r.Argv))
	for i, a := range r.Argv {
		argv[i] = quoted(v.Conceal("", a))
	}
	what := strings.Join(argv, " ")
	if r.Stdout != "" {
		what += " > " + v.path(r.Stdout)
	}
	d := action.Description{What: words.Of("text", raw.Of(what))}
	if dir := v.Folder(*r); dir != "" {
		d.With = append(d.With, words.Of("step.with.folder", raw.Of(dir)))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Env)) {
		d.With = append(d.With, words.Of("step.with.env", raw.Of(name+"="+v.Conceal(name, r.Env[name]))))
	}
	d.With = append(d.With, words.Of("step.with.timeout", Timeout(step)))
	return d
}

func (v *Invoker) describeRequest(step action.Step) action.Description {
	h := step.HTTP
	what := fmt.Sprintf("%s %s %s", method(*h), v.address(h.URL), v.Conceal("", string(h.JSON)))
	d := action.Description{What: words.Of("text", raw.Of(strings.TrimSpace(what)))}
	for _, name := range slices.Sorted(maps.Keys(h.Headers)) {
		d.With = append(d.With, words.Of("step.with.header", raw.Of(name+": "+v.Conceal(name, h.Headers[name]))))
	}
	expected := "2xx"
	if h.Status != 0 {
		expected = strconv.Itoa(h.Status)
	}
	d.With = append(d.With, words.Of("step.with.status", expected), words.Of("step.with.timeout", Timeout(step)))
	return d
}

// changes lists an edit's settings. The values of a rotation are secrets.
func (v *Invoker) changes(e action.Edit) words.Line {
	var each []words.Line
	for _, key := range slices.Sorted(maps.Keys(e.Set)) {
		each = append(each, words.Of("text", raw.Of(key+" = "+v.Conceal(key, e.Set[key]))))
	}
	for _, key := range slices.Sorted(maps.Keys(e.Rotate)) {
		each = append(each, words.Of("step.do.rotate", raw.Of(key), len(e.Rotate[key])))
	}
	return together(each)
}

// together says all of the lines in one, by halves: a line that is nested as
// deeply as there are lines cannot be kept.
func together(each []words.Line) words.Line {
	switch n := len(each); n {
	case 0:
		return words.Line{}
	case 1:
		return each[0]
	default:
		return words.Of("step.do.and", together(each[:n/2]), together(each[n/2:]))
	}
}

// Folder is where the command runs, "" for ours.
func (v *Invoker) Folder(r action.Run) string {
	if r.Dir == "" {
		return v.Root
	}
	return v.path(r.Dir)
}

func method(h action.HTTP) string {
	if h.Method == "" {
		return http.MethodGet
	}
	return h.Method
}

func whom(s action.Signal) words.Line {
	switch {
	case s.PIDFile != "":
		return words.Of("text", raw.Of(s.PIDFile))
	case s.Port != 0:
		return words.Of("step.whom.port", s.Port)
	}
	return words.Of("text", raw.Of(s.Process))
}

// address is a URL for reading. One that is altogether a secret says nothing of
// where it leads.
func (v *Invoker) address(written string) string {
	shown := v.Conceal("", written)
	if strings.HasPrefix(written, "${") {
		return shown
	}
	u, err := url.Parse(v.url(shown))
	if err != nil {
		return shown
	}
	return u.Redacted()
}

// quoted shows where an argument ends and the next begins. It is for reading:
// no shell ever sees it.
func quoted(arg string) string {
	if arg == "" || strings.ContainsAny(arg, " \t\n\"'\\$`") {
		return fmt.Sprintf("%q", arg)
	}
	return arg
}
