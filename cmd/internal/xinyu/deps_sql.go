package xinyu

import (
	"slices"
	"strings"
)

// translate turns a statement in MySQL's dialect into SQLite's: the literals,
// and the few functions and clauses that the service and its operators use.
// What it does not know it leaves as it is.
func translate(statement string) string {
	toks := rewrite(lexSQL(statement))
	var b strings.Builder
	for i, t := range toks {
		if t.spaced && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.sql())
	}
	return b.String()
}

type sqlKind int

const (
	sqlWord sqlKind = iota // keyword, name, number
	sqlText                // a string literal; text is its value
	sqlName                // a quoted name; text is its value
	sqlSign                // punctuation
	sqlDone                // SQLite's dialect already
)

type sqlToken struct {
	kind   sqlKind
	text   string
	spaced bool // white space or a comment before it
}

func (t sqlToken) sql() string {
	switch t.kind {
	case sqlText:
		// SQLite ends a statement at a NUL byte.
		value := strings.ReplaceAll(t.text, "\x00", "\uFFFD")
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	case sqlName:
		return `"` + strings.ReplaceAll(t.text, `"`, `""`) + `"`
	}
	return t.text
}

func (t sqlToken) is(word string) bool {
	return (t.kind == sqlWord || t.kind == sqlSign) && strings.EqualFold(t.text, word)
}

// lexSQL splits a statement as MySQL does. An unfinished literal ends with the
// statement.
func lexSQL(s string) []sqlToken {
	var toks []sqlToken
	spaced := false
	for len(s) > 0 {
		rest := skipSQLSpace(s)
		if len(rest) < len(s) {
			s, spaced = rest, true
			continue
		}
		t, n := nextSQLToken(s)
		t.spaced = spaced
		toks = append(toks, t)
		s, spaced = s[n:], false
	}
	return toks
}

