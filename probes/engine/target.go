package engine

import (
	"cmp"
	"math"
	"net"
	"net/url"
	"slices"
	"time"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/watch"
)

// Target says what is watched and how its checks are judged.
type Target struct {
	Name      probes.Name
	Kind      string
	Role      state.Role
	Every     time.Duration
	Timeout   time.Duration
	DownAfter int    // failed checks in a row that make it down; at least 1
	Remote    bool   // reached over a network, not on this machine
	Host      string // where it is reached, to tell one peer's failure from the network's
	Where     string // what is asked, for people; "" where that is a secret
}

// standing is what is known of one target.
type standing struct {
	Target
	latest   probes.Sample
	status   probes.Status
	since    time.Time
	first    bool      // no status of its own yet: the next one began at least then
	sticky   bool      // since is the first look
	bad      int       // checks in a row by which it is down
	unwell   int       // and by which it is not well
	badSince time.Time // when the first of them ended
	early    time.Time // when it was last asked before its time
	good     int       // good ones in a row
	missed   int
	uptime   uptime
	past     []float32 // latency of the last rounds; shared with pages, never modified
	failed   probes.Sample
	address  string // "host:port", "" where that is not known
}

// pastRounds is how many rounds of a target's latency are kept.
const pastRounds = 120

func newStanding(t Target) *standing {
	t.DownAfter = max(1, t.DownAfter)
	return &standing{Target: t, first: true, address: addressOf(t.Where)}
}

// addressOf is the host and the port of what is asked, a URL of HTTP or an
// address; "" where there are none.
func addressOf(where string) string {
	u, err := url.Parse(where)
	switch {
	case err == nil && u.Scheme == "http":
		return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "80"))
	case err == nil && u.Scheme == "https":
		return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "443"))
	}
	if _, _, err := net.SplitHostPort(where); err != nil {
		return ""
	}
	return where
}

// observe folds one round in and reports whether the status changed. One
// failed check alone changes nothing: it takes DownAfter of them, and then the
// target has been down since the first.
func (s *standing) observe(r watch.Round) bool {
	s.latest = r.Sample
	s.missed += r.Missed
	s.remember(r)
	s.uptime.count(r.Sample.At, r.Sample.Status)
	switch r.Sample.Status {
	case probes.Down:
		if s.bad == 0 {
			s.badSince = r.Sample.At
		}
		s.bad, s.good = s.bad+1, 0
	case probes.Up:
		s.bad, s.good = 0, s.good+1
	default:
		s.bad, s.good = 0, 0
	}
	if s.unwell++; r.Sample.Status == probes.Up || r.Sample.Status == probes.Unknown {
		s.unwell = 0
	}
	next := r.Sample.Status
	switch {
	case next != probes.Down:
		return s.become(next, r.Sample.At)
	case s.bad >= s.DownAfter:
		return s.become(next, s.badSince)
	case s.first:
		return s.become(probes.Unknown, r.Sample.At)
	}
	return false
}

// remember keeps the latency of the round and what was wrong. A round that was
// missed is a gap.
func (s *standing) remember(r watch.Round) {
	latency := float32(r.Sample.Latency.Seconds())
	if r.Sample.Status == probes.Down || r.Sample.Status == probes.Unknown {
		latency = float32(math.NaN())
	}
	gaps := min(r.Missed, pastRounds-1)
	kept := s.past[max(0, len(s.past)+gaps+1-pastRounds):]
	s.past = slices.Clone(kept)
	for range gaps {
		s.past = append(s.past, float32(math.NaN()))
	}
	s.past = append(s.past, latency)
	if r.Sample.Status != probes.Up && r.Sample.Fault.Code != "" {
		s.failed = probes.Sample{At: r.Sample.At, Fault: r.Sample.Fault}
	}
}

func (s *standing) become(next probes.Status, at time.Time) bool {
	if s.first && next != probes.Unknown {
		s.first, s.sticky = false, true
		s.status, s.since = next, at
		return true
	}
	if next == s.status {
		if s.since.IsZero() {
			s.since, s.sticky = at, true
		}
		return false
	}
	s.status, s.since, s.sticky = next, at, false
	return true
}

// stale reports whether the last sample is too old to be believed: older than
// two intervals and the time that a check may take.
func (s *standing) stale(now time.Time) bool {
	return !s.latest.At.IsZero() && now.Sub(s.latest.At) > 2*s.Every+s.Timeout+staleGrace
}

// staleGrace keeps a check that ends a moment late from being called stale.
const staleGrace = 500 * time.Millisecond

// now is the status with staleness taken into account: an old green is a lie.
func (s *standing) now(t time.Time) probes.Status {
	if s.stale(t) {
		return probes.Unknown
	}
	return s.status
}

func (s *standing) page(now time.Time) state.Target {
	share, span := s.uptime.share(now)
	return state.Target{
		Name: s.Name, Kind: s.Kind, Role: s.Role, Every: s.Every, Where: raw.Of(s.Where), Instead: raw.Of(s.latest.Instead),
		Status: s.now(now), Latest: s.latest.Status, Fault: s.latest.Fault,
		Since: s.since, SinceAtLeast: s.sticky,
		At: s.latest.At, Latency: s.latest.Latency, Stale: s.stale(now),
		Bad: s.unwell, Availability: share, Span: span,
		Values: s.latest.Values, Missed: s.missed, Dropped: s.latest.Dropped,
		Past:      state.Trend{End: s.latest.At, Step: s.Every, Max: s.past, Unit: probes.Seconds},
		LastFault: s.failed.Fault, LastFaultAt: s.failed.At,
	}
}

// uptime counts good and judged checks per minute over the last day. Checks
// that could not tell count as neither.
type uptime struct {
	began   time.Time
	minutes [24 * 60]struct{ good, all uint16 }
	at      int64 // the minute that was counted last, since began
	good    int   // of all minutes
	all     int
}

func (u *uptime) count(at time.Time, s probes.Status) {
	if s == probes.Unknown {
		return
	}
	if u.began.IsZero() {
		u.began = at
	}
	m := int64(at.Sub(u.began) / time.Minute)
	u.advance(m)
	slot := &u.minutes[m%int64(len(u.minutes))]
	if slot.all == math.MaxUint16 {
		return
	}
	slot.all++
	u.all++
	if s != probes.Down {
		slot.good++
		u.good++
	}
}

func (u *uptime) advance(to int64) {
	size := int64(len(u.minutes))
	for m := max(u.at+1, to-size+1); m <= to; m++ {
		slot := &u.minutes[m%size]
		u.good, u.all = u.good-int(slot.good), u.all-int(slot.all)
		slot.good, slot.all = 0, 0
	}
	u.at = max(u.at, to)
}

// share returns the share of good checks, NaN before the first, and the time
// that it rests on.
func (u *uptime) share(now time.Time) (float64, time.Duration) {
	if u.began.IsZero() {
		return math.NaN(), 0
	}
	return float64(u.good) / float64(u.all), min(now.Sub(u.began), 24*time.Hour)
}
