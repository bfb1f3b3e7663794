package main

import (
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/state"
	"bedside/probes/words"
)

// sees is a page on which replies fail under a service that is down, for a
// reason.
func sees(code words.Code, by string) *state.Snapshot {
	down := alert.Reason{Code: alert.Fired, Facts: []alert.Fact{{Target: "health", Status: probes.Down}}}
	return &state.Snapshot{Verdict: state.Verdict{Status: probes.Down}, Alerts: []alert.Alert{
		{Rule: "service-down", Priority: alert.P1, State: alert.Firing, Reason: down},
		{Rule: "failing-replies", Priority: alert.P2, State: alert.Firing, SuppressedBy: "service-down",
			Reason: alert.Reason{Code: code, Facts: []alert.Fact{{Metric: "success", Op: "<", Limit: 0.99, Unit: probes.Ratio, Known: true}}, By: by}},
	}}
}

func TestStatusSaysOnceWhatAnAlertIsFoldedUnder(t *testing.T) {
	for _, row := range []struct {
		name string
		page *state.Snapshot
		lang words.Lang
		line string
	}{
		{"where the reason says it", sees(alert.Folded, "service-down"), words.English,
			"  P2 replies are failing · success 0 % < 99 % (rule); folded under “the service is down”\n"},
		{"in Chinese", sees(alert.Folded, "service-down"), words.Chinese,
			"  P2 请求失败率过高 · 成功率 0 % < 99 %（规则）；已归并到“服务不可用”\n"},
		{"where the reason is another", sees(alert.Flaps, ""), words.English,
			"  P2 replies are failing · comes and goes; kept until it is calm for a minute: success 0 % < 99 % (rule) · folded under “the service is down”\n"},
		{"in Chinese, where the reason is another", sees(alert.Flaps, ""), words.Chinese,
			"  P2 请求失败率过高 · 频繁抖动，平稳一分钟后才恢复：成功率 0 % < 99 %（规则） · 已归并到“服务不可用”\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var out strings.Builder
			if err := newReport(row.page, nil, row.lang).write(&out, row.lang); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(out.String(), row.line) {
				t.Errorf("no line %q in\n%s", row.line, out.String())
			}
		})
	}
}

func TestStatusSaysWhyItCouldNotTell(t *testing.T) {
	page := &state.Snapshot{Verdict: state.Verdict{Status: probes.Unknown, Why: alert.Unruled}}
	for lang, want := range map[words.Lang]string{
		words.English: "? could not tell: no alert rules are configured\n",
		words.Chinese: "? 无法判断：未配置告警规则\n",
	} {
		var out strings.Builder
		if err := newReport(page, nil, lang).write(&out, lang); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("it says %q, want %q", out.String(), want)
		}
	}
	if code := exitOf(page.Verdict.Status); code != exitUnknown {
		t.Errorf("it exits %d", code)
	}
}

func TestStatusListsTargetsInColumns(t *testing.T) {
	page := &state.Snapshot{Targets: []state.Target{
		{Name: "health", Status: probes.Up, Latency: 2 * time.Millisecond},
		{Name: "缓存", Status: probes.Down, Latency: 1004 * time.Millisecond, Fault: probes.Fault{Code: probes.Refused}},
	}}
	for lang, want := range map[words.Lang]string{
		words.English: "  health  up       2 ms\n  缓存    down  1004 ms  connection refused\n",
		words.Chinese: "  health  正常       2 ms\n  缓存    不可用  1004 ms  连接被拒绝\n",
	} {
		var out strings.Builder
		if err := newReport(page, nil, lang).write(&out, lang); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(out.String(), want) {
			t.Errorf("the list is\n%s\nwant\n%s", out.String(), want)
		}
	}
}

func TestStatusMarksWhatHasYetToLast(t *testing.T) {
	page := sees(alert.Folded, "service-down")
	for lang, want := range map[words.Lang]string{words.English: "pending: it has to last to fire\n", words.Chinese: "待确认：持续一段时间才会告警\n"} {
		var out strings.Builder
		if err := newReport(page, map[string]bool{"failing-replies": true}, lang).write(&out, lang); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), want); n != 1 {
			t.Errorf("%d alerts are marked, want one:\n%s", n, out.String())
		}
	}
}
