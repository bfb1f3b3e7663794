// Package state is the one page that every front end reads, the Snapshot, and
// the sealed Commands and Questions it may send back. A Snapshot is immutable
// once published: slices and maps in it are shared and never modified.
package state

import (
	"time"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/alert"
	"bedside/probes/triage"
	"bedside/probes/words"
)

// Snapshot is everything that is known at one moment.
type Snapshot struct {
	Seq     uint64    // rises by one with each published page
	At      time.Time // when the page was made
	Started time.Time // when the engine began to look
	Ready   bool      // what the verdict rests on has been looked at once; further targets may still be awaited
	Service Service

	Verdict Verdict

	Vitals     Vitals
	Figures    map[probes.Metric]Figure // every present figure, with its limit
	Trends     map[probes.Metric]Trend  // of the charted and limited metrics
	Targets    []Target                 // in the configuration's order
	Alerts     []alert.Alert            // not inactive; worst first, children behind their parent
	Triage     []triage.Hypothesis      // likeliest first
	Events     []Event                  // on the time axis, oldest first, bounded
	Logs       Logs
	Actions    []Action     // in the configuration's order
	Run        *Run         // the act that runs or ran last, nil for none
	Marks      []words.Line // "SAFE MODE": stands until undone
	Journal    []Record     // newest last, bounded
	Notices    []words.Line // what the console itself cannot do: journal, capabilities not active, drops
	Restarting Restart
}

// Restart is a restart that the operator ordered, the zero Restart is none.
type Restart struct {
	Until time.Time   // an outage is explained until then
	Of    probes.Name // the target that is away meanwhile; "" is the service itself
}

// Under reports whether the restart is under way at a moment.
func (r Restart) Under(now time.Time) bool { return r.Until.After(now) }

// OfService reports whether the service itself is restarted at a moment.
func (r Restart) OfService(now time.Time) bool { return r.Of == "" && r.Under(now) }

// Service says what is watched and from where.
type Service struct {
	Name  raw.Text
	Label raw.Text // the host that stands in the header
	URL   string
	Local bool // it runs on this machine
	Demo  bool
}

// Verdict is the header's answer to "is it well?". It comes from alerts.
type Verdict struct {
	Status       probes.Status // Unknown until the first look is complete
	Why          words.Code    // why it is Unknown after that
	Since        time.Time
	SinceAtLeast bool
	P1, P2, P3   int // firing and not folded
}

// Vitals are the users' figures, from the chat endpoints alone.
type Vitals struct {
	Source              Source
	Window              time.Duration // the sliding window that had enough requests
	QuietFrom           time.Time     // since when there are no requests; zero when there are some
	Rate                float64       // requests a second
	Requests            float64       // in the window
	Success             float64       // ratio; only with Requests > 0
	Mean, P50, P95, P99 float64       // seconds; P95 and P99 may be NaN when the histogram cannot say
	Endpoints           []Endpoint    // most harm first
	Stages              []Stage       // network, prompt, llm, vector
	Heat                HeatMap
}

// Source says where the users' figures come from.
type Source uint8

// The sources.
const (
	NoSource    Source = iota // nothing provides them: say what to add
	FromMetrics               // the service's own counters and histograms
	FromLogs                  // request lines in the log
)

// Endpoint is one of the users' endpoints.
type Endpoint struct {
	Path                raw.Text
	Kind                string // text, voice, image
	Rate                float64
	Success             float64
	Mean, P50, P95, P99 float64
	Requests            float64
	Limit               float64 // seconds, for its kind; 0 for none
	Reach               float64 // seconds; a quantile that stands at it is a lower bound; 0 where all are exact
}

// Stage is one part of a request's time.
type Stage struct {
	Name  string      // network, prompt, llm, vector
	Mean  float64     // seconds
	Needs probes.Name // the target that it cannot do without, "" for none
}

// HeatMap is how many replies took how long in the recent past, in equal
// columns, oldest first.
type HeatMap struct {
	End     time.Time // of the last column
	Step    time.Duration
	Bounds  []float64   // upper ends of the bands in seconds, rising; the last one may be infinite
	Columns [][]float32 // replies by band
}

// Figure is one number with all that is needed to judge it.
type Figure struct {
	probes.Value
	At    time.Time
	Stale bool // older than two intervals of its probe
	Limit *Limit
	From  probes.Name // the target that gave it, "" when it is computed
}

// Beyond reports whether the figure is on the wrong side of its limit. Of a
// lower bound only "more than" is known: at the limit it is beyond.
func (f Figure) Beyond() bool {
	return f.Limit.Beyond(f.Number) || f.AtLeast && f.Limit != nil && f.Limit.HasMax && f.Number >= f.Limit.Max
}

// Limit is what a number is drawn against.
type Limit struct {
	Max, Min       float64
	HasMax, HasMin bool
	Included       bool // the limit itself is on the wrong side
}

// Beyond reports whether n is on the wrong side.
func (l *Limit) Beyond(n float64) bool {
	switch {
	case l == nil:
		return false
	case l.Included && (l.HasMax && n == l.Max || l.HasMin && n == l.Min):
		return true
	}
	return l.HasMax && n > l.Max || l.HasMin && n < l.Min
}

