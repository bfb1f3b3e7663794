package xinyu

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-mysql-org/go-mysql/mysql"
	"github.com/go-mysql-org/go-mysql/server"
	_ "modernc.org/sqlite" // the engine behind the protocol
)

const (
	mysqlVersion   = "8.0.36"
	mysqlDatabase  = "emotional_chat"
	mysqlUser      = "xinyu"
	mysqlPassword  = "xinyu-demo"
	mysqlMaxConns  = 151 // MySQL's own default
	mysqlMaxRows   = 10_000
	mysqlQueryTime = 10 * time.Second

	tableRows = 20_000 // kept of each table; older ones go
	trimEvery = time.Minute
)

// mysqlServer speaks MySQL's protocol in front of the service's tables, which
// are in SQLite.
type mysqlServer struct {
	db                 *sql.DB
	own                *accepter
	protocol           *server.Server
	started            time.Time
	queries, connected atomic.Int64
	ctx                context.Context
	end                context.CancelFunc
	work               sync.WaitGroup
}

func newMySQL(file string) (*mysqlServer, error) {
	// The folder lives no longer than the demo: nothing needs to reach the disk.
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=locking_mode(EXCLUSIVE)&_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)")
	if err != nil {
		return nil, fmt.Errorf("open the tables: %w", err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(tables); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("create the tables: %w", err)
	}
	m := &mysqlServer{
		db: db, started: time.Now(),
		protocol: server.NewServer(mysqlVersion, mysql.DEFAULT_COLLATION_ID, mysql.AUTH_NATIVE_PASSWORD, nil, nil),
	}
	if m.own, err = listenTo("127.0.0.1:0", m.Take); err != nil {
		_ = db.Close()
		return nil, err
	}
	m.ctx, m.end = context.WithCancel(context.Background())
	m.work.Go(m.trimNowAndThen)
	return m, nil
}

// Addr is the server's host:port.
func (m *mysqlServer) Addr() string { return m.own.ln.Addr().String() }

// Close cuts every connection and closes the tables.
func (m *mysqlServer) Close() {
	m.end()
	m.own.Close()
	m.work.Wait()
	_ = m.db.Close()
}

// Take serves the connection and returns when it ends.
func (m *mysqlServer) Take(c net.Conn) {
	defer c.Close()
	if m.connected.Add(1) <= mysqlMaxConns {
		m.serve(c)
	}
	m.connected.Add(-1)
}

func (m *mysqlServer) serve(c net.Conn) {
	conn, err := m.protocol.NewConn(c, mysqlUser, mysqlPassword, &mysqlSession{server: m})
	if err != nil {
		return
	}
	for conn.HandleCommand() == nil && !conn.Closed() {
	}
}

// trimNowAndThen keeps the tables from growing for as long as the demo runs.
func (m *mysqlServer) trimNowAndThen() {
	for spend(m.ctx, trimEvery) == nil {
		m.trim()
	}
}

func (m *mysqlServer) trim() {
	for _, table := range []string{"system_logs", "chat_messages", "emotion_analysis", "user_feedback", "chat_sessions"} {
		_, _ = m.db.ExecContext(m.ctx, "DELETE FROM "+table+" WHERE id <= (SELECT max(id) FROM "+table+") - ?", tableRows)
	}
}

// figures are what SHOW STATUS, SHOW VARIABLES and @@ tell.
func (m *mysqlServer) figures() map[string]string {
	queries := strconv.FormatInt(m.queries.Load(), 10)
	return map[string]string{
		"threads_connected":  strconv.FormatInt(m.connected.Load(), 10),
		"threads_running":    "1",
		"queries":            queries,
		"questions":          queries,
		"uptime":             strconv.Itoa(int(time.Since(m.started).Seconds())),
		"max_connections":    strconv.Itoa(mysqlMaxConns),
		"max_allowed_packet": "67108864",
		"version":            mysqlVersion,
		"version_comment":    "MySQL Community Server - GPL",
		"wait_timeout":       "28800",
		"autocommit":         "1",
	}
}

