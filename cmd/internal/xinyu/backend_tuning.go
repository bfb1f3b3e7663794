package xinyu

import (
	"fmt"
	"sync"
	"time"
)

// limits are the figures that operators may change while the service runs,
// as /performance/optimization/config shows them.
type limits struct {
	CacheEnabled          bool `json:"cache_enabled"`
	MaxConcurrentRequests int  `json:"max_concurrent_requests"`
	RequestTimeout        int  `json:"request_timeout"` // seconds
	CacheTTL              int  `json:"cache_ttl"`       // seconds
}

func (l limits) timeout() time.Duration { return time.Duration(l.RequestTimeout) * time.Second }
func (l limits) ttl() time.Duration     { return time.Duration(l.CacheTTL) * time.Second }

// limitsChange is the body of the POST: what is absent stays.
type limitsChange struct {
	CacheEnabled          *bool `json:"cache_enabled"`
	MaxConcurrentRequests *int  `json:"max_concurrent_requests"`
	RequestTimeout        *int  `json:"request_timeout"`
	CacheTTL              *int  `json:"cache_ttl"`
}

// tuning holds the limits in force.
type tuning struct {
	mu  sync.RWMutex
	now limits
}

func newTuning() *tuning {
	return &tuning{now: limits{
		CacheEnabled:          true,
		MaxConcurrentRequests: 50,
		RequestTimeout:        30,
		CacheTTL:              3600,
	}}
}

func (t *tuning) get() limits {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.now
}

// change applies the whole of c or, where one figure makes no sense, nothing.
func (t *tuning) change(c limitsChange) (limits, error) {
	for _, figure := range []struct {
		name  string
		value *int
	}{
		{"max_concurrent_requests", c.MaxConcurrentRequests},
		{"request_timeout", c.RequestTimeout},
		{"cache_ttl", c.CacheTTL},
	} {
		if figure.value != nil && *figure.value < 1 {
			return limits{}, fmt.Errorf("%s must be at least 1, got %d", figure.name, *figure.value)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	replace(&t.now.CacheEnabled, c.CacheEnabled)
	replace(&t.now.MaxConcurrentRequests, c.MaxConcurrentRequests)
	replace(&t.now.RequestTimeout, c.RequestTimeout)
	replace(&t.now.CacheTTL, c.CacheTTL)
	return t.now, nil
}

func replace[T any](old, wanted *T) {
	if wanted != nil {
		*old = *wanted
	}
}
