package xinyu

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

func openMySQL(t *testing.T, user, password, database string) *sql.DB {
	t.Helper()
	m, err := newMySQL(filepath.Join(t.TempDir(), "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	c := mysql.NewConfig()
	c.User, c.Passwd, c.DBName = user, password, database
	c.Net, c.Addr, c.InterpolateParams = "tcp", m.Addr(), true
	c.Logger = silentMySQL{}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestTablesAreReachedByMySQLsProtocol(t *testing.T) {
	db := openMySQL(t, mysqlUser, mysqlPassword, mysqlDatabase)
	if err := db.Ping(); err != nil {
		t.Fatalf("ping: %v", err)
	}
	const hostile = "it's \"\\ 100% \x1b[2J 我不想活了\n-- '; DROP TABLE chat_messages"
	for i := range 3 {
		r, err := db.Exec("INSERT INTO chat_messages (session_id, user_id, role, content, emotion_intensity) VALUES (?, ?, 'user', ?, ?)", "s1", "u1", hostile, 0.5)
		if err != nil {
			t.Fatalf("insert: %v", err)
		}
		if id, _ := r.LastInsertId(); id != int64(i+1) {
			t.Errorf("id %d, want %d", id, i+1)
		}
	}
	t.Run("rows are counted", func(t *testing.T) {
		var n int
		if err := db.QueryRow("SELECT COUNT(*) FROM chat_messages WHERE created_at > NOW() - INTERVAL 1 HOUR").Scan(&n); err != nil || n != 3 {
			t.Errorf("%d rows, %v; want 3", n, err)
		}
	})
	t.Run("what was written is read", func(t *testing.T) {
		var content string
		var intensity float64
		var emotion sql.NullString
		err := db.QueryRow("SELECT content, emotion_intensity, emotion FROM `chat_messages` ORDER BY id LIMIT 1").Scan(&content, &intensity, &emotion)
		if err != nil || content != hostile || intensity != 0.5 || emotion.Valid {
			t.Errorf("%q, %v, %v, %v", content, intensity, emotion, err)
		}
	})
	t.Run("an empty result is empty", func(t *testing.T) {
		var id int
		if err := db.QueryRow("SELECT id FROM user_feedback").Scan(&id); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("error %v, want no rows", err)
		}
	})
	t.Run("an update says how many rows it met", func(t *testing.T) {
		r, err := db.Exec("UPDATE chat_messages SET emotion = '焦虑' WHERE id <= ?", 2)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := r.RowsAffected(); n != 2 {
			t.Errorf("%d rows, want 2", n)
		}
	})
}

func TestMySQLTellsItsFigures(t *testing.T) {
	db := openMySQL(t, mysqlUser, mysqlPassword, mysqlDatabase)
	for _, statement := range []string{
		"SHOW GLOBAL STATUS LIKE 'Threads_connected'",
		"SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_connected')",
		"SHOW STATUS LIKE 'Threads_conn%'",
	} {
		var name string
		var value int
		if err := db.QueryRow(statement).Scan(&name, &value); err != nil || name != "Threads_connected" || value != 1 {
			t.Errorf("%s: %s = %d, %v", statement, name, value, err)
		}
	}
	var version string
	var most int
	if err := db.QueryRow("SELECT @@version, @@max_connections").Scan(&version, &most); err != nil || version != mysqlVersion || most != mysqlMaxConns {
		t.Errorf("version %s, at most %d connections, %v", version, most, err)
	}
	var tables []string
	rows, err := db.Query("SHOW TABLES")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	want := "chat_messages chat_sessions emotion_analysis response_evaluations system_logs user_feedback"
	if got := strings.Join(tables, " "); got != want || rows.Err() != nil {
		t.Errorf("tables %s, want %s", got, want)
	}
}

func TestMySQLRefusesAsMySQLDoes(t *testing.T) {
	number := func(err error) uint16 {
		var refused *mysql.MySQLError
		if !errors.As(err, &refused) {
			return 0
		}
		return refused.Number
	}
	t.Run("a wrong password", func(t *testing.T) {
		if err := openMySQL(t, mysqlUser, "guess", mysqlDatabase).Ping(); number(err) != 1045 {
			t.Errorf("error %v, want 1045", err)
		}
	})
	t.Run("another database", func(t *testing.T) {
		if err := openMySQL(t, mysqlUser, mysqlPassword, "payroll").Ping(); number(err) != 1049 {
			t.Errorf("error %v, want 1049", err)
		}
	})
	db := openMySQL(t, mysqlUser, mysqlPassword, mysqlDatabase)
	for _, c := range []struct {
		name, statement string
		number          uint16
	}{
		{"a table that is not there", "SELECT * FROM nowhere", 1146},
		{"a column that is not there", "SELECT emotion_score FROM chat_sessions", 1054},
		{"no statement at all", "SELEKT 1", 1064},
		{"a duplicate", "INSERT INTO chat_sessions (session_id) VALUES ('s1'), ('s1')", 1062},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := db.Exec(c.statement); number(err) != c.number {
				t.Errorf("error %v, want %d", err, c.number)
			}
		})
	}
}

func TestTablesDoNotGrowForever(t *testing.T) {
	m, err := newMySQL(filepath.Join(t.TempDir(), "t.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	insert := fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < %d) INSERT INTO system_logs (message) SELECT 'x' FROM n`, tableRows+500)
	if _, err := m.db.Exec(insert); err != nil {
		t.Fatal(err)
	}
	m.trim()
	var n int
	if err := m.db.QueryRow("SELECT COUNT(*) FROM system_logs").Scan(&n); err != nil || n != tableRows {
		t.Errorf("%d rows, %v; want %d", n, err, tableRows)
	}
}

func BenchmarkMySQLInsert(b *testing.B) {
	m, err := newMySQL(filepath.Join(b.TempDir(), "t.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	s := &mysqlSession{server: m}
	for b.Loop() {
		if _, err := s.HandleQuery(`INSERT INTO chat_messages (session_id, user_id, role, content, emotion, emotion_intensity, created_at) VALUES ('s1', 'u1', 'user', '今天加班到十点，真的好累', '疲惫', 0.7, '2026-01-02 03:04:05')`); err != nil {
			b.Fatal(err)
		}
	}
}
