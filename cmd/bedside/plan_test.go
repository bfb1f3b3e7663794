package main

import (
	"os/exec"
	"path"
	"strings"
	"testing"
)

// storeys is the floor plan: a package imports only packages on lower storeys.
var storeys = map[string]int{
	"bedside/cmd/bedside": 10,

	"bedside/cmd/internal/wire": 9,

	"bedside/cmd/internal/doctor": 8,

	"bedside/cmd/internal/config": 7, "bedside/cmd/internal/xinyu": 7, "bedside/probes/engine": 7, "bedside/ui": 7,

	"bedside/probes/action/invoke": 6, "bedside/ui/pane": 6,

	"bedside/probes/state": 5,

	"bedside/probes/triage": 4,

	"bedside/probes/alert": 3, "bedside/probes/watch": 3,
	"bedside/probes/httpcheck": 3, "bedside/probes/promcheck": 3, "bedside/probes/hostcheck": 3, "bedside/probes/dbcheck": 3,
	"bedside/probes/redischeck": 3, "bedside/probes/netcheck": 3, "bedside/probes/filecheck": 3,

	"bedside/probes/series": 2, "bedside/probes/action": 2, "bedside/probes/fetch": 2,
	"bedside/logview/tail": 2, "bedside/logview/diagnose": 2,
	"bedside/ui/chart": 2, "bedside/ui/frame": 2,

	"bedside/cmd/internal/skeleton": 2,

	"bedside/probes": 1, "bedside/logview": 1, "bedside/cmd/internal/locale": 1,

	"bedside/probes/journal": 0, "bedside/probes/words/lang": -1, "bedside/probes/words": 0, "bedside/logview/raw": 0, "bedside/cmd/internal/quiet": 0, "bedside/cmd/internal/drowsy": 0,
	"bedside/cmd/internal/config/find": 0, "bedside/ui/frame/tty": 0,
	"bedside/ui/theme": 0, "bedside/ui/frame/frametest": 0, "bedside/cmd/internal/ptytest": 0,
}

// never lists imports that a package may not have: of our packages by prefix,
// of the standard library and of others by name.
var never = []struct {
	in      string // path or prefix with /
	import_ []string
	why     string
}{
	{"bedside/ui", []string{"net", "net/http", "os/exec", "bedside/probes/engine", "bedside/probes/action/invoke", "bedside/logview/tail", "bedside/cmd"}, "a screen only shows and asks"},
	{"bedside/probes", []string{"bedside/ui", "bedside/cmd", "github.com/charmbracelet"}, "the engine knows no screen"},
	{"bedside/logview", []string{"bedside/ui", "bedside/cmd", "bedside/probes", "github.com/charmbracelet"}, "logs stand on their own"},
}

// logviewFor says which packages under probes may import more of logview than
// the raw text.
var logviewFor = map[string]bool{
	"bedside/probes/triage": true, "bedside/probes/state": true, "bedside/probes/engine": true,
}

func TestFloorPlan(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}:{{join .Imports ","}}`, "bedside/...").Output()
	if err != nil {
		t.Fatalf("listing our packages: %v", err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		pkg, list, _ := strings.Cut(strings.TrimSpace(line), ":")
		seen[pkg] = true
		mine, ok := storeys[pkg]
		if !ok {
			t.Errorf("%s has no storey: give it one in the floor plan", pkg)
			continue
		}
		for imp := range strings.SplitSeq(list, ",") {
			checkStorey(t, pkg, mine, imp)
			checkNever(t, pkg, imp)
		}
	}
	for pkg := range storeys {
		if !seen[pkg] {
			t.Errorf("%s stands in the floor plan but does not exist", pkg)
		}
	}
}

func checkStorey(t *testing.T, pkg string, mine int, imp string) {
	t.Helper()
	if theirs, ours := storeys[imp]; ours && theirs >= mine {
		t.Errorf("%s (storey %d) imports %s (storey %d): imports only go down", pkg, mine, imp, theirs)
	}
	if strings.HasPrefix(pkg, "bedside/probes") && (imp == "bedside/logview" || strings.HasPrefix(imp, "bedside/logview/")) && imp != "bedside/logview/raw" {
		allowed := logviewFor[pkg] && (imp == "bedside/logview" || imp == "bedside/logview/diagnose")
		if !allowed {
			t.Errorf("%s imports %s: of the logs, probes may use the raw text alone", pkg, imp)
		}
	}
	if imp == "bedside/cmd/internal/config" && !strings.HasPrefix(pkg, "bedside/cmd/") {
		t.Errorf("%s imports the configuration: only the command line and the wiring read it", pkg)
	}
}

func checkNever(t *testing.T, pkg, imp string) {
	t.Helper()
	for _, n := range never {
		if pkg != n.in && !strings.HasPrefix(pkg, n.in+"/") || pkg == "bedside/ui/remote" {
			continue
		}
		if strings.HasPrefix(pkg, "bedside/ui/frame") {
			continue // the way to the terminal is an edge of its own
		}
		for _, bad := range n.import_ {
			if imp == bad || strings.HasPrefix(imp, bad+"/") && path.Dir(bad) != "." {
				t.Errorf("%s imports %s: %s", pkg, imp, n.why)
			}
		}
	}
}
