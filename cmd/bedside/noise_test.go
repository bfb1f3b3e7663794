package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
	"bedside/ui/frame/frametest"
)

// armed is a configuration with acts that leave a file behind, one of them at
// a single key.
func armed(t *testing.T) (path, trace string) {
	t.Helper()
	trace = filepath.Join(t.TempDir(), "acted")
	act := func(key, confirm string) string {
		return fmt.Sprintf("{key: %s, title: act on %s, confirm: %s, steps: [{run: {argv: [/usr/bin/touch, %s]}}]}", key, key, confirm, trace)
	}
	return file(t, "bedside.yaml", fmt.Sprintf(`
profile: none
service: %s
probes: {health: {http: {url: /, expect: {json: {status: healthy}}}, every: 1s}}
alerts: [{id: service-down, when: health is down, priority: P1}]
actions:
  at-once: %s
  asked: %s
  named: %s
`, healthyPage(t), act("X", "none"), act("r", "ask"), act("R", "name"))), trace
}

// acted reports whether one of the acts was carried out.
func acted(trace string) bool {
	_, err := os.Stat(trace)
	return err == nil
}

func TestWhatIsNotTypedKeyByKeyDoesNotAct(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, typed string }{
		{"pasted text", "\x1b[200~X\rry\rRasked\r\x1b[201~"},
		{"a paste without an end", "\x1b[200~XryXry"},
		{"ten keys in one read, the confirmation among them", "ryryryryry"},
		{"a key held down", strings.Repeat("r", 200)},
		{"the enter key held down on a plan", "r\t\r\r\r\r\r\r"},
		{"sequences that nobody knows", "\x1b[X\x1b[1;2;3X\x1b[?X\x1bOX\x1bPX\x1b\\\x1b]X\a\x1b_X\x1b\\\x1b[<X\x1b[>1;X"},
		{"answers that nobody asked for", "\x1b[?62;22c\x1b[24;80R\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1bP>|X(1)\x1b\\"},
		{"the mouse, old and new", "\x1b[MXXX\x1b[M rr\x1b[<0;88;88M\x1b[<0;88;88m\x1b[<64;1;1M"},
		{"characters of another encoding", "\xfe\xff\x00\x80\xbf\xc0\xaf\xe5\xbf\xed\xa0\x80"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			config, trace := armed(t)
			c := startConsole(t, wide, "-c", config)
			c.shows(t, patience, "✔ UP")
			c.press(t, row.typed)
			<-time.After(standing) // whatever was to come of it has come
			if acted(trace) {
				t.Errorf("%q acted", row.typed)
			}
			c.press(t, "\x03")
			if code, err := c.Wait(patience); err != nil || code != exitDone {
				t.Errorf("after %q Ctrl-C ends it with %d, %v:\n%s", row.typed, code, err, c.now())
			}
			c.givenBack(t)
		})
	}
}

func TestTheSameActsAreCarriedOutWhenTheyAreTyped(t *testing.T) {
	t.Parallel()
	config, trace := armed(t)
	c := startConsole(t, wide, "-c", config)
	c.shows(t, patience, "✔ UP")
	c.press(t, "X")
	if !eventually(func() bool { return acted(trace) }) {
		t.Errorf("nothing was done:\n%s", c.now())
	}
}

// noise are bytes of every kind, those of sequences and pastes more often than
// others; but for q and Ctrl-C, which leave.
func noise(n int, seed uint64) string {
	pieces := []string{
		"\x1b", "\x1b[", "\x1bO", "\x1b]", "\x1bP", "\x1b[200~", "\x1b[201~", "\x1b[M", "\x1b[<", "\x1b[A", "\x1b[6~",
		"\r", "\t", " ", "/", ":", "?", "X", "r", "R", "y", "z", "v", "1", "6", "心", "\x0c", "\x1a", "\xc3", "\xff", "\x00", "\u009b",
	}
	random := rand.New(rand.NewPCG(seed, seed))
	var b strings.Builder
	for b.Len() < n {
		if c := byte(random.IntN(256)); random.IntN(3) == 0 && c != 'q' && c != 3 {
			b.WriteByte(c)
			continue
		}
		b.WriteString(pieces[random.IntN(len(pieces))])
	}
	return b.String()
}

// TestNoNoiseMakesAReadOnlyConsoleAct types 100,000 bytes of noise.
func TestNoNoiseMakesAReadOnlyConsoleAct(t *testing.T) {
	t.Parallel()
	config, trace := armed(t)
	const whole, part = 100_000, 1000
	cmd := func() *exec.Cmd { return command(t, "-c", config, "--read-only") }
	c := startConsoleCommand(t, wide, cmd())
	c.shows(t, patience, "✔ UP")
	for i := range whole / part {
		select {
		case <-c.Exited(): // by the palette, whose commands have names
			ends(t, c)
			c = startConsoleCommand(t, wide, cmd())
			c.shows(t, patience, "✔ UP")
		default:
		}
		c.press(t, noise(part, uint64(i)))
	}
	<-time.After(standing)
	c.press(t, "\x03")
	ends(t, c)
	if acted(trace) {
		t.Error("a console that cannot act acted")
	}
}

// ends waits for an orderly end.
func ends(t *testing.T, c *console) {
	t.Helper()
	if code, err := c.Wait(patience); err != nil || code != exitDone {
		t.Errorf("it ends with %d, %v:\n%s", code, err, c.now())
	}
	c.givenBack(t)
}

