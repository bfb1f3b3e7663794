package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
	"bedside/ui/frame/frametest"
)

// healthyPage is a service that is well and has nothing else to say.
func healthyPage(t *testing.T) string {
	t.Helper()
	return page(t, http.StatusOK, "application/json", `{"status":"healthy"}`)
}

// givenBack fails the test unless the terminal is as it was before the program:
// its keys, its screen, its cursor, and no reports of pastes or the mouse.
func (c *console) givenBack(t *testing.T) {
	t.Helper()
	c.now()
	if modes := c.screen.Modes(); modes != (frametest.Modes{}) {
		t.Errorf("modes left on: %+v", modes)
	}
	if !c.Cooked() {
		t.Error("the terminal still treats keys as the program wanted")
	}
}

func TestHoweverTheConsoleEndsTheTerminalIsAsItWas(t *testing.T) {
	t.Parallel()
	url := healthyPage(t)
	for _, row := range []struct {
		name string
		end  func(c *console) error
	}{
		{"q", func(c *console) error { return c.Type("q") }},
		{"Ctrl-C", func(c *console) error { return c.Type("\x03") }},
		{"INT", func(c *console) error { return c.Signal(syscall.SIGINT) }},
		{"TERM", func(c *console) error { return c.Signal(syscall.SIGTERM) }},
		{"HUP", func(c *console) error { return c.Signal(syscall.SIGHUP) }},
		{"QUIT", func(c *console) error { return c.Signal(syscall.SIGQUIT) }},
		{"Ctrl-C in a paste that has no end", func(c *console) error {
			err := c.Type("\x1b[200~half")
			<-time.After(standing) // typed, it comes alone
			return errors.Join(err, c.Type("\x03"))
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := startConsole(t, wide, url)
			c.shows(t, patience, "✔ UP")
			if c.Cooked() {
				t.Error("keys were never the console's")
			}
			begun := time.Now()
			if err := row.end(c); err != nil {
				t.Fatal(err)
			}
			if code, err := c.Wait(patience); err != nil || code != exitDone {
				t.Errorf("it ends with %d, %v", code, err)
			}
			if took := time.Since(begun); took > 4*time.Second {
				t.Errorf("the end took %v", took)
			}
			c.givenBack(t)
		})
	}
}

func TestAClosedTerminalEndsTheConsole(t *testing.T) {
	t.Parallel()
	c := startConsole(t, wide, healthyPage(t))
	c.shows(t, patience, "✔ UP")
	c.Hangup()
	if code, err := c.Wait(patience); err != nil || code == exitUsage {
		t.Errorf("it ends with %d, %v", code, err)
	}
}

func TestAStoppedConsoleGivesTheTerminalBackAndComesBack(t *testing.T) {
	t.Parallel()
	cmd := command(t, healthyPage(t))
	cmd.Args = []string{"sh", "-c", "set -m; " + os.Args[0] + " " + cmd.Args[1] + "; echo STOPPED; read again; fg >/dev/null; echo ENDED"}
	cmd.Path = "/bin/sh"
	c := startConsoleCommand(t, wide, cmd)
	c.shows(t, patience, "✔ UP")
	child, err := c.Child()
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(child, syscall.SIGTSTP); err != nil {
		t.Fatal(err)
	}
	c.shows(t, patience, "STOPPED")
	c.givenBack(t)
	c.press(t, "\n")
	c.shows(t, patience, "✔ UP", "╭─ dependencies")
	c.press(t, "q")
	c.shows(t, patience, "ENDED")
	if _, err := c.Wait(patience); err != nil {
		t.Error(err)
	}
	c.givenBack(t)
}

// moody is a service that can be told to be ill.
func moody(t *testing.T) (url string, ill *atomic.Bool) {
	t.Helper()
	ill = new(atomic.Bool)
	return answering(t, func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		mood := "healthy"
		if ill.Load() {
			mood = "unhealthy"
		}
		fmt.Fprintf(w, `{"status":%q}`, mood)
	}), ill
}

func TestATerminalThatStopsReadingHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	url, ill := moody(t)
	cmd := command(t, url)
	journal := filepath.Join(cmd.Dir, "state", "bedside", strings.NewReplacer("http://", "", ":", "_").Replace(url), "journal.jsonl")
	c := startConsoleCommand(t, ptytest.Size{Width: 500, Height: 200}, cmd)
	c.shows(t, patience, "✔ UP")
	c.Pause()
	c.press(t, strings.Repeat("\x0c", 200)) // drawn anew more often than any buffer holds
	ill.Store(true)
	begun := time.Now()
	if !eventually(func() bool { return holds(journal, "service-down") }) {
		t.Fatalf("the alert is not in %s", journal)
	}
	t.Logf("the alert was on disk after %v", time.Since(begun).Round(time.Millisecond))
	begun = time.Now()
	if err := c.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Exited():
	case <-time.After(2 * time.Second):
		t.Errorf("it has not ended after %v", time.Since(begun))
	}
	c.Continue()
}

func TestASecondSignalDoesNotWaitForTheTerminal(t *testing.T) {
	t.Parallel()
	c := startConsole(t, ptytest.Size{Width: 500, Height: 200}, healthyPage(t))
	c.shows(t, patience, "✔ UP")
	c.Pause()
	c.press(t, strings.Repeat("\x0c", 200)) // drawn anew more often than any buffer holds
	if code, err := c.Wait(time.Second); err == nil {
		t.Fatalf("ended with %d before anybody asked for it", code)
	}
	begun := time.Now()
	for range 2 { // two kinds, for two of one kind may arrive as one
		_ = c.Signal(syscall.SIGTERM)
		_ = c.Signal(syscall.SIGINT)
	}
	select {
	case <-c.Exited():
	case <-time.After(patience):
	}
	took := time.Since(begun)
	c.Continue()
	if code, err := c.Wait(patience); err != nil || code <= 128 || took >= 2*time.Second {
		t.Errorf("ended with %d, %v after %v: the second signal was not obeyed at once", code, err, took)
	}
}

// holds reports whether a file holds a text.
func holds(path, text string) bool {
	content, err := os.ReadFile(path)
	return err == nil && bytes.Contains(content, []byte(text))
}

func TestASilentTerminalCostsNoTimeAndNoKey(t *testing.T) {
	t.Parallel()
	url := healthyPage(t)
	const wait = time.Second // the least that whoever asks a terminal waits for its answer
	soonest := patience
	for try := 0; try < 10 && soonest >= wait; try++ { // the machine may be busy with other tests
		c := startConsole(t, wide, url)
		c.press(t, "6") // before anything of it can be running
		at, err := c.FirstText(patience, "╭─")
		if err != nil {
			t.Fatal(err)
		}
		soonest = min(soonest, at)
		c.shows(t, patience, "╭─ logs")
		for _, asked := range []string{"\x1b[c", "\x1b[6n", "\x1b]11;?", "\x1b]10;?", "\x1b[?u"} {
			if bytes.Contains(c.Output(), []byte(asked)) {
				t.Errorf("the terminal is asked %q", asked)
			}
		}
	}
	t.Logf("the first frame stood after %v", soonest.Round(100*time.Microsecond))
	if soonest >= wait {
		t.Errorf("the first frame stood after %v", soonest)
	}
}

// lastFrame is what a terminal of that size shows of the output since the
// screen was last wiped.
func lastFrame(size ptytest.Size, output []byte) *frametest.Screen {
	screen := frametest.New(size.Width, size.Height)
	_, _ = screen.Write(output[max(0, bytes.LastIndex(output, []byte("\x1b[2J"))):])
	return screen
}

// settles waits until the last frame fits the size.
func settles(t *testing.T, s *ptytest.Session, from int, size ptytest.Size) {
	t.Helper()
	var text string
	err := s.WaitFor(from, patience, func(out []byte) bool {
		if !bytes.Contains(out, []byte("\x1b[2J")) {
			return false
		}
		screen := lastFrame(size, out)
		lines := screen.Lines()
		text = strings.Join(lines, "\n")
		tiny := size.Width < 40 || size.Height < 10
		return len(screen.Violations()) == 0 && strings.Contains(lines[0], "UP") && (tiny || screen.Cell(size.Width-1, 1).Text == "╮" && lines[size.Height-1] != "")
	})
	if err != nil {
		t.Fatalf("%dx%d: %v; the screen shows\n%s\n%q", size.Width, size.Height, err, text, lastFrame(size, s.Output()).Violations())
	}
}

