package raw_test

import (
	"regexp"
	"strings"
	"testing"

	"bedside/logview/raw"
)

func TestHas(t *testing.T) {
	for _, test := range []struct {
		name, text, word string
		has, fold        bool
	}{
		{"the same letters", "Connection refused", "refused", true, true},
		{"other capitals", "Connection Refused", "refused", false, true},
		{"capitals asked, small found", "connection", "CONN", false, true},
		{"a false start", "ababc", "ABC", false, true},
		{"absent", "connection", "refused", false, false},
		{"Chinese", "数据库连接池已满", "连接池", true, true},
		{"Greek", "ΑΒΓ", "αβγ", false, true},
		{"the empty word is everywhere", "", "", true, true},
		{"a word longer than the text", "ab", "abc", false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := raw.Of(test.text)
			if got := text.Has(test.word); got != test.has {
				t.Errorf("Has = %v", got)
			}
			if got := text.HasFold(test.word); got != test.fold {
				t.Errorf("HasFold = %v", got)
			}
		})
	}
}

func TestFindYieldsTexts(t *testing.T) {
	found := raw.Of("took 1.2s").Find(regexp.MustCompile(`([\d.]+)s`))
	if len(found) != 2 || !found[1].Is("1.2") {
		t.Errorf("found %v", found)
	}
	if raw.Of("nothing").Find(regexp.MustCompile(`\d`)) != nil {
		t.Error("found what is not there")
	}
}

func TestCutSplitsNoRune(t *testing.T) {
	cut, short := raw.Of("数据库").Cut(4)
	if !cut.Is("数") || !short {
		t.Errorf("cut %v, %v", cut, short)
	}
}

func BenchmarkHasFold(b *testing.B) {
	text := raw.Of(strings.Repeat("POST /chat - 200 OK - 响应时间: 1.2s ", 4) + "Refused")
	for b.Loop() {
		if !text.HasFold("refused") {
			b.Fatal("not found")
		}
	}
}
