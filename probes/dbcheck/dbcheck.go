// Package dbcheck watches databases by a statement that costs them nothing:
// MySQL over its protocol, SQLite by its file. One connection is kept between
// checks, and the drivers print nothing.
package dbcheck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"bedside/probes"
)

// kept is one connection, and what it was opened with.
type kept struct {
	db   *sql.DB // nil before the first check
	from string
}

// open returns the database of from, opened anew when from has changed.
func (k *kept) open(from string, open func(string) (*sql.DB, error)) (*sql.DB, error) {
	if k.db != nil && k.from == from {
		return k.db, nil
	}
	k.close()
	db, err := open(from)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	k.db, k.from = db, from
	return db, nil
}

func (k *kept) close() {
	if k.db != nil {
		_ = k.db.Close() // nothing was written that could be lost
		k.db = nil
	}
}

// one asks a statement whose answer is one number.
func one(ctx context.Context, db *sql.DB, statement string) (int64, error) {
	var n int64
	if err := db.QueryRowContext(ctx, statement).Scan(&n); err != nil {
		return 0, fmt.Errorf("asking %q: %w", statement, err)
	}
	return n, nil
}

// failed says why a database did not answer: by the driver's own word when
// there is one, else by the network's. When ctx has ended, that is the reason:
// drivers hide it behind the connection that they cut.
func failed(ctx context.Context, err error, driver func(error) (probes.Sample, bool)) probes.Sample {
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err)
	}
	if s, known := driver(err); known {
		return s
	}
	return probes.Unreachable(err)
}
