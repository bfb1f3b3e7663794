package xinyu

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

const (
	mysqlTimeout = 5 * time.Second
	mysqlPool    = 10
)

// The statements of the service: MySQL and SQLite read them alike.
const (
	sqlLog = `INSERT INTO system_logs (level, message, session_id, user_id, created_at) VALUES (?, ?, ?, ?, ?)`

	sqlDateSession = `INSERT INTO chat_sessions (session_id, user_id, created_at, updated_at, is_active) VALUES (?, ?, ?, ?, 1) ON DUPLICATE KEY UPDATE updated_at = VALUES(updated_at)`
	sqlAddMessages = `INSERT INTO chat_messages (session_id, user_id, role, content, emotion, emotion_intensity, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`
	sqlAddEmotions = `INSERT INTO emotion_analysis (session_id, user_id, message_id, emotion, intensity, keywords, suggestions, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	sqlHistory     = `SELECT role, content, emotion, created_at FROM chat_messages WHERE session_id = ? ORDER BY id DESC LIMIT ?`

	sqlAddEvaluation = `INSERT INTO response_evaluations (session_id, user_id, message_id, empathy_score, naturalness_score, safety_score, average_score, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

	sqlAddFeedback = `INSERT INTO user_feedback (session_id, user_id, message_id, feedback_type, rating, comment, user_message, bot_response, created_at, is_resolved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`
	sqlFeedback    = `SELECT feedback_type, COUNT(*), AVG(rating) FROM user_feedback GROUP BY feedback_type ORDER BY feedback_type`
)

// store is the service's database. It opens connections as needed and logs
// what goes wrong with them; every call returns within five seconds.
type store struct {
	db      *sql.DB
	log     *pyLog
	now     func() time.Time
	touched *touched
	answers *later[answered]
}

type silentMySQL struct{}

func (silentMySQL) Print(...any) {}

func newStore(set mysqlSettings, log *pyLog) *store {
	c := mysql.NewConfig()
	c.Net, c.Addr = "tcp", set.Addr
	c.User, c.Passwd, c.DBName = set.User, set.Password, set.Database
	c.Timeout, c.ReadTimeout, c.WriteTimeout = mysqlTimeout, mysqlTimeout, mysqlTimeout
	c.InterpolateParams = true
	c.ClientFoundRows = true // an UPDATE that changes nothing has found its row
	c.Logger = silentMySQL{}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		// Nothing of c can be wrong but an unknown network or collation.
		panic(fmt.Sprintf("xinyu: MySQL configuration: %v", err))
	}
	return newStoreOn(sql.OpenDB(connector), log)
}

// newStoreOn returns a store on an open database, which it will close.
func newStoreOn(db *sql.DB, log *pyLog) *store {
	db.SetMaxOpenConns(mysqlPool)
	db.SetMaxIdleConns(mysqlPool)
	s := &store{db: db, log: log, now: time.Now, touched: newTouched()}
	s.answers = newLater(s.addAnswers)
	return s
}

func (s *store) close() {
	s.answers.flush()
	_ = s.db.Close()
}

// stamp is a created_at: UTC, and without a zone to say so.
func (s *store) stamp() string { return s.now().UTC().Format(time.DateTime) }

// within runs do under the time-out and logs its failure.
func (s *store) within(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, mysqlTimeout)
	defer cancel()
	err := do(ctx)
	if err != nil && !gaveUp(err) {
		s.log.error(modDatabase, "%s", s.complaint(err))
	}
	return err
}

// complaint says a failure in the words of the service's log.
func (s *store) complaint(err error) string {
	switch words := reason(err); {
	case words == "Connection timeout" && s.db.Stats().InUse >= mysqlPool:
		return "数据库连接池已满"
	case words == "Connection timeout":
		return "数据库连接超时: timeout after 5s"
	case errors.Is(err, mysql.ErrInvalidConn), errors.Is(err, driver.ErrBadConn):
		return "数据库连接失败: Lost connection to MySQL server during query"
	default:
		return "数据库连接失败: " + words
	}
}

func (s *store) exec(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	var result sql.Result
	err := s.within(ctx, func(ctx context.Context) (err error) {
		result, err = s.db.ExecContext(ctx, statement, args...)
		return err
	})
	return result, err
}

