package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bedside/ui/frame/tty"
)

// unruly is a configuration of acts that behave badly.
const unruly = `
profile: none
service: http://127.0.0.1:9
probes:
  gone: {tcp: {addr: "127.0.0.1:9"}, every: 1s}
actions:
  flood: {key: F, title: flood, steps: [{run: {argv: ["yes", a line without end], timeout: 3s}}]}
  hang:  {key: H, title: hang,  steps: [{run: {argv: [./hang], timeout: 1s}}]}
  leak:  {key: K, title: leak,  steps: [{run: {argv: [./leak], env: {TOKEN: "${env:PLANTED_TOKEN}"}}}]}
  count: {key: C, title: count, cooldown: 30s, steps: [{run: {argv: [./count]}}]}
  ask:   {key: A, title: ask,   steps: [{run: {argv: [./ask], timeout: 5s}}]}
  slow:  {key: O, title: slow,  steps: [{run: {argv: [sleep, "60"], timeout: 90s}}]}
  gone:  {key: X, title: key gone,  steps: [{edit: {file: mode.env, set: {MOOD: "on"}}}]}
  twice: {key: U, title: key twice, steps: [{edit: {file: twice.env, set: {MODE: "on"}}}]}
  bytes: {key: B, title: no text,   steps: [{edit: {file: bytes.env, set: {MODE: "on"}}}]}
  vain:  {key: V, title: in vain, steps: [{edit: {file: mode.env, set: {MODE: "on"}}}], verify: {target: gone, within: 1s}, undo: {title: back again, steps: [{edit: {file: mode.env, set: {MODE: "off"}}}]}}
`

const plantedToken = "tok-3n-planted-9f"

