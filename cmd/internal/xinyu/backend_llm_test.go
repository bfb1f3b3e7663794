package xinyu

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func piece(text string) string {
	return `data: {"choices":[{"delta":{"content":"` + text + `"}}]}` + "\n\n"
}

func TestAStreamIsReadToItsEndOrIsAnError(t *testing.T) {
	for _, tc := range []struct {
		name, stream, want string
		err                error
	}{
		{"two pieces", piece("你") + piece("好") + "data: [DONE]\n\n", "你好", nil},
		{"comments and other fields", ": ping\nevent: x\n\n" + piece("好") + "data: [DONE]\n", "好", nil},
		{"a piece without text", `data: {"choices":[]}` + "\n\ndata: [DONE]\n", "", nil},
		{"nothing after DONE", "data: [DONE]\n\n" + piece("x"), "", nil},
		{"cut before DONE", piece("你"), "", io.ErrUnexpectedEOF},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var told strings.Builder
			got, err := readStream(strings.NewReader(tc.stream), func(p string) error {
				told.WriteString(p)
				return nil
			})
			if got != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("got %q, %v", got, err)
			}
			if err == nil && told.String() != got {
				t.Errorf("told %q, returned %q", told.String(), got)
			}
		})
	}
}

func TestWhoeverStopsListeningEndsTheStream(t *testing.T) {
	deaf := errors.New("deaf")
	_, err := readStream(strings.NewReader(piece("你")+"data: [DONE]\n"), func(string) error { return deaf })
	if !errors.Is(err, deaf) {
		t.Errorf("got %v", err)
	}
}

func TestACriticalLineIsDueAtTheFifthFailureInARow(t *testing.T) {
	var s streak
	due := func(n int) (at []int) {
		for i := range n {
			if s.failed() {
				at = append(at, i+1)
			}
		}
		return at
	}
	if at := due(60); len(at) != 2 || at[0] != 5 || at[1] != 55 {
		t.Errorf("due at %v, want 5 and 55", at)
	}
	s.ok()
	if at := due(5); len(at) != 1 || at[0] != 5 {
		t.Errorf("after a success due at %v, want 5", at)
	}
}

func FuzzReadStream(f *testing.F) {
	f.Add(piece("你好") + "data: [DONE]\n\n")
	f.Add("data:\n\ndata: {}\n")
	f.Fuzz(func(t *testing.T, stream string) {
		var told strings.Builder
		got, err := readStream(strings.NewReader(stream), func(p string) error {
			told.WriteString(p)
			return nil
		})
		if err == nil && told.String() != got {
			t.Errorf("told %q, returned %q", told.String(), got)
		}
	})
}

func FuzzParseInfo(f *testing.F) {
	f.Add("# Stats\r\nkeyspace_hits:5\r\n")
	f.Fuzz(func(t *testing.T, info string) {
		for name := range parseInfo(info) {
			if strings.Contains(name, ":") {
				t.Errorf("name %q", name)
			}
		}
	})
}
