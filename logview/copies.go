package logview

import (
	"hash/maphash"
	"math"
	"slices"

	"bedside/logview/raw"
)

// maxRecords is how many records are remembered to find their copies.
const maxRecords = 1024

// Copies recognises records that several logs tell: an error stands in
// error.log and in application.log as well. It is not safe for concurrent use.
type Copies struct {
	seed    maphash.Seed
	told    map[record]telling // by all and by each source
	order   []record           // a ring of the records told
	next    int
	sources []string // by number
	seen    uint32   // entries marked
}

// telling is how often a record was told, and the number of the entry that told
// it last.
type telling struct {
	times int32
	last  uint32
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
func NewCopies() *Copies { return &Copies{seed: maphash.MakeSeed(), told: map[record]telling{}} }

// Mark sets Copy on an entry when another log has told the same record: the
// same time, level, module and message. A record that one log tells twice
// happened twice. Entries without a time of their own are never copies. Back is
// then how many marked entries ago another log told the record last.
func (c *Copies) Mark(e *Entry) {
	c.seen++
	if e.At.IsZero() {
		return
	}
	record := record(maphash.Comparable(c.seed, common{e.At.UnixNano(), e.Level, e.Module, e.Message}))
	source := c.number(e.Source)
	its := record.by(source)
	by, known := c.told[record] // all sources
	if !known {
		c.remember(record)
	}
	n := c.told[its].times + 1
	c.told[its] = telling{n, c.seen}
	if e.Copy = n <= by.times; e.Copy {
		e.Back = uint64(c.seen - c.original(record, source))
	}
	c.told[record] = telling{times: max(by.times, n)}
}

// original is the entry by which another source than this one told the record
// last.
func (c *Copies) original(r record, source int) uint32 {
	least := uint32(math.MaxUint32)
	for other := range c.sources {
		if t := c.told[r.by(other)]; other != source && t.times > 0 {
			least = min(least, c.seen-t.last)
		}
	}
	return c.seen - least
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
