package config

import (
	"os"
	"path/filepath"
	"testing"

	"bedside/probes/words"
)

func TestAFileThatLoadsIsToldWhatIsLeftToSay(t *testing.T) {
	const watched = "service: http://127.0.0.1:8000\nprofile: none\nprobes:\n  health: {http: {url: /}}\n"
	for _, row := range []struct {
		name, content, want, chinese string
	}{
		{"no list of rules", watched, ": no alert rules are configured: nothing judges what is watched, so the verdict stays unknown",
			": 未配置告警规则：监控数据无从判断，结论将始终为“未知”"},
		{"an empty list of rules", watched + "alerts: []\n", ":5:9: no alert rules are configured: nothing judges what is watched, so the verdict stays unknown",
			":5:9: 未配置告警规则：监控数据无从判断，结论将始终为“未知”"},
		{"a rule", watched + "alerts:\n  - {id: down, when: health is down, priority: P1}\n", "", ""},
		{"the profile's rules", "service: http://127.0.0.1:8000\nalerts: []\n", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bedside.yaml")
			if err := os.WriteFile(path, []byte(row.content), 0o600); err != nil {
				t.Fatal(err)
			}
			c, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			found, err := c.Warnings()
			if err != nil {
				t.Fatal(err)
			}
			if row.want == "" {
				if len(found) > 0 {
					t.Errorf("it warns: %v", found)
				}
				return
			}
			if len(found) != 1 || found[0].In(words.English) != path+row.want || found[0].In(words.Chinese) != path+row.chinese {
				t.Errorf("it warns %v, want %s", found, row.want)
			}
		})
	}
}