func (s *store) ping(ctx context.Context) error {
	var one int
	return s.db.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// event adds a row to system_logs. q may be the zero question.
func (s *store) event(ctx context.Context, level pyLevel, message string, q question) error {
	_, err := s.exec(ctx, sqlLog, level.String(), message, q.SessionID, q.UserID, s.stamp())
	return err
}

// ask records what a user said and returns the message's id.
func (s *store) ask(ctx context.Context, q question, m mood) (int64, error) {
	if err := s.touch(ctx, q); err != nil {
		return 0, err
	}
	result, err := s.exec(ctx, sqlAddMessages, q.SessionID, q.UserID, "user", q.Message, m.Raw, m.Score, s.stamp())
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// touch makes sure that the session exists, and dates it once a minute.
func (s *store) touch(ctx context.Context, q question) error {
	if s.touched.lately(q.SessionID, s.now()) {
		return nil
	}
	now := s.stamp()
	if _, err := s.exec(ctx, sqlDateSession, q.SessionID, q.UserID, now, now); err != nil {
		return err
	}
	s.touched.note(q.SessionID, s.now())
	return nil
}

// answered is a reply that is to be recorded, and what was made of its user's
// mood.
type answered struct {
	question
	reply
	at string // a created_at
}

// answer records the reply, soon: that the database is there the recording of
// the question has shown.
func (s *store) answer(q question, a reply) { s.answers.add(answered{q, a, s.stamp()}) }

// addAnswers records several replies by one statement for each table. What
// fails is logged and lost, as the replies themselves are out.
func (s *store) addAnswers(ctx context.Context, all []answered) {
	var messages, emotions []any
	for _, a := range all {
		messages = append(messages, a.SessionID, a.UserID, "assistant", a.Text, a.Mood.Raw, a.Mood.Score, a.at)
		emotions = append(emotions, a.SessionID, a.UserID, a.MessageID, a.Mood.Refined, a.Mood.Score,
			jsonText(a.Mood.Keywords), jsonText(a.Suggestions), a.at)
	}
	if _, err := s.exec(ctx, manyRows(sqlAddMessages, len(all)), messages...); err != nil {
		return
	}
	_, _ = s.exec(ctx, manyRows(sqlAddEmotions, len(all)), emotions...)
}

// manyRows makes an INSERT of one row, whose values come last, one of n.
func manyRows(insert string, n int) string {
	row := insert[strings.LastIndexByte(insert, '('):]
	return insert + strings.Repeat(", "+row, n-1)
}

// evaluate records the scores that the service gave one of its replies.
func (s *store) evaluate(ctx context.Context, q question, a reply, e evaluation) error {
	_, err := s.exec(ctx, sqlAddEvaluation, q.SessionID, q.UserID, a.MessageID,
		e.Empathy, e.Naturalness, e.Safety, e.average(), s.stamp())
	return err
}

// message is one row of a conversation.
type message struct {
	Role      string `json:"role"`
	Content   string `json:"content"`
	Emotion   string `json:"emotion"`
	Timestamp string `json:"timestamp"` // UTC, as the database holds it
}

// history returns the latest messages of a session, oldest first.
func (s *store) history(ctx context.Context, session string, limit int) ([]message, error) {
	s.answers.flush()
	messages := []message{}
	err := s.within(ctx, func(ctx context.Context) error {
		rows, err := s.db.QueryContext(ctx, sqlHistory, session, limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var m message
			if err := rows.Scan(&m.Role, &m.Content, &m.Emotion, &m.Timestamp); err != nil {
				return err
			}
			messages = append([]message{m}, messages...)
		}
		return rows.Err()
	})
	return messages, err
}

// feedback is what a user thinks of a reply.
type feedback struct {
	SessionID   string `json:"session_id"`
	UserID      string `json:"user_id"`
	MessageID   int64  `json:"message_id"`
	Type        string `json:"feedback_type"`
	Rating      int    `json:"rating"` // 1 to 5
	Comment     string `json:"comment"`
	UserMessage string `json:"user_message"`
	BotResponse string `json:"bot_response"`
}

func (s *store) addFeedback(ctx context.Context, f feedback) (int64, error) {
	result, err := s.exec(ctx, sqlAddFeedback, f.SessionID, f.UserID, f.MessageID, f.Type, f.Rating,
		f.Comment, f.UserMessage, f.BotResponse, s.stamp())
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// feedbackCount is the statistics of one type of feedback.
type feedbackCount struct {
	Type   string  `json:"feedback_type"`
	Count  int     `json:"count"`
	Rating pyFloat `json:"avg_rating"`
}

func (s *store) feedbackByType(ctx context.Context) ([]feedbackCount, error) {
	counts := []feedbackCount{}
	err := s.within(ctx, func(ctx context.Context) error {
		rows, err := s.db.QueryContext(ctx, sqlFeedback)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var c feedbackCount
			var mean float64
			if err := rows.Scan(&c.Type, &c.Count, &mean); err != nil {
				return err
			}
			c.Rating = rounded(mean)
			counts = append(counts, c)
		}
		return rows.Err()
	})
	return counts, err
}
