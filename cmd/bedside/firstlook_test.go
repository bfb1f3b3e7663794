package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestTheVerdictDoesNotWaitForACheckThatCallsAModel(t *testing.T) {
	t.Parallel()
	thinking := make(chan struct{})
	answer := sync.OnceFunc(func() { close(thinking) })
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/performance/health":
			<-thinking
		case "/health":
		default:
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"status":"healthy"}`)
	}))
	defer service.Close()
	defer answer()

	c := startConsole(t, wide, service.URL)
	c.shows(t, patience, "✔ UP", "1 of 9 awaited", "waiting for deep-health")
	answer()
	c.loses(t, patience, "awaited")
}
