package logview

import "slices"

// maxRecords is how many records are remembered to find their copies.
const maxRecords = 2048

// Copies recognises records that several logs tell: an error stands in
// error.log and in application.log as well. It is not safe for concurrent use.
type Copies struct {
	told  map[record]*tellers
	order []record // a ring of the keys of told
	next  int
}

// record is what the copies of an entry have in common.
type record struct {
	at     int64
	level  Level
	module uint64
	shape  uint64
}

// tellers counts how often each log has told a record.
type tellers struct {
	source []string
	count  []int
}

// NewCopies returns a Copies that has seen nothing.
func NewCopies() *Copies {
	return &Copies{told: map[record]*tellers{}, order: make([]record, 0, maxRecords)}
}

// Mark sets Copy on an entry when another log has told the same record: the
// same time, level, module and message. A record that one log tells twice
// happened twice. Entries without a time of their own are never copies.
func (c *Copies) Mark(e *Entry) {
	if e.At.IsZero() {
		return
	}
	key := record{e.At.UnixNano(), e.Level, e.Module.Shape(), e.Message.Shape()}
	known := c.told[key]
	if known == nil {
		known = &tellers{}
		c.remember(key, known)
	}
	e.Copy = known.tell(e.Source)
}

func (c *Copies) remember(key record, t *tellers) {
	if len(c.order) < maxRecords {
		c.order = append(c.order, key)
	} else {
		delete(c.told, c.order[c.next])
		c.order[c.next] = key
		c.next = (c.next + 1) % maxRecords
	}
	c.told[key] = t
}

// tell counts one more telling by the source and reports whether some source
// had told the record as often before.
func (t *tellers) tell(source string) bool {
	most := 0
	if len(t.count) > 0 {
		most = slices.Max(t.count)
	}
	i := slices.Index(t.source, source)
	if i < 0 {
		t.source, t.count = append(t.source, source), append(t.count, 0)
		i = len(t.count) - 1
	}
	t.count[i]++
	return t.count[i] <= most
}
