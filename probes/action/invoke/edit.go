package invoke

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/words"
)

// editLimit is the size of the largest file that is edited.
const editLimit = 1 << 20

// backupSuffix is added to the name of the copy that an edit leaves.
const backupSuffix = ".bedside-backup"

// edit changes settings in a file so that the file is at every moment either
// the old or the new one, with its mode and owner; the old one stays beside it.
func (v *Invoker) edit(e action.Edit) (raw.Text, error) {
	path, before, info, err := v.settings(e)
	if err != nil {
		return raw.Text{}, err
	}
	after, err := v.rewrite(before, e)
	if err != nil {
		return raw.Text{}, err
	}
	if bytes.Equal(before, after) {
		return raw.Of("nothing to change"), nil
	}
	if err := replace(path, replacement{before: before, after: after, info: info}); err != nil {
		return raw.Text{}, err
	}
	return raw.Of(words.English.Say(v.changes(e))), nil
}

// settings reads the file that is edited, under its own name.
func (v *Invoker) settings(e action.Edit) (path string, content []byte, info os.FileInfo, err error) {
	path, err = filepath.EvalSymlinks(v.path(e.File))
	if err != nil {
		return "", nil, nil, startProblem(e.File, err)
	}
	content, info, err = readSettings(path)
	return path, content, info, err
}

func readSettings(path string) ([]byte, os.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, startProblem(path, err)
	}
	if !info.Mode().IsRegular() || info.Size() > editLimit {
		return nil, nil, problem(nil, NotText, path)
	}
	if info.Mode().Perm()&0o200 == 0 {
		return nil, nil, problem(os.ErrPermission, NotAllowed, path)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, startProblem(path, err)
	}
	if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
		return nil, nil, problem(nil, NotText, path)
	}
	return content, info, nil
}

// rewrite returns the content with the edit's settings. Pure but for the
// secrets that it resolves.
func (v *Invoker) rewrite(content []byte, e action.Edit) ([]byte, error) {
	for _, key := range slices.Sorted(maps.Keys(e.Set)) {
		next, err := setLine(content, setting{key, e.File}, func(string) (string, error) { return v.resolve(e.Set[key], nil) })
		if err != nil {
			return nil, err
		}
		content = next
	}
	for _, key := range slices.Sorted(maps.Keys(e.Rotate)) {
		values := e.Rotate[key]
		next, err := setLine(content, setting{key, e.File}, func(present string) (string, error) { return v.rotate(present, values) })
		if err != nil {
			return nil, err
		}
		content = next
	}
	return content, nil
}

type setting struct{ key, file string }

// setLine replaces the value in the one line that assigns the key, keeping its
// indentation, quotes, spacing, comment and line ending.
func setLine(content []byte, s setting, value func(present string) (string, error)) ([]byte, error) {
	line := regexp.MustCompile(`(?m)^((?:export[ \t]+)?` + regexp.QuoteMeta(s.key) + `[ \t]*=[ \t]*)("[^"\n]*"|'[^'\n]*'|[^#\r\n]*?)([ \t]*(?:#[^\r\n]*)?\r?)$`)
	found := line.FindAllSubmatchIndex(content, 2)
	switch len(found) {
	case 0:
		return nil, problem(nil, NoKey, s.key, s.file)
	case 2:
		return nil, problem(nil, TwoKeys, s.key, s.file)
	}
	from, to := found[0][4], found[0][5]
	present := string(content[from:to])
	literal, err := value(present)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(literal, "\r\n") {
		return nil, problem(nil, Broken, fmt.Sprintf("the value of %s holds a line break", s.key))
	}
	return slices.Concat(content[:from], []byte(literal), content[to:]), nil
}

// rotate returns the value after the present one, the first when the present
// one is none of them, in the quotes that stood there.
func (v *Invoker) rotate(present string, values []string) (string, error) {
	bare, quote := strings.TrimSpace(present), ""
	if len(bare) >= 2 && (bare[0] == '"' || bare[0] == '\'') && bare[len(bare)-1] == bare[0] {
		bare, quote = bare[1:len(bare)-1], bare[:1]
	}
	next := 0
	plain := make([]string, len(values))
	for i, ref := range values {
		var err error
		if plain[i], err = v.resolve(ref, nil); err != nil {
			return "", err
		}
		if plain[i] == bare {
			next = (i + 1) % len(values)
		}
	}
	if len(plain) == 0 {
		return "", problem(nil, Broken, "nothing to rotate through")
	}
	return quote + plain[next] + quote, nil
}

type replacement struct {
	before, after []byte
	info          os.FileInfo
}

func replace(path string, r replacement) error {
	kept, err := writeBeside(path, r.before, r.info)
	if err != nil {
		return startProblem(path+backupSuffix, err)
	}
	if err := os.Rename(kept, path+backupSuffix); err != nil {
		return errors.Join(startProblem(path+backupSuffix, err), os.Remove(kept))
	}
	fresh, err := writeBeside(path, r.after, r.info)
	if err != nil {
		return startProblem(path, err)
	}
	// Whoever else edits the file wins: theirs was not what was confirmed.
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, r.before) {
		return errors.Join(problem(err, Changed, path), os.Remove(fresh))
	}
	if err := os.Rename(fresh, path); err != nil {
		return errors.Join(startProblem(path, err), os.Remove(fresh))
	}
	return nil
}

// writeBeside writes a new file in the folder of path, with the mode and, where
// permitted, the owner of info, and returns its name. The name is nobody's yet:
// whoever else may write there cannot have put a link in its place.
func writeBeside(path string, content []byte, info os.FileInfo) (name string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".bedside-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, keepOwner(f, info), f.Chmod(info.Mode().Perm()), f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

func keepOwner(f *os.File, info os.FileInfo) error {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if err := f.Chown(int(st.Uid), int(st.Gid)); err != nil && int(st.Uid) != os.Geteuid() {
		return fmt.Errorf("keep the owner: %w", err)
	}
	return nil
}
