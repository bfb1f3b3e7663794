package logview

import (
	"net/url"
	"slices"
	"time"
)

const (
	echoLead    = 500 * time.Millisecond // clocks and buffers differ so much
	echoLag     = 2 * time.Second        // an echo is written at most so long after our poll
	echoHeld    = 16                     // polls remembered of each path
	echoSources = 8                      // logs in which one poll is recognised
)

// echoSigns are the lines that a poll of a path makes the service write when
// the poll, not a user, meets a fault.
var echoSigns = []struct{ path, starts string }{
	{"/performance/metrics", "获取性能指标失败"},
	{"/performance/cache/stats", "获取缓存统计失败"},
}

// Echo recognises what our own polls make the service write into its logs, so
// that the watcher does not count itself. It is not safe for concurrent use.
type Echo struct {
	polls map[string][]poll // by path, oldest first
	talks []*talk
}

// Asked is a request of ours: its path, or URL, and who we are in it where it
// is a conversation.
type Asked struct{ Path, User, Session string }

// poll is one request of ours, and the logs in which its line was seen.
type poll struct {
	from, to time.Time
	seen     []string
}

// NewEcho returns an Echo for the requests that we make again and again.
func NewEcho(all []Asked) *Echo {
	e := &Echo{polls: map[string][]poll{}}
	for _, a := range all {
		a.Path = pathOf(a.Path)
		e.polls[a.Path] = nil
		if a.User != "" || a.Session != "" {
			e.talks = append(e.talks, &talk{Asked: a, claimed: map[talkKey]talkCount{}})
		}
	}
	return e
}

// Polled tells that we asked for path between the two times. A path that
// NewEcho was not given is ignored.
func (e *Echo) Polled(path string, from, to time.Time) {
	path = pathOf(path)
	polls, ok := e.polls[path]
	if !ok {
		return
	}
	if len(polls) == echoHeld {
		polls = slices.Delete(polls, 0, 1)
	}
	e.polls[path] = append(polls, poll{from: from, to: to})
	for _, t := range e.talks {
		if t.Path == path {
			t.held(from)
		}
	}
}

// Mark sets Echo on an entry that we caused: a line about a request of ours
// (one of each kind for each poll and log, so that other callers of the same
// path count), a failure that polls alone meet, what the service records about
// our own conversations (a few lines for each, so that a user of our name
// counts), and its records of health checks.
func (e *Echo) Mark(entry *Entry) {
	entry.Echo = isHealthCheck(entry) || e.request(entry) || e.sign(entry) || e.talked(entry)
}

func isHealthCheck(entry *Entry) bool {
	return entry.Level <= Info && entry.Message.Starts("Health check")
}

func (e *Echo) talked(entry *Entry) bool {
	return slices.ContainsFunc(e.talks, func(t *talk) bool { return t.claim(entry) })
}

func (e *Echo) request(entry *Entry) bool {
	switch entry.Kind {
	case Access, Request, Complaint:
	default:
		return false
	}
	endpoint := entry.Field(FieldEndpoint)
	for path, polls := range e.polls {
		if !endpoint.Is(path) {
			continue
		}
		for i := range polls {
			if polls[i].claim(entry) {
				return true
			}
		}
	}
	return false
}

func (e *Echo) sign(entry *Entry) bool {
	for _, s := range echoSigns {
		if !entry.Message.Starts(s.starts) {
			continue
		}
		for _, p := range e.polls[s.path] {
			if p.covers(entry) {
				return true
			}
		}
	}
	return false
}

// claim takes the entry for this poll's line, once in each log.
func (p *poll) claim(entry *Entry) bool {
	if len(p.seen) == echoSources || !p.covers(entry) {
		return false
	}
	source := entry.Source + "\x00" + string(entry.Kind)
	if slices.Contains(p.seen, source) {
		return false
	}
	p.seen = append(p.seen, source)
	return true
}

// covers reports whether the entry was written while the poll ran or soon
// after. Clocks of other machines may be wrong, so the arrival counts as well.
func (p *poll) covers(entry *Entry) bool {
	from, to := p.from.Add(-echoLead), p.to.Add(echoLag)
	within := func(at time.Time) bool { return !at.IsZero() && !at.Before(from) && !at.After(to) }
	return within(entry.At) || within(entry.Arrived)
}

// pathOf is the path of a URL or of a path with a query.
func pathOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return s
	}
	return u.Path
}
