package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// standing is a little longer than a dialog has to stand before it takes an
// answer.
const standing = 400 * time.Millisecond

// opens presses an act's key and waits until its plan can be answered.
func (c *console) opens(t *testing.T, key, title string) (plan string) {
	t.Helper()
	c.press(t, key)
	c.becomes(t, patience, "the plan of "+title, func(string) bool {
		return strings.Contains(c.dialog(title), " proof ") || strings.Contains(c.dialog(title), " last ")
	})
	<-time.After(standing)
	c.now() // the rest of its frame
	return c.dialog(title)
}

// confirms walks an act from its key to its verdict, which it returns.
func (c *console) confirms(t *testing.T, key, title string) (verdict string) {
	t.Helper()
	c.opens(t, key, title)
	c.press(t, "y")
	return c.ends(t, title)
}

// verdictComes is longer than any act of the demo and its proof may take.
const verdictComes = 2 * time.Minute

// ends waits for the verdict of the act that is running.
func (c *console) ends(t *testing.T, title string) (verdict string) {
	t.Helper()
	c.becomes(t, verdictComes, "the verdict on "+title, func(string) bool {
		_, verdict = lastTick(c.dialog(title))
		return strings.Contains(verdict, " in ")
	})
	return verdict
}

// lastTick divides a dialog's text before its last tick or cross.
func lastTick(dialog string) (steps, verdict string) {
	i := max(strings.LastIndex(dialog, "✔ "), strings.LastIndex(dialog, "✖ "))
	if i < 0 {
		return dialog, ""
	}
	return dialog[:i], dialog[i:]
}

// dialog is what stands in the dialog of that title, its words with one blank
// between them however its lines were broken; "" when there is none.
func (c *console) dialog(title string) string {
	left, top, ok := c.find("╭─ " + title + " ")
	if !ok {
		return ""
	}
	width, height := c.screen.Size()
	var words []string
	for y := top + 1; y < height && c.screen.Cell(left, y).Text == "│"; y++ {
		var line strings.Builder
		for x := left + 1; x < width && c.screen.Cell(x, y).Text != "│"; x++ {
			line.WriteString(c.screen.Cell(x, y).Text)
		}
		words = append(words, strings.Fields(line.String())...)
	}
	return " " + strings.Join(words, " ") + " "
}

// find returns the cell in which a text begins.
func (c *console) find(text string) (x, y int, ok bool) {
	width, height := c.screen.Size()
	for y := range height {
		var line strings.Builder
		begins := map[int]int{} // byte → cell
		for x := range width {
			begins[line.Len()] = x
			line.WriteString(c.screen.Cell(x, y).Text)
		}
		if i := strings.Index(line.String(), text); i >= 0 {
			return begins[i], y, true
		}
	}
	return 0, 0, false
}

// record is one line of the journal, of which the acts are read here.
type record struct {
	Kind string `json:"kind"`
	Data struct {
		Data struct {
			Action  string `json:"action"`
			Undo    bool   `json:"undo"`
			Outcome string `json:"outcome"`
		} `json:"data"`
	} `json:"data"`
}

// deeds are the acts in the service's journal, in the order in which they were
// written: "act restart", "act-end restart done".
func (s *service) deeds(t *testing.T) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(s.State, "journal.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var deeds []string
	for line := range bytes.Lines(content) {
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatalf("a record of the journal is %q: %v", line, err)
		}
		if r.Kind != "act" && r.Kind != "act-end" {
			continue
		}
		act := r.Data.Data
		deed := r.Kind + " " + act.Action
		if act.Undo {
			deed += " undo"
		}
		deeds = append(deeds, strings.TrimSpace(deed+" "+act.Outcome))
	}
	return deeds
}

// did fails the test unless the journal holds exactly these acts. A verdict may
// be on the screen a moment before it is on the disk.
func (s *service) did(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	if !eventually(func() bool { got = s.deeds(t); return slices.Equal(got, want) }) {
		t.Errorf("the journal holds %q, wanted %q", got, want)
	}
}

