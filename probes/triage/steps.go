package triage

import (
	"cmp"
	"net"
	"slices"
	"strings"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

func steps(codes ...words.Code) []words.Line {
	out := make([]words.Line, len(codes))
	for i, code := range codes {
		out[i] = words.Of(code)
	}
	return out
}

// stepsFor are steps for what the named target is, where it is: a command that
// asks the usual place says that all is well when it asks the wrong server.
func (s *sight) stepsFor(name probes.Name, codes ...words.Code) []words.Line {
	t, _ := s.target(name)
	where, known := placeOf(t.Address)
	if !known {
		return steps(codes...)
	}
	var out []words.Line
	for _, code := range codes {
		out = append(out, where.step(code))
	}
	return slices.CompactFunc(out, func(a, b words.Line) bool { return words.English.Say(a) == words.English.Say(b) })
}

// local is this machine, as a client of any kind reaches it over TCP.
const local = "127.0.0.1"

// place is where a dependency is reached.
type place struct{ host, port string }

// placeOf reads an address. One that is not made of what hosts and ports are
// made of is none: a step is there to be copied into a shell.
func placeOf(address string) (place, bool) {
	host, port, err := net.SplitHostPort(address)
	p := place{cmp.Or(host, local), port}
	if p.host == "localhost" || p.host == "::1" {
		p.host = local
	}
	return p, err == nil && port != "" && harmless(p.host) && harmless(p.port)
}

func harmless(s string) bool {
	const signs = ".-_:"
	return s != "" && s[0] != '-' && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune(signs, r)
	})
}

func (p place) address() string   { return net.JoinHostPort(p.host, p.port) }
func (p place) arguments() string { return p.host + " " + p.port }

// redisOptions leave out the host that redis-cli takes anyway: the room for a
// step is small, and its end matters most.
func (p place) redisOptions() string {
	if p.host == local {
		return "-p " + p.port
	}
	return "-h " + p.host + " -p " + p.port
}

func (p place) mysqlOptions() string { return "-h " + p.host + " -P " + p.port }

// placed are the steps whose command is about the server at one address, and
// what to do where ours is at another.
var placed = map[words.Code]struct {
	usual string
	code  words.Code
	where func(place) string
}{
	"remedy.ping-llm":          {"api.openai.com:443", "remedy.reach", place.arguments},
	"remedy.check-network":     {"", "remedy.reach", place.arguments},
	"remedy.redis-process":     {local + ":6379", "remedy.redis-process-at", place.redisOptions},
	"remedy.redis-memory":      {local + ":6379", "remedy.redis-memory-at", place.redisOptions},
	"remedy.redis-restart":     {local + ":6379", "remedy.redis-restart-at", place.address},
	"remedy.mysql-process":     {local + ":3306", "remedy.reach", place.arguments},
	"remedy.mysql-processlist": {local + ":3306", "remedy.mysql-processlist-at", place.mysqlOptions},
	"remedy.mysql-restart":     {local + ":3306", "remedy.mysql-restart-at", place.address},
}

// onItsMachine are the steps that hold for the machine on which they are done.
var onItsMachine = map[words.Code]bool{
	"remedy.chroma-process": true, "remedy.chroma-folder": true, "remedy.disk-space": true,
}

// step is one step for what is there.
func (p place) step(code words.Code) words.Line {
	if at, known := placed[code]; known && at.usual != p.address() {
		return words.Of(at.code, raw.Of(at.where(p)))
	}
	if onItsMachine[code] && p.host != local {
		return words.Of("remedy.on-host", raw.Of(p.host), words.Of(code))
	}
	return words.Of(code)
}