// Trend is the recent past of one metric in equal steps, oldest first. A slot
// without data is NaN: gaps stay gaps.
type Trend struct {
	End   time.Time // of the last slot
	Step  time.Duration
	Max   []float32 // the largest value in each slot
	Unit  probes.Unit
	Limit *Limit
	// Ceiling is where the source ends, 0 where it does not: a value there is a
	// lower bound.
	Ceiling float64
}

// Target is one watched thing.
type Target struct {
	Name         probes.Name
	Kind         string        // the technology: http, prometheus, mysql, host, …
	Role         Role          // where it stands on the overview
	Instead      raw.Text      // the path whose answer is taken for that of Where, empty for none
	Where        raw.Text      // what is asked: a URL or an address, empty where that is a secret
	Status       probes.Status // after down_after
	Latest       probes.Status // of the last sample alone
	Fault        probes.Fault  // of the last sample
	Since        time.Time     // when Status began
	SinceAtLeast bool
	At           time.Time // of the last sample; zero before the first
	Latency      time.Duration
	Every        time.Duration
	Stale        bool          // no sample for two intervals
	Bad          int           // failed checks in a row
	Availability float64       // share of good checks, NaN before the first
	Span         time.Duration // the time that Availability rests on
	Values       []probes.Value
	Missed       int // rounds skipped because the one before had not ended
	Dropped      int
	Past         Trend        // of Latency, a slot a round; NaN where the check failed
	LastFault    probes.Fault // of the last sample that was not up, zero when there was none
	LastFaultAt  time.Time
	SaysItself   probes.Status // how the service reports this dependency, Unknown when it does not
}

// Role says which part of the picture a target belongs to.
type Role string

// The roles.
const (
	RoleService    Role = "service"    // the watched service itself
	RoleDependency Role = "dependency" // what it needs
	RoleHost       Role = "host"
	RoleProcess    Role = "process"
	RoleOther      Role = "other"
)

// Event is something that happened, for the time axis.
type Event struct {
	At       time.Time
	Letter   byte // A alert, V recovered, R restart, S safe mode, K key, D drill, X other act
	What     words.Line
	Priority alert.Priority
}

// Logs is the live end of all logs together.
type Logs struct {
	Errors     []Folded      // level ≥ error, newest last, repeats folded, without the echo
	ErrorRate  float64       // per second, over the last minute, without the echo
	ErrorSpan  time.Duration // how much of that minute was looked at
	ErrorTrend Trend         // errors per step
	Echo       uint64        // entries that our own polls caused
	Seen       uint64        // entries read since the start
	Dropped    uint64        // entries dropped because reading was faster than folding
	LineRate   float64       // lines a second
	Sources    []LogSource   // in the configuration's order
	Newest     uint64        // Seq of the newest entry
	Revised    int           // how often the times of entries that are held were corrected
}

// Folded is an entry with its repeats: same module, level and message shape.
type Folded struct {
	logview.Entry // the newest of them
	Count         int
	First         time.Time
	Finding       *diagnose.Finding // cause and steps, when the case is known
}

// LogSource is one followed log.
type LogSource struct {
	Name  string
	Path  raw.Text
	State words.Line // following, waiting for the file, no permission, not active
	OK    bool
	Lost  uint64    // bytes that a copytruncate race or a limit lost
	Gaps  int       // files that came and went before they could be read
	Last  time.Time // when its last line came
	Zone  string    // in which it was recognised to be written, not being the one here; "" else
	Mixed bool      // lines of one file are written in two zones: some of its times are hours off
	Older bool      // its files have lines before the first that was read
}

// Action is a remedy and whether it may be asked for now.
type Action struct {
	action.Action
	UndoNow bool       // pressing its key offers the undo
	Ready   time.Time  // end of its cool-down; zero when it may run
	Refused words.Line // why it may not run now, zero when it may
}

// Preview is the exact plan of an act, resolved: what will be done, to what.
// Secrets stand in it as ***.
type Preview struct {
	Ref     action.Ref
	Title   words.Line
	Key     string
	Confirm action.Confirm
	Type    string // what has to be typed with ConfirmName
	Host    string
	Steps   []action.Description
	Verify  words.Line // what will prove it, zero for nothing
	Affects words.Line // who will notice
	LastRun time.Time
	Last    action.Outcome
	Refused words.Line // set when it may not run now
	Ticket  uint64     // quoted by Act; an old ticket is refused
}

// Run is an act in progress or ended.
type Run struct {
	Ref     action.Ref
	Title   words.Line
	By      string
	Began   time.Time
	Ended   time.Time
	Steps   []RunStep
	Outcome action.Outcome
	Last    bool       // the step in progress is the last: the operator wants no further one
	Proof   words.Line // "recovered in 11 s", "still refused after 30 s"
	Next    []string   // actions worth trying when it failed
}

// RunStep is one step of a run.
type RunStep struct {
	What    words.Line // as in the preview
	Outcome action.Outcome
	Took    time.Duration
	Said    raw.Text // the capped tail of its output, or the error
}

// Record is one line of the journal, for people.
type Record struct {
	Seq      uint64
	At       time.Time
	Kind     string // alert, act, act-end, note, start, stop
	Letter   byte   // as an Event's, 0 for what has no place on the time axis
	What     words.Line
	Priority alert.Priority
	Steps    []RunStep      // of an act: those it began with, or how each ended
	Outcome  action.Outcome // of an act's end; Waiting for everything else
}
