package logview_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"bedside/logview"
)

var now = time.Date(2026, 1, 2, 14, 45, 0, 0, shanghai)

func TestQuery(t *testing.T) {
	entry := parse(logview.Auto, shanghai,
		"2026-01-02 14:30:15,678 - backend.vector_store - ERROR - ChromaDB连接失败: Connection refused, user_id=u1, 耗时: 1.6s, host=localhost:6379",
		"Traceback (most recent call last):", "ConnectionError: deep inside")[0]
	entry.Source = "errors"
	for _, test := range []struct {
		query string
		want  bool
	}{
		{"", true},
		{"  \u3000 ", true},
		{"refused", true},
		{"REFUSED", false},
		{"Refused", false},
		{"Connection", true},
		{"连接失败", true},
		{"chromadb refused", true},
		{"chromadb timeout", false},
		{`"connection refused"`, true},
		{`"Connection  refused"`, false},
		{`"refused, user"`, true},
		{"inside", true},
		{"vector_store", true},
		{"/refused|timeout/", true},
		{"/REFUSED/", false},
		{"/REFUSED/i", true},
		{`/vector_store|a\/b/`, true},
		{"/Connection \\w+/", true},
		{"/chat/stream", false},
		{"/chat /refused/", false},
		{"-/chat /refused/", true},
		{"user_id=u1", true},
		{"level:error", true},
		{"level:ERROR", true},
		{"level:warning|error", true},
		{"level:warning", false},
		{"level>=warning", true},
		{"level>error", false},
		{"level<=error", true},
		{"level<error", false},
		{"module:vector_store", true},
		{"module:database", false},
		{"module:/^backend/", true},
		{"user:u1", true},
		{"user:u", false},
		{"user:u*", true},
		{"user:*1", true},
		{"user:*", true},
		{`user:"u*"`, false},
		{"user_id:u1", true},
		{"user:U1", false},
		{"session:u1", false},
		{"session:*", false},
		{"source:errors", true},
		{"kind:request|sensitive", false},
		{"took>1.5s", true},
		{"took>1500ms", true},
		{"took>1.6s", false},
		{"took>=1.6", true},
		{"took<1s", false},
		{"score<0.3", false},
		{"host:localhost:6379", true},
		{"localhost:6379", true},
		{"localhost:6380", false},
		{"http://localhost", false},
		{"since:15m", true},
		{"since:14m", false},
		{"since:1d", true},
		{`since:"2026-01-02 14:30"`, true},
		{`since:"2026-01-02 14:31"`, false},
		{"since:2026-01-02T14:30:15", true},
		{"since:14:30", true},
		{"since:14:50", true}, // ten minutes to three of yesterday
		{`until:"2026-01-02 14:30"`, true},
		{`until:"2026-01-02 14:29"`, false},
		{"until:2026-01-02", true},
		{"until:2026-01-01", false},
		{"until:10m", true},
		{"-refused", false},
		{"-timeout", true},
		{"--refused", true},
		{`-"timed out"`, true},
		{"-level:error", false},
		{"-(timeout OR denied)", true},
		{"timeout OR refused", true},
		{"timeout OR denied", false},
		{"timeout OR refused chromadb", true},
		{"(timeout OR refused) mysql", false},
		{"timeout OR (refused -mysql)", true},
		{"(refused)OR(x)", true},
		{"ORDER", false},
		{"refused - user_id", false},
	} {
		t.Run(test.query, func(t *testing.T) {
			q, err := logview.ParseQuery(test.query, logview.QueryOptions{Now: now, Zone: shanghai})
			if err != nil {
				t.Fatal(err)
			}
			if got := q.Match(&entry); got != test.want {
				t.Errorf("matches: %v", got)
			}
			if q.String() != test.query {
				t.Errorf("reads %q", q)
			}
		})
	}
}

func TestABrokenQuerySaysWhere(t *testing.T) {
	for _, test := range []struct {
		query, code string
		pos         int
	}{
		{`失败 "open`, logview.QueryNoEnd, 3},
		{"失败 (a OR b", logview.QueryNoEnd, 3},
		{"a)", logview.QueryNoBegin, 1},
		{")", logview.QueryNoBegin, 0},
		{"()", logview.QueryNoOperand, 1},
		{"OR a", logview.QueryNoOperand, 0},
		{"a OR", logview.QueryNoOperand, 4},
		{"a OR OR b", logview.QueryNoOperand, 5},
		{"level:loud", logview.QueryBadLevel, 6},
		{"level>error|info", logview.QueryBadLevel, 6},
		{"kind:odd", logview.QueryBadKind, 5},
		{"took>long", logview.QueryBadNumber, 5},
		{"levl>=error", logview.QueryNoField, 0},
		{"a lvel>=error", logview.QueryNoField, 2},
		{"tok>long", logview.QueryNoField, 0},
		{"score>high", logview.QueryBadNumber, 6},
		{"depth>deep", logview.QueryBadNumber, 6},
		{"since:later", logview.QueryBadTime, 6},
		{"since:-5m", logview.QueryBadTime, 6},
		{"since>5m", logview.QueryNoOrder, 0},
		{"module>5", logview.QueryNoOrder, 0},
		{"user:", logview.QueryNoValue, 5},
		{"user: u1", logview.QueryNoValue, 5},
		{"user:(u1)", logview.QueryNoValue, 5},
		{"a /b(/", logview.QueryBadPattern, 2},
		{"/conn.*refu", logview.QueryNoEnd, 0},
		{strings.Repeat("(", 60), logview.QueryTooDeep, 51},
		{strings.Repeat("a", 5000), logview.QueryTooLong, 4096},
	} {
		t.Run(test.query[:min(30, len(test.query))], func(t *testing.T) {
			_, err := logview.ParseQuery(test.query, logview.QueryOptions{Now: now})
			var bad *logview.QueryError
			if !errors.As(err, &bad) {
				t.Fatalf("no QueryError: %v", err)
			}
			if bad.Code != test.code || bad.Pos != test.pos {
				t.Errorf("got %s at %d, want %s at %d", bad.Code, bad.Pos, test.code, test.pos)
			}
			if strings.Contains(err.Error(), bad.Code) {
				t.Errorf("no sentence for it: %v", err)
			}
		})
	}
}

