package xinyu

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// health answers /health, and writes a row to system_logs each time.
//
// In the field the database manager falls back where MySQL is away, so the
// service calls itself healthy still and says "disconnected": what it can do
// without MySQL it does. Where MySQL does not even refuse, the row is waited
// for as long as any other.
func (b *backend) health(w http.ResponseWriter, r *http.Request) {
	switch b.switches.health.Load() {
	case healthUnhealthy200:
		writeJSON(w, http.StatusOK, unhealthy(time.Now()))
		return
	case healthUnhealthy503:
		writeJSON(w, http.StatusServiceUnavailable, unhealthy(time.Now()))
		return
	}
	database := "connected"
	if err := b.store.event(r.Context(), levelInfo, "Health check", question{}); err != nil {
		database = "disconnected"
	}
	writeJSON(w, http.StatusOK, struct {
		Status    string `json:"status"`
		Timestamp string `json:"timestamp"`
		Version   string `json:"version"`
		Database  string `json:"database"`
		VectorDB  string `json:"vector_db"`
		Memory    string `json:"memory_system"`
	}{"healthy", isoformat(time.Now()), "3.0.0", database, "ready", "enabled"})
}

func unhealthy(now time.Time) object {
	return object{"status": "unhealthy", "timestamp": isoformat(now), "error": unhealthyDescription}
}

// deepTimeout bounds each check of /performance/health.
const deepTimeout = 5 * time.Second

// deepHealth answers /performance/health by using everything, the model too.
func (b *backend) deepHealth(w http.ResponseWriter, r *http.Request) {
	if b.switches.health.Load() != healthTrue {
		writeJSON(w, http.StatusOK, object{
			"status": "unhealthy", "error": unhealthyDescription, "timestamp": epoch(time.Now()),
		})
		return
	}
	checks := b.checkAll(r.Context())
	status := "healthy"
	for _, well := range checks {
		if !well {
			status = "degraded"
		}
	}
	writeJSON(w, http.StatusOK, object{"status": status, "checks": checks, "timestamp": epoch(time.Now())})
}

func (b *backend) checkAll(ctx context.Context) map[string]bool {
	ctx, cancel := context.WithTimeout(ctx, deepTimeout)
	defer cancel()
	var (
		mu     sync.Mutex
		checks = map[string]bool{}
		all    sync.WaitGroup
	)
	for name, check := range map[string]func(context.Context) error{
		"redis": b.cache.ping, "llm": b.llm.ping, "database": b.store.ping, "cache": b.cache.roundTrip,
	} {
		all.Go(func() {
			well := check(ctx) == nil
			mu.Lock()
			defer mu.Unlock()
			checks[name] = well
		})
	}
	all.Wait()
	return checks
}

// exposition answers /metrics, which some deployments never added.
func (b *backend) exposition(w http.ResponseWriter, r *http.Request) {
	if !b.switches.metrics.Load() {
		notFound(w, r)
		return
	}
	b.metrics.handler().ServeHTTP(w, r)
}
