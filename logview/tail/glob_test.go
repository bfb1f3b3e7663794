package tail

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestAFileThatIsGoneForLongIsLeftAndThatIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "2026-01-02.log")
	var told []Condition
	g := &glob{
		options:  Options{Path: filepath.Join(filepath.Dir(path), "*.log")}.withDefaults(),
		followed: map[string]*member{}, renamed: map[string]bool{}, told: State{Condition: Following},
		deliver: func(b Batch) {
			if b.Path == path && !slices.Contains(told, b.State.Condition) {
				told = append(told, b.State.Condition)
			}
		},
	}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.WriteFile(path, []byte("a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.scan(t.Context(), now)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	g.scan(t.Context(), now.Add(time.Second))
	if len(g.followed) != 1 {
		t.Error("a file that may come back in the course of a rotation was left at once")
	}
	g.scan(t.Context(), now.Add(time.Second+forget))
	g.members.Wait()
	if len(g.followed) != 0 || len(told) == 0 || told[len(told)-1] != Left {
		t.Errorf("%d files are followed, the conditions were %v", len(g.followed), told)
	}
}
