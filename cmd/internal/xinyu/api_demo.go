package xinyu

import (
	"crypto/subtle"
	"net"
	"net/http"
)

// demoTokenHeader carries DEMO_TOKEN of config.env.
const demoTokenHeader = "X-Demo-Token"

// demoOnly guards what the real service does not have: from this machine
// alone, and with the token. To everybody else it does not exist.
func (b *backend) demoOnly(handle http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token := b.settings.DemoToken
		given := r.Header.Get(demoTokenHeader)
		known := token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
		if !known || !fromHere(r) {
			notFound(w, r)
			return
		}
		handle(w, r)
	}
}

func fromHere(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(host).IsLoopback()
}

// turnFilter takes {"enabled": false} and lets sensitive content through.
func (b *backend) turnFilter(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Enabled bool `json:"enabled"`
	}
	if !readJSON(w, r, &wanted) {
		return
	}
	b.switches.filter.Store(wanted.Enabled)
	writeJSON(w, http.StatusOK, object{"status": "success", "enabled": wanted.Enabled})
}

// turnHealth takes {"mode": "healthy" | "unhealthy-200" | "unhealthy-503"}.
func (b *backend) turnHealth(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Mode healthMode `json:"mode"`
	}
	if !readJSON(w, r, &wanted) {
		return
	}
	if !wanted.Mode.known() {
		writeInvalid(w, "mode", "Input should be 'healthy', 'unhealthy-200' or 'unhealthy-503'")
		return
	}
	b.switches.health.Store(wanted.Mode)
	writeJSON(w, http.StatusOK, object{"status": "success", "mode": wanted.Mode})
}

// turnParts takes which parts a deployment has: {"metrics": false} makes
// /metrics a 404, {"psutil": false} the system information an error,
// {"performance": false} the performance metrics a 500.
func (b *backend) turnParts(w http.ResponseWriter, r *http.Request) {
	var wanted struct {
		Metrics     *bool `json:"metrics"`
		Psutil      *bool `json:"psutil"`
		Performance *bool `json:"performance"`
	}
	if !readJSON(w, r, &wanted) {
		return
	}
	if wanted.Metrics != nil {
		b.switches.metrics.Store(*wanted.Metrics)
	}
	if wanted.Psutil != nil {
		b.switches.psutil.Store(*wanted.Psutil)
	}
	if wanted.Performance != nil {
		b.switches.performance.Store(*wanted.Performance)
	}
	writeJSON(w, http.StatusOK, object{"status": "success"})
}