// get is the body of an answer of the service.
func (s *service) get(t *testing.T, path string) string {
	t.Helper()
	answer, err := http.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// broken starts the service and a console on it, and waits until the scene's
// alert is on the screen. Without a scene all is well.
func broken(t *testing.T, scene, alert string) (*service, *console) {
	t.Helper()
	t.Parallel()
	s := startService(t)
	c := startConsole(t, wide, "-c", s.Watched)
	c.calm(t)
	if scene != "" {
		s.tell(t, "fault", scene)
		c.shows(t, patience, alert)
	}
	return s, c
}

func TestAnActAsksFirstAndCancelIsTheDefault(t *testing.T) {
	s, c := broken(t, "vector-db-down", "P2 vector database unreachable")
	plan := c.opens(t, "c", "restart the vector database")
	argv := strings.Join([]string{"does", os.Args[0], "xinyu", "ctl", s.Control, "start", "chroma", "in"}, " ")
	for _, want := range []string{argv, "1 min at most on demo affects replies do without long-term memory", "proof chroma is up within 30 s", "last no run on record", "[ Cancel ] Do it"} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan does not hold %q: %s", want, plan)
		}
	}
	c.press(t, "\r")
	c.loses(t, patience, "╭─ restart the vector database")
	c.shows(t, patience, "P2 vector database unreachable")
	s.did(t)

	c.opens(t, "c", "restart the vector database")
	c.press(t, "\t")
	c.shows(t, patience, "Cancel    [ Do it ]")
	c.press(t, "\r")
	if verdict := c.ends(t, "restart the vector database"); !strings.HasPrefix(verdict, "✔ recovered in ") {
		t.Errorf("the verdict is %q", verdict)
	}
	c.shows(t, patience, "ago: vector database unreachable")
	c.loses(t, patience, "P2 vector database unreachable")
	s.did(t, "act restart-chroma", "act-end restart-chroma done")
}

func TestTheNextKeyEndsARefusal(t *testing.T) {
	s, c := broken(t, "llm-key", "P2 the LLM API is failing")
	if verdict := c.confirms(t, "K", "next LLM key"); !strings.HasPrefix(verdict, "✔ proved in ") {
		t.Errorf("the verdict is %q", verdict)
	}
	c.loses(t, patience, "P2 the LLM API is failing")
	s.did(t, "act switch-key", "act-end switch-key done")
}

func TestSafeModeIsProvedByASafeReplyAndLeftByItsName(t *testing.T) {
	s, c := broken(t, "filter-failing", "P1 the content filter lets messages through")
	if verdict := c.confirms(t, "S", "safe mode"); !strings.HasPrefix(verdict, "✔ proved in ") || !strings.Contains(verdict, "canary answers as it should") {
		t.Errorf("the verdict is %q", verdict)
	}
	c.shows(t, patience, "SAFE MODE")
	c.loses(t, patience, "P1 the content filter lets messages through")
	s.tell(t, "heal", "filter-failing")

	c.opens(t, "S", "leave safe mode")
	c.press(t, "safe\r")
	c.shows(t, patience, "that is not safe-mode; nothing was done")
	c.press(t, "-mode\r")
	if verdict := c.ends(t, "leave safe mode"); !strings.HasPrefix(verdict, "✔ proved in ") {
		t.Errorf("the verdict is %q", verdict)
	}
	c.loses(t, patience, "SAFE MODE")
	s.did(t, "act safe-mode", "act-end safe-mode done", "act safe-mode undo", "act-end safe-mode undo done")
}

func TestARestartBringsADeadBackendBack(t *testing.T) {
	s, c := broken(t, "backend-down", "P1 the service is down")
	if verdict := c.confirms(t, "r", "restart the backend"); !strings.HasPrefix(verdict, "✔ recovered in ") {
		t.Errorf("the verdict is %q", verdict)
	}
	c.loses(t, patience, "P1 the service is down")
	s.did(t, "act restart", "act-end restart done")
}