func TestAFieldThatNoEntryMayHaveIsDoubted(t *testing.T) {
	type doubts = []logview.Doubt
	for _, test := range []struct {
		name, query string
		want        doubts
	}{
		{"a letter is missing", "modul:main", doubts{{Typed: "modul", Meant: "module"}}},
		{"a letter is wrong", "userr:7 x", doubts{{Typed: "userr", Meant: "user"}}},
		{"two letters changed places", "snice:10m", doubts{{Typed: "snice", Meant: "since"}}},
		{"it is compared", "tok>5", doubts{{Typed: "tok", Meant: "took"}}},
		{"several in order", "(usr:7 OR Depth:/x/) modul:main", doubts{{Typed: "usr", Meant: "user"}, {Typed: "Depth"}, {Typed: "modul", Meant: "module"}}},
		{"it is left out", "-modul:main", nil},
		{"it is another field", "depth:7", doubts{{Typed: "depth"}}},
		{"a known one may be absent as well", "user:7 took>1", doubts{{Typed: "user"}, {Typed: "took"}}},
		{"what every entry has", "LEVEL:error module:m message:m trace:t source:s kind:request since:10m until:1m", nil},
		{"it is another name for it", "user_id:7", doubts{{Typed: "user_id"}}},
		{"two letters are wrong", "modal:main", doubts{{Typed: "modal"}}},
		{"everything", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := query(t, test.query).Doubts(); !slices.Equal(got, test.want) {
				t.Errorf("%s doubts %+v, want %+v", test.query, got, test.want)
			}
		})
	}
}

func TestAFieldIsFoundWhateverItsValue(t *testing.T) {
	entry := parse(logview.Auto, shanghai, "2026-01-02 14:30:15,678 - m - ERROR - user_id=u1, Depth=7 modul")[0]
	for field, want := range map[string]bool{"user": true, "user_id": true, "Depth": true, "modul": false, "session": false} {
		if q := query(t, logview.Doubt{Typed: field}.Having()); q.Match(&entry) != want {
			t.Errorf("%s is found: %v", field, !want)
		}
	}
}

func TestHighlights(t *testing.T) {
	q, err := logview.ParseQuery(`refused OR /Conn\w+/ -timeout level:error re`, logview.QueryOptions{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	line := "timeout: Connection REFUSED"
	got := []string{}
	for _, s := range q.Highlights(line) {
		got = append(got, line[s.From:s.To])
	}
	if strings.Join(got, "|") != "Connection|REFUSED" {
		t.Errorf("got %q", got)
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{`a -b OR (c "d e" /f.*g/i) level>=warning took>1.5s since:10m`, `until:"2026-01-02 14:30" user:u*|v`, "/a\\/b/ ((", "x:\xff -\u3000", "OR)"} {
		f.Add(s)
	}
	entry := parse(logview.Auto, shanghai, "2026-01-02 14:30:15,678 - m - ERROR - user_id=u1, 耗时: 1.6s")[0]
	f.Fuzz(func(t *testing.T, text string) {
		q, err := logview.ParseQuery(text, logview.QueryOptions{Now: now, Zone: shanghai})
		var bad *logview.QueryError
		if err != nil && (!errors.As(err, &bad) || bad.Pos < 0 || bad.Pos > utf8.RuneCountInString(text)) {
			t.Fatalf("%q: %v", text, err)
		}
		if err != nil {
			return
		}
		q.Match(&entry)
		last := 0
		for _, s := range q.Highlights(entry.Message.Screen()) {
			if s.From < last || s.To <= s.From || s.To > entry.Message.Len() {
				t.Fatalf("%q highlights %v", text, s)
			}
			last = s.To
		}
	})
}

func BenchmarkQuery(b *testing.B) {
	entry := parse(logview.Auto, shanghai, "2026-01-02 14:30:15,678 - backend.vector_store - ERROR - ChromaDB连接失败: Connection refused")[0]
	for _, text := range []string{"refused", "level>=warning -timeout", "/time(d)? ?out/"} {
		q, err := logview.ParseQuery(text, logview.QueryOptions{Now: now})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				q.Match(&entry)
			}
		})
	}
}
