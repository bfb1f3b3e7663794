package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// ownColour is a colour that no theme has: whoever draws in it obeyed others.
const ownColour = "38;2;1;2;3"

// hostile are the byte sequences that a terminal obeys, or that terminals
// disagree about, and what a program like this one could take for its own.
var hostile = []string{
	"\x1b[2J\x1b[H\x1b[31mred", "\x1b[" + ownColour + "mowned\x1b[0m", "\x1b[?1049l\x1b[?25h", "\x1b[10;10Hx", "\x1b[8m",
	"\x1b]0;title\a", "\x1b]2;title\x1b\\", "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "\x1b]52;c;ZXZpbA==\a",
	"\x1bPq#0\x1b\\", "\x1b_apc\x1b\\", "\x1b^pm\x1b\\", "\x1bc", "\x1b", "\x1b[", "\x1b]0;never ended",
	"\x9b2J", "\u009b2J", "\u009d0;t\u009c", "\x90q\x9c", "\a\b\b\b\b", "over\rwritten", "\x05\x0e\x0f\x7f\v\f", "\xc0\x9b[2J", "\xe0\x80\x9b",
	"\u202edlrow\u202c", "\u2066x\u2069", "z\u200bw\u200dj\ufeff", "\U000e0041\U000e0042", "e" + strings.Repeat("\u0301", 200),
	"❤\ufe0f", "👨\u200d👩\u200d👧", "\U0001F1E8\U0001F1F3", strings.Repeat("心", 120), "ﷺ", "\u2028\u2029",
	"{{.Name}} {0} %s %!d(<nil>) $(id) `id`", "**bold** @all <b>x</b> [x](http://evil)", "│ ╭─ what is wrong ─╮ ✔ UP",
}

// poison is everything hostile in one text.
func poison() string { return strings.Join(hostile, " ") }

// hostileService answers with poison wherever HTTP and the exposition let it.
func hostileService(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Poison", "\u009b2J\u202e")
		switch r.URL.Path {
		case "/metrics":
			label := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(poison(), "?"))
			fmt.Fprintf(w, "# TYPE shop_requests_total counter\nshop_requests_total{endpoint=\"%s\",status_code=\"200\"} %d\n", label, time.Now().UnixMilli()%1e9)
		case "/moved":
			w.Header().Set("X-Poison", "\x1b[2J") // refused as malformed
			w.Header().Set("Location", "http://\x1b[2Jevil/\x1b]0;t\x07")
			w.WriteHeader(http.StatusFound)
		case "/refused":
			w.WriteHeader(http.StatusTeapot)
			_, _ = w.Write([]byte(poison()))
		default:
			body, _ := json.Marshal(map[string]string{"status": poison(), "error": poison()})
			_, _ = w.Write(body)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// hostileProcess is a running program with a poisonous name.
func hostileProcess(t *testing.T) (name string) {
	t.Helper()
	name = "a\x1b[2Jb\ac"
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.Symlink(sleep, path); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "600")
	cmd.Args[0] = "sleep" // what is many programs in one goes by it
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return name
}

// hostileConfig watches the service, a log with a poisonous name, and the
// process, and has an act that prints poison.
func hostileConfig(t *testing.T, service, log string) string {
	t.Helper()
	quoted := strconv.QuoteToASCII // YAML has the same escapes
	poisoned := quoted(poison())
	return file(t, "bedside.yaml", fmt.Sprintf(`
profile: none
name: %[1]s
label: %[1]s
service: %[2]s
probes:
  health: {http: {url: /, expect: {json: {status: healthy}}}, every: 1s}
  moved: {http: {url: /moved}, every: 1s}
  refused: {http: {url: /refused, expect: {status: 200}}, every: 1s}
  app: {prometheus: {url: /metrics}, every: 1s}
  shop: {process: {name: %[3]s}, every: 1s}
  lost: {process: {name: %[1]s}, every: 1s}
  absent: {file: {newest: %[4]s, max_age: 1h}, every: 1s}
vitals:
  requests: {counter: shop_requests_total, label: endpoint, failed: {status_code: "5.."}}
alerts:
  - {id: service-down, when: health is down, priority: P1}
  - {id: refused, when: refused is down, priority: P2}
logs:
  application: {file: %[4]s}
actions:
  print:
    key: X
    title: %[5]s
    confirm: none
    steps: [{run: {argv: [/usr/bin/printf, "%%s\n", %[1]s]}}, {run: {argv: [/bin/false, %[1]s]}}]
`, poisoned, service, quoted(hostileProcess(t)), quoted(log), quoted("print \x1b[2J\x1b[31m\u202e")))
}

