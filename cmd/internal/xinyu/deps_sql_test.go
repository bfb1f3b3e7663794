package xinyu

import (
	"database/sql"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestStatementsAreTranslated(t *testing.T) {
	for _, c := range []struct{ name, mysql, sqlite string }{
		{"what both understand stays as it is", "SELECT a.b, COUNT(*) FROM a WHERE b >= 1 AND c <> 'x'", "SELECT a.b, COUNT(*) FROM a WHERE b >= 1 AND c <> 'x'"},
		{"a backslash escapes", `SELECT 'it\'s\n\\'`, "SELECT 'it''s\n\\'"},
		{"a doubled quote is one", `SELECT 'it''s', "say ""hi"""`, `SELECT 'it''s', 'say "hi"'`},
		{"a literal's words are no functions", `SELECT 'NOW()'`, `SELECT 'NOW()'`},
		{"back ticks quote names", "SELECT `a``b` FROM `t`", "SELECT \"a`b\" FROM \"t\""},
		{"bytes lose their mark", `INSERT INTO t VALUES (_binary'x')`, `INSERT INTO t VALUES ('x')`},
		{"the time now", "SELECT NOW(), utc_timestamp(6)", "SELECT datetime('now'), datetime('now')"},
		{"a time ago", "created_at > NOW() - INTERVAL 1 HOUR", "created_at > datetime('now', '-1 hour')"},
		{"a time ago, as a function", "DATE_SUB(NOW(), INTERVAL 30 MINUTE)", "datetime('now', '-30 minute')"},
		{"a time ahead", "DATE_ADD(NOW(), INTERVAL 2 DAY)", "datetime('now', '+2 day')"},
		{"a duplicate is ignored", "INSERT IGNORE INTO t VALUES (1)", "INSERT OR IGNORE INTO t VALUES (1)"},
		{"a duplicate is merged", "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a)", "INSERT INTO t (a) VALUES (1) ON CONFLICT DO UPDATE SET a = excluded.a"},
		{"the server's version", "SELECT VERSION(), DATABASE()", "SELECT '8.0.36', 'emotional_chat'"},
		{"comments are space", "SELECT/* why */1 -- because\n+ 1 # yes", "SELECT 1 + 1"},
		{"an unfinished literal ends with the statement", `SELECT 'abc`, `SELECT 'abc'`},
		{"nothing is nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := translate(c.mysql); got != c.sqlite {
				t.Errorf("translate(%s)\n got %s\nwant %s", c.mysql, got, c.sqlite)
			}
		})
	}
}

// FuzzTranslate: whatever users type comes back from a literal as it was, and
// stays inside it.
func FuzzTranslate(f *testing.F) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = db.Close() })
	for _, s := range []string{"", "it's", `\`, `\'; DROP TABLE t; --`, "\x00", "我不想活了", "`\"'", "NOW() - INTERVAL 1 HOUR"} {
		f.Add(s)
	}
	escape := strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\x00", `\0`, "\n", `\n`, "\r", `\r`, "\x1a", `\Z`, `"`, `\"`)
	f.Fuzz(func(t *testing.T, s string) {
		translate(s)
		if !utf8.ValidString(s) {
			return
		}
		var got string
		var one int
		statement := translate("SELECT '" + escape.Replace(s) + "', 1")
		if err := db.QueryRow(statement).Scan(&got, &one); err != nil {
			t.Fatalf("%q: %v", statement, err)
		}
		if want := strings.ReplaceAll(s, "\x00", "\uFFFD"); got != want || one != 1 {
			t.Errorf("%q came back as %q", want, got)
		}
	})
}

func BenchmarkTranslate(b *testing.B) {
	const statement = `INSERT INTO chat_messages (session_id, user_id, role, content, emotion, emotion_intensity, created_at) VALUES ('s1', 'u1', 'user', '今天加班到十点，真的好累', '疲惫', 0.7, '2026-01-02 03:04:05')`
	b.ReportAllocs()
	for b.Loop() {
		translate(statement)
	}
}
