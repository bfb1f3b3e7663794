package xinyu

import "sync/atomic"

// healthMode is which of the field's answers /health gives.
type healthMode string

const (
	healthTrue           healthMode = "healthy"       // as things are
	healthUnhealthy200   healthMode = "unhealthy-200" // one entry point of the real service
	healthUnhealthy503   healthMode = "unhealthy-503" // another one
	unhealthyDescription            = "database is locked"
)

func (m healthMode) known() bool {
	return m == healthTrue || m == healthUnhealthy200 || m == healthUnhealthy503
}

// switches are what a rehearsal turns in the running backend: the sensitive
// filter, and which oddities of the field it shows.
type switches struct {
	filter      atomic.Bool
	health      atomic.Value // healthMode
	metrics     atomic.Bool  // off: /metrics is a 404
	psutil      atomic.Bool  // off: /performance/system/info says "error"
	performance atomic.Bool  // off: /performance/metrics is a 500
}

func newSwitches(p promptFile) *switches {
	s := &switches{}
	s.filter.Store(p.Filter)
	s.health.Store(healthTrue)
	s.metrics.Store(true)
	s.psutil.Store(true)
	s.performance.Store(true)
	return s
}
