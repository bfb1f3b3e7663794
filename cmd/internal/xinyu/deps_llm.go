package xinyu

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	llmModel         = "qwen-plus"
	llmMedian        = 480 * time.Millisecond
	llmSpread        = 0.28 // of the logarithm: 19 of 20 answers within 0.76 s
	llmBodyLimit     = 256 << 10
	llmRunesPerChunk = 10
)

// llmServer speaks the OpenAI interface: it lists its models and completes chats, at
// once or as a stream, for who has a valid key.
type llmServer struct {
	*webServer

	mu      sync.Mutex
	rng     *rand.Rand
	valid   map[string]bool // by key; false once revoked
	answers int
}

func newLLM(keys []string, seed int64) (*llmServer, error) {
	l := &llmServer{rng: newRand(seed, depLLM), valid: map[string]bool{}}
	for _, k := range keys {
		l.valid[k] = true
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", l.listModels)
	mux.HandleFunc("POST /v1/chat/completions", l.complete)
	var err error
	l.webServer, err = serveLoopback(l.guard(mux))
	return l, err
}

// revoke makes the keys invalid; all others that were ever valid are valid.
func (l *llmServer) revoke(keys []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for k := range l.valid {
		l.valid[k] = true
	}
	for _, k := range keys {
		if _, known := l.valid[k]; known {
			l.valid[k] = false
		}
	}
}

func (l *llmServer) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		l.mu.Lock()
		ok := l.valid[key]
		l.mu.Unlock()
		if !ok {
			refuse(w, http.StatusUnauthorized, "invalid_api_key", "Incorrect API key provided.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	writeJSON(w, status, map[string]any{"error": map[string]any{
		"message": message, "type": "invalid_request_error", "param": nil, "code": code,
	}})
}

func (l *llmServer) listModels(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"object": "list", "data": []any{
		map[string]any{"id": llmModel, "object": "model", "created": 1717200000, "owned_by": "system"},
	}})
}

type completionRequest struct {
	Model    string `json:"model"`
	Stream   bool   `json:"stream"`
	Messages []struct {
		Role    string          `json:"role"`
		Content json.RawMessage `json:"content"` // a string, or parts with pictures
	} `json:"messages"`
}

func (l *llmServer) complete(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, llmBodyLimit))
	if err != nil {
		refuse(w, http.StatusRequestEntityTooLarge, "request_too_large", "The request is too large.")
		return
	}
	var q completionRequest
	if err := json.Unmarshal(body, &q); err != nil || len(q.Messages) == 0 {
		refuse(w, http.StatusBadRequest, "invalid_request", "messages are required.")
		return
	}
	a := l.answer(q.Model)
	if q.Stream {
		a.stream(r.Context(), w)
		return
	}
	if spend(r.Context(), a.takes) != nil {
		return
	}
	writeJSON(w, http.StatusOK, a.whole(len(body)))
}

// completion is one answer of the model and the time it takes.
type completion struct {
	id, model, text string
	takes           time.Duration
}

func (l *llmServer) answer(model string) completion {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answers++
	if model == "" {
		model = llmModel
	}
	texts := modelReplies()
	return completion{
		id:    fmt.Sprintf("chatcmpl-%08x%06d", l.rng.Uint32(), l.answers),
		model: model,
		text:  texts[l.rng.IntN(len(texts))],
		takes: logNormal(l.rng, llmMedian, llmSpread),
	}
}

func (a completion) whole(promptBytes int) map[string]any {
	prompt, said := promptBytes/4, len([]rune(a.text))
	return map[string]any{
		"id": a.id, "object": "chat.completion", "created": time.Now().Unix(), "model": a.model,
		"choices": []any{map[string]any{
			"index": 0, "finish_reason": "stop",
			"message": map[string]any{"role": "assistant", "content": a.text},
		}},
		"usage": map[string]any{"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said},
	}
}

// stream sends the answer as server-sent events, spread over its time.
func (a completion) stream(ctx context.Context, w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	pieces := chunks(a.text, llmRunesPerChunk)
	pause := a.takes / time.Duration(len(pieces)+1)
	for _, piece := range pieces {
		if spend(ctx, pause) != nil {
			return
		}
		a.event(w, map[string]any{"content": piece}, nil)
		_ = out.Flush()
	}
	a.event(w, map[string]any{}, "stop")
	_, _ = io.WriteString(w, "data: [DONE]\n\n")
}

func (a completion) event(w io.Writer, delta map[string]any, finish any) {
	b, _ := json.Marshal(map[string]any{
		"id": a.id, "object": "chat.completion.chunk", "created": time.Now().Unix(), "model": a.model,
		"choices": []any{map[string]any{"index": 0, "delta": delta, "finish_reason": finish}},
	})
	_, _ = fmt.Fprintf(w, "data: %s\n\n", b)
}

func chunks(text string, size int) []string {
	runes := []rune(text)
	var out []string
	for len(runes) > 0 {
		n := min(size, len(runes))
		out = append(out, string(runes[:n]))
		runes = runes[n:]
	}
	return out
}

// logNormal draws a time of the kind that remote calls take.
func logNormal(rng *rand.Rand, median time.Duration, spread float64) time.Duration {
	return time.Duration(float64(median) * math.Exp(spread*rng.NormFloat64()))
}

// modelReplies are what the model says, without knowing what it was asked.
func modelReplies() []string {
	return []string{
		"听起来你最近承受了不少压力，愿意和我多说说是什么让你最难受吗？",
		"谢谢你愿意告诉我这些。你的感受是真实的，也值得被好好对待。",
		"我能感觉到你很累。也许今晚可以先放下手头的事，早点休息一会儿。",
		"换作是谁，遇到这样的事都会难过。你已经做得很好了。",
		"我们可以一起想想：这件事里，哪一部分是你现在能够改变的？",
		"试着做几次深呼吸，慢慢地吸气、呼气。我在这里陪着你。",
		"和家人有分歧确实让人心烦，你当时最希望他们理解你的哪一点？",
		"听到这个好消息真替你高兴！是什么让你迈出了这一步？",
		"睡不好的时候，白天也会更容易焦虑。你大概几点睡觉呢？",
		"一个人在外地工作不容易，孤单的时候可以随时来找我聊聊。",
	}
}
