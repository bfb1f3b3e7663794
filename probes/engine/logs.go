package engine

import (
	"maps"
	"math"
	"slices"
	"time"

	"bedside/logview"
	"bedside/logview/diagnose"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/series"
	"bedside/probes/state"
	"bedside/probes/triage"
	"bedside/probes/watch"
)

// logs folds the entries of all logs: what is held, what repeats, what our own
// polls caused, what is a known failure.
type logs struct {
	window   *logview.Window
	folds    *logview.Folder
	copies   *logview.Copies
	echo     *logview.Echo
	requests *logview.Requests
	book     *diagnose.Book
	polls    map[probes.Name][]Poll
	sources  []state.LogSource
	backlogs map[origin]time.Time // when the last of each was read
	findings map[string]*found

	seen, echoed, dropped uint64
	revised               int
	started, began        time.Time // our start, and that of what is counted
	errors                perSecond
	lines                 perSecond
}

// found is a known failure with its count.
type found struct {
	diagnose.Finding
	count       int
	first, last time.Time
	times       perSecond
}

const (
	errorsShown = 60
	logEntries  = 20_000
	logBytes    = 512 << 10 // of entries held in memory, packed; the files hold the rest
	errorWindow = 60        // seconds over which the rate of errors is taken
	trendErrors = 300
	maxFindings = 32
)

func newLogs(o Options, now time.Time) *logs {
	var asked []logview.Asked
	polls := map[probes.Name][]Poll{}
	for _, p := range o.Polls {
		asked = append(asked, p.Asked)
		polls[p.Target] = append(polls[p.Target], p)
	}
	l := &logs{
		window: logview.NewWindow(logview.WindowOptions{Entries: logEntries, Bytes: logBytes}), folds: logview.NewFolder(logview.FoldOptions{}),
		copies: logview.NewCopies(), echo: logview.NewEcho(asked), requests: o.Requests, book: diagnose.Default(),
		polls: polls, backlogs: map[origin]time.Time{}, findings: map[string]*found{}, started: now, began: now,
	}
	for _, s := range o.Logs {
		l.sources = append(l.sources, state.LogSource{Name: s.Name, Path: raw.Of(s.Path), State: s.Inactive})
	}
	return l
}

// polled notes what a check of ours asked the service for.
func (l *logs) polled(r watch.Round) {
	for _, p := range l.polls[r.Sample.Target] {
		if slices.Contains(r.Sample.Asked, p.Request) {
			l.echo.Polled(p.Path, r.Began, r.Sample.At)
		}
	}
}

// read folds batches in that came together.
func (c *core) read(batches ...LogBatch) {
	for len(batches) > 0 {
		n := together(batches)
		for i := range batches[:n] {
			c.note(&batches[i])
		}
		slices.SortStableFunc(batches[:n], func(a, b LogBatch) int { return c.logs.rank(a.Source) - c.logs.rank(b.Source) })
		inOrder(batches[:n], c.entry)
		batches = batches[n:]
	}
}

// together is how many of the batches may be merged: what turns out to be
// written in another zone corrects all that came before.
func together(batches []LogBatch) int {
	for i := range batches {
		if i > 0 && !batches[i].Rezoning.Zero() {
			return i
		}
	}
	return len(batches)
}

// note takes in what a batch says of its log.
func (c *core) note(b *LogBatch) {
	l := c.logs
	if s := l.source(b.Source); s != nil {
		if s.OK != b.State.OK {
			c.urgent = true
		}
		s.OK, s.State, s.Zone = b.State.OK, b.State.Line, b.State.Zone
		s.Mixed, s.Older = b.State.Mixed, b.State.Older
		s.Lost += b.Lost
		s.Gaps += b.Gaps
	}
	l.rezone(*b)
	if b.Backlog {
		l.backlogs[origin{b.Source, b.File}] = b.At
	}
}

// entry folds an entry of a batch in.
func (c *core) entry(e *logview.Entry, b *LogBatch) {
	l := c.logs
	old := b.Backlog || l.old(e, b)
	if s := l.source(b.Source); s != nil {
		if at := written(e, old); at.After(s.Last) {
			s.Last = at
		}
	}
	l.entry(e, entryOptions{file: b.File, backlog: old, vitals: c.vitals})
}

// rank is the place of a log in the configuration.
func (l *logs) rank(name string) int {
	return slices.IndexFunc(l.sources, func(s state.LogSource) bool { return s.Name == name })
}

