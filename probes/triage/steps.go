package triage

import (
	"net"

	"bedside/logview/raw"
	"bedside/probes/words"
)

func steps(codes ...words.Code) []words.Line {
	out := make([]words.Line, len(codes))
	for i, code := range codes {
		out[i] = words.Of(code)
	}
	return out
}

// elsewhere are the steps that look at the usual place of a dependency, and
// what to do instead where ours is another one: a command that asks the wrong
// server says that all is well.
var elsewhere = map[words.Code]struct {
	code  words.Code
	usual string                         // port on this machine, or address
	where func(host, port string) string // as the command wants it
}{
	"remedy.ping-llm":          {"remedy.reach", "api.openai.com:443", asArguments},
	"remedy.check-network":     {"remedy.reach", "", asArguments},
	"remedy.redis-process":     {"remedy.redis-process-at", "6379", asRedisOptions},
	"remedy.redis-memory":      {"remedy.redis-memory-at", "6379", asRedisOptions},
	"remedy.mysql-processlist": {"remedy.mysql-processlist-at", "3306", asMySQLOptions},
}

func asArguments(host, port string) string    { return host + " " + port }
func asMySQLOptions(host, port string) string { return "-h " + host + " -P " + port }

// asRedisOptions leaves out what redis-cli takes anyway: the room for a step is
// small, and its end matters most.
func asRedisOptions(host, port string) string {
	if here(host) {
		return "-p " + port
	}
	return "-h " + host + " -p " + port
}

func here(host string) bool { return host == "localhost" || host == "127.0.0.1" }

// stepsAt are steps for a dependency at an address, "" where that is not known.
func stepsAt(address string, codes ...words.Code) []words.Line {
	out := steps(codes...)
	host, port, err := net.SplitHostPort(address)
	if err != nil || host == "" || port == "" {
		return out
	}
	for i, code := range codes {
		other, known := elsewhere[code]
		if known && other.usual != address && (other.usual != port || !here(host)) {
			out[i] = words.Of(other.code, raw.Of(other.where(host, port)))
		}
	}
	return out
}
