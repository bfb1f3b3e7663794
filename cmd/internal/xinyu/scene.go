package xinyu

import (
	"maps"
	"slices"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// The dependencies of the service, each behind a fault proxy.
const (
	depLLM    = "llm"
	depChroma = "chroma"
	depMySQL  = "mysql"
	depRedis  = "redis"
)

// scene is what is really broken while it is on. Several may be on at once:
// then the worse condition of a dependency holds.
type scene struct {
	conditions map[string]condition // by dependency
	load       float64              // factor of the arrivals; 0 is 1
	filterOff  bool                 // the service's filter lets sentences through
	revokeKey  bool                 // the LLM refuses the key that the service uses
	holdDown   bool                 // the backend is killed and held down
}

func scenes() map[string]scene {
	return map[string]scene{
		"llm-down":       {conditions: map[string]condition{depLLM: refused}},
		"llm-hang":       {conditions: map[string]condition{depLLM: hung}},
		"llm-slow":       {conditions: map[string]condition{depLLM: slow}},
		"llm-key":        {revokeKey: true},
		"vector-db-down": {conditions: map[string]condition{depChroma: refused}},
		"load-10x":       {load: 10},
		"filter-failing": {filterOff: true},
		"network-down": {conditions: map[string]condition{
			depLLM: dropped, depChroma: dropped, depMySQL: dropped, depRedis: dropped,
		}},
		"mysql-down":   {conditions: map[string]condition{depMySQL: refused}},
		"redis-down":   {conditions: map[string]condition{depRedis: refused}},
		"backend-down": {holdDown: true},
	}
}

// Scenes are the names of the faults that can be injected, in order.
func Scenes() []string { return slices.Sorted(maps.Keys(scenes())) }

// curedBy says whether restarting that dependency ends the scene: it does
// where nothing else is broken.
func (s scene) curedBy(dep string) bool {
	_, ok := s.conditions[dep]
	return ok && len(s.conditions) == 1
}

// effect is what all scenes that are on amount to.
type effect struct {
	conditions map[string]condition
	load       float64
	filterOff  bool
	holdDown   bool
}

// combine adds the scenes up; it does not mind their order.
func combine(on []scene) effect {
	e := effect{conditions: map[string]condition{}, load: 1}
	for _, s := range on {
		for dep, c := range s.conditions {
			e.conditions[dep] = max(e.conditions[dep], c)
		}
		if s.load > 0 {
			e.load *= s.load
		}
		e.filterOff = e.filterOff || s.filterOff
		e.holdDown = e.holdDown || s.holdDown
	}
	return e
}

// Fault is a scene that begins by itself, some time after the service is
// ready.
type Fault struct {
	Scene string
	Delay time.Duration
}

// Misspelled is a fault that cannot be read, and why.
type Misspelled struct{ line words.Line }

// In is the complaint in a language.
func (m *Misspelled) In(l words.Lang) string { return l.Say(m.line) }

func (m *Misspelled) Error() string { return m.In(words.English) }

// ParseFault reads SCENE or SCENE@DELAY, such as vector-db-down@5s. The error
// is Misspelled.
func ParseFault(s string) (Fault, error) {
	name, after, timed := strings.Cut(s, "@")
	if _, ok := scenes()[name]; !ok {
		return Fault{}, &Misspelled{words.Of("cli.no-scene", raw.Of(name), strings.Join(Scenes(), ", "))}
	}
	f := Fault{Scene: name}
	if !timed {
		return f, nil
	}
	delay, err := time.ParseDuration(after)
	if err != nil || delay < 0 {
		return Fault{}, &Misspelled{words.Of("cli.no-delay", raw.Of(s))}
	}
	f.Delay = delay
	return f, nil
}

// String is the form that ParseFault reads.
func (f Fault) String() string { return f.Scene + "@" + f.Delay.String() }
