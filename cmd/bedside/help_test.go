package main

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"

	"bedside/probes/words"
)

// everyCommand calls look with each command that people may ask help for.
func everyCommand(lang words.Lang, look func(*cobra.Command)) {
	var below func(*cobra.Command)
	below = func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		cmd.InitDefaultVersionFlag()
		look(cmd)
		for _, sub := range cmd.Commands() {
			if sub.Name() != "xinyu" {
				below(sub)
			}
		}
	}
	root := newRoot(app{lang: lang})
	root.InitDefaultHelpCmd()
	below(root)
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// TestHelpSpeaksChineseThroughout reads every line of every command's help that
// is neither empty nor something to type.
func TestHelpSpeaksChineseThroughout(t *testing.T) {
	everyCommand(words.Chinese, func(cmd *cobra.Command) {
		if !chinese(cmd.Short) {
			t.Errorf("%s is described as %q", cmd.CommandPath(), cmd.Short)
		}
		for line := range strings.Lines(manual(cmd, words.Chinese)) {
			if typed := strings.HasPrefix(line, "  "+cmd.CommandPath()); !typed && line != "\n" && !chinese(line) {
				t.Errorf("the help of %s says %q", cmd.CommandPath(), line)
			}
		}
	})
}

func TestHelpNamesWhatACommandTakes(t *testing.T) {
	for name, want := range map[string][]string{
		"bedside": {
			"用法：\n  bedside [URL] [选项]\n  bedside [命令]\n", "\n示例：\n  bedside demo ", "\n命令：\n  config   生成",
			"\n  -c, --config FILE          配置文件 FILE\n", "\n  -h, --help                 显示 bedside 的用法\n", "\n  -v, --version              显示 bedside 的版本\n",
			"\n使用 \"bedside [命令] --help\" 查看命令的详细用法。\n",
		},
		"bedside demo":   {"  bedside demo [选项]\n", "\n      --rate N              模拟用户每秒请求数 N（默认 20）\n", "\n全局选项：\n      --ascii           仅"},
		"bedside status": {"（默认 1m）\n"},
		"bedside help":   {"  bedside help [命令]"},
	} {
		everyCommand(words.Chinese, func(cmd *cobra.Command) {
			if cmd.CommandPath() != name {
				return
			}
			for _, part := range want {
				if got := manual(cmd, words.Chinese); !strings.Contains(got, part) {
					t.Errorf("the help of %s does not hold %q:\n%s", name, part, got)
				}
			}
			want = nil
		})
		if want != nil {
			t.Errorf("there is no command %s", name)
		}
	}
}

func TestHelpIsTheSameHoweverItIsAskedFor(t *testing.T) {
	t.Parallel()
	for _, ways := range [][2][]string{
		{{"--help"}, {"help"}},
		{{"status", "--help"}, {"help", "status"}},
		{{"config", "check", "-h"}, {"help", "config", "check"}},
		{{"completion", "--help"}, {"completion"}},
	} {
		one, other := runs(t, append(ways[0], "--lang", "zh")...), runs(t, append(ways[1], "--lang", "zh")...)
		if one.code != exitDone || one != other || !strings.Contains(one.out, "用法：\n") {
			t.Errorf("%v says\n%v\n%v says\n%v", ways[0], one, ways[1], other)
		}
	}
}

func TestEnglishHelpIsTheOneThatScriptsKnow(t *testing.T) {
	t.Parallel()
	o := runs(t, "--help", "--lang", "en")
	for _, part := range []string{
		"Usage:\n  bedside [URL] [flags]\n  bedside [command]\n", "\nExamples:\n", "\nAvailable Commands:\n", "\nFlags:\n", "  -c, --config FILE",
		"Use \"bedside [command] --help\" for more information about a command.\n",
	} {
		if o.code != exitDone || !strings.Contains(o.out, part) {
			t.Errorf("it ends with %d and does not hold %q:\n%s", o.code, part, o.out)
		}
	}
	if o := runs(t, "help", "nope", "--lang", "en"); o.code != exitUsage || o.out != "" || !strings.Contains(o.err, "unknown command nope") {
		t.Errorf("help on what is not there ends with %d: %q, %q", o.code, o.out, o.err)
	}
}

func TestAShellIsToldHowToComplete(t *testing.T) {
	t.Parallel()
	for _, shell := range shells {
		full, bare := runs(t, "completion", shell.name), runs(t, "completion", shell.name, "--no-descriptions")
		for _, o := range []outcome{full, bare} {
			if o.code != exitDone || o.err != "" || !strings.Contains(o.out, shell.name+" completion") {
				t.Errorf("the script for %s: %d, %q, %.80q", shell.name, o.code, o.err, o.out)
			}
		}
		if full.out == bare.out {
			t.Errorf("%s gets the same with and without descriptions", shell.name)
		}
	}
	words := strings.Fields(runs(t, "__complete", "help", "con").out)
	if !slices.Contains(words, "config") || slices.Contains(words, "demo") {
		t.Errorf("after help con a shell is offered %q", words)
	}
}

func TestAMisuseIsToldInChinese(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		args []string
		says string
	}{
		{[]string{"statsu"}, "未知命令 statsu；`bedside --help` 列出全部命令"},
		{[]string{"help", "statsu"}, "未知命令 statsu；`bedside --help` 列出全部命令"},
		{[]string{"help", "config", "chekc"}, "未知命令 chekc；`bedside config --help` 列出全部命令"},
		{[]string{"help", "status", "all"}, "未知命令 all；`bedside status --help` 列出全部命令"},
		{[]string{"config", "chekc"}, "未知命令 chekc；`bedside config --help` 列出全部命令"},
		{[]string{"config", "init", "here"}, "here：`bedside config init` 不接受参数"},
		{[]string{"demo", "now"}, "now：`bedside demo` 不接受参数"},
		{[]string{"--colour"}, "未知选项 --colour；`bedside --help` 列出全部选项"},
		{[]string{"demo", "-rx"}, "未知选项 -r；`bedside demo --help` 列出全部选项"},
		{[]string{"---"}, "未知选项 ---；`bedside --help` 列出全部选项"},
		{[]string{"demo", "--rate"}, "--rate 缺少参数值"},
		{[]string{"demo", "-c"}, "-c 缺少参数值"},
		{[]string{"demo", "--rate", "fast"}, "--rate fast：应为数字"},
		{[]string{"demo", "--seed", "1.5"}, "--seed 1.5：应为整数"},
		{[]string{"--read-only=maybe"}, "--read-only maybe：应为 true 或 false"},
		{[]string{"demo", "--fault", "llm-donw"}, "没有故障场景 llm-donw；可用场景：backend-down, "},
		{[]string{"demo", "--fault", "llm-down@soon"}, "--fault llm-down@soon：@ 之后应为延迟时间，如 5s"},
		{[]string{"demo", "--fault", "\x1b[2J"}, "没有故障场景 "},
	} {
		o := runs(t, append([]string{"--lang", "zh"}, row.args...)...)
		if o.code != exitUsage || o.out != "" || strings.Contains(o.err, "\x1b") {
			t.Errorf("%q: exit code %d, wanted %d; printed %q and %q", row.args, o.code, exitUsage, o.out, o.err)
		}
		oneSentence(t, o.err, "bedside: "+row.says)
	}
}