func TestAStormOfResizesEndsInTheRightFrame(t *testing.T) {
	t.Parallel()
	s, err := ptytest.Start(command(t, healthyPage(t)), wide)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.WaitText(0, patience, "UP"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Type(" "), s.WaitText(0, patience, "PAUSED")); err != nil { // a still picture
		t.Fatal(err)
	}
	sizes := []ptytest.Size{{Width: 39, Height: 9}, {Width: 40, Height: 10}, {Width: 500, Height: 200}, {Width: 97, Height: 31}}
	for i := range 1000 {
		size := ptytest.Size{Width: 1 + i*7%499, Height: 1 + i*3%199}
		if i%250 == 249 {
			size = sizes[i/250]
		}
		from := len(s.Output())
		if err := s.Resize(size); err != nil {
			t.Fatal(err)
		}
		if i%250 < 249 {
			continue
		}
		settles(t, s, from, size)
		if after, anew := drawnAnew(t, s, size); after != anew {
			t.Errorf("%dx%d: after the storm the screen shows\n%s\ndrawn anew\n%s", size.Width, size.Height, after, anew)
		}
	}
}

func TestASizeThatChangesAndChangesBackIsDrawnAnew(t *testing.T) {
	t.Parallel()
	s, err := ptytest.Start(command(t, healthyPage(t)), wide)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.WaitText(0, patience, "UP"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Type(" "), s.WaitText(0, patience, "PAUSED")); err != nil { // a still picture
		t.Fatal(err)
	}
	for range 10 {
		from := len(s.Output())
		if err := errors.Join(s.Resize(ptytest.Size{Width: wide.Width, Height: 12}), s.Resize(wide)); err != nil {
			t.Fatal(err)
		}
		settles(t, s, from, wide)
	}
}

// drawnAnew lets the screen be drawn anew, and returns what stood on it before
// and what after. A frame is whole when the next one begins.
func drawnAnew(t *testing.T, s *ptytest.Session, size ptytest.Size) (before, after string) {
	t.Helper()
	const begins = "\x1b[2J"
	for range 2 {
		from := len(s.Output())
		if err := errors.Join(s.Type("\x0c"), s.WaitText(from, patience, begins)); err != nil {
			t.Fatal(err)
		}
	}
	frames := bytes.Split(s.Output(), []byte(begins))
	text := func(frame []byte) string {
		return strings.Join(lastFrame(size, append([]byte(begins), frame...)).Lines(), "\n")
	}
	return text(frames[len(frames)-3]), text(frames[len(frames)-2])
}

func TestTheConsoleStartsAtAnySize(t *testing.T) {
	t.Parallel()
	url := healthyPage(t)
	for _, row := range []struct{ size, shown ptytest.Size }{
		{ptytest.Size{}, ptytest.Size{Width: 80, Height: 24}}, // a terminal that does not know its own
		{ptytest.Size{Width: 1, Height: 1}, ptytest.Size{Width: 1, Height: 1}},
		{ptytest.Size{Width: 39, Height: 9}, ptytest.Size{Width: 39, Height: 9}},
		{ptytest.Size{Width: 40, Height: 10}, ptytest.Size{Width: 40, Height: 10}},
		{ptytest.Size{Width: 500, Height: 200}, ptytest.Size{Width: 500, Height: 200}},
	} {
		t.Run(fmt.Sprintf("%dx%d", row.size.Width, row.size.Height), func(t *testing.T) {
			c := startConsole(t, row.size, url)
			c.screen = frametest.New(row.shown.Width, row.shown.Height)
			c.becomes(t, patience, "a verdict", func(string) bool {
				return c.header() != "" && (row.shown.Width == 1 || strings.Contains(c.header(), "✔ UP"))
			})
			c.press(t, "q")
			if code, err := c.Wait(patience); err != nil || code != exitDone {
				t.Errorf("q ends it with %d, %v", code, err)
			}
		})
	}
}
