package logview

import (
	"strings"

	"bedside/logview/raw"
)

// Names of fields that the parsers find. A message may hold others: every
// name=value whose name is plain ASCII becomes a field.
const (
	FieldUser       = "user"
	FieldSession    = "session"
	FieldMethod     = "method"
	FieldEndpoint   = "endpoint" // the path, without its query
	FieldStatus     = "status"
	FieldTook       = "took" // with its unit: 1.2s, 850ms
	FieldFunction   = "function"
	FieldClient     = "client"
	FieldScore      = "score"
	FieldEmotion    = "emotion"     // what was concluded
	FieldRawEmotion = "raw_emotion" // what was recognised at first
	FieldKeyword    = "keyword"
	FieldAction     = "action"
	FieldFeedback   = "feedback"
	FieldRating     = "rating"
	FieldComment    = "comment"
	FieldError      = "error"
)

const (
	maxFields     = 16
	maxFieldName  = 32
	maxFieldValue = 1 << 10
)

// label is a word that stands in front of a value.
type label struct {
	word string
	name string
	rest bool // the value is all that follows: somebody's own words, not to be read
}

var labels = []label{
	{word: "用户ID", name: FieldUser}, {word: "用户id", name: FieldUser}, {word: "user_id", name: FieldUser}, {word: "user", name: FieldUser},
	{word: "会话ID", name: FieldSession}, {word: "会话id", name: FieldSession}, {word: "session_id", name: FieldSession}, {word: "session", name: FieldSession},
	{word: "响应时间", name: FieldTook}, {word: "执行时间", name: FieldTook}, {word: "执行时间过长", name: FieldTook}, {word: "耗时", name: FieldTook},
	{word: "took", name: FieldTook}, {word: "duration", name: FieldTook}, {word: "elapsed", name: FieldTook},
	{word: "情感得分", name: FieldScore}, {word: "score", name: FieldScore},
	{word: "情绪标签", name: FieldEmotion}, {word: "处理后", name: FieldEmotion}, {word: "emotion", name: FieldEmotion}, {word: "原始情绪", name: FieldRawEmotion},
	{word: "关键词", name: FieldKeyword}, {word: "操作", name: FieldAction},
	{word: "反馈类型", name: FieldFeedback}, {word: "评分", name: FieldRating}, {word: "rating", name: FieldRating},
	{word: "状态码", name: FieldStatus}, {word: "status", name: FieldStatus}, {word: "status_code", name: FieldStatus},
	{word: "错误", name: FieldError, rest: true},
	{word: "评论", name: FieldComment, rest: true}, {word: "comment", name: FieldComment, rest: true},
	{word: "消息", name: "text", rest: true}, {word: "message", name: "text", rest: true},
	{word: "内容", name: "text", rest: true}, {word: "content", name: "text", rest: true},
}

// fieldReader finds the fields of one message after another in the same room.
type fieldReader struct {
	found [maxFields]Field
	n     int
}

// read finds out what a message reports and what it says about itself.
func (r *fieldReader) read(h header) (Kind, []Field) {
	r.n = 0
	kind, rest := r.request(h)
	if kind == Other {
		kind, rest = kindOf(h), h.message
	}
	if kind == Timing {
		r.add(FieldFunction, secondWord(rest))
	}
	r.scan(rest)
	if r.n == 0 {
		return kind, nil
	}
	fields := make([]Field, r.n)
	copy(fields, r.found[:r.n])
	return kind, fields
}

func secondWord(s string) string {
	_, s, _ = strings.Cut(s, " ")
	s, _, _ = strings.Cut(s, " ")
	return s
}

// add keeps the first value of each name.
func (r *fieldReader) add(name, value string) {
	if value == "" || r.n == maxFields {
		return
	}
	for _, f := range r.found[:r.n] {
		if f.Name == name {
			return
		}
	}
	text, _ := raw.Of(value).Cut(maxFieldValue)
	r.found[r.n] = Field{Name: name, Value: text}
	r.n++
}

// scan finds label=value and label：value, with ASCII and full-width signs.
func (r *fieldReader) scan(s string) {
	for i := 0; i < len(s); i++ {
		width := sign(s[i:])
		if width == 0 {
			continue
		}
		l, ok := labelBefore(s[:i], s[i] == '=')
		i += width - 1
		if !ok {
			continue
		}
		value := strings.TrimLeft(s[i+1:], " ")
		if l.rest {
			r.add(l.name, value)
			return
		}
		r.add(l.name, untilEnd(value))
	}
}

// sign is the width of an equals sign or colon at the start of s, 0 for none.
func sign(s string) int {
	switch {
	case s[0] == '=' || s[0] == ':':
		return 1
	case s[0] == 0xEF && (strings.HasPrefix(s, "：") || strings.HasPrefix(s, "＝")):
		return len("：")
	}
	return 0
}

// labelBefore is the label that ends where s ends. Before an equals sign any
// plain ASCII name is its own label.
func labelBefore(s string, equals bool) (label, bool) {
	name := s[identifier(s):]
	if name == "" {
		return labelled(s)
	}
	for _, l := range labels {
		if l.word == name {
			return l, true
		}
	}
	if l, ok := labelled(s); ok {
		return l, true
	}
	ok := equals && len(name) <= maxFieldName && (name[0] < '0' || name[0] > '9')
	return label{name: name}, ok
}

// labelled is the label, not of ASCII alone, that s ends with; Chinese puts no
// blank in front of it.
func labelled(s string) (label, bool) {
	for _, l := range labels {
		if l.word[0] >= 0x80 && strings.HasSuffix(s, l.word) {
			return l, true
		}
	}
	return label{}, false
}

// identifier is where the ASCII name begins that s ends with.
func identifier(s string) int {
	i := len(s)
	for i > 0 {
		c := s[i-1]
		if c != '_' && c != '.' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			break
		}
		i--
	}
	return i
}

// untilEnd is the value at the start of s: up to its closing quote, or to the
// next blank or punctuation mark.
func untilEnd(s string) string {
	if s == "" {
		return ""
	}
	if quote := s[0]; quote == '"' || quote == '\'' {
		if end := strings.IndexByte(s[1:], quote); end >= 0 {
			return s[1 : 1+end]
		}
	}
	for i, c := range s {
		switch c {
		case ' ', '\t', ',', ';', ')', ']', '}', '，', '；', '。', '）', '】', '、', '\u3000':
			return s[:i]
		}
	}
	return s
}
