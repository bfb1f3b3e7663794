package triage

import (
	"net"
	"slices"

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
	usual []string // addresses
	code  words.Code
}{
	"remedy.ping-llm":          {[]string{"api.openai.com:443"}, "remedy.reach"},
	"remedy.check-network":     {nil, "remedy.reach"},
	"remedy.redis-process":     {here("6379"), "remedy.redis-process-at"},
	"remedy.redis-memory":      {here("6379"), "remedy.redis-memory-at"},
	"remedy.mysql-processlist": {here("3306"), "remedy.mysql-processlist-at"},
}

func here(port string) []string {
	return []string{"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port}
}

// stepsAt are steps for a dependency at an address, "" where that is not known.
func stepsAt(address string, codes ...words.Code) []words.Line {
	out := steps(codes...)
	host, port, err := net.SplitHostPort(address)
	if err != nil || host == "" || port == "" {
		return out
	}
	for i, code := range codes {
		other, known := elsewhere[code]
		if known && !slices.Contains(other.usual, address) {
			out[i] = words.Of(other.code, raw.Of(host), raw.Of(port))
		}
	}
	return out
}
