package engine

import (
	"encoding/json"
	"time"

	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/journal"
	"bedside/probes/state"
	"bedside/probes/words"
)

// The kinds of records.
const (
	kindAlert   = "alert"
	kindIntent  = "act"
	kindOutcome = "act-end"
	kindStart   = "start"
	kindStop    = "stop"
)

// kept is one thing worth keeping: for the disk and, once it is there, for the
// screen.
type kept struct {
	at       time.Time
	kind     string
	letter   byte // on the time axis, 0 for none
	data     any
	line     words.Line
	priority alert.Priority
}

// keepings wait to be written. While the disk refuses they wait here, bounded;
// alerting goes on.
type keepings struct {
	waiting []kept
	shown   int // of those waiting, how many are on the page already
	lost    int
	failing words.Line
}

// maxWaiting is how many records wait for a disk that refuses them.
const maxWaiting = 2_000

func (k *keepings) add(one kept) {
	if len(k.waiting) == maxWaiting {
		k.waiting = k.waiting[1:]
		k.shown = max(0, k.shown-1)
		k.lost++
	}
	k.waiting = append(k.waiting, one)
}

// unwritten are the records for the disk.
func (c *core) unwritten() []journal.Entry {
	var out []journal.Entry
	for _, k := range c.keep.waiting {
		out = append(out, journal.Entry{At: k.at, Kind: k.kind, Data: payload{Line: k.line, Letter: k.letter, Priority: k.priority, Data: k.data}})
	}
	return out
}

// payload is what a record holds: the sentence that was shown, and the values.
type payload struct {
	Line     words.Line     `json:"line"`
	Letter   byte           `json:"letter,omitempty"`
	Priority alert.Priority `json:"priority,omitempty"`
	Data     any            `json:"data,omitempty"`
}

// written moves records to the page: those that are on disk, and, while the
// disk refuses or there is none, all of them with a notice that says so. They
// go on waiting for the disk then, and are shown once.
func (c *core) written(entries []journal.Entry, err error) {
	fresh := c.keep.waiting[min(c.keep.shown, len(c.keep.waiting)):]
	c.show(fresh)
	if err != nil {
		c.urgent = c.urgent || c.keep.failing.Zero()
		c.keep.failing = words.Of("notice.journal", err.Error())
		c.keep.shown = len(c.keep.waiting)
		return
	}
	c.keep.failing = words.Line{}
	c.keep.waiting, c.keep.shown = append([]kept(nil), c.keep.waiting[len(entries):]...), 0
}

func (c *core) show(kepts []kept) {
	for _, k := range kepts {
		seq := uint64(len(c.records)) + 1
		if n := len(c.records); n > 0 {
			seq = c.records[n-1].Seq + 1
		}
		r := state.Record{Seq: seq, At: k.at, Kind: k.kind, Letter: k.letter, What: k.line, Priority: k.priority}
		switch data := k.data.(type) {
		case intent:
			r.Steps = data.steps()
		case outcome:
			r.Steps, r.Outcome = data.steps(), data.ended()
		}
		c.record(r)
	}
}

// ended is how the act ended, Waiting where that cannot be read.
func (o outcome) ended() action.Outcome {
	ended, _ := action.ParseOutcome(o.Outcome)
	return ended
}

func (c *core) record(r state.Record) {
	if len(c.records) >= maxRecords {
		c.records = append([]state.Record(nil), c.records[len(c.records)-maxRecords+1:]...)
	}
	c.records = append(c.records[:len(c.records):len(c.records)], r)
}

// marking is what of an act on record its mark rests on: no more, so that nothing
// else that is kept of it can hide what is switched on.
type marking struct {
	Action  string `json:"action"`
	Undo    bool   `json:"undo"`
	Outcome string `json:"outcome"`
	Lasting bool   `json:"lasting"`
}

