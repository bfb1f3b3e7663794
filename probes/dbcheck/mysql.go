package dbcheck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/go-sql-driver/mysql"

	"bedside/probes"
)

// MySQL watches a MySQL server. Where the server tells it, NAME.connections is
// how many clients are connected.
type MySQL struct {
	name   probes.Name
	dsn    probes.Secret
	kept   kept
	silent bool        // this server does not tell its status: it is not asked again
	over   atomic.Bool // an answer was longer than its limit
}

var _ probes.Probe = (*MySQL)(nil)

// NewMySQL makes a probe of a server. dsn is a data source name as of
// go-sql-driver/mysql: user:password@tcp(host:port)/database.
func NewMySQL(name probes.Name, dsn probes.Secret) *MySQL { return &MySQL{name: name, dsn: dsn} }

// Name returns the target's name.
func (p *MySQL) Name() probes.Name { return p.name }

// Check logs in, unless it is still logged in, and asks for a one.
func (p *MySQL) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	return p.check(ctx).Ended(p.name, began)
}

// Close ends the kept connection. The probe can be used again.
func (p *MySQL) Close() { p.kept.close() }

func (p *MySQL) check(ctx context.Context) probes.Sample {
	dsn, err := probes.Resolve(p.dsn)
	if err != nil {
		return probes.Unreachable(err)
	}
	db, err := p.kept.open(dsn, p.open)
	if err != nil {
		return probes.Unreachable(err)
	}
	if _, err := one(ctx, db, "SELECT 1"); err != nil {
		p.silent = false // the next server may be another
		if p.over.Swap(false) {
			return probes.Fail(probes.Unknown, probes.OverLimit, fmt.Sprintf("> %d KiB", maxAnswer>>10))
		}
		return failed(ctx, err, byMySQL)
	}
	return probes.Sample{Status: probes.Up, Values: p.figures(ctx, db)}
}

func (p *MySQL) open(dsn string) (*sql.DB, error) {
	c, err := mysql.ParseDSN(dsn)
	if err != nil { // its text may quote the password
		return nil, probes.Errorf(probes.Unknown, probes.Failed, "the DSN is not user:password@tcp(host:port)/database")
	}
	c.Logger = &mysql.NopLogger{}
	c.DialFunc = dialer{&p.over}.dial
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, probes.Errorf(probes.Unknown, probes.Failed, "the DSN cannot be used")
	}
	return sql.OpenDB(connector), nil
}

// figures asks for the server's status.
func (p *MySQL) figures(ctx context.Context, db *sql.DB) []probes.Value {
	if p.silent {
		return nil
	}
	var name, text string
	err := db.QueryRowContext(ctx, "SHOW GLOBAL STATUS LIKE 'Threads_connected'").Scan(&name, &text)
	if refused := (*mysql.MySQLError)(nil); errors.As(err, &refused) || errors.Is(err, sql.ErrNoRows) {
		p.silent = true
	}
	if err != nil {
		return nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !probes.Finite(n) {
		return nil
	}
	return []probes.Value{{Metric: probes.Metric(p.name) + ".connections", Number: n}}
}

// The server's error numbers that have a fault of their own.
const (
	deniedDatabase = 1044
	deniedUser     = 1045
	deniedHost     = 1130
	deniedPlugin   = 1698
)

// byMySQL knows the driver's own errors.
func byMySQL(err error) (probes.Sample, bool) {
	told := (*mysql.MySQLError)(nil)
	switch {
	case errors.As(err, &told):
		switch told.Number {
		case deniedUser, deniedDatabase, deniedHost, deniedPlugin:
			return probes.Fail(probes.Down, probes.Unauthorized, told.Message), true
		}
		return probes.Fail(probes.Down, probes.Unhealthy, told.Error()), true
	case errors.Is(err, mysql.ErrMalformPkt), errors.Is(err, mysql.ErrPktSync), errors.Is(err, mysql.ErrOldProtocol):
		return probes.Fail(probes.Down, probes.Malformed, "MySQL"), true
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return probes.Sample{}, false
	case errors.Is(err, mysql.ErrInvalidConn), errors.Is(err, driver.ErrBadConn):
		return probes.Fail(probes.Down, probes.Reset, ""), true
	}
	return probes.Sample{}, false
}