func TestAnOrderedRestartIsNoAlarm(t *testing.T) {
	s, c := broken(t, "", "")
	c.opens(t, "r", "restart the backend")
	c.press(t, "y")
	told, alarmed := false, ""
	c.becomes(t, patience, "the end of the restart", func(screen string) bool {
		told = told || strings.Contains(c.header(), "restarting, by you")
		if !strings.Contains(c.header(), "P1 0") {
			alarmed = screen
		}
		_, verdict := lastTick(c.dialog("restart the backend"))
		return strings.HasPrefix(verdict, "✔ proved in ") && !strings.Contains(c.header(), "restarting, by you")
	})
	if !told {
		t.Error("the header never said that the restart was ordered")
	}
	if alarmed != "" {
		t.Errorf("an alarm was raised:\n%s", alarmed)
	}
	s.did(t, "act restart", "act-end restart done")
}

func TestALimitOnLoadIsSetAndLifted(t *testing.T) {
	s, c := broken(t, "load-10x", "P2 the service is overloaded")
	if verdict := c.confirms(t, "L", "limit concurrency to 20"); !strings.HasPrefix(verdict, "✔ proved in ") {
		t.Errorf("the verdict is %q", verdict)
	}
	c.shows(t, patience, "LOAD LIMITED")
	if got := s.get(t, "/performance/optimization/config"); !strings.Contains(got, `"max_concurrent_requests":20,`) {
		t.Errorf("the service's settings are %s", got)
	}
	if verdict := c.confirms(t, "L", "lift the limit on concurrency"); !strings.HasPrefix(verdict, "✔ done in ") {
		t.Errorf("the verdict on the undo is %q", verdict)
	}
	c.loses(t, patience, "LOAD LIMITED")
	if got := s.get(t, "/performance/optimization/config"); !strings.Contains(got, `"max_concurrent_requests":50,`) {
		t.Errorf("the service's settings are %s", got)
	}
	s.did(t, "act limit-load", "act-end limit-load done", "act limit-load undo", "act-end limit-load undo done")
}

func TestDegradingSwitchesOffWhatCanBeSpared(t *testing.T) {
	s, c := broken(t, "", "")
	if verdict := c.confirms(t, "D", "degrade: plugins and image analysis off"); !strings.HasPrefix(verdict, "✔ proved in ") {
		t.Errorf("the verdict is %q", verdict)
	}
	c.shows(t, patience, "PLUGINS OFF")
	settings, err := os.ReadFile(s.ConfigEnv)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nENABLE_PLUGINS=false\n", "\nENABLE_IMAGE_ANALYSIS=false\n"} {
		if !strings.Contains(string(settings), want) {
			t.Errorf("the service's settings do not hold %q:\n%s", want, settings)
		}
	}
	s.did(t, "act degrade", "act-end degrade done")
}

func TestAReadOnlyConsoleActsOnNoKey(t *testing.T) {
	t.Parallel()
	s := startService(t)
	before, err := os.ReadFile(s.ConfigEnv)
	if err != nil {
		t.Fatal(err)
	}
	c := startConsole(t, wide, "-c", s.Watched, "--read-only")
	c.calm(t)
	c.shows(t, patience, "READ ONLY")
	c.press(t, "rSKLDc?") // help comes up only where no dialog is in its way
	help := ""
	c.becomes(t, patience, "help", func(string) bool {
		help = c.dialog("keys")
		return help != ""
	})
	if strings.Contains(help, "acts, each asks first") || strings.Contains(help, "restart the backend") {
		t.Errorf("help offers acts: %s", help)
	}
	after, err := os.ReadFile(s.ConfigEnv)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the service's settings were changed")
	}
	s.did(t)
}
