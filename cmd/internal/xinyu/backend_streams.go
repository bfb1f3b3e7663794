package xinyu

import (
	"strconv"
	"sync"
	"time"
)

// streams lists the conversations that are being answered at this moment.
type streams struct {
	mu   sync.Mutex
	next uint64
	open map[string]stream
}

// stream is one of them, as /performance/streams/active shows it.
type stream struct {
	SessionID string  `json:"session_id"`
	UserID    string  `json:"user_id"`
	Endpoint  string  `json:"endpoint"`
	StartTime pyFloat `json:"start_time"` // seconds since the epoch
}

func newStreams() *streams {
	return &streams{open: map[string]stream{}}
}

// begin lists q until the returned function is called. The number of entries
// is bounded by the gate, behind which it is called.
func (s *streams) begin(q question, now time.Time) (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	id := "stream_" + strconv.FormatUint(s.next, 10)
	s.open[id] = stream{
		SessionID: q.SessionID, UserID: q.UserID,
		Endpoint: q.Kind.endpoint(), StartTime: epoch(now),
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open, id)
	}
}

func (s *streams) list() map[string]stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	copied := make(map[string]stream, len(s.open))
	for id, one := range s.open {
		copied[id] = one
	}
	return copied
}
