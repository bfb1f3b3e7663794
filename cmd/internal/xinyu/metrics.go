package xinyu

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// The stages of one reply, as xinyu_stage_seconds labels them.
const (
	stageNetwork = "network"
	stagePrompt  = "prompt"
	stageLLM     = "llm"
	stageVector  = "vector"
)

// metrics are what /metrics exposes. They count every request, those of
// whoever watches included, as the real service does.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	response *prometheus.HistogramVec
	stages   *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "xinyu_request_total", Help: "总请求数",
		}, []string{"method", "endpoint", "status_code"}),
		response: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "xinyu_response_time_seconds", Help: "响应延迟",
			Buckets: []float64{0.1, 0.5, 1.0, 1.5, 3.0},
		}, []string{"endpoint"}),
		stages: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "xinyu_stage_seconds", Help: "各阶段耗时",
			Buckets: []float64{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0},
		}, []string{"stage"}),
	}
	m.registry.MustRegister(m.requests, m.response, m.stages)
	return m
}

// exchange is one request and what became of it.
type exchange struct {
	Method   string
	Endpoint string // the route's pattern, not the path: its values are bounded
	Status   int
	Took     time.Duration
}

func (m *metrics) count(x exchange) {
	m.requests.WithLabelValues(methodLabel(x.Method), x.Endpoint, strconv.Itoa(x.Status)).Inc()
	m.response.WithLabelValues(x.Endpoint).Observe(x.Took.Seconds())
}

// methodLabel bounds what a client can make of the label.
func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "OTHER"
}

func (m *metrics) stage(name string, took time.Duration) {
	m.stages.WithLabelValues(name).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
