package xinyu

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// rotatingFile is Python's RotatingFileHandler: before a record would reach
// the limit, x.log becomes x.log.1, x.log.1 becomes x.log.2, and so on, and a
// new x.log appears. It is not safe for concurrent use.
type rotatingFile struct {
	path    string
	max     int // bytes; Python counts the record's characters, and so do we
	backups int
	file    *os.File
	size    int
}

func openRotating(path string, maxBytes, backups int) (*rotatingFile, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the log folder: %w", err)
	}
	f := &rotatingFile{path: path, max: maxBytes, backups: backups}
	if err := f.open(); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *rotatingFile) open() error {
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open the log %s: %w", f.path, err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return fmt.Errorf("measure the log %s: %w", f.path, err)
	}
	f.file, f.size = file, int(info.Size())
	return nil
}

// write appends one whole record, rotating first where it would not fit.
func (f *rotatingFile) write(record []byte) error {
	if f.file == nil {
		if err := f.open(); err != nil {
			return err
		}
	}
	if f.size+utf8.RuneCount(record) >= f.max {
		if err := f.rotate(); err != nil {
			return err
		}
	}
	n, err := f.file.Write(record)
	f.size += n
	if err != nil {
		return fmt.Errorf("append to the log %s: %w", f.path, err)
	}
	return nil
}

func (f *rotatingFile) rotate() error {
	f.close()
	for i := f.backups - 1; i > 0; i-- {
		if err := shift(f.backup(i), f.backup(i+1)); err != nil {
			return err
		}
	}
	if err := shift(f.path, f.backup(1)); err != nil {
		return err
	}
	return f.open()
}

// shift renames from to to, which it replaces. A missing from is none to move.
func shift(from, to string) error {
	err := os.Rename(from, to)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("rotate the log: %w", err)
	}
	return nil
}

func (f *rotatingFile) backup(i int) string { return fmt.Sprintf("%s.%d", f.path, i) }

func (f *rotatingFile) close() {
	if f.file != nil {
		_ = f.file.Close()
		f.file = nil
	}
}