// acted takes in an act that an earlier console recorded, for the mark that it
// left. An act whose end is not on record was cut off: it may have done its
// work, and what may be switched on is not hidden.
func (c *core) acted(r journal.Record) {
	if r.Kind != kindIntent && r.Kind != kindOutcome && r.Kind != kindLapse {
		return
	}
	var p struct {
		Data marking `json:"data"`
	}
	if json.Unmarshal(r.Data, &p) != nil {
		return
	}
	name := p.Data.Action
	if r.Kind == kindLapse {
		c.desk.Mark(name, time.Time{})
		return
	}
	c.recall(r, p.Data)
	if r.Kind == kindIntent {
		c.before = c.desk.MarkedSince(name)
		c.desk.Mark(name, r.At)
		return
	}
	if p.Data.Lasting || p.Data.Outcome == action.Done.String() || p.Data.Outcome == action.Unproved.String() {
		c.desk.Mark(name, doneAt(r.At, p.Data.Undo))
		return
	}
	c.desk.Mark(name, c.before)
}

// recall has the desk know when the act ran last and how it ended, and let it
// cool down: whoever begins a shift finds what the one before did. A clock that
// was set back must not make that last.
func (c *core) recall(r journal.Record, m marking) {
	ref, at := action.Ref{Name: m.Action, Undo: m.Undo}, r.At
	if at.After(c.now) {
		at = c.now
	}
	if r.Kind == kindIntent {
		c.desk.Recall(ref, at, time.Time{}, action.Waiting)
		return
	}
	began, _, _ := c.desk.Last(ref)
	if began.IsZero() {
		began = at
	}
	ended, _ := action.ParseOutcome(m.Outcome)
	c.desk.Recall(ref, began, at, ended)
}

// doneAt is the mark of an act that ended at a moment: none when it was an undo.
func doneAt(at time.Time, undo bool) time.Time {
	if undo {
		return time.Time{}
	}
	return at
}

// addRecorded adds to a record what an earlier console kept of an act: nothing
// for what is none or cannot be read.
func addRecorded(r *state.Record, data json.RawMessage) {
	switch r.Kind {
	case kindIntent:
		var i intent
		if json.Unmarshal(data, &i) == nil {
			r.Steps = i.steps()
		}
	case kindOutcome:
		var o outcome
		if json.Unmarshal(data, &o) == nil {
			r.Steps, r.Outcome = o.steps(), o.ended()
		}
	}
}

// stop is what the journal keeps of the console's end.
type stop struct {
	Firing []string `json:"firing"` // rules, without what is folded under one
}

// takeLeave records the console's end, and what is firing then: that has no
// other end on record. It records nothing while what came before waits for the
// disk, and reports whether it did.
func (c *core) takeLeave(now time.Time) bool {
	if len(c.unwritten()) > 0 {
		return false
	}
	firing := []string{}
	for _, a := range c.alerts {
		if a.State == alert.Firing && a.SuppressedBy == "" {
			firing = append(firing, a.Rule)
		}
	}
	line := words.Of("journal.stop")
	switch n := len(firing); {
	case n == 1:
		line = words.Of("journal.stop-firing", alert.TitleOf(firing[0]))
	case n > 1:
		line = words.Of("journal.stop-firing-more", alert.TitleOf(firing[0]), n-1)
	}
	c.keep.add(kept{at: now, kind: kindStop, line: line, data: stop{firing}})
	return true
}

// recovered takes in what an earlier console wrote.
func (c *core) recovered(rec journal.Recovery, err error) {
	if err != nil {
		c.keep.failing = words.Of("notice.journal", err.Error())
		return
	}
	for _, r := range rec.Newest {
		var p struct {
			Line     words.Line      `json:"line"`
			Letter   byte            `json:"letter"`
			Priority alert.Priority  `json:"priority"`
			Data     json.RawMessage `json:"data"`
		}
		if json.Unmarshal(r.Data, &p) != nil {
			continue
		}
		one := state.Record{Seq: r.Seq, At: r.At, Kind: r.Kind, Letter: p.Letter, What: p.Line, Priority: p.Priority}
		addRecorded(&one, p.Data)
		c.record(one)
	}
	line := words.Of("journal.start", c.o.Service.URL)
	if n := len(rec.Newest); n > 0 && rec.Newest[n-1].Kind != kindStop {
		line.Code = "journal.start-after"
	}
	c.keep.add(kept{at: c.now, kind: kindStart, line: line})
}
