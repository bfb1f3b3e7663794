package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, dir string) (*Journal, Recovery) {
	t.Helper()
	j, rec, err := Open(dir, Options{Newest: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j, rec
}

func write(t *testing.T, dir string, n int) {
	t.Helper()
	j, _ := open(t, dir)
	for i := range n {
		if _, err := j.Append(Entry{At: noon.Add(time.Duration(i) * time.Second), Kind: "note", Data: fmt.Sprint("number ", i+1)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

func folder(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "state")
	return dir
}

func TestReopenedJournalGoesOn(t *testing.T) {
	dir := folder(t)
	write(t, dir, 12)
	write(t, dir, 3)
	if n, err := Verify(dir); n != 15 || err != nil {
		t.Fatalf("verified %d records, %v; want 15 and no error", n, err)
	}
	_, rec := open(t, dir)
	if len(rec.Newest) != 10 || rec.Newest[0].Seq != 6 || rec.Newest[9].Seq != 15 {
		t.Errorf("newest are %d records from %d to %d, want 10 from 6 to 15", len(rec.Newest), rec.Newest[0].Seq, rec.Newest[len(rec.Newest)-1].Seq)
	}
}

func TestFilesArePrivate(t *testing.T) {
	dir := folder(t)
	write(t, dir, 1)
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, fileName): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s is %o, want %o", path, info.Mode().Perm(), want)
		}
	}
}

func TestSharedFolderIsRefused(t *testing.T) {
	dir := folder(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(dir, Options{Newest: 1}); !errors.Is(err, ErrExposed) {
		t.Errorf("opening gave %v, want ErrExposed", err)
	}
}

func TestSecondOpenIsLockedOut(t *testing.T) {
	dir := folder(t)
	open(t, dir)
	if _, _, err := Open(dir, Options{Newest: 1}); !errors.Is(err, ErrLocked) {
		t.Errorf("second open gave %v, want ErrLocked", err)
	}
}

// Wherever the file is cut, everything before the cut record is kept, the rest
// stands aside, and writing goes on with a chain that verifies.
func TestTornEndIsCutOff(t *testing.T) {
	dir := folder(t)
	write(t, dir, 5)
	path := filepath.Join(dir, fileName)
	full, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range full {
		if err := os.WriteFile(path, full[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j, rec, err := Open(dir, Options{Newest: 10})
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		want := bytes.Count(full[:cut], []byte("\n"))
		if len(rec.Newest) != want {
			t.Fatalf("cut at %d: %d records kept, want %d", cut, len(rec.Newest), want)
		}
		if _, err := j.Append(Entry{At: noon, Kind: "note", Data: "after"}); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		j.Close()
		if n, err := Verify(dir); n != want+1 || err != nil {
			t.Fatalf("cut at %d: verified %d, %v; want %d", cut, n, err, want+1)
		}
	}
}

func TestVerifyNamesThePlace(t *testing.T) {
	tests := map[string]struct {
		damage func(lines [][]byte) [][]byte
		line   int
	}{
		"a flipped bit":       {func(l [][]byte) [][]byte { l[2][30] ^= 1; return l }, 3},
		"a removed record":    {func(l [][]byte) [][]byte { return append(l[:1:1], l[2:]...) }, 2},
		"two exchanged":       {func(l [][]byte) [][]byte { l[1], l[2] = l[2], l[1]; return l }, 2},
		"an edited payload":   {func(l [][]byte) [][]byte { l[3] = bytes.Replace(l[3], []byte("number"), []byte("NUMBER"), 1); return l }, 4},
		"noise in the middle": {func(l [][]byte) [][]byte { l[1] = []byte("noise\n"); return l }, 2},
		"a cut end":           {func(l [][]byte) [][]byte { l[4] = l[4][:10]; return l }, 5},
		"a missing beginning": {func(l [][]byte) [][]byte { return l[1:] }, 1},
		"a record told twice": {func(l [][]byte) [][]byte { return append(l[:2:2], l[1:]...) }, 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			write(t, dir, 5)
			path := filepath.Join(dir, fileName)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines := bytes.SplitAfter(bytes.TrimSuffix(b, nil), []byte("\n"))[:5]
			if err := os.WriteFile(path, bytes.Join(tt.damage(lines), nil), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = Verify(dir)
			var damage *Damage
			if !errors.As(err, &damage) || damage.Line != tt.line {
				t.Errorf("verify said %v, want damage in line %d", err, tt.line)
			}
			if j, rec, err := Open(dir, Options{Newest: 10}); err != nil {
				t.Errorf("a damaged journal does not open: %v", err)
			} else {
				if tt.line < 5 && rec.Damage == nil {
					t.Error("open did not report the damage")
				}
				j.Close()
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`{"seq":1,"at":"2026-01-02T12:00:00Z","kind":"note","data":1,"prev":"","crc":"00000000"}` + "\n"))
	f.Add([]byte("\n\n{}\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := folder(t)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fileName), content, 0o600); err != nil {
			t.Fatal(err)
		}
		j, _, err := Open(dir, Options{Newest: 3})
		if err != nil {
			return
		}
		defer j.Close()
		if _, err := j.Append(Entry{At: noon, Kind: "note", Data: "x"}); err != nil {
			t.Errorf("a journal that opened does not take a record: %v", err)
		}
	})
}
