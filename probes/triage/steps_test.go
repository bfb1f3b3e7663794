package triage

import (
	"slices"
	"strings"
	"testing"

	"bedside/probes"
	"bedside/probes/words"
)

func TestTheStepsLookWhereTheDependencyIs(t *testing.T) {
	for _, row := range []struct {
		name, address string
		fault         words.Code
		want          string
	}{
		{"redis", "127.0.0.1:6379", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"redis", "localhost:6379", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"redis", "[::1]:6379", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"redis", "", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"redis", "/run/redis.sock", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"redis", ":6380", probes.Refused, "redis-cli -p 6380 ping | restart Redis at 127.0.0.1:6380 | redis-cli -p 6380 info memory"},
		{"redis", "cache:6379", probes.Refused, "redis-cli -h cache -p 6379 ping | restart Redis at cache:6379 | redis-cli -h cache -p 6379 info memory"},
		{"redis", "[fe80::1]:6379", probes.Refused, "redis-cli -h fe80::1 -p 6379 ping | restart Redis at [fe80::1]:6379 | redis-cli -h fe80::1 -p 6379 info memory"},
		{"redis", "x;reboot:6379", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"redis", "-e/bin/sh:99", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"redis", "$(reboot):8443", probes.Refused, "redis-cli ping | systemctl restart redis | redis-cli info memory"},
		{"llm", "api.openai.com:443", probes.Refused, "ping api.openai.com | check LLM_BASE_URL in config.env | switch off plugins and image analysis"},
		{"llm", "llm.corp:8443", probes.Refused, "nc -vz llm.corp 8443 | check LLM_BASE_URL in config.env | switch off plugins and image analysis"},
		{"mysql", "localhost:3307", probes.TimedOut, `mysql -h 127.0.0.1 -P 3307 -e "SHOW PROCESSLIST;" | nc -vz 127.0.0.1 3307`},
		{"mysql", "127.0.0.1:3306", probes.Refused, "systemctl status mysql | systemctl restart mysql | df -h"},
		{"mysql", "db:3306", probes.Refused, "nc -vz db 3306 | restart MySQL at db:3306 | on db: check the disk's space: df -h"},
		{"chroma", "127.0.0.1:8123", probes.Refused, "ps aux | grep chromadb | ls -la chroma_db/ | df -h | restart the vector database"},
		{"chroma", "vectors:8000", probes.Refused, "on vectors: check that ChromaDB runs: ps aux | grep chromadb | on vectors: check the data folder's permissions: ls -la chroma_db/ | on vectors: check the disk's space: df -h | restart the vector database"},
		{"queue", "mq:5672", probes.Refused, "find out which service listens no more, and start it | nc -vz mq 5672"},
	} {
		p := with()
		p.Targets = slices.DeleteFunc(p.Targets, func(t Target) bool { return t.Name == probes.Name(row.name) })
		p.Targets = append(p.Targets, Target{
			Name: probes.Name(row.name), Role: Dependency, Status: probes.Down, Fault: probes.Fault{Code: row.fault}, Since: now, Address: row.address,
		})
		all := Judge(p)
		i := slices.IndexFunc(all, func(h Hypothesis) bool { return h.Target == probes.Name(row.name) })
		if i < 0 {
			t.Fatalf("nobody blames %s", row.name)
		}
		var said []string
		for _, step := range all[i].Steps {
			text := words.English.Say(step)
			if _, command, ok := strings.Cut(text, ": "); ok && !strings.HasPrefix(text, "on ") {
				text = command
			}
			said = append(said, text)
		}
		if got := strings.Join(said, " | "); got != row.want {
			t.Errorf("%s at %q: the steps are\n%s, want\n%s", row.name, row.address, got, row.want)
		}
	}
}

func TestTheStepsOfASlowLLMAskTheOneThatIsWatched(t *testing.T) {
	for _, address := range []string{"", "llm.corp:8443"} {
		p := with()
		p.Targets[4].Address = address
		s := &sight{p}
		got := words.English.Say(s.stepsFor("llm", "remedy.ping-llm")[0])
		if asks := strings.Contains(got, "nc -vz llm.corp 8443"); asks != (address != "") {
			t.Errorf("at %q: %q", address, got)
		}
	}
}
