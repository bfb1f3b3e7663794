package invoke

import (
	"os"
	"path/filepath"
	"testing"

	"bedside/probes/action"
)

func TestAnEditFollowsNoLinkThatWaitsForIt(t *testing.T) {
	dir := t.TempDir()
	path, victim := filepath.Join(dir, "config.env"), filepath.Join(dir, "victim")
	for file, content := range map[string]string{path: "K=1\n", victim: "precious"} {
		if err := os.WriteFile(file, []byte(content), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	for _, trap := range []string{path + backupSuffix, path + ".bedside-new"} {
		if err := os.Symlink(victim, trap); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := New(Options{}).Do(t.Context(), action.Step{Edit: &action.Edit{File: path, Set: map[string]string{"K": "2"}}}); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{path: "K=2\n", path + backupSuffix: "K=1\n", victim: "precious"} {
		if got, err := os.ReadFile(file); string(got) != want {
			t.Errorf("%s holds %q, want %q (%v)", filepath.Base(file), got, want, err)
		}
	}
	if info, err := os.Lstat(path); err != nil || info.Mode() != 0o640 {
		t.Errorf("the file is %v (%v), want its mode kept", info.Mode(), err)
	}
}
