package frame

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

var t0 = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// typed lists what a splitter makes of reads that come at the given times, in
// milliseconds, and of the silence after them.
func typed(mouse bool, reads ...string) string {
	s := splitter{mouse: mouse}
	var msgs []tea.Msg
	now := t0
	for _, r := range reads {
		var ms int
		if after, text, ok := strings.Cut(r, "ms "); ok {
			_, _ = fmt.Sscan(after, &ms)
			r = text
		}
		now = now.Add(time.Duration(ms) * time.Millisecond)
		msgs = append(msgs, s.feed([]byte(r), now)...)
	}
	msgs = append(msgs, s.expire(now.Add(time.Hour))...)
	return names(msgs)
}

func names(msgs []tea.Msg) string {
	var out []string
	for _, m := range msgs {
		out = append(out, fmt.Sprint(m))
	}
	return strings.Join(out, " ")
}

func TestBytesBecomeKeys(t *testing.T) {
	for _, row := range []struct {
		name  string
		reads []string
		want  string
	}{
		{"letters in one read are single keys", []string{"rrr"}, "r r r"},
		{"Chinese and other letters", []string{"心é"}, "心 é"},
		{"a letter cut in two reads", []string{"\xe5\xbf", "\x83x"}, "心 x"},
		{"half a letter that never gets its rest", []string{"\xe5\xbf"}, ""},
		{"invalid bytes are dropped", []string{"a\xff\xc0b"}, "a b"},
		{"C1 controls are dropped", []string{"a\u009bb"}, "a b"},
		{"control keys", []string{"\x03\r\t\x7f\x00"}, "ctrl+c enter tab backspace ctrl+@"},
		{"a space is a key", []string{" "}, " "},
		{"a lone escape", []string{"\x1b"}, "esc"},
		{"escape and then a key, as a person types", []string{"\x1b", "30ms q"}, "esc q"},
		{"an escape held down", []string{"\x1b\x1b\x1b"}, "esc esc esc"},
		{"Alt and a key", []string{"\x1bx", "\x1b心", "\x1b\r"}, "alt+x alt+心 alt+enter"},
		{"Alt and a bracket", []string{"\x1b["}, "alt+["},
		{"Ctrl-C typed into a paste without an end", []string{"\x1b[200~rS", "30ms \x03", "30ms q"}, "[rS] ctrl+c q"},
		{"Ctrl-C within a paste is pasted", []string{"\x1b[200~r\x03S\x1b[201~"}, "[rS]"},
		{"Ctrl-C after an escape", []string{"\x1b\x03"}, "esc ctrl+c"},
		{"Ctrl-C inside a sequence", []string{"\x1b[1;\x03"}, "ctrl+c"},
		{"Ctrl-C inside a string", []string{"\x1b]11;\x03"}, "ctrl+c"},
		{"Ctrl-C inside a mouse report", []string{"\x1b[M \x03"}, "ctrl+c"},
		{"Ctrl-C after the start of a keypad key", []string{"\x1bO\x03"}, "alt+O ctrl+c"},
		{"arrows of both forms", []string{"\x1b[A\x1bOB\x1b[C\x1bOD"}, "up down right left"},
		{"an arrow cut in three reads", []string{"\x1b", "20ms [", "20ms A"}, "up"},
		{"arrows with modifiers", []string{"\x1b[1;2A\x1b[1;3B\x1b[1;5C\x1b[1;6D"}, "shift+up alt+down ctrl+right ctrl+shift+left"},
		{"pages, home and end", []string{"\x1b[5~\x1b[6~\x1b[H\x1bOF\x1b[1~\x1b[4~\x1b[5;5~"}, "pgup pgdown home end home end ctrl+pgup"},
		{"function keys of three kinds", []string{"\x1bOP\x1b[[B\x1b[15~\x1b[24~"}, "f1 f2 f5 f12"},
		{"insert, delete, backtab", []string{"\x1b[2~\x1b[3~\x1b[Z"}, "insert delete shift+tab"},
		{"rxvt", []string{"\x1b[a\x1bOd"}, "shift+up ctrl+left"},
		{"unknown sequences are dropped", []string{"\x1b[99;99Xa\x1b[?62;c\x1b[12;40Rb\x1b[>0;276;0c"}, "a b"},
		{"answers nobody asked for are dropped", []string{"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\a\x1bP1$r0m\x1b\\b\x1b]0;q\a"}, "a b"},
		{"an endless string ends", []string{"\x1b]" + strings.Repeat("x", 5000), "200ms q"}, "q"},
		{"mouse noise without a mouse", []string{"\x1b[M !!a\x1b[<0;10;5Mb\x1b[<64;1;1M"}, "a b"},
		{"a paste", []string{"\x1b[200~rm -rf\r\nq\x1b[201~x"}, "[rm -rf\nq] x"},
		{"a paste in many reads", []string{"\x1b[20", "0~r", "S", "r\x1b[2", "01~x"}, "[rSr] x"},
		{"a paste with escapes in it", []string{"\x1b[200~a\x1b[Ab\x03c\x1b[201~"}, "[a[Abc]"},
		{"an empty paste", []string{"\x1b[200~\x1b[201~x"}, "x"},
		{"a paste without an end, then keys", []string{"\x1b[200~abc", "600ms x"}, "[abc] x"},
		{"keys held during a paste without an end", []string{"\x1b[200~a", "400ms b", "400ms b", "400ms b", "400ms b", "399ms b", "2ms x"}, "[abbbbb] x"},
		{"the late rest of a paste is no key", []string{"\x1b[200~abc", "600ms rSr", "10ms D\x1b[201~", "x"}, "[abc] [rSrD] x"},
		{"a paste's end without a start", []string{"\x1b[201~x"}, "x"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := typed(false, row.reads...); got != row.want {
				t.Errorf("%+q gives %q, want %q", row.reads, got, row.want)
			}
		})
	}
}

