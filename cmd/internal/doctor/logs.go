package doctor

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/logview/tail"
	"bedside/probes"
)

const (
	maxFiles = 16       // of one pattern that are looked at
	lastPart = 64 << 10 // bytes at a file's end that tell its format
)

// logFile is what was seen of one file.
type logFile struct {
	Name    string // in the configuration
	Path    string
	Err     error // of looking, opening or reading
	Folder  error // of looking at its folder, where there is no file
	Size    int64
	Written time.Time
	Entries int       // in its last part
	Headed  int       // of them, those with a time or a level
	Last    time.Time // the newest time that an entry names
	Rotated int       // files beside it that rotation has made
	More    int       // files that match and were not looked at
}

// logs examines every log at once; a file system that does not answer is waited
// for no longer than patience.
func (o Options) logs(ctx context.Context, now time.Time) []Finding {
	if o.Config == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	seen := make([][]logFile, len(o.Config.Logs))
	var all sync.WaitGroup
	for i, l := range o.Config.Logs {
		all.Go(func() {
			var look probes.Blocking[[]logFile]
			files, err := look.Do(ctx, func() []logFile { return lookAt(l) })
			if err != nil {
				files = []logFile{{Name: l.Name, Path: l.File, Err: err}}
			}
			seen[i] = files
		})
	}
	all.Wait()
	var out []Finding
	for _, f := range slices.Concat(seen...) {
		out = append(out, f.judge(now))
	}
	return out
}

// lookAt looks at a log's file, or at the files of its pattern.
func lookAt(l config.Log) []logFile {
	switch {
	case l.File == "":
		return nil // the configuration says that it is not active
	case !strings.ContainsAny(l.File, "*?["):
		return []logFile{look(l, l.File)}
	}
	paths, _ := filepath.Glob(l.File)
	var out []logFile
	for _, path := range paths {
		if tail.Rotated(filepath.Base(path)) {
			continue
		}
		if len(out) == maxFiles {
			out[0].More++
			continue
		}
		out = append(out, look(l, path))
	}
	if len(out) == 0 {
		out = []logFile{{Name: l.Name, Path: l.File, Err: fs.ErrNotExist, Folder: folderOf(l.File)}}
	}
	return out
}

// folderOf says what keeps the folder of a path from being looked into.
func folderOf(path string) error {
	_, err := os.ReadDir(filepath.Dir(path))
	return err
}

// look reads the last part of a file.
func look(l config.Log, path string) logFile {
	f := logFile{Name: l.Name, Path: path}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		f.Err, f.Folder = err, folderOf(path)
		return f
	case !info.Mode().IsRegular():
		f.Err = errNotAFile
		return f
	}
	f.Size, f.Written = info.Size(), info.ModTime()
	f.Rotated = rotated(path)
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		f.Err = err
		return f
	}
	defer file.Close()
	from := max(0, f.Size-lastPart)
	content, err := io.ReadAll(io.NewSectionReader(file, from, lastPart))
	f.Err = err
	f.read(l, content, from > 0)
	return f
}

var errNotAFile = errors.New("not a regular file")

// rotated counts what rotation has left of a file.
func rotated(path string) int {
	names, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return 0
	}
	n, base := 0, filepath.Base(path)
	stem := strings.TrimSuffix(base, filepath.Ext(base))
	for _, name := range names {
		if strings.HasPrefix(name.Name(), stem) && tail.Rotated(name.Name()) {
			n++
		}
	}
	return n
}

// read counts what the parser makes of the content. Its first line may be the
// end of one.
func (f *logFile) read(l config.Log, content []byte, cut bool) {
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	if cut {
		lines = lines[1:]
	}
	count := func(e logview.Entry, done bool) {
		if !done {
			return
		}
		f.Entries++
		if !e.At.IsZero() || e.Level != logview.NoLevel {
			f.Headed++
		}
		if !e.At.IsZero() {
			f.Last = e.At
		}
	}
	p := logview.NewParser(logview.ParserOptions{Source: l.Name, Format: formatOf(l), Zone: l.Zone})
	for _, line := range lines {
		count(p.Line([]byte(line), logview.Arrival{}))
	}
	count(p.Close())
}

// formatOf is how the console reads the log.
func formatOf(l config.Log) logview.Format {
	if f := logview.Format(l.Format); f == logview.Uvicorn || f == logview.Plain {
		return f
	}
	return logview.Auto
}