// source is a log of the configuration, nil for none.
func (l *logs) source(name string) *state.LogSource {
	for i := range l.sources {
		if l.sources[i].Name == name {
			return &l.sources[i]
		}
	}
	return nil
}

// origin is a file of a log.
type origin struct{ log, file string }

// old reports whether an entry of a batch is of the file's backlog, what it held
// before we looked: it was read with it. The last record of a backlog comes late,
// with what is new: more lines might have belonged to it.
func (l *logs) old(e *logview.Entry, b *LogBatch) bool {
	until, known := l.backlogs[origin{b.Source, b.File}]
	return known && !e.Arrived.After(until)
}

// backlogLife is how long it is remembered when a backlog was read: names that
// hold a date never end.
const backlogLife = time.Hour

// written is when a line was written: a new one just before it was read, one of
// the backlog when it says. It is zero where that is later than it was read, or
// where it says nothing: then nobody knows.
func written(e *logview.Entry, backlog bool) time.Time {
	switch {
	case !backlog:
		return e.Arrived
	case e.At.After(e.Arrived):
		return time.Time{}
	}
	return e.At
}

// rezone corrects what is held of a file that was read in a wrong zone. What was
// counted at a time that some line said is forgotten, and so are the known
// failures of before: it may have been a wrong time.
func (l *logs) rezone(b LogBatch) {
	if b.Rezoning.Zero() {
		return
	}
	l.revised++
	if l.began.Before(l.started) { // it rests on what a log said
		l.began = l.started
		l.errors.forget(l.started)
		l.lines.forget(l.started)
	}
	clear(l.findings)
	l.window.Revise(func(e *logview.Entry) { b.Rezoning.Apply(e) })
	l.folds.Revise(func(f *logview.Folded) {
		if b.Rezoning.Apply(&f.Entry) {
			f.First, f.Last = b.Rezoning.Time(f.First), b.Rezoning.Time(f.Last)
		}
	})
}

type entryOptions struct {
	file    string // that tells it
	backlog bool   // written before we looked: it happened when it says, but not after we read it
	vitals  *series.Vitals
}

func (l *logs) entry(e *logview.Entry, o entryOptions) {
	at := written(e, o.backlog)
	dated := !at.IsZero() // else nobody knows when it happened
	l.echo.Mark(e)
	l.copies.Mark(e, o.file)
	l.seen++
	if dated {
		l.lines.add(at)
		if at.Before(l.began) {
			l.began = at
		}
	}
	if e.Echo {
		l.echoed++
	}
	l.window.Append(e)
	if e.Copy || e.Echo {
		return
	}
	if e.Level >= logview.Error {
		l.folds.Add(e)
	}
	if !dated {
		return
	}
	if l.requests != nil && !o.backlog {
		if r, ok := l.requests.Read(e); ok {
			l.request(r, o.vitals)
		}
	}
	if e.Level < logview.Warning {
		return
	}
	if f, known := l.book.Diagnose(e); known {
		l.finding(f, at)
	}
	if e.Level >= logview.Error {
		l.errors.add(at)
	}
}

func (l *logs) request(r logview.RequestLine, v *series.Vitals) {
	took := time.Duration(-1)
	if r.Timed {
		took = r.Took
	}
	status := ""
	if r.Status != 0 {
		status = statusText(r.Status)
	}
	v.Request(series.Reply{Endpoint: r.Endpoint.Field(), Status: status, Took: took})
}

func statusText(n int) string {
	return string([]byte{byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)})
}

func (l *logs) finding(f diagnose.Finding, at time.Time) {
	known := l.findings[f.ID]
	if known == nil {
		if len(l.findings) == maxFindings {
			return
		}
		known = &found{first: at}
		l.findings[f.ID] = known
	}
	known.Finding, known.last = f, at
	known.count++
	known.times.add(at)
}

// withdrawUnmatched takes the query from the likeliest hypotheses that no line held speaks
// for: nothing is offered that then shows nothing.
func (l *logs) withdrawUnmatched(hypotheses []triage.Hypothesis) {
	for i := range hypotheses[:min(len(hypotheses), likeliest)] {
		q, err := logview.ParseQuery(hypotheses[i].Query, logview.QueryOptions{})
		if err != nil || l.window.Page(logview.Question{Query: q}).Matches == 0 {
			hypotheses[i].Query = ""
		}
	}
}

// likeliest is how many hypotheses have their lines counted, which costs each
// line that is read.
const likeliest = 4

// followed reports whether some log is read now.
func (l *logs) followed() bool {
	for _, s := range l.sources {
		if s.OK {
			return true
		}
	}
	return false
}

