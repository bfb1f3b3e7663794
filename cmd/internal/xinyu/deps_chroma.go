package xinyu

import (
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

const (
	chromaMedian = 14 * time.Millisecond
	chromaSpread = 0.35
)

// chromaServer speaks the part of the vector database's interface that the service
// uses: its second version; the first answers that it is gone.
type chromaServer struct {
	*webServer

	mu  sync.Mutex
	rng *rand.Rand
}

func newChroma(seed int64) (*chromaServer, error) {
	c := &chromaServer{rng: newRand(seed, depChroma)}
	const collections = "/api/v2/tenants/default_tenant/databases/default_database/collections"
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v2/heartbeat", c.heartbeat)
	mux.HandleFunc("GET /api/v2/version", c.version)
	mux.HandleFunc("POST "+collections+"/{collection}/query", c.query)
	mux.HandleFunc("POST "+collections+"/{collection}/add", c.add)
	mux.HandleFunc("/api/v1/", c.gone)
	var err error
	c.webServer, err = serveLoopback(mux)
	return c, err
}

func (c *chromaServer) heartbeat(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]int64{"nanosecond heartbeat": time.Now().UnixNano()})
}

func (c *chromaServer) version(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, "1.0.0")
}

func (c *chromaServer) gone(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusGone, map[string]string{
		"error": "Unimplemented", "message": "The v1 API is deprecated. Please use /v2 apis",
	})
}

// query answers with the memories of earlier conversations that are nearest.
func (c *chromaServer) query(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, 1<<20))
	c.mu.Lock()
	takes := logNormal(c.rng, chromaMedian, chromaSpread)
	near := 0.2 + 0.3*c.rng.Float64()
	c.mu.Unlock()
	if spend(r.Context(), takes) != nil {
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"ids":       [][]string{{"mem-1", "mem-2"}},
		"documents": [][]string{{"用户最近工作压力大，常常失眠", "用户喜欢散步，和家人关系一般"}},
		"distances": [][]float64{{near, near + 0.11}},
		"metadatas": [][]map[string]any{{{"emotion": "焦虑"}, {"emotion": "平静"}}},
	})
}

func (c *chromaServer) add(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, 1<<20))
	writeJSON(w, http.StatusCreated, map[string]any{})
}
