package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/config/find"
	"bedside/cmd/internal/wire"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/theme"
)

// statusTimeout bounds one look: the slowest probe twice, and some.
const statusTimeout = 60 * time.Second

func statusCommand(a app, flags *common) *cobra.Command {
	var at target
	asJSON, wait, timeout := false, "", statusTimeout
	cmd := &cobra.Command{
		Use:   "status [URL]",
		Short: a.lang.Word("cli.status"),
		Long:  a.lang.Word("cli.status.long"),
		Args:  oneURL(a.lang),
		RunE: func(cmd *cobra.Command, args []string) error {
			until, err := verdictOf(wait, a.lang)
			if err != nil {
				return err
			}
			c, err := a.configuration(*flags, at, first(args))
			switch {
			case errors.Is(err, find.ErrNone): // in one line: a script's log is where it is read
				return errors.New(a.lang.Word("cli.status.nothing"))
			case err != nil:
				return err
			}
			return a.status(cmd.Context(), statusRequest{config: c, json: asJSON, until: until, timeout: timeout})
		},
	}
	at.register(cmd, a.lang)
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, a.lang.Word("cli.flag.json"))
	f.StringVar(&wait, "wait", "", a.lang.Word("cli.flag.wait"))
	f.DurationVar(&timeout, "timeout", statusTimeout, a.lang.Word("cli.flag.timeout"))
	return cmd
}

func verdictOf(s string, l words.Lang) (probes.Status, error) {
	var v probes.Status
	if s == "" {
		return probes.Unknown, nil
	}
	if err := v.UnmarshalText([]byte(s)); err != nil || v == probes.Unknown {
		return v, errors.New(l.Word("cli.bad-wait", s))
	}
	return v, nil
}

type statusRequest struct {
	config  *config.Config
	json    bool
	until   probes.Status
	timeout time.Duration
}

// status looks once and exits by what it saw.
func (a app) status(ctx context.Context, r statusRequest) error {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	page, err := wire.Look(ctx, wire.LookOptions{Options: wire.Options{Config: r.config}, Until: r.until})
	if err != nil {
		return &exitError{exitUnknown, fmt.Errorf("look: %w", err)}
	}
	lasting := map[string]bool{}
	for _, rule := range r.config.Rules {
		lasting[rule.ID] = rule.For > 0
	}
	report := newReport(page, lasting, a.lang)
	if r.json {
		enc := json.NewEncoder(a.document())
		enc.SetEscapeHTML(false)
		err = enc.Encode(report)
	} else {
		err = report.write(a.spelled(a.std.out), a.lang)
	}
	if err != nil {
		return &exitError{exitUnknown, err}
	}
	if code := exitOf(page.Verdict.Status); code != exitUp {
		return &exitError{code: code}
	}
	return nil
}

func exitOf(s probes.Status) int {
	return [...]int{probes.Unknown: exitUnknown, probes.Up: exitUp, probes.Degraded: exitDegraded, probes.Down: exitDown}[s]
}

// report is what `status --json` prints. Its fields are an interface: others
// parse them.
type report struct {
	At      time.Time      `json:"at"`
	Verdict probes.Status  `json:"verdict"`
	Why     string         `json:"why,omitempty"` // it is unknown
	Targets []targetReport `json:"targets"`
	Alerts  []alertReport  `json:"alerts"`
	Triage  []triageReport `json:"triage"`
	Notices []string       `json:"notices,omitempty"`
}

type targetReport struct {
	Name      probes.Name               `json:"name"`
	Status    probes.Status             `json:"status"`
	LatencyMS float64                   `json:"latency_ms"`
	AgeMS     *int64                    `json:"age_ms"` // null before the first answer
	Fault     *faultReport              `json:"fault,omitempty"`
	Values    map[probes.Metric]float64 `json:"values,omitempty"`

	instead raw.Text // the path whose answer is taken for the target's
}

type faultReport struct {
	Code   words.Code `json:"code"`
	Detail raw.Text   `json:"detail"`
}

type alertReport struct {
	ID           string         `json:"id"`
	Priority     alert.Priority `json:"priority"`
	State        string         `json:"state"`
	Since        time.Time      `json:"since"`
	Reason       string         `json:"reason"`
	Target       probes.Name    `json:"target"`
	Summary      string         `json:"summary"`
	SuppressedBy string         `json:"suppressed_by,omitempty"`
	under        words.Line     // what it is folded under, where Reason does not say so; for people
}

type triageReport struct {
	Cause      string   `json:"cause"`
	Confidence float64  `json:"confidence"`
	Evidence   []string `json:"evidence"`
	Steps      []string `json:"steps"`
	Action     string   `json:"action"`
}