func TestMouseReports(t *testing.T) {
	got := typed(true, "\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<65;1;1M\x1b[<0;:;1M\x1b[<0;0;1M\x1b[<3;1;1M\x1b[<0;1M")
	if want := "left press left release wheel down"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s := splitter{mouse: true}
	if m := s.feed([]byte("\x1b[<16;10;5M"), t0)[0].(tea.MouseMsg); m.X != 9 || m.Y != 4 || !m.Ctrl {
		t.Errorf("%+v", m)
	}
}

func TestAPasteIsBounded(t *testing.T) {
	s := splitter{}
	s.feed([]byte("\x1b[200~"), t0)
	for range 100 {
		s.feed([]byte(strings.Repeat("x", 4096)), t0)
	}
	msgs := s.feed([]byte("\x1b[201~"), t0)
	if n := len(msgs[0].(tea.KeyMsg).Runes); len(msgs) != 1 || n != maxPaste {
		t.Errorf("%d messages, %d characters", len(msgs), n)
	}
}

func TestAKeyIsNeverWaitedForLongerThanItTakes(t *testing.T) {
	for read, want := range map[string]time.Duration{
		"\x1b": escapeWait, "\x1b[": sequenceWait, "\xe5": sequenceWait, "\x1b[200~": pasteIdle,
	} {
		s := splitter{}
		s.feed([]byte(read), t0)
		if deadline, waiting := s.deadline(); !waiting || deadline.Sub(t0) != want {
			t.Errorf("%+q is waited on for %v, %v; want %v", read, deadline.Sub(t0), waiting, want)
		}
	}
}

// FuzzSplitter: whatever arrives, however it is cut, every message is a single
// key, a paste or a mouse report, nothing is kept for ever, and a Ctrl-C after
// it is seen.
func FuzzSplitter(f *testing.F) {
	f.Add([]byte("\x1b[200~abc\x1b[201~q\x1b[<0;1;1M\x1b[[A心"), uint8(3))
	f.Add([]byte("\x1b]11;rgb\x1b\\\x1bP\x1b[M   \x1bO\xe5"), uint8(1))
	f.Fuzz(func(t *testing.T, in []byte, step uint8) {
		s := splitter{mouse: true}
		n := int(step)%16 + 1
		var msgs []tea.Msg
		for len(in) > 0 {
			n := min(n, len(in))
			msgs = append(msgs, s.feed(in[:n], t0)...)
			in = in[n:]
		}
		msgs = append(msgs, s.expire(t0.Add(pasteWait))...)
		if len(s.pending) > 0 || s.paste != nil {
			t.Fatalf("%q is still waited on", s.pending)
		}
		for _, m := range msgs {
			if k, ok := m.(tea.KeyMsg); ok && !k.Paste && len(k.Runes) > 1 {
				t.Fatalf("several keys in one message: %q", k.Runes)
			}
		}
		if last := names(s.feed([]byte("\x03"), t0.Add(pasteWait))); last != "ctrl+c" {
			t.Fatalf("Ctrl-C is %q", last)
		}
	})
}