func nextSQLToken(s string) (sqlToken, int) {
	switch c := s[0]; {
	case c == '\'' || c == '"':
		value, n := unquoteSQL(s, true)
		return sqlToken{kind: sqlText, text: value}, n
	case c == '`':
		value, n := unquoteSQL(s, false)
		return sqlToken{kind: sqlName, text: value}, n
	case isWordByte(c):
		n := 1
		for n < len(s) && isWordByte(s[n]) {
			n++
		}
		return sqlToken{kind: sqlWord, text: s[:n]}, n
	}
	return sqlToken{kind: sqlSign, text: s[:1]}, 1
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 ||
		'0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// skipSQLSpace drops one run of white space or one comment from the front.
func skipSQLSpace(s string) string {
	trimmed := strings.TrimLeft(s, " \t\r\n\f\v")
	switch {
	case len(trimmed) < len(s):
		return trimmed
	case strings.HasPrefix(s, "#"), strings.HasPrefix(s, "-- "):
		_, rest, _ := strings.Cut(s, "\n")
		return rest
	case strings.HasPrefix(s, "/*"):
		_, rest, _ := strings.Cut(s[2:], "*/")
		return rest
	}
	return s
}

// unquoteSQL reads the literal at the front and says how many bytes it takes.
func unquoteSQL(s string, escapes bool) (value string, n int) {
	quote := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote && i+1 < len(s) && s[i+1] == quote:
			b.WriteByte(quote)
			i++
		case c == quote:
			return b.String(), i + 1
		case c == '\\' && escapes && i+1 < len(s):
			i++
			b.WriteString(unescapeSQL(s[i]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), len(s)
}

func unescapeSQL(c byte) string {
	switch c {
	case '0':
		return "\x00"
	case 'b':
		return "\b"
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'Z':
		return "\x1a"
	case '%', '_':
		return "\\" + string(c)
	}
	return string([]byte{c})
}

// sqlRule rewrites what stands at the front of the tokens. It returns the
// replacement and how many tokens that replaces; none when it does not fit.
type sqlRule func(toks []sqlToken) (replacement string, n int)

func rewrite(toks []sqlToken) []sqlToken {
	rules := []sqlRule{charsetPrefix, ignoredDuplicate, mergedDuplicate, mergedValue, movedClock, clock, identity}
	out := make([]sqlToken, 0, len(toks))
	for len(toks) > 0 {
		t := toks[0]
		n := 0
		for _, fits := range rules {
			var sql string
			if sql, n = fits(toks); n > 0 {
				t = sqlToken{kind: sqlDone, text: sql, spaced: t.spaced}
				break
			}
		}
		out = append(out, t)
		toks = toks[max(n, 1):]
	}
	return out
}

// starts says whether the tokens begin with these words and signs; "?" stands
// for any one token.
func starts(toks []sqlToken, words ...string) bool {
	if len(toks) < len(words) {
		return false
	}
	for i, w := range words {
		if w != "?" && !toks[i].is(w) {
			return false
		}
	}
	return true
}

// charsetPrefix: _binary'…'.
func charsetPrefix(toks []sqlToken) (string, int) {
	if len(toks) > 1 && toks[1].kind == sqlText && (toks[0].is("_binary") || toks[0].is("_utf8mb4")) {
		return toks[1].sql(), 2
	}
	return "", 0
}

func ignoredDuplicate(toks []sqlToken) (string, int) {
	if starts(toks, "INSERT", "IGNORE") {
		return "INSERT OR IGNORE", 2
	}
	return "", 0
}

func mergedDuplicate(toks []sqlToken) (string, int) {
	if starts(toks, "ON", "DUPLICATE", "KEY", "UPDATE") {
		return "ON CONFLICT DO UPDATE SET", 4
	}
	return "", 0
}

// mergedValue: = VALUES(column), in the clause that merges duplicates.
func mergedValue(toks []sqlToken) (string, int) {
	if starts(toks, "=", "VALUES", "(", "?", ")") {
		return "= excluded." + toks[3].sql(), 5
	}
	return "", 0
}

const sqliteNow = "datetime('now')"

// clock: NOW(), UTC_TIMESTAMP(6), all of which are UTC here.
func clock(toks []sqlToken) (string, int) {
	names := []string{"NOW", "UTC_TIMESTAMP", "CURRENT_TIMESTAMP", "SYSDATE"}
	if !slices.ContainsFunc(names, toks[0].is) {
		return "", 0
	}
	switch {
	case starts(toks, "?", "(", ")"):
		return sqliteNow, 3
	case starts(toks, "?", "(", "?", ")"):
		return sqliteNow, 4
	}
	return "", 0
}

// movedClock: NOW() - INTERVAL 1 HOUR, and DATE_SUB(NOW(), INTERVAL 1 HOUR).
func movedClock(toks []sqlToken) (string, int) {
	if sign := dateFunction(toks); sign != "" {
		_, n := clock(toks[2:])
		rest := toks[2+n:]
		if n > 0 && starts(rest, ",", "INTERVAL", "?", "?", ")") {
			return shifted(sign, rest[2], rest[3]), 2 + n + 5
		}
		return "", 0
	}
	_, n := clock(toks)
	rest := toks[n:]
	if n == 0 || !starts(rest, "?", "INTERVAL", "?", "?") || !rest[0].is("-") && !rest[0].is("+") {
		return "", 0
	}
	return shifted(rest[0].text, rest[2], rest[3]), n + 4
}

func dateFunction(toks []sqlToken) (sign string) {
	switch {
	case starts(toks, "DATE_SUB", "(", "?"):
		return "-"
	case starts(toks, "DATE_ADD", "(", "?"):
		return "+"
	}
	return ""
}

func shifted(sign string, count, unit sqlToken) string {
	step := sign + count.text + " " + strings.ToLower(unit.text)
	return "datetime('now', " + sqlToken{kind: sqlText, text: step}.sql() + ")"
}

// identity: what a client asks about the server itself.
func identity(toks []sqlToken) (string, int) {
	switch {
	case starts(toks, "VERSION", "(", ")"):
		return "'" + mysqlVersion + "'", 3
	case starts(toks, "DATABASE", "(", ")"):
		return "'" + mysqlDatabase + "'", 3
	case starts(toks, "CONNECTION_ID", "(", ")"):
		return "1", 3
	}
	return "", 0
}