// newReport is a page for scripts. A rule whose condition has to last is marked
// pending: one look cannot see it last.
func newReport(page *state.Snapshot, lasting map[string]bool, l words.Lang) report {
	r := report{At: page.At.Round(0), Verdict: page.Verdict.Status, Why: strings.TrimPrefix(string(page.Verdict.Why), "reason."), Targets: []targetReport{}, Alerts: []alertReport{}, Triage: []triageReport{}}
	for _, t := range page.Targets {
		r.Targets = append(r.Targets, reportTarget(t, page.At))
	}
	for _, a := range page.Alerts {
		if a.State != alert.Firing && a.State != alert.Pending {
			continue
		}
		one := alertReport{
			ID: a.Rule, Priority: a.Priority, State: a.State.String(), Since: a.Since.Round(0), Target: a.Target,
			Reason: l.Say(a.Reason.Line()), Summary: l.Say(alert.Title(a)), SuppressedBy: a.SuppressedBy, under: under(a),
		}
		if lasting[a.Rule] {
			one.State = alert.Pending.String()
		}
		r.Alerts = append(r.Alerts, one)
	}
	for _, h := range page.Triage {
		r.Triage = append(r.Triage, triageReport{
			Cause: l.Say(h.Cause), Confidence: math.Round(h.Confidence*100) / 100, Evidence: say(l, h.Evidence), Steps: say(l, h.Steps), Action: h.Action,
		})
	}
	r.Notices = say(l, page.Notices)
	return r
}

// under says what an alert is folded under, nothing where its reason does.
func under(a alert.Alert) words.Line {
	if a.SuppressedBy == "" || a.Reason.Code == alert.Folded {
		return words.Line{}
	}
	return words.Of("alertpage.under", alert.TitleOf(a.SuppressedBy))
}

func reportTarget(t state.Target, now time.Time) targetReport {
	one := targetReport{Name: t.Name, Status: t.Status, LatencyMS: math.Round(t.Latency.Seconds()*1e5) / 100, instead: t.Instead}
	if !t.At.IsZero() {
		age := now.Sub(t.At).Milliseconds()
		one.AgeMS = &age
	}
	if t.Fault.Code != "" {
		one.Fault = &faultReport{t.Fault.Code, t.Fault.Detail}
	}
	for _, v := range t.Values {
		if one.Values == nil {
			one.Values = map[probes.Metric]float64{}
		}
		one.Values[v.Metric] = v.Number
	}
	return one
}

func say(l words.Lang, lines []words.Line) []string {
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		out = append(out, l.Say(line))
	}
	return out
}

// write is the report for people.
func (r report) write(w io.Writer, l words.Lang) error {
	var b strings.Builder
	verdict := l.Word(words.Code("cli.verdict." + r.Verdict.String()))
	if r.Why != "" {
		verdict = l.Word("cli.verdict.why", verdict, words.Of(words.Code("reason."+r.Why)))
	}
	b.WriteString(verdict + "\n")
	for _, a := range r.Alerts {
		fmt.Fprintf(&b, "  %s %s · %s", a.Priority, a.Summary, a.Reason)
		if !a.under.Zero() {
			b.WriteString(" · " + l.Say(a.under))
		}
		if a.State == alert.Pending.String() {
			b.WriteString(" · " + l.Word("cli.pending"))
		}
		b.WriteString("\n")
	}
	for _, t := range r.Triage {
		fmt.Fprintf(&b, "  %s\n", l.Word("cli.probably", t.Cause))
		for _, e := range t.Evidence {
			fmt.Fprintf(&b, "    - %s\n", e)
		}
	}
	r.list(&b, l)
	for _, n := range r.Notices {
		fmt.Fprintf(&b, "  %s\n", n)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// list writes a line for each target, in columns of cells: words in Chinese have
// two a character.
func (r report) list(b *strings.Builder, l words.Lang) {
	status := func(t targetReport) string { return l.Word(words.Code("cli.status." + t.Status.String())) }
	var name, word, number int
	for _, t := range r.Targets {
		name = max(name, theme.Width(string(t.Name)))
		word = max(word, theme.Width(status(t)))
		number = max(number, len(fmt.Sprintf("%.0f", t.LatencyMS)))
	}
	for _, t := range r.Targets {
		fmt.Fprintf(b, "  %s  %s  %*.0f ms", padded(string(t.Name), name), padded(status(t), word), number, t.LatencyMS)
		if t.Fault != nil {
			b.WriteString("  " + l.Word(t.Fault.Code, t.Fault.Detail))
		}
		if !t.instead.Empty() {
			b.WriteString("  " + l.Word("page.instead", t.instead))
		}
		b.WriteString("\n")
	}
}

// padded fills text to so many cells.
func padded(text string, cells int) string { return text + theme.Spaces(cells-theme.Width(text)) }
