package xinyu

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// controlServer is the endpoint at which faults are injected and taken away.
// Its URL holds a secret: who does not know it reaches nothing.
type controlServer struct {
	*webServer
	url string
	s   *supervisor
}

func newControl(s *supervisor) (*controlServer, error) {
	c := &controlServer{s: s}
	key := secret()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /state", c.state)
	mux.HandleFunc("POST /fault/{scene}", c.fault)
	mux.HandleFunc("DELETE /fault/{scene}", c.heal)
	mux.HandleFunc("POST /restart", c.restart)
	mux.HandleFunc("POST /start/{dependency}", c.start)
	web, err := serveLoopback(http.StripPrefix("/"+key, mux))
	if err != nil {
		return nil, err
	}
	c.webServer, c.url = web, "http://"+web.Addr()+"/"+key
	return c, nil
}

// situation is the answer to GET /state, and to all that succeeds.
type situation struct {
	Faults  []activeFault     `json:"faults"`
	Doors   map[string]string `json:"dependencies"` // what the fault proxies do
	Backend struct {
		PID    int64 `json:"pid"` // 0: down
		Starts int64 `json:"starts"`
	} `json:"backend"`
	Traffic struct {
		Rate        float64 `json:"rate"` // requests per second that arrive
		Sent        int64   `json:"sent"`
		Served      int64   `json:"served"`
		Failed      int64   `json:"failed"` // no answer, or a 5xx
		Unsent      int64   `json:"unsent"` // too many were waiting already
		Outstanding int64   `json:"outstanding"`
	} `json:"traffic"`
}

func (s *supervisor) situation() situation {
	var now situation
	now.Faults = s.faults.list()
	now.Doors = map[string]string{}
	for name, d := range s.doors {
		now.Doors[name] = d.condition().String()
	}
	now.Backend.PID, now.Backend.Starts = s.keeper.pid.Load(), s.keeper.starts.Load()
	t := s.traffic
	now.Traffic.Rate = t.rateNow()
	now.Traffic.Sent, now.Traffic.Served = t.sent.Load(), t.served.Load()
	now.Traffic.Failed, now.Traffic.Unsent = t.failed.Load(), t.unsent.Load()
	now.Traffic.Outstanding = t.outstanding.Load()
	return now
}

func (c *controlServer) state(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, c.s.situation())
}

func (c *controlServer) fault(w http.ResponseWriter, r *http.Request) {
	c.tell(w, c.s.faults.begin(r.Context(), r.PathValue("scene")))
}

func (c *controlServer) heal(w http.ResponseWriter, r *http.Request) {
	c.tell(w, c.s.faults.finish(r.Context(), r.PathValue("scene")))
}

func (c *controlServer) restart(w http.ResponseWriter, r *http.Request) {
	c.tell(w, c.s.faults.restartBackend(r.Context()))
}

func (c *controlServer) start(w http.ResponseWriter, r *http.Request) {
	c.tell(w, c.s.faults.cure(r.Context(), r.PathValue("dependency")))
}

func (c *controlServer) tell(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, errUnknown):
		writeJSON(w, http.StatusNotFound, object{"error": err.Error()})
	case err != nil:
		writeJSON(w, http.StatusInternalServerError, object{"error": err.Error()})
	default:
		writeJSON(w, http.StatusOK, c.s.situation())
	}
}

// controlPatience is longer than the slowest verb, a restart, may take.
const controlPatience = healthyWithin + endPatience + 5*time.Second

// Control asks a running demo's control endpoint and returns its answer, which
// is JSON. The words are those of the hidden command: "state"; "restart";
// "fault", SCENE; "heal", SCENE; "start", DEPENDENCY.
func Control(ctx context.Context, controlURL string, words ...string) ([]byte, error) {
	method, path, err := controlRequest(words)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, controlPatience)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(controlURL, "/")+path, nil)
	if err != nil {
		return nil, fmt.Errorf("ask the control endpoint: %w", err)
	}
	q.Close = true
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, fmt.Errorf("ask the control endpoint: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, replyLimit))
	if err != nil {
		return nil, fmt.Errorf("read the control endpoint's answer: %w", err)
	}
	body = []byte(strings.TrimSpace(string(body)))
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s: %s", strings.Join(words, " "), resp.Status, body)
	}
	return body, nil
}

func controlRequest(words []string) (method, path string, err error) {
	switch {
	case len(words) == 1 && words[0] == "state":
		return http.MethodGet, "/state", nil
	case len(words) == 1 && words[0] == "restart":
		return http.MethodPost, "/restart", nil
	case len(words) == 2 && words[0] == "fault":
		return http.MethodPost, "/fault/" + words[1], nil
	case len(words) == 2 && words[0] == "heal":
		return http.MethodDelete, "/fault/" + words[1], nil
	case len(words) == 2 && words[0] == "start":
		return http.MethodPost, "/start/" + words[1], nil
	}
	return "", "", fmt.Errorf("control: cannot %q: state, restart, fault SCENE, heal SCENE or start DEPENDENCY expected", words)
}
