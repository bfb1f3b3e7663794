package logview

import (
	"hash/maphash"
	"slices"

	"bedside/logview/raw"
)

// maxRecords is how many records are remembered to find their copies.
const maxRecords = 2048

// Copies recognises records that several logs tell: an error stands in
// error.log and in application.log as well. It is not safe for concurrent use.
type Copies struct {
	seed    maphash.Seed
	told    map[record]int32 // how often, by all and by each source
	order   []record         // a ring of the records told
	next    int
	sources []string // by number
}

// record is a number for what the copies of an entry have in common: among
// thousands two meet by chance once in 10¹² times.
type record uint64

// common is what the copies of an entry have in common.
type common struct {
	at              int64
	level           Level
	module, message raw.Text
}

// by is the record as a source tells it.
func (r record) by(source int) record {
	const spread = 0x9e3779b97f4a7c15 // 2⁶⁴ divided by the golden ratio
	return r + record(source+1)*spread
}

// NewCopies returns a Copies that has seen nothing.
func NewCopies() *Copies { return &Copies{seed: maphash.MakeSeed(), told: map[record]int32{}} }

// Mark sets Copy on an entry when another log has told the same record: the
// same time, level, module and message. A record that one log tells twice
// happened twice. Entries without a time of their own are never copies.
func (c *Copies) Mark(e *Entry) {
	if e.At.IsZero() {
		return
	}
	record := record(maphash.Comparable(c.seed, common{e.At.UnixNano(), e.Level, e.Module, e.Message}))
	its := record.by(c.number(e.Source))
	most, known := c.told[record] // of all sources
	if !known {
		c.remember(record)
	}
	n := c.told[its] + 1
	c.told[its] = n
	e.Copy = n <= most
	c.told[record] = max(most, n)
}

// remember makes room for one more record: the oldest is forgotten.
func (c *Copies) remember(r record) {
	if len(c.order) < maxRecords {
		c.order = append(c.order, r)
		return
	}
	oldest := c.order[c.next]
	delete(c.told, oldest)
	for source := range c.sources {
		delete(c.told, oldest.by(source))
	}
	c.order[c.next] = r
	c.next = (c.next + 1) % maxRecords
}

func (c *Copies) number(source string) int {
	i := slices.Index(c.sources, source)
	if i < 0 {
		i = len(c.sources)
		c.sources = append(c.sources, source)
	}
	return i
}
