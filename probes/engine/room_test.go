package engine

import (
	"testing"

	"bedside/logview"
	"bedside/logview/raw"
)

func TestTheRoomOfAFoldedBatchIsUsedAgain(t *testing.T) {
	in := newInbox()
	batch := append(in.room(3), logview.Entry{Message: raw.Of("a")}, logview.Entry{Message: raw.Of("b")})
	in.folded([]LogBatch{{Entries: batch}, {}, {Entries: make([]logview.Entry, maxSpareRoom+1)}})
	if batch[0].Message.Len() != 0 {
		t.Error("what was folded still holds its text")
	}
	again := in.room(roomStep)
	if len(again) != 0 || &again[:1][0] != &batch[0] {
		t.Errorf("got %d of %d, another one", len(again), cap(again))
	}
	if more := in.room(2); &more[:1][0] == &batch[0] || cap(more) > maxSpareRoom {
		t.Errorf("got room for %d: a batch too large was kept, or one given twice", cap(more))
	}
	in.folded([]LogBatch{{Entries: in.room(roomStep + 1)}, {Entries: in.room(1)}})
	if fits := in.room(roomStep + 1); len(in.spare) != 1 || cap(fits) <= roomStep {
		t.Errorf("got room for %d, and %d are spare: what was folded first and fits is not found", cap(fits), len(in.spare))
	}
	in.spare = nil
	for range 2 * maxSpare {
		in.folded([]LogBatch{{Entries: make([]logview.Entry, 1)}})
	}
	if len(in.spare) != maxSpare {
		t.Errorf("%d are kept", len(in.spare))
	}
}
