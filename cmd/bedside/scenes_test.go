package main

import (
	"testing"
	"time"
)

// TestEveryScene injects each fault of the demo while the console says that
// all is well, and times how long it takes until the alert stands on the
// screen, and with it the probable cause and the key that helps.
func TestEveryScene(t *testing.T) {
	for _, row := range []struct {
		scene   string
		verdict string
		alert   string
		cause   string
		key     string
		within  time.Duration // from the fault to the alert on the screen
	}{
		{"llm-down", "▲ DEGRADED", "P2 the LLM API is failing", "the LLM API refuses the connection", "D degrade", 5 * time.Second},
		{"llm-hang", "▲ DEGRADED", "P2 the LLM API is failing", "the LLM API does not answer in time", "D degrade", 8 * time.Second},
		{"llm-key", "▲ DEGRADED", "P2 the LLM API is failing", "the LLM API rejects the key", "K next LLM key", 8 * time.Second},
		{"vector-db-down", "▲ DEGRADED", "P2 vector database unreachable", "ChromaDB is not running, or refuses connections", "c restart the vector database", 3 * time.Second},
		{"load-10x", "▲ DEGRADED", "P2 the service is overloaded", "more requests arrive than the service can serve", "L limit concurrency to 20", 10 * time.Second},
		{"filter-failing", "✖ DOWN", "P1 the content filter lets messages through", "a test sentence that must be caught came through", "S safe mode", 6 * time.Second},
		{"network-down", "✖ DOWN", "P1 our own network is down", "this machine's network: nothing beyond it can be reached", "D degrade", 8 * time.Second},
		{"mysql-down", "▲ DEGRADED", "P2 MySQL unreachable", "MySQL is not running, or refuses connections", "t its log lines", 3 * time.Second},
		{"redis-down", "▲ DEGRADED", "P3 Redis unreachable", "Redis is not running, or refuses connections", "t its log lines", 3 * time.Second},
		{"backend-down", "✖ DOWN", "P1 the service is down", "the service's process is gone", "r restart the backend", 3 * time.Second},
	} {
		t.Run(row.scene, func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			c := startConsole(t, wide, "-c", s.Watched)
			c.calm(t)
			begun := time.Now()
			s.tell(t, "fault", row.scene)
			c.shows(t, patience, row.alert, row.verdict)
			alerted := time.Since(begun)
			c.shows(t, patience, "probably: "+row.cause, "press  "+row.key)
			explained := time.Since(begun)
			t.Logf("alert on the screen after %.1f s of %v, cause and key after %.1f s", alerted.Seconds(), row.within, explained.Seconds())
			if alerted > row.within {
				t.Errorf("the alert came after %v, and is due within %v", alerted, row.within)
			}
		})
	}
}
