package logview

import (
	"hash/maphash"
	"math"
	"slices"

	"bedside/logview/raw"
)

// maxRecords is how many records are remembered to find their copies.
const maxRecords = 1024

// maxTellers is how many files are told apart. Beyond that the one that was met
// first is forgotten: names that hold a date never end.
const maxTellers = 64

// Copies recognises records that several files tell: an error stands in
// error.log and in application.log as well. It is not safe for concurrent use.
type Copies struct {
	seed    maphash.Seed
	told    map[record]telling // by all and by each teller
	order   []record           // a ring of the records told
	next    int
	tellers []teller // by number, a ring
	met     int      // tellers ever
	seen    uint32   // entries marked
}

// teller is one file of a log.
type teller struct{ log, file string }

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

// by is the record as a teller tells it.
func (r record) by(teller int) record {
	const spread = 0x9e3779b97f4a7c15 // 2⁶⁴ divided by the golden ratio
	return r + record(teller+1)*spread
}

// NewCopies returns a Copies that has seen nothing.
func NewCopies() *Copies { return &Copies{seed: maphash.MakeSeed(), told: map[record]telling{}} }

// Mark sets Copy on an entry of a file when another file, of its log or of
// another, has told the same record: the same time, level, module and message. A
// record that one file tells twice happened twice. Entries without a time of
// their own are never copies. Back is then how many marked entries ago another
// file told the record last.
func (c *Copies) Mark(e *Entry, file string) {
	c.seen++
	if e.At.IsZero() {
		return
	}
	record := record(maphash.Comparable(c.seed, common{e.At.UnixNano(), e.Level, e.Module, e.Message}))
	who := c.number(teller{e.Source, file})
	its := record.by(who)
	by, known := c.told[record] // all tellers
	if !known {
		c.remember(record)
	}
	n := c.told[its].times + 1
	c.told[its] = telling{n, c.seen}
	if e.Copy = n <= by.times; e.Copy {
		e.Back = uint64(c.seen - c.original(record, who))
	}
	c.told[record] = telling{times: max(by.times, n)}
}

// original is the entry by which another teller than this one told the record
// last.
func (c *Copies) original(r record, who int) uint32 {
	least := uint32(math.MaxUint32)
	for other := range c.tellers {
		if t := c.told[r.by(other)]; other != who && t.times > 0 {
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
	for who := range c.tellers {
		delete(c.told, oldest.by(who))
	}
	c.order[c.next] = r
	c.next = (c.next + 1) % maxRecords
}

func (c *Copies) number(t teller) int {
	if i := slices.Index(c.tellers, t); i >= 0 {
		return i
	}
	i := c.met % maxTellers
	c.met++
	if i == len(c.tellers) {
		c.tellers = append(c.tellers, t)
	}
	c.tellers[i] = t
	return i
}
