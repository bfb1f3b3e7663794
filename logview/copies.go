package logview

import (
	"hash/maphash"

	"bedside/logview/raw"
)

// maxRecords is how many records are remembered to find their copies.
const maxRecords = 1024

// mostTellers is how many files are told apart that tell the same record.
const mostTellers = 4

// Copies recognises records that several files tell: an error stands in
// error.log and in application.log as well. It is not safe for concurrent use.
type Copies struct {
	seed  maphash.Seed
	told  map[record]tellings
	order []record // a ring of the records told
	next  int
	seen  uint32 // entries marked
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

// tellings are by whom a record was told, in the order in which they first did.
type tellings [mostTellers]telling

// telling is how often one file told a record, and the number of the entry that
// did so last. The zero telling is nobody's.
type telling struct{ teller, times, last uint32 }

// NewCopies returns a Copies that has seen nothing.
func NewCopies() *Copies { return &Copies{seed: maphash.MakeSeed(), told: map[record]tellings{}} }

// Mark sets Copy on an entry of a file when another file, of its log or of
// another, has told the same record: the same time, level, module and message. A
// record that one file tells twice happened twice, and so did what two files of
// one log tell of the same whole second, unless it is an error: each worker's
// requests are its own. Entries without a time of their own are never copies.
// Back is then how many marked entries ago another file told the record last.
func (c *Copies) Mark(e *Entry, file string) {
	c.seen++
	if e.At.IsZero() {
		return
	}
	record := record(maphash.Comparable(c.seed, common{e.At.UnixNano(), e.Level, e.Module, e.Message}))
	if e.At.Nanosecond() == 0 && e.Level < Error {
		file = "" // all of the log's are one
	}
	told, known := c.told[record]
	if !known {
		c.remember(record)
	}
	teller := c.teller(e.Source, file)
	mine, most, last := told.by(teller)
	mine.times++
	if e.Copy = mine.times <= most; e.Copy {
		e.Back = uint64(c.seen - last)
	}
	mine.last = c.seen
	told.put(mine)
	c.told[record] = told
}

// teller is a number for a file of a log, which is never 0.
func (c *Copies) teller(log, file string) uint32 {
	return uint32(maphash.Comparable(c.seed, [2]string{log, file})) | 1
}

// by is what one teller told so far, how often the others did at most, and the
// entry by which one of them did last.
func (t *tellings) by(teller uint32) (its telling, most, last uint32) {
	its.teller = teller
	for _, one := range t {
		switch one.teller {
		case 0:
			return its, most, last
		case teller:
			its = one
		default:
			most, last = max(most, one.times), max(last, one.last)
		}
	}
	return its, most, last
}

// put keeps what one teller told, unless there are too many.
func (t *tellings) put(its telling) {
	for i := range t {
		if t[i].teller == its.teller || t[i].teller == 0 {
			t[i] = its
			return
		}
	}
}

// remember makes room for one more record: the oldest is forgotten.
func (c *Copies) remember(r record) {
	if len(c.order) < maxRecords {
		c.order = append(c.order, r)
		return
	}
	delete(c.told, c.order[c.next])
	c.order[c.next] = r
	c.next = (c.next + 1) % maxRecords
}
