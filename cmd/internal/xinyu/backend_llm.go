package xinyu

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// llmTimeout bounds one question to the model, over all keys.
const llmTimeout = 5 * time.Second

// emitter takes a reply piece by piece, as the model says it.
type emitter func(piece string) error

// llmClient asks an OpenAI-compatible API.
type llmClient struct {
	settings llmSettings
	http     *http.Client
	log      *pyLog
	outage   streak
}

type llmMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type llmRequest struct {
	Model     string       `json:"model"`
	Messages  []llmMessage `json:"messages"`
	Stream    bool         `json:"stream,omitempty"`
	MaxTokens int          `json:"max_tokens,omitempty"`
}

// llmAnswer is a whole answer or, in Delta, a piece of a streamed one.
type llmAnswer struct {
	Choices []struct {
		Message llmMessage `json:"message"`
		Delta   llmMessage `json:"delta"`
	} `json:"choices"`
}

func newLLMClient(s llmSettings, log *pyLog) *llmClient {
	return &llmClient{settings: s, http: newHTTPClient(llmTimeout), log: log}
}

func (c *llmClient) close() { c.http.CloseIdleConnections() }

// ask returns the model's reply, or an error within five seconds. With emit
// the reply is streamed through it as well. Keys are tried in their order, as
// the service does: from the first one, every time.
func (c *llmClient) ask(ctx context.Context, messages []llmMessage, emit emitter) (string, error) {
	text, err := c.askEachKey(ctx, llmRequest{Model: c.settings.Model, Messages: messages, Stream: emit != nil}, emit)
	switch {
	case err == nil:
		c.outage.ok()
	case !gaveUp(err):
		c.log.error(modLLM, "LLM API调用失败: %s", reason(err))
		if c.outage.failed() {
			c.log.critical(modLLM, "大模型API完全不可用，需要紧急处理")
		}
	}
	return text, err
}

// ping makes the smallest call that the model bills.
func (c *llmClient) ping(ctx context.Context) error {
	_, err := c.askEachKey(ctx, llmRequest{
		Model: c.settings.Model, Messages: []llmMessage{{Role: "user", Content: "ping"}}, MaxTokens: 1,
	}, nil)
	return err
}

func (c *llmClient) askEachKey(ctx context.Context, q llmRequest, emit emitter) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, llmTimeout)
	defer cancel()
	var said bool
	tell := emit
	if emit != nil {
		tell = func(piece string) error { said = true; return emit(piece) }
	}
	err := errors.New("no API key is set")
	for i, key := range c.settings.Keys {
		var text string
		if text, err = c.askWith(ctx, key, q, tell); err == nil {
			return text, nil
		}
		// A reply that began cannot begin again with another key.
		if said || ctx.Err() != nil || i == len(c.settings.Keys)-1 {
			break
		}
		c.log.warning(modLLM, "API密钥%d调用失败，尝试下一个: %s", i, reason(err))
	}
	return "", err
}

func (c *llmClient) askWith(ctx context.Context, key string, q llmRequest, emit emitter) (string, error) {
	to := call{URL: c.settings.BaseURL + "/chat/completions", Bearer: key, Body: q}
	if emit != nil {
		response, err := post(ctx, c.http, to)
		if err != nil {
			return "", err
		}
		defer response.Body.Close()
		return readStream(io.LimitReader(response.Body, maxAnswer), emit)
	}
	var answer llmAnswer
	if err := postJSON(ctx, c.http, to, &answer); err != nil {
		return "", err
	}
	if len(answer.Choices) == 0 {
		return "", errors.New("the model returned no choices")
	}
	return answer.Choices[0].Message.Content, nil
}

// readStream reads server-sent events until [DONE] and returns the whole
// reply. A stream that ends before was cut.
func readStream(r io.Reader, emit emitter) (string, error) {
	var whole strings.Builder
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		data, found := strings.CutPrefix(lines.Text(), "data:")
		if !found {
			continue
		}
		if data = strings.TrimSpace(data); data == "[DONE]" {
			return whole.String(), nil
		}
		var piece llmAnswer
		if err := json.Unmarshal([]byte(data), &piece); err != nil {
			return "", fmt.Errorf("decode the stream: %w", err)
		}
		if len(piece.Choices) == 0 || piece.Choices[0].Delta.Content == "" {
			continue
		}
		whole.WriteString(piece.Choices[0].Delta.Content)
		if err := emit(piece.Choices[0].Delta.Content); err != nil {
			return "", err
		}
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("read the stream: %w", err)
	}
	return "", fmt.Errorf("read the stream: %w", io.ErrUnexpectedEOF)
}