// intact fails the test unless the frame of the page stands where it belongs.
func (c *console) intact(t *testing.T, page string) {
	t.Helper()
	width, height := c.screen.Size()
	for y := 1; y < height-1; y++ {
		left, right := c.screen.Cell(0, y).Text, c.screen.Cell(width-1, y).Text
		if !strings.Contains("│╭╰", left) || !strings.Contains("│╮╯", right) {
			t.Errorf("page %s: the frame is broken in row %d (%q, %q):\n%s", page, y, left, right, c.text())
			return
		}
	}
}

// boxed fails the test unless every pane of the page has its four sides. What
// others wrote may look like a border, but is not drawn in a border's style.
func (c *console) boxed(t *testing.T, page string) {
	t.Helper()
	width, height := c.screen.Size()
	style := c.screen.Cell(0, 1).Style
	stands := func(x, y int, any string) bool {
		cell := c.screen.Cell(x, y)
		return cell.Style == style && cell.Text != "" && strings.Contains(any, cell.Text)
	}
	panes := 0
	for y := 1; y < height-1; y++ {
		for x := range width {
			if !stands(x, y, "╭") {
				continue
			}
			right := x + 1
			for right < width && !stands(right, y, "╮") {
				right++
			}
			below := y + 1
			for below < height && stands(x, below, "│") && stands(right, below, "│") {
				below++
			}
			if right == width || !stands(x, below, "╰") || !stands(right, below, "╯") {
				t.Errorf("page %s: the pane at %d,%d is broken in row %d:\n%s", page, x, y, below, c.text())
				return
			}
			panes++
		}
	}
	if panes == 0 {
		t.Errorf("page %s has no pane:\n%s", page, c.text())
	}
}

func TestNothingThatOthersWroteDrivesTheTerminal(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "app\x1b]0;t\a\u202e.log")
	write := func(lines string) {
		f, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString(lines); err != nil {
			t.Fatal(err)
		}
	}
	at := time.Now().Format("2006-01-02 15:04:05")
	for _, h := range hostile {
		write(at + ",123 - mod" + h + " - ERROR - user=" + h + " " + h + "\n" + at + ",124 - main - ERROR - stands after it\n")
	}
	c := startConsole(t, wide, "-c", hostileConfig(t, hostileService(t), log))
	c.shows(t, patience, "✖ DOWN", "stands after it")
	c.intact(t, "1")
	c.boxed(t, "1")
	c.press(t, "X")
	c.shows(t, patience, `─ print \x1b[2J`, "exit")
	c.intact(t, "act")
	overlaid := []string{"?", ":pri", "v"} // a dialog covers what lies behind it
	for _, key := range []string{"\x1b2", "3", "jjjj\r", "\x1b4", "5", "\r", "\x1b\x1b6", "g", "\r", "/owned\r", "\x1b9", "?", "\x1b:pri", "\x1bv", "\x1b\x1b1"} {
		for strings.HasPrefix(key, "\x1b") { // alone, or it is Alt with the next
			c.press(t, "\x1b")
			<-time.After(standing)
			key = key[1:]
		}
		c.press(t, key+"\x0c") // drawn anew whole
		<-time.After(standing)
		c.now()
		c.intact(t, key)
		if !slices.Contains(overlaid, key) {
			c.boxed(t, key)
		}
	}
	write(at + ",125 - main - ERROR - " + poison() + "\n" + at + ",126 - main - ERROR - owned by nobody\n")
	c.press(t, "6G")
	c.shows(t, patience, "owned by nobody")
	c.intact(t, "6")
	c.press(t, "\x03")
	ends(t, c)
	for _, s := range c.screen.Sequences() {
		if strings.Contains(s, strings.TrimPrefix(ownColour, "38;")) {
			t.Errorf("a colour of others was obeyed: %q", s)
		}
	}
}

func TestNothingThatOthersWroteLeavesACommand(t *testing.T) {
	t.Parallel()
	service, folder := hostileService(t), t.TempDir()
	for name, path := range map[string]string{
		"a good file":            hostileConfig(t, service, filepath.Join(folder, "app\x1b]0;t\a\u202e.log")),
		"a pattern that is none": hostileConfig(t, service, filepath.Join(folder, "app\x1b[2J.log")),
		"a key that is none":     file(t, "bedside.yaml", "service: "+service+"\n\"\\e]0;t\\a\\u202e\": 1\n"),
	} {
		for _, args := range [][]string{{"status"}, {"status", "--json"}, {"doctor"}, {"doctor", "--json"}, {"config", "check"}} {
			t.Run(name+", "+strings.Join(args, " "), func(t *testing.T) {
				o := runs(t, append(args, "-c", path)...)
				said := o.out + o.err
				if i := strings.IndexFunc(said, drives); said == "" || i >= 0 {
					t.Errorf("it prints %.60q", said[max(0, i):])
				}
			})
		}
	}
}

// drives reports whether a character does something to a terminal, or to the
// characters around it.
func drives(r rune) bool {
	return r < ' ' && r != '\n' || r >= 0x7F && r < 0xA0 || r >= 0x200B && r <= 0x200F || r >= 0x2028 && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}
