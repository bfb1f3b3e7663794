package doctor

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"bedside/logview/raw"
	"bedside/probes/words"
	"bedside/ui/theme"
)

func TestLinesEndWherePeopleEndThem(t *testing.T) {
	for name, row := range map[string]struct {
		text string
		want []string
	}{
		"short":                         {"all is well", []string{"all is well"}},
		"at a space":                    {"nothing listens there", []string{"nothing", "listens there"}},
		"never inside a path":           {"no such file: /srv/log/application.log", []string{"no such file:", "/srv/log/application.log"}},
		"between characters":            {"文件不存在，请检查路径", []string{"文件不存在，", "请检查路径"}},
		"before and after a path":       {"文件：/srv/log/application.log不存在", []string{"文件：", "/srv/log/application.log", "不存在"}},
		"no stop at the beginning":      {"无法解析主机名。请更正", []string{"无法解析主机", "名。请更正"}},
		"nothing":                       {"", []string{""}},
		"as wide as the line, no wider": {"thirteen cell", []string{"thirteen cell"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := wrap(row.text, 13); !slices.Equal(got, row.want) {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestAReportIsReadableInBothLanguagesAtEightyColumns(t *testing.T) {
	r := Report{Findings: []Finding{
		{Group: Targets, Grade: Good, Subject: raw.Of("health"), What: words.Of("doctor.target.up", "12 ms")},
		{Group: Targets, Grade: Down, Subject: raw.Of("a-target-with-a-long-name"), What: words.Of("fault.refused"), Mend: words.Of("doctor.mend.slow"), Command: "ss -ltnp 'sport = :8001'"},
		{Group: Logs, Grade: Mend, Subject: raw.Of("application"), What: words.Of("doctor.log.absent", raw.Of("/srv/\x1b[2Jlog")), Mend: words.Of("doctor.mend.log"), Command: shell("ls", "-la", "/srv/\x1b[2J")},
	}}
	for lang, want := range map[words.Lang]string{
		words.English: `
targets
  ✔ good  health  answers in 12 ms
  ✖ down  a-target-with-a-long-name
          connection refused
          ▸ it hangs, or a firewall swallows the packets; what is merely slow
            gets a longer ` + "`timeout:`" + `
            $ ss -ltnp 'sport = :8001'
logs
  ▲ mend  application  no such file: /srv/\x1b[2Jlog
                       ▸ correct the path (relative ones start at ` + "`root:`" + `), or
                         start what writes it; bedside waits for it
                         $ ls -la '/srv/\x1b[2J'

▲ 2 to mend, 1 in order
`,
		words.Chinese: `
探测目标
  ✔ 正常    health  12 ms内应答
  ✖ 不可用  a-target-with-a-long-name
            连接被拒绝
            ▸ 进程挂起或被防火墙丢包；若只是慢，请加大 ` + "`timeout:`" + `
              $ ss -ltnp 'sport = :8001'
日志
  ▲ 待修    application  文件不存在：/srv/\x1b[2Jlog
                         ▸ 请更正路径（相对路径以 ` + "`root:`" + ` 为起点），或启动写入它
                           的程序；bedside 会等待该文件
                           $ ls -la '/srv/\x1b[2J'

▲ 2 项待处理，1 项无碍
`,
	} {
		got := "\n" + r.Text(Look{Theme: theme.New(nil, theme.Options{Plain: true}), Lang: lang, Width: 80})
		if got != want {
			t.Errorf("%s", got)
		}
		for line := range strings.Lines(got) {
			if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > 80 {
				t.Errorf("%d columns: %q", w, line)
			}
		}
	}
}