// mysqlSession answers the statements of one connection. It overrides every
// method of the library's empty handler, which prints what it is asked.
type mysqlSession struct {
	server.EmptyHandler
	server *mysqlServer
}

var _ server.Handler = (*mysqlSession)(nil)

// UseDB accepts the one database there is.
func (s *mysqlSession) UseDB(name string) error {
	if name != mysqlDatabase {
		return mysql.NewDefaultError(mysql.ER_BAD_DB_ERROR, name)
	}
	return nil
}

// HandleQuery carries one statement out.
func (s *mysqlSession) HandleQuery(statement string) (*mysql.Result, error) {
	s.server.queries.Add(1)
	toks := lexSQL(statement)
	if len(toks) == 0 {
		return nil, mysql.NewDefaultError(mysql.ER_EMPTY_QUERY)
	}
	switch strings.ToUpper(toks[0].text) {
	case "SET", "USE", "BEGIN", "START", "COMMIT", "ROLLBACK":
		return nil, nil
	case "SHOW":
		return s.show(toks)
	case "SELECT":
		if starts(toks, "SELECT", "@", "@") {
			return s.variables(toks[1:])
		}
		return s.query(statement)
	case "WITH", "EXPLAIN":
		return s.query(statement)
	}
	return s.exec(statement)
}

// HandleFieldList refuses: a command that MySQL itself has given up.
func (s *mysqlSession) HandleFieldList(string, string) ([]*mysql.Field, error) {
	return nil, mysql.NewDefaultError(mysql.ER_NOT_SUPPORTED_YET, "COM_FIELD_LIST")
}

// HandleStmtPrepare refuses: clients interpolate.
func (s *mysqlSession) HandleStmtPrepare(string) (int, int, any, error) {
	return 0, 0, nil, mysql.NewDefaultError(mysql.ER_UNSUPPORTED_PS)
}

// HandleStmtExecute refuses: nothing can have been prepared.
func (s *mysqlSession) HandleStmtExecute(any, string, []any) (*mysql.Result, error) {
	return nil, mysql.NewDefaultError(mysql.ER_UNSUPPORTED_PS)
}

// HandleStmtClose has nothing to close.
func (s *mysqlSession) HandleStmtClose(any) error { return nil }

// HandleOtherCommand refuses what the protocol has besides.
func (s *mysqlSession) HandleOtherCommand(cmd byte, _ []byte) error {
	return mysql.NewDefaultError(mysql.ER_NOT_SUPPORTED_YET, fmt.Sprintf("command %d", cmd))
}

func (s *mysqlSession) exec(statement string) (*mysql.Result, error) {
	// No context: the driver would start a goroutine to watch it, for each of
	// many statements that take microseconds.
	r, err := s.server.db.Exec(translate(statement))
	if err != nil {
		return nil, asMySQLError(err)
	}
	id, _ := r.LastInsertId()
	n, _ := r.RowsAffected()
	return &mysql.Result{InsertId: uint64(id), AffectedRows: uint64(n)}, nil
}

func (s *mysqlSession) query(statement string) (*mysql.Result, error) {
	ctx, cancel := context.WithTimeout(s.server.ctx, mysqlQueryTime)
	defer cancel()
	rows, err := s.server.db.QueryContext(ctx, translate(statement))
	if err != nil {
		return nil, asMySQLError(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, asMySQLError(err)
	}
	var values [][]any
	for rows.Next() && len(values) < mysqlMaxRows {
		row := make([]any, len(names))
		refs := make([]any, len(names))
		for i := range row {
			refs[i] = &row[i]
		}
		if err := rows.Scan(refs...); err != nil {
			return nil, asMySQLError(err)
		}
		values = append(values, row)
	}
	if err := rows.Err(); err != nil {
		return nil, asMySQLError(err)
	}
	return resultOf(names, values)
}

// show answers SHOW STATUS, SHOW VARIABLES and SHOW TABLES; the literals in
// the statement say which rows.
func (s *mysqlSession) show(toks []sqlToken) (*mysql.Result, error) {
	var patterns []string
	for _, t := range toks {
		switch {
		case t.is("TABLES"):
			return s.query("SELECT name AS Tables_in_" + mysqlDatabase + " FROM sqlite_master WHERE type = 'table' ORDER BY name")
		case t.kind == sqlText:
			patterns = append(patterns, strings.ReplaceAll(strings.ToLower(t.text), "%", "*"))
		}
	}
	rows := [][]any{}
	for name, value := range s.server.figures() {
		if matchesAny(patterns, name) {
			rows = append(rows, []any{strings.ToUpper(name[:1]) + name[1:], value})
		}
	}
	return resultOf([]string{"Variable_name", "Value"}, rows)
}

func matchesAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if ok, _ := path.Match(p, name); ok {
			return true
		}
	}
	return len(patterns) == 0
}

