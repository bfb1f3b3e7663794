package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
)

const bedside = "bedside"

// program is something to be measured: the console, or a peer of it.
type program struct {
	name   string
	args   []string
	home   string   // the folder that it finds its settings in
	drawn  []string // one of them is in the output with the word for the verdict, or with what a peer shows first
	framed string   // is in the output with the first whole frame, "" where that is not measured
	keys   int      // how many key presses are measured in a run at most; 0 is no such limit
	help   string   // the key to its help, in which
	helped string   // stands,
	back   string   // the key from there
	whole  string   // to the screen where this is drawn
}

// peers are the programs that the console is compared with, as Debian has them
// and with their own settings. Of glances fewer keys are pressed: it takes a
// second to come back from its help.
func peers(t *testing.T, s *service) []program {
	t.Helper()
	list := []program{
		{name: "btop", drawn: []string{"╭"}, framed: "%", help: "h", helped: "Description:", back: "\x1b", whole: "cpu"},
		{name: "htop", drawn: []string{"Tasks:"}, help: "h", helped: "Released under", back: "q", whole: "Tasks:"},
		{name: "glances", keys: 5, drawn: []string{"CPU"}, help: "h", helped: "Configuration file:", back: "h", whole: "Uptime"},
		lnav(filepath.Join(s.Logs, "application.log")),
	}
	for i := range list {
		list[i].home = t.TempDir()
	}
	return list
}

// lnav follows a log. It names its view in the terminal's title, which is sent
// whole; of the view itself it sends what differs from the one before.
func lnav(path string) program {
	return program{
		name: "lnav", args: []string{path}, drawn: []string{"INFO"},
		help: "?", helped: "\x1b]0;HELP", back: "q", whole: "\x1b]0;",
	}
}

// ours is the program under test with these arguments.
func ours(args ...string) program {
	return program{
		name: bedside, args: args, drawn: []string{"looking", "● live"}, framed: "╭",
		help: "?", helped: "every page", back: "\x1b",
	}
}

// seat is a program on a terminal of its own. The console's screen is drawn;
// what others send is judged as it is: our screen need not know it.
type seat struct {
	program
	*ptytest.Session
	console *console // nil for a peer
}

// verdicts are the words of which one stands in the header once the checks have
// answered.
var verdicts = []string{"UP", "DEGRADED", "DOWN"}

// sit starts a program on a terminal that answers, or on a silent one.
func (p program) sit(t *testing.T) *seat {
	t.Helper()
	if p.name == bedside {
		cmd := command(t, p.args...)
		if *costProgram != "" {
			cmd.Path = *costProgram
		}
		c := startConsoleCommand(t, costSize, cmd)
		return &seat{p, c.Session, c}
	}
	cmd := exec.Command(p.name, p.args...)
	cmd.Dir = p.home
	cmd.Env = append(os.Environ(), "HOME="+p.home, "XDG_CONFIG_HOME="+p.home, "TMPDIR="+p.home, "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	s, err := ptytest.Start(cmd, costSize)
	if err != nil {
		t.Fatal(err)
	}
	return &seat{program: p, Session: s}
}

// leave ends the program.
func (s *seat) leave(t *testing.T) {
	t.Helper()
	if s.console == nil {
		s.Close()
		return
	}
	s.press(t, "\x03")
	if _, err := s.Wait(patience); err != nil {
		t.Fatal(err)
	}
}

func (s *seat) press(t *testing.T, keys string) {
	t.Helper()
	if err := s.Type(keys); err != nil {
		t.Fatal(err)
	}
}

// firstSight returns when, since its start, the verdict's word or what a peer
// shows first stood on the terminal.
func (s *seat) firstSight(t *testing.T) time.Duration { t.Helper(); return s.first(t, s.drawn...) }

// first returns when, since its start, one of the texts was in the output.
func (s *seat) first(t *testing.T, texts ...string) time.Duration {
	t.Helper()
	at, err := s.FirstMatch(patience, func(out []byte) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return bytes.Contains(out, []byte(text)) })
	})
	if err != nil {
		t.Fatalf("%s draws none of %q: %v", s.name, texts, err)
	}
	return at
}

// effect presses a key and returns how long it took until the text was there.
func (s *seat) effect(t *testing.T, keys, text string) time.Duration {
	t.Helper()
	took, err := s.try(keys, text)
	if err != nil {
		t.Fatalf("%s: %v", s.name, err)
	}
	return took
}

func (s *seat) try(keys, text string) (time.Duration, error) {
	press := ptytest.Press{Keys: keys, From: s.Bytes(), Limit: patience}
	there := func(out []byte) bool { return bytes.Contains(out, []byte(text)) }
	if c := s.console; c != nil {
		press.From = c.read
		from := c.read
		there = func(out []byte) bool {
			c.draw(out[c.read-from:])
			return strings.Contains(c.text(), text)
		}
	}
	return s.KeyToScreen(press, there)
}

// asks opens the help and comes back from it. Where a peer lets either key wait
// for longer than anybody would, or ends by itself, that is how long it took.
func (s *seat) asks(t *testing.T) (took time.Duration, answered bool) {
	t.Helper()
	if s.console != nil {
		took = s.effect(t, s.help, s.helped)
		s.press(t, s.back)
		s.console.loses(t, patience, s.helped)
		return took, true
	}
	took, err := s.try(s.help, s.helped)
	if err == nil {
		_, err = s.try(s.back, s.whole)
	}
	switch {
	case errors.Is(err, ptytest.ErrTimeout), errors.Is(err, ptytest.ErrEnded):
		t.Logf("%s: %v", s.name, err)
		return patience, false
	case err != nil:
		t.Fatalf("%s: %v", s.name, err)
	}
	return took, true
}
