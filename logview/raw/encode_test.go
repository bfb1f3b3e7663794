package raw_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"bedside/logview/raw"
)

func TestNoVerbPrintsForeignBytes(t *testing.T) {
	text := raw.Of("a\x1b[31m\u202e")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T%v", "%-20s|", "%.3s"} {
		args := []any{text}
		if strings.HasPrefix(verb, "%T") {
			args = append(args, struct{ T raw.Text }{text})
		}
		if got := fmt.Sprintf(verb, args...); strings.ContainsAny(got, "\x1b\u202e") {
			t.Errorf("%s printed %+q", verb, got)
		}
	}
	if got := fmt.Sprint(&text, []raw.Text{text}, fmt.Errorf("read %v", text)); strings.ContainsAny(got, "\x1b\u202e") {
		t.Errorf("Sprint printed %+q", got)
	}
	if got := fmt.Sprintf("%5s|", raw.Of("ab")); got != "   ab|" {
		t.Errorf("width is ignored: %q", got)
	}
}

func TestField(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"one word stays as it is", "焦虑", "焦虑"},
		{"an empty value is quoted", "", `""`},
		{"a blank is quoted", "a b", `"a b"`},
		{"an equals sign is quoted", "a=b", `"a=b"`},
		{"a line end is written out", "a\nb", `"a\nb"`},
		{"an escape is written out", "\x1b[m", `"\x1b[m"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := raw.Of(test.in).Field(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestJSONSaysWhatItCannotCarry(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"plain", `用户说："好\吧"`, `"用户说：\"好\\吧\""`},
		{"controls", "a\x1b\n\t\x7f", `"a\u001b\n\t\u007f"`},
		{"invisible characters", "a\u202e\U000e0041", `"a\u202e\udb40\udc41"`},
		{"invalid bytes", "caf\xe9", `"caf�"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := raw.Of(test.in).MarshalJSON()
			if err != nil || string(got) != test.want {
				t.Errorf("got %s, %v; want %s", got, err, test.want)
			}
		})
	}
}

func FuzzJSONAndFieldBringItBack(f *testing.F) {
	f.Add("a\x1b[31m\u202e<U+202E>\"\\")
	f.Add("caf\xe9 👍🏽 \u2028")
	f.Fuzz(func(t *testing.T, in string) {
		b, err := json.Marshal(raw.Of(in))
		if err != nil {
			t.Fatalf("marshal %+q: %v", in, err)
		}
		if bytes.ContainsFunc(b, unicode.IsControl) {
			t.Fatalf("a control character in %+q", b)
		}
		var back raw.Text
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("unmarshal %s: %v", b, err)
		}
		if utf8.ValidString(in) && !back.Is(in) {
			t.Fatalf("%+q came back as %v", in, back)
		}
		field := raw.Of(in).Field()
		if plain, err := strconv.Unquote(field); err == nil && strings.HasPrefix(field, `"`) && plain != in {
			t.Fatalf("field %s of %+q came back as %+q", field, in, plain)
		}
		if strings.ContainsFunc(field, unicode.IsControl) {
			t.Fatalf("a control character in field %+q", field)
		}
	})
}

func TestCopyToYieldsTheBytes(t *testing.T) {
	var b bytes.Buffer
	if err := raw.Of("\x1b[m\xff").CopyTo(&b); err != nil || b.String() != "\x1b[m\xff" {
		t.Errorf("got %+q, %v", b.String(), err)
	}
}