// misbehaving starts a console on the unruly acts in a folder of their own.
func misbehaving(t *testing.T) (folder string, c *console) {
	t.Helper()
	t.Parallel()
	folder = t.TempDir()
	for name, content := range map[string]string{
		"bedside.yaml": "root: " + folder + "\n" + unruly,
		"mode.env":     "MODE=off\n",
		"hang":         "#!/bin/sh\ntrap '' TERM\nsleep 300 &\necho $! > child\necho waiting\nwait\nsleep 300\n",
		"twice.env":    "MODE=off\nMODE=off\n",
		"bytes.env":    "MODE=off\n\xff\xfe\n",
		"ask":          "#!/bin/sh\nprintf 'password: ' >/dev/tty || echo nobody to ask\nread answer </dev/tty || read answer\necho \"got <$answer>\"\nexit 1\n",
		"leak":         "#!/bin/sh\necho token $TOKEN is refused\nexit 3\n",
		"count":        "#!/bin/sh\necho run >> runs\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := command(t, "-c", filepath.Join(folder, "bedside.yaml"))
	cmd.Env = append(cmd.Env, "PLANTED_TOKEN="+plantedToken)
	c = startConsoleCommand(t, wide, cmd)
	c.shows(t, patience, "✖ gone", "● live") // from here on the acts are known
	return folder, c
}

// refuses waits for the verdict on an act that failed.
func (c *console) refuses(t *testing.T, title, verdict string) {
	t.Helper()
	c.becomes(t, patience, verdict, func(string) bool { return strings.Contains(c.dialog(title), verdict) })
}

func TestWhatLeavingCutShortIsSaidInTheShell(t *testing.T) {
	_, c := misbehaving(t)
	c.opens(t, "O", "slow")
	c.press(t, "y")
	c.shows(t, patience, "Esc hides this")
	c.press(t, "q")
	c.loses(t, patience, "╭─ slow")
	c.press(t, "q")
	c.shows(t, patience, "q again leaves and stops at once what still runs: slow")
	c.press(t, "q")
	if code, err := c.Wait(patience); err != nil || code != exitDone {
		t.Errorf("ended with %d, %v", code, err)
	}
	c.givenBack(t)
	_, after, _ := strings.Cut(string(c.Output()), tty.Modes{}.Leave())
	if want := "bedside: slow: stopped at step 1 of 1, because the console was left"; !strings.Contains(after, want) {
		t.Errorf("the shell reads %q, want %q", after, want)
	}
}

func TestAFloodOfOutputLeavesTheScreenCalm(t *testing.T) {
	_, c := misbehaving(t)
	c.opens(t, "F", "flood")
	c.press(t, "y")
	c.shows(t, patience, "Esc hides this")
	var took []time.Duration
	for range 10 {
		c.press(t, "\x1b")
		c.loses(t, patience, "╭─ flood")
		begun := time.Now()
		c.press(t, "v")
		c.shows(t, patience, "╭─ flood")
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	t.Logf("a key's effect during the flood: median %v, longest %v", took[len(took)/2], took[len(took)-1])
	if took[len(took)/2] > 100*time.Millisecond {
		t.Errorf("a key took %v to show during the flood", took[len(took)/2])
	}
	c.refuses(t, "flood", "not finished in 3 s; ended")
}

func TestAnActThatHangsIsEndedWithItsChildren(t *testing.T) {
	folder, c := misbehaving(t)
	c.opens(t, "H", "hang")
	c.press(t, "y")
	c.refuses(t, "hang", "not finished in 1 s; ended")
	content, err := os.ReadFile(filepath.Join(folder, "child"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	if !eventually(func() bool { return dead(pid) }) {
		t.Errorf("the child %d of the act lives on", pid)
	}
}

// dead reports whether a process has ended; nobody may have reaped it yet.
func dead(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err != nil || strings.Contains(string(stat), ") Z ")
}

func TestKeysInOneReadActOnceAndThenCoolDown(t *testing.T) {
	folder, c := misbehaving(t)
	c.press(t, "CCCCCyyyyy")
	c.becomes(t, patience, "the plan", func(string) bool { return strings.Contains(c.dialog("count"), " last ") })
	<-time.After(standing)
	c.press(t, "\x1b[200~y\r\x1b[201~")
	c.press(t, "yyyyyyyyyy\r\rCCC")
	c.shows(t, patience, "it ran a moment ago: wait another 2")
	if runs, err := os.ReadFile(filepath.Join(folder, "runs")); string(runs) != "run\n" {
		t.Errorf("it ran %d times (%v), want once", strings.Count(string(runs), "run"), err)
	}
	c.shows(t, patience, "wait another 25 s")
}

func TestAStepsOutputAndEnvironmentShowNoSecret(t *testing.T) {
	_, c := misbehaving(t)
	if plan := c.opens(t, "K", "leak"); !strings.Contains(plan, "env TOKEN=***") {
		t.Errorf("the plan is %s", plan)
	}
	c.press(t, "y")
	c.refuses(t, "leak", "token *** is refused")
	if strings.Contains(string(c.Output()), plantedToken) {
		t.Error("the terminal got the secret")
	}
}

func TestWhatIsNeverProvedSaysSoAndOffersItsUndo(t *testing.T) {
	_, c := misbehaving(t)
	c.opens(t, "V", "in vain")
	c.press(t, "y")
	c.refuses(t, "in vain", "but gone did not recover within 1 s")
	c.refuses(t, "in vain", "try next V back again")
	c.opens(t, "V", "back again")
}

func TestThePlanOfAnActIsOnTheScreenAtOnce(t *testing.T) {
	_, c := misbehaving(t)
	var took []time.Duration
	for range 30 {
		begun := time.Now()
		c.press(t, "C")
		c.shows(t, patience, "[ Cancel ]")
		took = append(took, time.Since(begun))
		c.press(t, "\x1b")
		c.loses(t, patience, "[ Cancel ]")
	}
	slices.Sort(took)
	t.Logf("from the key to the plan: median %v, longest %v", took[len(took)/2], took[len(took)-1])
	if took[len(took)/2] > 100*time.Millisecond {
		t.Errorf("the median of 30 plans took %v", took[len(took)/2])
	}
}

func TestEveryPageTakesAnActsKey(t *testing.T) {
	_, c := misbehaving(t)
	for _, page := range []string{"1", "2", "3", "4", "5", "6", "9"} {
		c.press(t, page+"C")
		c.shows(t, patience, "╭─ count", "[ Cancel ]")
		c.press(t, "\x1b")
		c.loses(t, patience, "╭─ count")
	}
}

func TestAnActThatAsksForAPasswordReachesNeitherScreenNorKeys(t *testing.T) {
	_, c := misbehaving(t)
	c.opens(t, "A", "ask")
	c.press(t, "y")
	c.refuses(t, "ask", "nobody to ask")
	c.refuses(t, "ask", "got <>")
	if strings.Contains(string(c.Output()), "password: ") {
		t.Error("the command wrote to the terminal itself")
	}
	c.press(t, "\x1b")
	c.loses(t, patience, "╭─ ask")
	c.press(t, "3")
	c.shows(t, patience, "who needs whom, worst first", "gone")
}

func TestAnEditThatCannotBeSureLeavesTheFileAsItIs(t *testing.T) {
	folder, c := misbehaving(t)
	for key, row := range map[string]struct{ title, file, why string }{
		"X": {"key gone", "mode.env", "mode.env does not set MOOD; left as it is"},
		"U": {"key twice", "twice.env", "twice.env sets MODE more than once"},
		"B": {"no text", "bytes.env", "bytes.env is not a text file"},
	} {
		before, err := os.ReadFile(filepath.Join(folder, row.file))
		if err != nil {
			t.Fatal(err)
		}
		c.opens(t, key, row.title)
		c.press(t, "y")
		c.refuses(t, row.title, row.why)
		after, err := os.ReadFile(filepath.Join(folder, row.file))
		if err != nil || string(after) != string(before) {
			t.Errorf("%s holds %q (%v), was %q", row.file, after, err, before)
		}
		c.press(t, "\x1b")
		c.loses(t, patience, "╭─ "+row.title)
	}
}