// colours are the kinds of colours that the sequences of an output ask for.
func colours(screen *frametest.Screen) string {
	kinds := map[string]bool{}
	for _, s := range screen.Sequences() {
		params, rendition := strings.CutSuffix(strings.TrimPrefix(s, "["), "m")
		if !rendition {
			continue
		}
		for i, list := 0, strings.Split(params, ";"); i < len(list); i++ {
			var p int
			_, _ = fmt.Sscan(list[i], &p)
			switch {
			case p != 38 && p != 48:
				kinds["16"] = kinds["16"] || p >= 30 && p != 39 && p != 49
			case list[i+1] == "5":
				kinds["256"] = true
				i += 2
			default:
				kinds["true"] = true
				i += 4
			}
		}
	}
	var out []string
	for _, kind := range []string{"16", "256", "true"} {
		if kinds[kind] {
			out = append(out, kind)
		}
	}
	return strings.Join(out, " ")
}

func TestATerminalGetsWhatItUnderstands(t *testing.T) {
	t.Parallel()
	url := page(t, 200, "application/json", `{"status":"unhealthy","error":"磁盘已满"}`)
	for _, row := range []struct {
		name    string
		env     []string
		args    []string
		colours string
		says    string
		ascii   bool // and nothing else
	}{
		{"a terminal of 256 colours", []string{"TERM=xterm-256color"}, nil, "256", "✖ DOWN", false},
		{"true colour", []string{"TERM=xterm-256color", "COLORTERM=truecolor"}, nil, "true", "✖ DOWN", false},
		{"sixteen colours", []string{"TERM=screen"}, nil, "16", "✖ DOWN", false},
		{"tmux", []string{"TERM=tmux"}, nil, "16", "✖ DOWN", false},
		{"a terminal that nobody knows", []string{"TERM=acme-9"}, nil, "16", "✖ DOWN", false},
		{"the Linux console has colours and no box drawing", []string{"TERM=linux"}, nil, "16", "X DOWN", false},
		{"a VT100 has neither", []string{"TERM=vt100"}, nil, "", "X DOWN", false},
		{"NO_COLOR", []string{"TERM=xterm-256color", "NO_COLOR=1"}, nil, "", "✖ DOWN", false},
		{"--no-color", []string{"COLORTERM=truecolor"}, []string{"--no-color"}, "", "✖ DOWN", false},
		{"Chinese", []string{"LC_ALL=zh_CN.UTF-8"}, nil, "256", "✖ 故障", false},
		{"Chinese in another encoding", []string{"LC_ALL=zh_CN.GB18030"}, nil, "256", "X DOWN", true},
		{"the C locale", []string{"LC_ALL=C"}, nil, "256", "X DOWN", true},
		{"the C locale in a terminal that shows more", []string{"LC_ALL=C"}, []string{"--ascii=false"}, "256", "✖ DOWN", false},
		{"the C locale and Chinese asked for", []string{"LC_ALL=C"}, []string{"--lang", "zh"}, "256", "✖ 故障", false},
		{"the C locale on the Linux console", []string{"LC_ALL=C", "TERM=linux"}, nil, "16", "X DOWN", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			cmd := command(t, append(row.args, url)...)
			cmd.Env = append(append(cmd.Env, "COLORTERM="), row.env...)
			c := startConsoleCommand(t, wide, cmd)
			c.shows(t, patience, row.says)
			if got := colours(c.screen); got != row.colours {
				t.Errorf("it got colours of %q, wanted %q", got, row.colours)
			}
			x, y, _ := c.find(row.says)
			if x > 40 || y != 0 {
				t.Errorf("the verdict stands in column %d of row %d", x, y)
			}
			if row.ascii {
				c.shows(t, patience, "the locale "+strings.TrimPrefix(row.env[0], "LC_ALL=")+" is not UTF-8")
			}
			c.press(t, "1234569?")
			c.press(t, "\x03")
			ends(t, c)
			if i := strings.IndexFunc(string(c.Output()), func(r rune) bool { return r > '~' }); row.ascii && i >= 0 {
				t.Errorf("it got %.40q", c.Output()[i:])
			}
		})
	}
}

func TestAThemeIsChosenByTheConfiguration(t *testing.T) {
	t.Parallel()
	url := closedPort(t)
	for theme, red := range map[string]string{ // of the verdict "down", as lipgloss rounds it
		"dark":               "1;7;38;2;255;92;87",
		"light":              "1;7;38;2;195;22;28",
		"colour-blind":       "1;7;38;2;255;121;26",
		"light-colour-blind": "1;7;38;2;179;71;0",
	} {
		t.Run(theme, func(t *testing.T) {
			t.Parallel()
			config := file(t, "bedside.yaml", "service: "+url+"\nscreen: {theme: "+theme+"}\n")
			cmd := command(t, "-c", config)
			cmd.Env = append(cmd.Env, "COLORTERM=truecolor")
			c := startConsoleCommand(t, ptytest.Size{Width: 120, Height: 36}, cmd)
			c.shows(t, patience, "✖ DOWN")
			x, y, _ := c.find("✖ DOWN")
			if got := c.screen.Cell(x, y).Style; got != red {
				t.Errorf("the verdict has the style %s, wanted %s", got, red)
			}
		})
	}
}
