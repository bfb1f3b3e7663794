package xinyu

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// statusGone is what proxies log for a user who went away before the reply.
const statusGone = 499

// chatBody is what the chat endpoints take, as JSON or as a form.
type chatBody struct {
	Message   string `json:"message"`
	UserID    string `json:"user_id"`
	SessionID string `json:"session_id"`
}

// readQuestion reads the user's message, or answers that it cannot.
func readQuestion(w http.ResponseWriter, r *http.Request, kind chatKind) (question, bool) {
	var body chatBody
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			writeInvalid(w, "form", err.Error())
			return question{}, false
		}
		defer func() { _ = r.MultipartForm.RemoveAll() }()
		body = chatBody{r.FormValue("message"), r.FormValue("user_id"), r.FormValue("session_id")}
	} else if !readJSON(w, r, &body) {
		return question{}, false
	}
	if body.Message == "" {
		body.Message = silentMessage(kind)
	}
	if body.Message == "" {
		writeInvalid(w, "message", "Field required")
		return question{}, false
	}
	return question{
		Kind: kind, Message: body.Message,
		UserID:    or(body.UserID, "anonymous"),
		SessionID: or(body.SessionID, "session_"+strconv.FormatInt(time.Now().UnixNano(), 36)),
		Transit:   transit(r.Header.Get("X-Sent-At"), time.Now()),
	}, true
}

// silentMessage is what a voice or a picture says that came without words.
func silentMessage(kind chatKind) string {
	switch {
	case kind == kindVoice:
		return "（语音）今天有点累，想找人说说话"
	case kind.image():
		return "（图片）看看我今天的心情"
	}
	return ""
}

// maxTransit is the longest way of a message that we believe: beyond it the
// user's clock is wrong.
const maxTransit = time.Minute

// transit is how long a message with that stamp was under way.
func transit(stamp string, now time.Time) time.Duration {
	sent := sentAt(stamp)
	if way := now.Sub(sent); !sent.IsZero() && way > 0 && way < maxTransit {
		return way
	}
	return 0
}

// sentAt reads a stamp: seconds since the epoch, or RFC 3339. What is neither
// stamps nothing.
func sentAt(stamp string) time.Time {
	if seconds, err := strconv.ParseFloat(stamp, 64); err == nil && seconds > 0 && seconds < 1e10 {
		return time.UnixMicro(int64(seconds * 1e6))
	}
	t, err := time.Parse(time.RFC3339Nano, stamp)
	if err != nil {
		return time.Time{}
	}
	return t
}

// admit waits for the question's turn. The context it returns is the time
// that is left of the request's limit, waiting included. Safe replies have a
// gate of their own: who is in need does not queue behind a model that hangs.
func (b *backend) admit(ctx context.Context, q question) (context.Context, func(), error) {
	ctx, cancel := context.WithTimeout(ctx, b.tuning.get().timeout())
	gate := b.gate
	if b.engine.safe(q) {
		gate = b.safeGate
	}
	if err := gate.enter(ctx); err != nil {
		cancel()
		return nil, nil, err
	}
	end := b.streams.begin(q, time.Now())
	return ctx, func() { end(); gate.leave(); cancel() }, nil
}

// turnAway answers whoever was not admitted: 429, and nothing was tried.
func (b *backend) turnAway(w http.ResponseWriter, q question, err error) {
	if gaveUp(err) {
		w.WriteHeader(statusGone)
		return
	}
	b.log.warning(modChatService, "并发请求已达上限，拒绝请求: user_id=%s, session_id=%s", q.UserID, q.SessionID)
	w.Header().Set("Retry-After", "5")
	writeDetail(w, http.StatusTooManyRequests, "请求过多，请稍后重试")
}

// fail answers for a reply that did not come.
func fail(ctx context.Context, w http.ResponseWriter, err error) {
	switch {
	case gaveUp(err):
		w.WriteHeader(statusGone)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		writeDetail(w, http.StatusServiceUnavailable, "请求处理超时")
	default:
		writeDetail(w, http.StatusInternalServerError, "聊天引擎调用失败: "+reason(err))
	}
}

// chatReply is the body of a well answered chat.
type chatReply struct {
	Response    string   `json:"response"`
	SessionID   string   `json:"session_id"`
	UserID      string   `json:"user_id"`
	MessageID   int64    `json:"message_id"`
	Emotion     string   `json:"emotion"`
	Intensity   pyFloat  `json:"emotion_intensity"`
	Suggestions []string `json:"suggestions"`
	Timestamp   string   `json:"timestamp"`
	AudioURL    string   `json:"audio_url,omitempty"`
}

func newChatReply(q question, a reply, now time.Time) chatReply {
	reply := chatReply{
		Response: a.Text, SessionID: q.SessionID, UserID: q.UserID, MessageID: a.MessageID,
		Emotion: a.Mood.Refined, Intensity: pyFloat(a.Mood.Score), Suggestions: a.Suggestions,
		Timestamp: isoformat(now),
	}
	if q.Kind == kindVoice {
		reply.AudioURL = fmt.Sprintf("/static/audio/%d.mp3", a.MessageID)
	}
	return reply
}

// chat answers every kind of message whose reply is one piece.
func (b *backend) chat(kind chatKind) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, ok := readQuestion(w, r, kind)
		if !ok {
			return
		}
		ctx, done, err := b.admit(r.Context(), q)
		if err != nil {
			b.turnAway(w, q, err)
			return
		}
		defer done()
		a, err := b.engine.reply(ctx, q, nil)
		if err != nil {
			fail(ctx, w, err)
			return
		}
		writeJSON(w, http.StatusOK, newChatReply(q, a, time.Now()))
	}
}

// chatStream answers by server-sent events: pieces of the reply, the whole
// record, [DONE]. The status is sent with the first piece.
func (b *backend) chatStream(w http.ResponseWriter, r *http.Request) {
	q, ok := readQuestion(w, r, kindStream)
	if !ok {
		return
	}
	ctx, done, err := b.admit(r.Context(), q)
	if err != nil {
		b.turnAway(w, q, err)
		return
	}
	defer done()
	events := &eventWriter{w: w}
	a, err := b.engine.reply(ctx, q, func(piece string) error {
		return events.send(object{"type": "chunk", "content": piece})
	})
	switch {
	case err != nil && !events.begun:
		fail(ctx, w, err)
		return
	case err != nil:
		_ = events.send(object{"type": "error", "error": reason(err)})
	default:
		_ = events.send(object{"type": "done", "result": newChatReply(q, a, time.Now())})
	}
	events.end()
}

// eventWriter writes server-sent events, each at once.
type eventWriter struct {
	w     http.ResponseWriter
	begun bool
}

func (e *eventWriter) send(event any) error {
	data, err := json.Marshal(event)
	if err != nil {
		return fmt.Errorf("encode an event: %w", err)
	}
	return e.write(string(data))
}

// end says that nothing follows. Who went away needs no end.
func (e *eventWriter) end() { _ = e.write("[DONE]") }

func (e *eventWriter) write(data string) error {
	if !e.begun {
		e.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		e.w.Header().Set("Cache-Control", "no-cache")
		e.begun = true
	}
	if _, err := fmt.Fprintf(e.w, "data: %s\n\n", data); err != nil {
		return fmt.Errorf("send an event: %w", err)
	}
	return http.NewResponseController(e.w).Flush()
}
