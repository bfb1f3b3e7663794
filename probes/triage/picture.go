package triage

import (
	"time"

	"bedside/logview/diagnose"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/alert"
	"bedside/probes/words"
)

// Picture is everything that a judgement rests on. Targets, dependencies and
// actions go by their conventional names: the targets health, llm, chroma,
// mysql, redis and canary, the actions restart, safe-mode, restart-chroma,
// switch-key, limit-load and degrade. What is absent is not known, and no
// hypothesis rests on it.
type Picture struct {
	Now        time.Time
	Alerts     []alert.Alert
	Targets    []Target
	Figures    map[probes.Metric]probes.Value // fresh ones alone
	Limits     map[probes.Metric]Limit
	Growth     map[probes.Metric]float64 // the present figure as a multiple of its mean some minutes ago
	Quietest   float64                   // the lowest usual rate of requests that is held, 1/s; 0 is not known
	Stages     []Stage
	Endpoints  []Endpoint
	Findings   []Finding
	Actions    []string // those that are configured
	Changes    []Change // acts of late, oldest first
	Complaints int      // bad ratings that users gave of late
}

// Target is one watched thing.
type Target struct {
	Name    probes.Name
	Role    Role
	Status  probes.Status
	Fault   probes.Fault // of the last sample
	Since   time.Time    // when Status began
	Latency time.Duration
	Bad     int // failed checks in a row

	Address string // "host:port" where it is reached, "" where that is not known or a secret
}

// Role says which part of the picture a target belongs to.
type Role string

// The roles.
const (
	Service    Role = "service"
	Dependency Role = "dependency"
	Host       Role = "host"
	Process    Role = "process"
	Other      Role = "other"
)

// Limit is what a figure is held against.
type Limit struct {
	Max, Min       float64
	HasMax, HasMin bool
}

// Stage is the mean time that requests spend in one part, in seconds.
type Stage struct {
	Name string
	Mean float64
}

// Endpoint is one of the users' endpoints.
type Endpoint struct {
	Path     raw.Text
	Requests float64 // in the window
	Success  float64 // ratio
}

// Finding is a known failure that the log showed.
type Finding struct {
	diagnose.Finding
	Count       int
	First, Last time.Time
}

// Change is an act that an operator carried out.
type Change struct {
	Title words.Line
	Began time.Time
	At    time.Time // its end
}
