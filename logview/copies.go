package logview

import "slices"

// maxRecords is how many records are remembered to find their copies.
const maxRecords = 2048

// Copies recognises records that several logs tell: an error stands in
// error.log and in application.log as well. It is not safe for concurrent use.
type Copies struct {
	told    map[telling]int32 // how often
	order   []record          // a ring of the records told
	next    int
	sources []string // by number
}

// record is what the copies of an entry have in common, drawn together to one
// number: among thousands two meet by chance once in 10¹² times.
type record uint64

// telling is a record as one source tells it.
type telling struct {
	record
	source int32
}

// most stands for the source that has told a record most often.
const most = -1

// NewCopies returns a Copies that has seen nothing.
func NewCopies() *Copies { return &Copies{told: map[telling]int32{}} }

// Mark sets Copy on an entry when another log has told the same record: the
// same time, level, module and message. A record that one log tells twice
// happened twice. Entries without a time of their own are never copies.
func (c *Copies) Mark(e *Entry) {
	if e.At.IsZero() {
		return
	}
	all := telling{recordOf(e), most}
	its := telling{all.record, c.number(e.Source)}
	times, known := c.told[all]
	if !known {
		c.remember(all.record)
	}
	c.told[its]++
	e.Copy = c.told[its] <= times
	c.told[all] = max(times, c.told[its])
}

func recordOf(e *Entry) record {
	const prime = 0x9e3779b97f4a7c15 // 2⁶⁴ divided by the golden ratio: spreads neighbours
	n := uint64(e.At.UnixNano())
	for _, part := range [...]uint64{uint64(e.Level), e.Module.Shape(), e.Message.Shape()} {
		n = (n^n>>32)*prime ^ part
	}
	return record((n ^ n>>32) * prime)
}

// remember makes room for one more record: the oldest is forgotten.
func (c *Copies) remember(r record) {
	if len(c.order) < maxRecords {
		c.order = append(c.order, r)
		return
	}
	for source := most; source < len(c.sources); source++ {
		delete(c.told, telling{c.order[c.next], int32(source)})
	}
	c.order[c.next] = r
	c.next = (c.next + 1) % maxRecords
}

func (c *Copies) number(source string) int32 {
	i := slices.Index(c.sources, source)
	if i < 0 {
		i = len(c.sources)
		c.sources = append(c.sources, source)
	}
	return int32(i)
}