func (l *logs) tick(now time.Time) {
	for id, f := range l.findings {
		if now.Sub(f.last) > findingLife {
			delete(l.findings, id)
		}
	}
	maps.DeleteFunc(l.backlogs, func(_ origin, until time.Time) bool { return now.Sub(until) > backlogLife })
}

// findingLife is how long a known failure counts as present.
const findingLife = 5 * time.Minute

// errorRate is errors per second over the last minute; unknown when no log is
// read, for then silence means nothing.
func (l *logs) errorRate(now time.Time) (float64, bool) {
	return float64(l.errors.since(now, errorRateWindow)) / errorRateWindow, l.followed()
}

// errorRateWindow is short: a burst of errors has to be seen within seconds.
const errorRateWindow = 10

func (l *logs) page(q state.LogQuestion) state.LogPage {
	p := l.window.Page(logview.Question(q))
	return state.LogPage(p)
}

// snapshot is the logs' part of a page.
func (l *logs) snapshot(now time.Time) state.Logs {
	out := state.Logs{
		ErrorRate: float64(l.errors.since(now, errorWindow)) / errorWindow,
		LineRate:  float64(l.lines.since(now, errorRateWindow)) / errorRateWindow,
		Echo:      l.echoed, Seen: l.seen, Dropped: l.dropped,
		Newest: l.window.Newest(), Revised: l.revised, ErrorSpan: l.span(now),
		Sources: append([]state.LogSource(nil), l.sources...),
	}
	for _, f := range l.folds.Newest(errorsShown) {
		one := state.Folded{Entry: f.Entry, Count: f.Count, First: f.First}
		if finding, known := l.book.Diagnose(&f.Entry); known {
			one.Finding = &finding
		}
		out.Errors = append(out.Errors, one)
	}
	out.ErrorTrend = state.Trend{End: now, Step: 10 * time.Second, Max: l.errors.steps(now, l.began, 10), Unit: probes.PerSecond}
	return out
}

// span is how much of the last minute was looked at.
func (l *logs) span(now time.Time) time.Duration {
	return max(0, min(now.Sub(l.began), errorWindow*time.Second))
}

// perSecond counts what happened in each of the last seconds.
type perSecond struct {
	counts [trendErrors]uint32
	newest int64 // unix second
}

func (p *perSecond) add(at time.Time) {
	s := at.Unix()
	p.advance(s)
	if s > p.newest-trendErrors {
		p.counts[((s%trendErrors)+trendErrors)%trendErrors]++
	}
}

func (p *perSecond) advance(to int64) {
	if to-p.newest >= trendErrors {
		p.counts = [trendErrors]uint32{}
		p.newest = to
	}
	for p.newest < to {
		p.newest++
		p.counts[((p.newest%trendErrors)+trendErrors)%trendErrors] = 0
	}
}

// forget drops what was counted before a time.
func (p *perSecond) forget(before time.Time) {
	end := min(before.Unix(), p.newest+1)
	for s := p.newest - trendErrors + 1; s < end; s++ {
		p.counts[((s%trendErrors)+trendErrors)%trendErrors] = 0
	}
}

// turn lets time go on to now. When the clock was put back, what is counted
// lies in the future, and would hide what comes until then.
func (p *perSecond) turn(now time.Time) {
	if p.newest > now.Unix()+1 {
		*p = perSecond{}
	}
	p.advance(now.Unix())
}

// since counts the last n seconds, the present one included.
func (p *perSecond) since(now time.Time, n int64) (sum uint32) {
	p.turn(now)
	for s := now.Unix() - n + 1; s <= now.Unix(); s++ {
		if s > p.newest-trendErrors && s <= p.newest {
			sum += p.counts[((s%trendErrors)+trendErrors)%trendErrors]
		}
	}
	return sum
}

// steps returns the counts of the last time in steps of so many seconds, oldest
// first: NaN for one that was over before anything was counted.
func (p *perSecond) steps(now, began time.Time, step int) []float32 {
	p.turn(now)
	out := make([]float32, trendErrors/step)
	for i := range trendErrors {
		s := now.Unix() - trendErrors + 1 + int64(i)
		switch {
		case s < began.Unix() && i%step == step-1:
			out[i/step] = float32(math.NaN())
		case s >= began.Unix() && s <= p.newest && s > p.newest-trendErrors:
			out[i/step] += float32(p.counts[((s%trendErrors)+trendErrors)%trendErrors])
		}
	}
	return out
}
