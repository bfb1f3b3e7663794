// Package filecheck watches files that something else should write, such as
// backups: the newest of a pattern, its age and its size. It also watches the
// space that is left where they are written.
package filecheck

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/shirou/gopsutil/v3/disk"

	"bedside/probes"
	"bedside/probes/words"
)

// Limits of one look.
const (
	maxFolders = 1000 // that a pattern may lead to
	batch      = 256  // names read at a time
)

// Options say what is looked at. Newest, Free or both.
type Options struct {
	Newest  string        // a pattern as of filepath.Match; the newest file that matches counts
	MaxAge  time.Duration // 0 is any
	MinSize int64         // bytes
	Free    string        // a folder on the file system whose space is watched
	MinFree int64         // bytes
}

// Probe watches files. With its name in front, its figures are .age (seconds)
// and .size (bytes) of the newest file, and .free (bytes).
type Probe struct {
	name probes.Name
	o    Options
	asks probes.Blocking[probes.Sample]
}

var _ probes.Probe = (*Probe)(nil)

// New makes a probe. The error says that the pattern is none.
func New(name probes.Name, o Options) (*Probe, error) {
	if _, err := filepath.Match(o.Newest, ""); err != nil {
		return nil, fmt.Errorf("reading the pattern of %s: %w", name, err)
	}
	return &Probe{name: name, o: o}, nil
}

// Name returns the target's name.
func (p *Probe) Name() probes.Name { return p.name }

// Check looks once. A file system that does not answer is waited for until ctx
// ends, and is not asked twice.
func (p *Probe) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	s, err := p.asks.Do(ctx, func() probes.Sample { return p.look(began) })
	if err != nil {
		s = probes.Unreachable(err)
		s.Status = probes.Unknown
	}
	return s.Ended(p.name, began)
}

func (p *Probe) look(now time.Time) probes.Sample {
	s := probes.Sample{Status: probes.Up}
	if p.o.Newest != "" {
		s = p.newest(now)
	}
	if p.o.Free == "" {
		return s
	}
	space := p.free()
	if space.Status != probes.Up && s.Status == probes.Up {
		s.Status, s.Fault = space.Status, space.Fault
	}
	s.Values = append(s.Values, space.Values...)
	return s
}

// newest judges the newest file.
func (p *Probe) newest(now time.Time) probes.Sample {
	file, err := newest(p.o.Newest)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return probes.Fail(probes.Unknown, probes.NoPermission, p.o.Newest)
	case err != nil:
		return probes.Unreachable(err)
	case file == nil:
		return probes.Fail(probes.Down, probes.NoFile, p.o.Newest)
	}
	s := probes.Sample{Status: probes.Up}
	age := max(0, now.Sub(file.ModTime()))
	switch {
	case p.o.MaxAge > 0 && age > p.o.MaxAge:
		s = probes.Fail(probes.Down, probes.TooOld, span(age)+" > "+span(p.o.MaxAge))
	case file.Size() < p.o.MinSize:
		s = probes.Fail(probes.Down, probes.TooSmall, fmt.Sprintf("%d B < %d B", file.Size(), p.o.MinSize))
	}
	s.Values = []probes.Value{
		{Metric: probes.Metric(p.name) + ".age", Number: age.Seconds(), Unit: probes.Seconds},
		{Metric: probes.Metric(p.name) + ".size", Number: float64(file.Size()), Unit: probes.Bytes},
	}
	return s
}

func span(d time.Duration) string { return words.English.Duration(d) }

// free judges the space that is left.
func (p *Probe) free() probes.Sample {
	usage, err := disk.Usage(p.o.Free)
	if err != nil {
		return probes.Fail(probes.Unknown, probes.NoFile, p.o.Free)
	}
	s := probes.Sample{Status: probes.Up}
	if usage.Free < uint64(max(0, p.o.MinFree)) {
		s = probes.Fail(probes.Degraded, probes.LowSpace, fmt.Sprintf("%d MiB < %d MiB", usage.Free>>20, p.o.MinFree>>20))
	}
	s.Values = []probes.Value{{Metric: probes.Metric(p.name) + ".free", Number: float64(usage.Free), Unit: probes.Bytes}}
	return s
}

// newest returns the newest regular file that matches, nil when none does. The
// last part of the pattern is matched name by name, so that a folder of a
// million files costs no memory.
func newest(pattern string) (fs.FileInfo, error) {
	folders, err := filepath.Glob(filepath.Dir(pattern))
	if err != nil {
		return nil, err
	}
	var best fs.FileInfo
	var failed error
	for _, folder := range folders[:min(len(folders), maxFolders)] {
		found, err := newestIn(folder, filepath.Base(pattern))
		if err != nil {
			failed = err
		}
		if found != nil && (best == nil || found.ModTime().After(best.ModTime())) {
			best = found
		}
	}
	if best == nil {
		return nil, failed
	}
	return best, nil
}

func newestIn(folder, pattern string) (best fs.FileInfo, err error) {
	dir, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	for {
		names, err := dir.Readdirnames(batch)
		for _, name := range names {
			if match, _ := filepath.Match(pattern, name); !match {
				continue
			}
			file, err := os.Stat(filepath.Join(folder, name))
			if err != nil || !file.Mode().IsRegular() {
				continue // it went away, or is no file
			}
			if best == nil || file.ModTime().After(best.ModTime()) {
				best = file
			}
		}
		if errors.Is(err, io.EOF) {
			return best, nil
		} else if err != nil {
			return best, err
		}
	}
}