// variables answers SELECT @@one, @@two.
func (s *mysqlSession) variables(toks []sqlToken) (*mysql.Result, error) {
	figures := s.server.figures()
	var names []string
	var row []any
	for _, t := range toks {
		if value, ok := figures[strings.ToLower(t.text)]; ok {
			names = append(names, "@@"+t.text)
			row = append(row, value)
		}
	}
	if len(names) == 0 {
		return nil, mysql.NewDefaultError(mysql.ER_UNKNOWN_SYSTEM_VARIABLE, "?")
	}
	return resultOf(names, [][]any{row})
}

func resultOf(names []string, rows [][]any) (*mysql.Result, error) {
	for _, row := range rows {
		for i, v := range row {
			row[i] = asText(v)
		}
	}
	set, err := mysql.BuildSimpleTextResultset(names, rows)
	if err != nil {
		return nil, fmt.Errorf("build the rows: %w", err)
	}
	return mysql.NewResult(set), nil
}

// asText gives a column one type even where SQLite mixes several.
func asText(v any) any {
	switch v := v.(type) {
	case nil, string, []byte:
		return v
	case time.Time:
		return v.UTC().Format(time.DateTime)
	}
	return fmt.Sprint(v)
}

func asMySQLError(err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "no such table"):
		return mysql.NewError(mysql.ER_NO_SUCH_TABLE, text)
	case strings.Contains(text, "no such column"), strings.Contains(text, "has no column"):
		return mysql.NewError(mysql.ER_BAD_FIELD_ERROR, text)
	case strings.Contains(text, "UNIQUE constraint"):
		return mysql.NewError(mysql.ER_DUP_ENTRY, text)
	case strings.Contains(text, "syntax error"):
		return mysql.NewError(mysql.ER_PARSE_ERROR, text)
	}
	return mysql.NewError(mysql.ER_UNKNOWN_ERROR, text)
}

// tables is the service's schema; created_at is UTC without a zone.
const tables = `
CREATE TABLE IF NOT EXISTS system_logs (
	id INTEGER PRIMARY KEY, level TEXT, message TEXT, session_id TEXT, user_id TEXT,
	created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS chat_sessions (
	id INTEGER PRIMARY KEY, session_id TEXT NOT NULL UNIQUE, user_id TEXT,
	created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
	is_active INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS chat_messages (
	id INTEGER PRIMARY KEY, session_id TEXT, user_id TEXT, role TEXT, content TEXT,
	emotion TEXT, emotion_intensity REAL, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE INDEX IF NOT EXISTS chat_messages_session ON chat_messages (session_id);
CREATE TABLE IF NOT EXISTS emotion_analysis (
	id INTEGER PRIMARY KEY, session_id TEXT, user_id TEXT, message_id INTEGER, emotion TEXT,
	intensity REAL, keywords TEXT, suggestions TEXT, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS user_feedback (
	id INTEGER PRIMARY KEY, session_id TEXT, user_id TEXT, message_id INTEGER, feedback_type TEXT,
	rating INTEGER, comment TEXT, user_message TEXT, bot_response TEXT,
	created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, is_resolved INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS response_evaluations (
	id INTEGER PRIMARY KEY, session_id TEXT, user_id TEXT, message_id INTEGER,
	empathy_score REAL, naturalness_score REAL, safety_score REAL, average_score REAL,
	created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
`
