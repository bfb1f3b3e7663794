package alert

import (
	"slices"
	"strings"
	"time"

	"bedside/probes"
)

// Options say what a Book needs to know besides its rules.
type Options struct {
	// Answer is within which time somebody should react to an alert whose
	// rule does not say so itself.
	Answer map[Priority]time.Duration
}

// Book keeps the standing of every rule. The same rules, views and times give
// the same transitions. A Book belongs to one goroutine.
type Book struct {
	standings []*standing // in the rules' order
	hides     hiding
	expected  Expectation
	verdict   Verdict
	last      time.Time     // of the last look
	clock     time.Duration // observed time since the first look
}

// Expectation is an outage that an operator ordered.
type Expectation struct {
	Until time.Time
	// Targets are those that the outage takes away: the service's own. The
	// host and the dependencies are not excused.
	Targets []probes.Name
}

// New makes a Book in which no rule has been looked at yet. Where two rules
// hide each other, the one that stands first hides the other.
func New(rules []Rule, o Options) *Book {
	b := &Book{hides: newHiding(rules)}
	for _, r := range rules {
		if r.Answer == 0 {
			r.Answer = o.Answer[r.Priority]
		}
		b.standings = append(b.standings, newStanding(r))
	}
	return b
}

// Expect says that an ordered restart explains what is missing until a time:
// no rule begins to fire on it. What fires already goes on. The zero
// Expectation ends it.
func (b *Book) Expect(e Expectation) { b.expected = e }

// longestStep is the longest time between two looks that counts as observed. A
// longer one, and one that goes back, is a suspended machine or a clock that
// was set: nobody saw what held in between.
const longestStep = 10 * time.Second

// moment is one look at everything.
type moment struct {
	View
	now      time.Time
	step     time.Duration // observed since the look before
	clock    time.Duration
	quiet    bool // there are no requests
	expected Expectation
}

func (b *Book) look(now time.Time, v View) moment {
	step := now.Sub(b.last)
	switch {
	case b.last.IsZero():
		step = 0
	case step < 0 || step > longestStep:
		step = time.Second
	}
	b.last = now
	b.clock += step
	requests, known := v.Figure("requests")
	return moment{v, now, step, b.clock, known && requests.Number == 0, b.expected}
}

// Tick judges every rule against a view and returns what changed, in the
// rules' order. Call it every second and after each sample.
//
// A transition from Firing to Firing tells that an alert was folded under its
// cause, was unfolded again, lost its figure or flaps. An alert is to be told
// to people when it fires or is unfolded with nothing in SuppressedBy.
func (b *Book) Tick(now time.Time, v View) []Transition {
	m := b.look(now, v)
	var changes []Transition
	for i, s := range b.standings {
		parent := b.parent(i)
		if t, changed := s.judge(m); changed {
			t.SuppressedBy = parent
			changes = append(changes, t)
		}
	}
	changes = b.fold(now, changes)
	b.verdict.follow(now, b.standings)
	return changes
}

// Alerts returns every alert that is not inactive: those that fire first, then
// those pending, then those resolved within the last minute; the most urgent
// first and among them the oldest. Each stands behind the alert that hides it.
func (b *Book) Alerts(now time.Time) []Alert {
	var roots []int
	var children map[int][]int
	for i, s := range b.standings {
		switch {
		case s.state == Inactive || s.forgotten(b.clock, now.Sub(b.last)):
		case s.parent >= 0 && b.standings[s.parent].state != Inactive:
			if children == nil {
				children = map[int][]int{}
			}
			children[s.parent] = append(children[s.parent], i)
		default:
			roots = append(roots, i)
		}
	}
	return b.list(nil, roots, children)
}

func (b *Book) list(out []Alert, rules []int, children map[int][]int) []Alert {
	slices.SortStableFunc(rules, func(i, j int) int { return byUrgency(b.standings[i], b.standings[j]) })
	for _, i := range rules {
		out = append(out, b.standings[i].alert(b.parent(i)))
		out = b.list(out, children[i], children)
	}
	return out
}

// Verdict is the answer to "is it well?" as of the last Tick.
func (b *Book) Verdict() Verdict { return b.verdict }

// parent is the ID of the rule that hides a rule's alert at present.
func (b *Book) parent(i int) string {
	if p := b.standings[i].parent; p >= 0 {
		return b.standings[p].rule.ID
	}
	return ""
}

// excuses reports whether the ordered outage explains every one of the facts.
func (m moment) excuses(grounds []ground) bool {
	if !m.now.Before(m.expected.Until) {
		return false
	}
	return !slices.ContainsFunc(grounds, func(g ground) bool {
		f := g.fact
		return f.Target != "" && !slices.Contains(m.expected.Targets, f.Target) ||
			strings.HasPrefix(string(f.Metric), "host.")
	})
}
