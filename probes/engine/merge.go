package engine

import (
	"time"

	"bedside/logview"
)

// queue is what one file told since it was looked at last, oldest first.
type queue struct {
	batches []*LogBatch
	next    int       // in the first batch
	at      time.Time // of the entry before: one without a time of its own stands behind it
}

// inOrder calls do with the entries of batches that came together, in the order
// in which they were written: errors stand among the requests that met them. Of
// one file the order is its own, whatever its times say; of the same time the
// file whose batches come first goes first.
func inOrder(batches []LogBatch, do func(*logview.Entry, *LogBatch)) {
	if len(batches) == 1 {
		for i := range batches[0].Entries {
			do(&batches[0].Entries[i], &batches[0])
		}
		return
	}
	var queues []*queue
	for i := range batches {
		q := queueOf(&queues, &batches[i])
		q.batches = append(q.batches, &batches[i])
	}
	for {
		var first *queue
		for _, q := range queues {
			if q.ready() && (first == nil || q.time().Before(first.time())) {
				first = q
			}
		}
		if first == nil {
			return
		}
		do(first.take())
	}
}

func queueOf(queues *[]*queue, b *LogBatch) *queue {
	for _, q := range *queues {
		if q.batches[0].Source == b.Source && q.batches[0].File == b.File {
			return q
		}
	}
	*queues = append(*queues, &queue{})
	return (*queues)[len(*queues)-1]
}

// ready reports whether there is an entry left.
func (q *queue) ready() bool {
	for len(q.batches) > 1 && q.next == len(q.batches[0].Entries) {
		q.batches, q.next = q.batches[1:], 0
	}
	return q.next < len(q.batches[0].Entries)
}

// time is when the next entry counts as written.
func (q *queue) time() time.Time {
	if at := q.batches[0].Entries[q.next].At; at.After(q.at) {
		return at
	}
	return q.at
}

func (q *queue) take() (*logview.Entry, *LogBatch) {
	q.at = q.time()
	b := q.batches[0]
	q.next++
	return &b.Entries[q.next-1], b
}
