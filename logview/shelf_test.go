package logview

import (
	"strconv"
	"testing"

	"bedside/logview/raw"
)

// TestTwoPackedBlocksStayOpen: who reads across the end of a block does not have
// it unpacked at each entry.
func TestTwoPackedBlocksStayOpen(t *testing.T) {
	var s shelf
	for i := 0; len(s.blocks) < 6; i++ {
		s.put(&Entry{Message: raw.Of("entry number " + strconv.Itoa(i) + " of a service that says much the same again")}, 0)
	}
	first := make([]int, len(s.blocks)) // entry of each block
	for i := 1; i < len(first); i++ {
		first[i] = first[i-1] + len(s.blocks[i-1].starts)
	}
	open := func(want ...int) {
		t.Helper()
		for i, n := range want {
			if s.opened[i].block != s.blocks[n] {
				t.Errorf("block %d is not the open one number %d", n, i)
			}
		}
	}
	read := func(n int) {
		t.Helper()
		if e := s.decode(s.find(first[n])); !e.Message.Has("number " + strconv.Itoa(first[n]) + " ") {
			t.Errorf("entry %d is %q", first[n], e.Message.Screen())
		}
	}
	read(0)
	read(1)
	open(1, 0)
	read(0)
	open(0, 1)
	room := &s.opened[1].data[0]
	read(2)
	open(2, 0) // 1 was not asked for as long as 0
	if &s.opened[0].data[0] != room {
		t.Error("the room of the block that was let go of is not used again")
	}
}
