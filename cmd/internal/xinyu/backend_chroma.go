package xinyu

import (
	"context"
	"hash/fnv"
	"net/http"
	"time"
)

const (
	chromaTimeout = 2 * time.Second
	chromaQuery   = "/api/v2/tenants/default_tenant/databases/default_database/collections/memories/query"

	// embeddingSize keeps the query small; the demo's collection is as narrow.
	embeddingSize = 8
)

// chromaClient recalls what users told before.
type chromaClient struct {
	base   string
	http   *http.Client
	log    *pyLog
	outage streak
}

type chromaRequest struct {
	QueryEmbeddings [][]float64 `json:"query_embeddings"`
	NResults        int         `json:"n_results"`
	Include         []string    `json:"include"`
}

type chromaAnswer struct {
	Documents [][]string `json:"documents"`
}

func newChromaClient(addr string, log *pyLog) *chromaClient {
	return &chromaClient{base: "http://" + addr, http: newHTTPClient(chromaTimeout), log: log}
}

func (c *chromaClient) close() { c.http.CloseIdleConnections() }

// recall returns the memories nearest to the message, or an error within two
// seconds.
func (c *chromaClient) recall(ctx context.Context, message string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, chromaTimeout)
	defer cancel()
	var answer chromaAnswer
	err := postJSON(ctx, c.http, call{URL: c.base + chromaQuery, Body: chromaRequest{
		QueryEmbeddings: [][]float64{embed(message)}, NResults: 3, Include: []string{"documents"},
	}}, &answer)
	switch {
	case err == nil:
		c.outage.ok()
	case !gaveUp(err):
		c.log.error(modVector, "ChromaDB连接失败: %s", reason(err))
		if c.outage.failed() {
			c.log.critical(modVector, "向量数据库连接完全失败")
		}
	}
	if err != nil || len(answer.Documents) == 0 {
		return nil, err
	}
	return answer.Documents[0], nil
}

// embed turns a message into a vector. The model that would do it is not part
// of the service; near enough is that equal messages have equal vectors.
func embed(message string) []float64 {
	vector := make([]float64, embeddingSize)
	for i, char := range []rune(message) {
		h := fnv.New32a()
		_, _ = h.Write([]byte(string(char)))
		vector[i%embeddingSize] += float64(h.Sum32()%1000) / 1000
	}
	return vector
}
