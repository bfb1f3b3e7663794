package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var placeholder = regexp.MustCompile(`\{\d+\}`)

func TestEverySentenceStandsInBothLanguagesWithTheSameArguments(t *testing.T) {
	seen := map[Code]bool{}
	for _, table := range tables {
		for code, text := range table {
			if seen[code] {
				t.Errorf("%s stands in two tables", code)
			}
			seen[code] = true
			if text.en == "" || text.zh == "" {
				t.Errorf("%s lacks a language", code)
			}
			en, zh := placeholder.FindAllString(text.en, -1), placeholder.FindAllString(text.zh, -1)
			slices.Sort(en)
			slices.Sort(zh)
			if !slices.Equal(slices.Compact(en), slices.Compact(zh)) {
				t.Errorf("%s speaks of %v in English and of %v in Chinese", code, en, zh)
			}
			if strings.ContainsAny(text.en, "!") {
				t.Errorf("%s shouts", code)
			}
		}
	}
}

// codeForm is a code as it stands in our source: two or more parts with dots.
var codeForm = regexp.MustCompile(`^(doctor|fault|reason|refused|step|act|journal|notice|log|cause|remedy|evidence|triage|cli|config)\.[a-z.-]+[a-z]$`)

// files are names of the same form that are no codes.
var files = map[string]bool{"config.env": true, "journal.jsonl": true}

// A code that the program uses and the catalogue lacks is shown as itself:
// readable, but not a sentence.
func TestEveryCodeOfTheProgramIsInTheCatalogue(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if s, err := strconv.Unquote(lit.Value); err == nil && !files[s] && codeForm.MatchString(s) && !Has(Code(s)) {
				t.Errorf("%s: %s is not in the catalogue", strings.TrimPrefix(path, root), s)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSay(t *testing.T) {
	tables := []struct {
		name string
		line Line
		lang Lang
		want string
	}{
		{"nothing", Line{}, English, ""},
		{"a code that is unknown", Of("no.such", "x"), English, "no.such"},
		{"arguments in their places", Of("act.proved", 3*time.Second, "health"), English, "proved in 3 s: health is up"},
		{"the same in Chinese", Of("act.proved", 3*time.Second, "health"), Chinese, "3 秒内确认：health 正常"},
		{"a line inside a line", Of("act.failed", Of("step.exit", 3)), English, "failed: exit code 3"},
		{"braces in an argument are text", Of("act.failed", "{0} {1}"), English, "failed: {0} {1}"},
		{"an argument that is missing stays visible", Of("act.proved"), English, "proved in {0}: {1} is up"},
	}
	for _, tt := range tables {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.lang.Say(tt.line); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 ms", 850 * time.Millisecond: "850 ms", 1200 * time.Millisecond: "1.2 s", 2 * time.Second: "2 s", 2004 * time.Millisecond: "2 s", 1960 * time.Millisecond: "2 s", 9960 * time.Millisecond: "10 s", 59900 * time.Millisecond: "59 s", 59 * time.Second: "59 s",
		60 * time.Second: "1 min", 252 * time.Second: "4 min 12 s", time.Hour + 5*time.Minute: "1 h 5 min", 52 * time.Hour: "2 d 4 h",
	} {
		if got := English.Duration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for s, want := range map[string]Lang{"zh_CN.UTF-8": Chinese, "zh": Chinese, "en_GB": English, "C.UTF-8": English, "POSIX": English} {
		if got, ok := Parse(s); !ok || got != want {
			t.Errorf("%s is %v, %v", s, got, ok)
		}
	}
	if _, ok := Parse("de_DE"); ok {
		t.Error("German is spoken")
	}
}

func TestATermOfTheChineseMeansOneThing(t *testing.T) {
	for _, rule := range []struct {
		name   string
		term   *regexp.Regexp
		except *regexp.Regexp // codes that may say it
	}{
		{"降级 is the act, never a state", regexp.MustCompile("降级"), regexp.MustCompile(`^(action\.degrade|remedy\.degrade|cause\.llm-degraded)`)},
		{"what does not answer is 不可用, the machine has not crashed", regexp.MustCompile("宕机"), nil},
		{"依据 is why an alert stands as it does, 证据 what speaks for a cause", regexp.MustCompile("依据"), regexp.MustCompile(`^alertpage\.reason$`)},
		{"what is folded is 归并; 折叠 is what the hand does to a row", regexp.MustCompile("归入|折叠"), regexp.MustCompile(`^key\.log\.unfold$`)},
		{"a rate is spelled as figures are", regexp.MustCompile("/秒|次/分"), nil},
	} {
		for _, table := range tables {
			for code, text := range table {
				if rule.term.MatchString(text.zh) && (rule.except == nil || !rule.except.MatchString(string(code))) {
					t.Errorf("%s: %s says %q", rule.name, code, text.zh)
				}
			}
		}
	}
}
