package xinyu

import (
	"net/http"
	"time"
)

// route is one path of the service and what it answers to.
type route struct {
	path string // its pattern, which labels its metrics
	get  http.HandlerFunc
	post http.HandlerFunc
}

func (b *backend) table() []route {
	routes := []route{
		{path: "/health", get: b.health},
		{path: "/metrics", get: b.exposition},
		{path: "/performance/health", get: b.deepHealth},
		{path: "/performance/metrics", get: b.performanceMetrics},
		{path: "/performance/cache/stats", get: b.cacheStats},
		{path: "/performance/cache/clear", post: b.clearCache},
		{path: "/performance/system/info", get: b.systemInfo},
		{path: "/performance/streams/active", get: b.activeStreams},
		{path: "/performance/optimization/config", get: b.showTuning, post: b.changeTuning},
		{path: "/performance/benchmark", get: b.benchmark, post: b.benchmark},
		{path: "/sessions/{session_id}/history", get: b.history},
		{path: "/feedback", post: b.addFeedback},
		{path: "/feedback/statistics", get: b.feedbackStatistics},
		{path: "/demo/filter", post: b.demoOnly(b.turnFilter)},
		{path: "/demo/health", post: b.demoOnly(b.turnHealth)},
		{path: "/demo/parts", post: b.demoOnly(b.turnParts)},
	}
	for kind := range chatKind(chatKindCount) {
		handle := b.chat(kind)
		if kind == kindStream {
			handle = b.chatStream
		}
		routes = append(routes, route{path: kind.endpoint(), post: handle})
	}
	return routes
}

// routes is the whole service: FastAPI's answers for what is not there, too.
func (b *backend) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range b.table() {
		if r.get != nil {
			mux.Handle("GET "+r.path, b.observed(r.path, r.get))
		}
		if r.post != nil {
			mux.Handle("POST "+r.path, b.observed(r.path, r.post))
		}
		mux.Handle(r.path, b.observed(r.path, notAllowed))
	}
	mux.Handle("/", b.observed("unknown", notFound))
	return mux
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	writeDetail(w, http.StatusNotFound, "Not Found")
}

func notAllowed(w http.ResponseWriter, _ *http.Request) {
	writeDetail(w, http.StatusMethodNotAllowed, "Method Not Allowed")
}

// observed counts and logs every request, those of a watcher too, as the
// service's middleware does. The line of application.log is the chat routers'.
func (b *backend) observed(endpoint string, handle http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		watched := &watchedWriter{ResponseWriter: w, status: http.StatusOK}
		handle(watched, r)
		took := time.Since(start)
		b.metrics.count(exchange{Method: r.Method, Endpoint: endpoint, Status: watched.status, Took: took})
		b.stdout.access(r, watched.status)
		if r.Method == http.MethodPost {
			b.log.info(modMain, "%s %s - %d %s - 响应时间: %.2fs",
				r.Method, r.URL.EscapedPath(), watched.status, http.StatusText(watched.status), took.Seconds())
		}
	})
}

// watchedWriter remembers the status that passed through it.
type watchedWriter struct {
	http.ResponseWriter
	status int
}

func (w *watchedWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController flush.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
