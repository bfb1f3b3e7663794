package xinyu

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

const (
	defaultRate     = 20.0 // requests per second
	maxOutstanding  = 500  // requests without an answer; more are not sent but counted
	requestPatience = 30 * time.Second
	replyLimit      = 1 << 20
)

// traffic lets synthetic users talk to the service over HTTP. Requests arrive
// as from many independent people: at random, and whether or not the earlier
// ones have been answered.
type traffic struct {
	base   string // URL of the service
	rate   float64
	client *http.Client

	factor atomic.Uint64 // of the rate; bits of a float64
	nudge  chan struct{} // the factor has changed
	back   chan *visitor // who has got an answer

	outstanding                  atomic.Int64
	sent, served, failed, unsent atomic.Int64
}

func newTraffic(base string, rate float64) *traffic {
	t := &traffic{
		base: base, rate: rate,
		client: &http.Client{Timeout: requestPatience, Transport: &http.Transport{
			MaxIdleConnsPerHost: 64, IdleConnTimeout: 30 * time.Second, DisableCompression: true,
		}},
		nudge: make(chan struct{}, 1),
		back:  make(chan *visitor, maxOutstanding),
	}
	t.multiply(1)
	return t
}

// multiply changes how many times the usual number of requests arrive.
func (t *traffic) multiply(factor float64) {
	if t.factor.Swap(math.Float64bits(factor)) == math.Float64bits(factor) {
		return
	}
	select {
	case t.nudge <- struct{}{}:
	default:
	}
}

func (t *traffic) rateNow() float64 { return t.rate * math.Float64frombits(t.factor.Load()) }

// run sends requests until ctx ends, and waits for the last of them.
func (t *traffic) run(ctx context.Context, seed int64) {
	var open sync.WaitGroup
	defer t.client.CloseIdleConnections()
	defer open.Wait()
	people := newCrowd(seed)
	arrivals := newArrivals(newRand(seed, "arrivals"), time.Now())
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case v := <-t.back:
			people.rejoin(v)
			continue
		case <-t.nudge:
			arrivals.from(time.Now())
		case <-timer.C:
			if t.outstanding.Load() >= maxOutstanding {
				t.unsent.Add(1)
				break
			}
			v, r := people.speak()
			t.outstanding.Add(1)
			open.Go(func() { t.converse(ctx, v, r) })
		}
		now := time.Now()
		timer.Reset(onBeat(now, arrivals.next(now, t.rateNow())))
	}
}

// converse carries out one round: what is said, and perhaps what the user
// thinks of the reply.
func (t *traffic) converse(ctx context.Context, v *visitor, r round) {
	defer t.outstanding.Add(-1)
	ok := t.post(ctx, r.path, r.said)
	if ok && r.opinion != nil {
		t.post(ctx, "/feedback", r.opinion)
	}
	select {
	case t.back <- v:
	case <-ctx.Done():
	}
}

func (t *traffic) post(ctx context.Context, path string, body any) (ok bool) {
	b, err := json.Marshal(body)
	if err != nil {
		return false
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, t.base+path, bytes.NewReader(b))
	if err != nil {
		return false
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-Sent-At", strconv.FormatFloat(float64(time.Now().UnixMicro())/1e6, 'f', 6, 64))
	t.sent.Add(1)
	resp, err := t.client.Do(q)
	if err == nil {
		_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, replyLimit))
		_ = resp.Body.Close()
	}
	if err != nil || resp.StatusCode >= http.StatusInternalServerError {
		t.failed.Add(1)
		return false
	}
	t.served.Add(1)
	return resp.StatusCode < http.StatusBadRequest
}

// arrivals draws the moments at which requests arrive: a Poisson process.
type arrivals struct {
	rng *rand.Rand
	due time.Time
}

func newArrivals(rng *rand.Rand, now time.Time) *arrivals { return &arrivals{rng: rng, due: now} }

// from forgets the moment that was drawn last; a Poisson process has no
// memory that could mind.
func (a *arrivals) from(now time.Time) { a.due = now }

// next is the time to wait for the next request at rate per second. It makes
// up for lateness, but not for a sleep of the machine.
func (a *arrivals) next(now time.Time, rate float64) time.Duration {
	if rate <= 0 {
		return time.Hour
	}
	if now.Sub(a.due) > time.Second {
		a.due = now
	}
	a.due = a.due.Add(time.Duration(a.rng.ExpFloat64() / rate * float64(time.Second)))
	return max(a.due.Sub(now), 0)
}

const (
	regulars    = 40 // conversations that are open at a time
	maxRounds   = 12
	maxAwaiting = maxOutstanding
)

// crowd are the people who talk to the service, in conversations of 1 to 12
// rounds. The same seed gives the same conversations.
type crowd struct {
	rng   *rand.Rand
	idle  []*visitor // in a conversation, and not waiting for an answer
	count int
}

type visitor struct {
	user, session string
	left          int // rounds
}

// round is one thing that somebody says.
type round struct {
	path    string
	said    chatBody
	opinion *feedback // of the reply, where the user gives one
}

func newCrowd(seed int64) *crowd { return &crowd{rng: newRand(seed, "crowd")} }

// speak picks who speaks next: somebody in a conversation, or somebody new.
func (c *crowd) speak() (*visitor, round) {
	var v *visitor
	if len(c.idle) < regulars {
		c.count++
		v = &visitor{
			user:    fmt.Sprintf("user_%04d", 1+c.rng.IntN(400)),
			session: fmt.Sprintf("s%06d-%04x", c.count, c.rng.IntN(1<<16)),
			left:    1 + c.rng.IntN(maxRounds),
		}
	} else {
		i, last := c.rng.IntN(len(c.idle)), len(c.idle)-1
		v = c.idle[i]
		c.idle[i], c.idle = c.idle[last], c.idle[:last]
	}
	v.left--
	return v, c.say(v)
}

// rejoin takes somebody back who has got an answer. Who has nothing left to
// say goes.
func (c *crowd) rejoin(v *visitor) {
	if v.left > 0 && len(c.idle) < maxAwaiting {
		c.idle = append(c.idle, v)
	}
}

func (c *crowd) say(v *visitor) round {
	r := round{
		path: c.endpoint(),
		said: chatBody{Message: c.sentence(), UserID: v.user, SessionID: v.session},
	}
	if c.rng.IntN(100) < 4 {
		r.opinion = c.opinion(r.said)
	}
	return r
}

// endpoint draws the way of talking: most people type.
func (c *crowd) endpoint() string {
	switch n := c.rng.IntN(100); {
	case n < 76:
		return kindText.endpoint()
	case n < 90:
		return kindStream.endpoint()
	case n < 95:
		return kindVoice.endpoint()
	default:
		return kindImage.endpoint()
	}
}

// sentence draws what is said. One in a hundred is one that the filter has to
// catch, one in a thousand is not meant well.
func (c *crowd) sentence() string {
	list := usualSentences()
	switch n := c.rng.IntN(1000); {
	case n == 0:
		list = hostileSentences()
	case n <= 10:
		list = sensitiveSentences()
	}
	return list[c.rng.IntN(len(list))]
}

func (c *crowd) opinion(said chatBody) *feedback {
	o := opinions()[c.rng.IntN(len(opinions()))]
	return &feedback{
		SessionID: said.SessionID, UserID: said.UserID,
		Type: o.kind, Rating: o.rating, Comment: o.comment, UserMessage: said.Message,
	}
}
