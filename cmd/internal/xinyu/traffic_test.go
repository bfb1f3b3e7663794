package xinyu

import (
	"context"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestArrivalsAreThoseOfIndependentPeople(t *testing.T) {
	now := time.Unix(0, 0)
	a := newArrivals(newRand(1, "test"), now)
	const n, rate = 20_000, 20.0
	var sum, squares float64
	for range n {
		gap := a.next(now, rate)
		now = now.Add(gap)
		sum += gap.Seconds()
		squares += gap.Seconds() * gap.Seconds()
	}
	mean := sum / n
	deviation := math.Sqrt(squares/n - mean*mean)
	if math.Abs(mean*rate-1) > 0.03 || math.Abs(deviation/mean-1) > 0.03 {
		t.Errorf("gaps of mean %.4f s and deviation %.4f s; want both near %.4f", mean, deviation, 1/rate)
	}
}

func TestArrivalsMakeUpForLatenessButNotForSleep(t *testing.T) {
	now := time.Unix(100, 0)
	a := newArrivals(newRand(1, "test"), now)
	a.next(now, 20)
	if gap := a.next(now.Add(900*time.Millisecond), 20); gap != 0 {
		t.Errorf("late by less than a second: wait %v, want none", gap)
	}
	late := 0
	for later := now.Add(time.Hour); a.next(later, 20) == 0; late++ {
	}
	if late > 5 {
		t.Errorf("%d requests at once after an hour's sleep", late)
	}
	if gap := a.next(now, 0); gap < time.Minute {
		t.Errorf("at rate 0 the next request comes in %v", gap)
	}
}

func TestConversationsHaveOneToTwelveRounds(t *testing.T) {
	c := newCrowd(1)
	rounds := map[string]int{}
	users := map[string]string{}
	var sensitive, opinions int
	paths := map[string]int{}
	const n = 20_000
	for range n {
		v, r := c.speak()
		rounds[v.session]++
		if known := users[v.session]; known != "" && known != v.user {
			t.Fatalf("session %s changes hands", v.session)
		}
		users[v.session] = v.user
		paths[r.path]++
		if sensitiveWord(r.said.Message) != "" {
			sensitive++
		}
		if r.opinion != nil {
			opinions++
			if r.opinion.Rating < 1 || r.opinion.Rating > 5 {
				t.Errorf("rating %d", r.opinion.Rating)
			}
		}
		c.rejoin(v)
	}
	seen := map[int]bool{}
	for _, k := range rounds {
		seen[k] = true
		if k > maxRounds {
			t.Errorf("a conversation of %d rounds", k)
		}
	}
	if len(seen) != maxRounds {
		t.Errorf("conversations of %d different lengths, want %d", len(seen), maxRounds)
	}
	if share := float64(sensitive) / n; share < 0.007 || share > 0.013 {
		t.Errorf("%.3f of the messages are sensitive, want 0.01", share)
	}
	if share := float64(opinions) / n; share < 0.03 || share > 0.05 {
		t.Errorf("%.3f of the rounds have an opinion, want 0.04", share)
	}
	for _, kind := range []chatKind{kindText, kindStream, kindVoice, kindImage} {
		if paths[kind.endpoint()] == 0 {
			t.Errorf("nobody uses %s", kind.endpoint())
		}
	}
}

func TestTheSameSeedGivesTheSameConversations(t *testing.T) {
	say := func(seed int64) (said []string) {
		c := newCrowd(seed)
		for range 200 {
			v, r := c.speak()
			said = append(said, v.session+v.user+r.path+r.said.Message)
			c.rejoin(v)
		}
		return said
	}
	a, again, other := say(1), say(1), say(2)
	same := 0
	for i := range a {
		if a[i] != again[i] {
			t.Fatalf("round %d differs: %s, %s", i, a[i], again[i])
		}
		if a[i] == other[i] {
			same++
		}
	}
	if same == len(a) {
		t.Error("another seed gives the same conversations")
	}
}

// roundTrip answers requests without a network, so that time can be synthetic.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(q *http.Request) (*http.Response, error) { return f(q) }

func TestRequestsArriveWhetherOrNotTheyAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var tried atomic.Int64
		traffic := newTraffic("http://service", 50)
		traffic.client = &http.Client{Transport: roundTrip(func(q *http.Request) (*http.Response, error) {
			tried.Add(1)
			<-q.Context().Done()
			return nil, q.Context().Err()
		})}
		done := make(chan struct{})
		go func() { defer close(done); traffic.run(ctx, 1) }()
		time.Sleep(5 * time.Second)
		if n := tried.Load(); n < 200 || n > 300 {
			t.Errorf("%d requests in 5 s at 50 per second without any answer", n)
		}
		traffic.multiply(10)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if n := tried.Load(); n != maxOutstanding || traffic.unsent.Load() == 0 {
			t.Errorf("%d requests without an answer, %d not sent; want %d and some", n, traffic.unsent.Load(), maxOutstanding)
		}
		cancel()
		<-done
	})
}

func TestAnswersAreCountedByWhatTheyMeanToTheUser(t *testing.T) {
	status := http.StatusOK
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
	}))
	defer service.Close()
	traffic := newTraffic(service.URL, 1)
	defer traffic.client.CloseIdleConnections()
	for _, c := range []struct {
		status         int
		ok             bool
		served, failed int64
	}{
		{http.StatusOK, true, 1, 0},
		{http.StatusTooManyRequests, false, 2, 0},
		{http.StatusInternalServerError, false, 2, 1},
	} {
		status = c.status
		if ok := traffic.post(t.Context(), "/chat", chatBody{}); ok != c.ok || traffic.served.Load() != c.served || traffic.failed.Load() != c.failed {
			t.Errorf("%d: ok %v, %d served, %d failed", c.status, ok, traffic.served.Load(), traffic.failed.Load())
		}
	}
	service.Close()
	if traffic.post(t.Context(), "/chat", chatBody{}) || traffic.failed.Load() != 2 {
		t.Error("a refused connection does not count as failed")
	}
}

func TestWaitsEndOnTheBeatAndTakeWhatTheyShould(t *testing.T) {
	const draws = 10_000
	for _, wanted := range []time.Duration{time.Millisecond, 30 * time.Millisecond, 480 * time.Millisecond} {
		var total time.Duration
		for i := range draws {
			now := time.Unix(1000, 0).Add(time.Duration(i) * time.Millisecond)
			wait := onBeat(now, wanted)
			if end := now.Add(wait); wait > 0 && end != end.Truncate(beat) {
				t.Fatalf("a wait from %v ends beside the beat", now)
			}
			total += wait
		}
		if off := total/draws - wanted; off.Abs() > 2*time.Millisecond {
			t.Errorf("a wait of %v takes %v on average", wanted, total/draws)
		}
	}
}
