package raw_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview/raw"
)

func TestScreen(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"plain text stays as it is", "ChromaDB连接失败: Connection refused", "ChromaDB连接失败: Connection refused"},
		{"an empty text is empty", "", ""},
		{"a tab becomes a space", "a\tb", "a b"},
		{"line ends are written out", "a\r\nb", `a\r\nb`},
		{"NUL and BEL are written out", "\x00\a", `\x00\x07`},
		{"a colour sequence is visible", "\x1b[31mred", `\x1b[31mred`},
		{"a title sequence is visible", "\x1b]0;owned\a", `\x1b]0;owned\x07`},
		{"an unfinished sequence hides nothing", "end\x1b[", `end\x1b[`},
		{"C1 as a byte", "a\x9bb", `a\x9bb`},
		{"C1 as UTF-8", "a\u009b31m", `a<U+009B>31m`},
		{"overlong UTF-8 is bytes", "\xc0\x9b", `\xc0\x9b`},
		{"Latin-1 is bytes", "caf\xe9", `caf\xe9`},
		{"a surrogate in UTF-8 is bytes", "\xed\xa0\x80", `\xed\xa0\x80`},
		{"a bidirectional override", "a\u202eb", "a<U+202E>b"},
		{"zero-width characters", "a\u200bb\u200d\ufeff", "a<U+200B>b<U+200D><U+FEFF>"},
		{"tag characters", "a\U000e0041", "a<U+E0041>"},
		{"line and paragraph separators", "a\u2028b\u2029", "a<U+2028>b<U+2029>"},
		{"a non-breaking space is a space", "a\u00a0b", "a b"},
		{"the wide space of Chinese stays", "a\u3000b", "a\u3000b"},
		{"one accent stays", "e\u0301", "e\u0301"},
		{"an accent with nothing below is shown", "\u0301a", "<U+0301>a"},
		{"an accent on a space is shown", " \u0301", " <U+0301>"},
		{"200 accents are counted", "e" + strings.Repeat("\u0301", 200), "e\u0301\u0301\u0301\u0301<+196>"},
		{"the selector of an emoji is left off", "❤\ufe0f", "❤"},
		{"a second selector is shown", "❤\ufe0f\ufe0f", "❤<U+FE0F>"},
		{"a skin tone is shown", "👍\U0001f3fd", "👍<U+1F3FD>"},
		{"a flag is shown", "\U0001f1e8\U0001f1f3", "<U+1F1E8><U+1F1F3>"},
		{"a blank filler is shown", "a\u3164", "a<U+3164>"},
		{"private use is shown", "\ue0b0", "<U+E0B0>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := raw.Of(test.in).Screen(); got != test.want {
				t.Errorf("Screen(%+q) = %+q, want %+q", test.in, got, test.want)
			}
		})
	}
}

func TestScreenLinesKeepsTheLinesApart(t *testing.T) {
	got := raw.Of("Traceback:\r\n  File \"a.py\"\n\x1b[2J\n").ScreenLines()
	want := []string{"Traceback:", `  File "a.py"`, `\x1b[2J`}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (raw.Text{}).ScreenLines(); got != nil {
		t.Errorf("an empty text has lines: %q", got)
	}
}

func FuzzScreen(f *testing.F) {
	for _, s := range []string{"a\x1b[31m\u202e\xff", "e\u0301\u0301\u0301\u0301\u0301\u0301", "❤\ufe0f\u200d🔥", "\u1100\u1161\u11a8", "用户ID=u1，情感得分=0.23", "ﾊﾞ", "1\ufe0f\u20e3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := raw.Of(in).Screen()
		if !utf8.ValidString(out) {
			t.Fatalf("not UTF-8: %+q", out)
		}
		for _, r := range out {
			if !unicode.IsPrint(r) && r != '\u3000' {
				t.Fatalf("%U of %+q reaches the screen", r, in)
			}
		}
		if len(out) > 4*len(in) {
			t.Fatalf("%d bytes became %d", len(in), len(out))
		}
		if again := raw.Of(out).Screen(); again != out {
			t.Fatalf("screened twice: %+q became %+q", out, again)
		}
		if ansi.Strip(out) != out {
			t.Fatalf("%+q holds a sequence", out)
		}
		if next := raw.Of("漢" + out).Screen(); next != "漢"+out {
			t.Fatalf("%+q changes behind another character: %+q", out, next)
		}
	})
}

var screened string

func BenchmarkScreen(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":   "POST /chat - 200 OK - 1.2s and some more words of an ordinary line of a log",
		"chinese": "情感分析完成：用户ID=u1，原始情绪=焦虑，处理后=职场焦虑",
		"hostile": "\x1b[31m情感分析完成\u202e：用户ID=u1\xff\xfe，原始情绪=焦虑",
	} {
		b.Run(name, func(b *testing.B) {
			text := raw.Of(s)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				screened = text.Screen()
			}
		})
	}
}
