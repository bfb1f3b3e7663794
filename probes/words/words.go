// Package words holds every sentence that people read, in English and Chinese.
// The cores return typed codes with arguments (a Line); only the edges — the
// screen, notifications, the command line — turn them into text with Say.
package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bedside/probes/words/lang"
)

// Lang is a language that the catalogue speaks.
type Lang lang.Tag

// The languages.
const (
	English = Lang(lang.English)
	Chinese = Lang(lang.Chinese)
)

// Code names one sentence of the catalogue, e.g. "fault.refused".
type Code string

// Line is a sentence not yet spoken: a code and its arguments. Arguments may
// be strings, integers, time.Duration (spoken as "4 min 12 s"), another Line
// (spoken first), or anything with a Screen() string method, which is how
// foreign text enters a sentence. The zero Line says nothing.
type Line struct {
	Code Code  `json:"code"`
	Args []any `json:"args,omitempty"`
}

// Of makes a Line.
func Of(code Code, args ...any) Line { return Line{code, args} }

// Zero reports whether the line says nothing.
func (l Line) Zero() bool { return l.Code == "" }

// text is one entry of the catalogue: the same sentence twice. {0}, {1}, …
// stand for the arguments, in whatever order the language wants them.
type text struct{ en, zh string }

// tables are the parts of the catalogue, one file a subject.
var tables = []map[Code]text{
	faultWords, alertWords, triageWords, screenWords, actWords, logWords, configWords, metricWords, cliWords, helpWords, keyWords, pageWords, alertPageWords, doctorWords,
}

// Say speaks a line in the language. A code that is not in the catalogue is
// spoken as itself, so that a forgotten sentence shows instead of vanishing.
func (l Lang) Say(line Line) string {
	if line.Zero() {
		return ""
	}
	for _, table := range tables {
		if t, ok := table[line.Code]; ok {
			return l.fill(t, line.Args)
		}
	}
	return l.fill(text{string(line.Code), string(line.Code)}, line.Args)
}

// Word speaks a code with its arguments: Say(Of(code, args...)).
func (l Lang) Word(code Code, args ...any) string { return l.Say(Line{code, args}) }

// Has reports whether the catalogue knows the code.
func Has(code Code) bool {
	for _, table := range tables {
		if _, ok := table[code]; ok {
			return true
		}
	}
	return false
}

func (l Lang) fill(t text, args []any) string {
	s := t.en
	if l == Chinese {
		s = t.zh
	}
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16*len(args))
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		n, err := strconv.Atoi(s[open+1 : open+end])
		if err != nil || n < 0 || n >= len(args) {
			b.WriteString(s[:open+end+1])
		} else {
			b.WriteString(s[:open])
			b.WriteString(l.Arg(args[n]))
		}
		s = s[open+end+1:]
	}
	b.WriteString(s)
	return b.String()
}

// Arg speaks one argument.
func (l Lang) Arg(a any) string {
	switch v := a.(type) {
	case string:
		return v
	case Line:
		return l.Say(v)
	case Code:
		return l.Word(v)
	case time.Duration:
		return l.Duration(v)
	case interface{ Screen() string }:
		return v.Screen()
	case float64:
		return strconv.FormatFloat(v, 'g', 4, 64)
	default:
		return fmt.Sprint(v)
	}
}

// Duration speaks a length of time with at most two units: "850 ms", "1.2 s",
// "4 min 12 s", "3 h 5 min", "2 d 4 h".
func (l Lang) Duration(d time.Duration) string {
	if d < 0 {
		d = -d
	}
	unit := func(n int64, en, zh string) string {
		if l == Chinese {
			return strconv.FormatInt(n, 10) + " " + zh
		}
		return strconv.FormatInt(n, 10) + " " + en
	}
	two := func(a string, n int64, en, zh string) string {
		if n == 0 {
			return a
		}
		return a + " " + unit(n, en, zh)
	}
	switch {
	case d < time.Second:
		return unit(d.Milliseconds(), "ms", "毫秒")
	case d < 10*time.Second && d.Round(100*time.Millisecond)%time.Second != 0:
		s := strconv.FormatFloat(d.Seconds(), 'f', 1, 64)
		if l == Chinese {
			return s + " 秒"
		}
		return s + " s"
	case d < 10*time.Second:
		return unit(int64(d.Round(time.Second)/time.Second), "s", "秒")
	case d < time.Minute:
		return unit(int64(d.Seconds()), "s", "秒")
	case d < time.Hour:
		seconds, minutes := int64(d%time.Minute/time.Second), "分"
		if seconds == 0 {
			minutes = "分钟"
		}
		return two(unit(int64(d/time.Minute), "min", minutes), seconds, "s", "秒")
	case d < 24*time.Hour:
		return two(unit(int64(d/time.Hour), "h", "小时"), int64(d%time.Hour/time.Minute), "min", "分钟")
	default:
		return two(unit(int64(d/(24*time.Hour)), "d", "天"), int64(d%(24*time.Hour)/time.Hour), "h", "小时")
	}
}

// Parse chooses a language from a locale or a flag, as lang.Parse does.
func Parse(s string) (Lang, bool) {
	tag, ok := lang.Parse(s)
	return Lang(tag), ok
}
