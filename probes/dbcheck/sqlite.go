package dbcheck

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"bedside/probes"
)

// SQLite watches a database file. Its figure NAME.size is the file's size in
// bytes. The file is opened for reading and never created.
type SQLite struct {
	name probes.Name
	path string
	kept kept
	file os.FileInfo // that is open
}

var _ probes.Probe = (*SQLite)(nil)

// NewSQLite makes a probe of the database in the file at path.
func NewSQLite(name probes.Name, path string) *SQLite { return &SQLite{name: name, path: path} }

// Name returns the target's name.
func (p *SQLite) Name() probes.Name { return p.name }

// Check reads the database's schema.
func (p *SQLite) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	return p.check(ctx).Ended(p.name, began)
}

// Close closes the file. The probe can be used again.
func (p *SQLite) Close() { p.kept.close() }

func (p *SQLite) check(ctx context.Context) probes.Sample {
	file, err := os.Stat(p.path)
	if err != nil {
		p.kept.close()
		return probes.Unreachable(err)
	}
	if p.file == nil || !os.SameFile(file, p.file) { // replaced by another of its name
		p.kept.close()
	}
	p.file = file
	db, err := p.kept.open(p.path, openSQLite)
	if err != nil {
		return probes.Unreachable(err)
	}
	if _, err := one(ctx, db, "SELECT count(*) FROM sqlite_master"); err != nil {
		return failed(ctx, err, bySQLite)
	}
	return probes.Sample{Status: probes.Up, Values: []probes.Value{
		{Metric: probes.Metric(p.name) + ".size", Number: float64(file.Size()), Unit: probes.Bytes},
	}}
}

func openSQLite(path string) (*sql.DB, error) {
	source := url.URL{Scheme: "file", Path: path, RawQuery: "mode=ro&_pragma=busy_timeout(500)"}
	return sql.Open("sqlite", source.String())
}

// bySQLite knows the library's own errors.
func bySQLite(err error) (probes.Sample, bool) {
	told := (*sqlite.Error)(nil)
	if !errors.As(err, &told) {
		return probes.Sample{}, false
	}
	const primary = 0xff // of an extended result code
	switch told.Code() & primary {
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return probes.Fail(probes.Down, probes.Malformed, "SQLite"), true
	case sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return probes.Fail(probes.Unknown, probes.NoPermission, told.Error()), true
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return probes.Fail(probes.Degraded, probes.Unhealthy, told.Error()), true
	case sqlite3.SQLITE_INTERRUPT:
		return probes.Sample{}, false
	}
	return probes.Fail(probes.Down, probes.Failed, told.Error()), true
}
