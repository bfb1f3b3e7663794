package xinyu

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// chatKind is the way in which a user speaks to Xinyu.
type chatKind int

const (
	kindText chatKind = iota
	kindStream
	kindImage     // /multimodal/chat
	kindVoice     // /api/voice-chat
	kindImageAPI  // /api/multimodal/chat
	chatKindCount = iota
)

func (k chatKind) endpoint() string {
	return [...]string{"/chat", "/chat/stream", "/multimodal/chat", "/api/voice-chat", "/api/multimodal/chat"}[k]
}

// function is the Python function that the service's timing lines name.
func (k chatKind) function() string {
	return [...]string{"chat_optimized", "chat_stream_optimized", "multimodal_chat", "voice_chat", "multimodal_chat"}[k]
}

func (k chatKind) image() bool { return k == kindImage || k == kindImageAPI }

// question is one message of a user.
type question struct {
	Kind      chatKind
	Message   string
	SessionID string
	UserID    string
	Transit   time.Duration // of the message to the service, by the user's clock; zero where nobody stamped it
}

// reply is what Xinyu replied.
type reply struct {
	Text        string
	Mood        mood
	Suggestions []string
	MessageID   int64 // of the user's message; 0 where it could not be stored
}

// safeRecordTimeout is what a safe reply waits for being recorded.
const safeRecordTimeout = time.Second

// engine answers questions: it spends the stages of a reply, one after the
// other, on the service's real dependencies.
type engine struct {
	settings settings
	switches *switches
	dice     *dice
	log      *pyLog
	metrics  *metrics
	llm      *llmClient
	memory   *chromaClient
	cache    *cache
	store    *store
}

// reply answers q, or fails as the service would. With emit, the reply is
// told piece by piece as well.
func (e *engine) reply(ctx context.Context, q question, emit emitter) (reply, error) {
	start := time.Now()
	a, err := e.converse(ctx, q, emit)
	if gaveUp(err) {
		return a, err
	}
	e.logTiming(q, time.Since(start), err)
	if err != nil {
		e.logFailure(q, err)
		return a, err
	}
	e.logInteraction(q, a)
	return a, nil
}

func (e *engine) converse(ctx context.Context, q question, emit emitter) (reply, error) {
	if err := e.network(ctx, q); err != nil {
		return reply{}, err
	}
	a := reply{Mood: feel(q.Message, e.dice)}
	if text, safe := e.safely(q); safe {
		a.Text, a.Suggestions = text, safeSuggestions()
		e.recordSafe(ctx, q, a)
		return a, tell(emit, text)
	}
	if err := e.hear(ctx, q); err != nil {
		return a, err
	}
	var err error
	if a.MessageID, err = e.store.ask(ctx, q, a.Mood); err != nil {
		return a, err
	}
	known := e.cache.recall(ctx, q)
	if a.Text, err = e.think(ctx, q, a.Mood, known, emit); err != nil {
		return a, err
	}
	a.Suggestions = a.Mood.suggestions()
	e.store.answer(q, a)
	e.cache.remember(q, known, a.Text)
	e.evaluate(ctx, q, a)
	return a, e.speak(ctx, q)
}

// safely returns the reply that must not come from a model, where q gets one.
// It asks no dependency: no failure may stand between a user in need and this
// sentence.
func (e *engine) safely(q question) (text string, safe bool) {
	caught := e.caught(q)
	if caught {
		e.log.warning(modPrompt, "%s", caughtEvent(q))
	}
	if e.settings.Prompt.SafeMode {
		return safeReply, true
	}
	return guidedReply, caught
}

// caught says whether the filter works and finds q sensitive.
func (e *engine) caught(q question) bool {
	return e.switches.filter.Load() && sensitiveWord(q.Message) != ""
}

// safe says whether q gets a safe reply: every one does in safe mode.
func (e *engine) safe(q question) bool { return e.settings.Prompt.SafeMode || e.caught(q) }

func caughtEvent(q question) string {
	return fmt.Sprintf("敏感内容触发：用户ID=%s，关键词=%s，操作=安全引导", q.UserID, sensitiveWord(q.Message))
}

// recordSafe stores a safe exchange where the database answers at once.
func (e *engine) recordSafe(ctx context.Context, q question, a reply) {
	ctx, cancel := context.WithTimeout(ctx, safeRecordTimeout)
	defer cancel()
	if e.caught(q) && e.store.event(ctx, levelWarning, caughtEvent(q), q) != nil {
		return
	}
	id, err := e.store.ask(ctx, q, a.Mood)
	if err != nil {
		return
	}
	a.MessageID = id
	e.store.answer(q, a)
}

// errNoMemory fails a reply that makes no sense without what was said before.
var errNoMemory = errors.New("记忆检索不可用")

// think recalls, builds the prompt and asks the model. Without the vector
// database the last rounds in the cache stand in for memory, except where the
// user asks for what only memory knows.
func (e *engine) think(ctx context.Context, q question, m mood, known remembered, emit emitter) (string, error) {
	memories, err := e.recall(ctx, q)
	if err != nil && asksForMemory(q.Message) {
		return "", fmt.Errorf("%w: ChromaDB %s", errNoMemory, reason(err))
	}
	prompt, err := e.compose(ctx, q, m, memories, known.Rounds)
	if err != nil {
		return "", err
	}
	if q.Kind.image() && e.settings.ImageAnalysis {
		if err := e.look(ctx); err != nil {
			return "", err
		}
	}
	return e.ask(ctx, q, prompt, emit)
}

func asksForMemory(message string) bool {
	for _, word := range []string{"上次", "之前说", "还记得", "你昨天的"} {
		if strings.Contains(message, word) {
			return true
		}
	}
	return false
}

// ask gets the reply from the model. A reply that is streamed has promised a
// 200 already, and a spoken one cannot be an error page: both degrade.
func (e *engine) ask(ctx context.Context, q question, prompt []llmMessage, emit emitter) (string, error) {
	start := time.Now()
	text, err := e.llm.ask(ctx, prompt, emit)
	e.metrics.stage(stageLLM, time.Since(start))
	if err == nil || gaveUp(err) {
		return text, err
	}
	switch {
	case q.Kind == kindStream:
		e.log.warning(modLLM, "LLM API调用失败，启用降级模式: %s", reason(err))
		return busyReply, tell(emit, busyReply)
	case q.Kind == kindVoice && reason(err) == "Connection timeout":
		e.log.warning(modLLM, "LLM响应超时，使用降级策略")
		return busyReply, nil
	}
	return "", err
}

func tell(emit emitter, text string) error {
	if emit == nil {
		return nil
	}
	return emit(text)
}
