package hostcheck

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shirou/gopsutil/v3/host"

	"bedside/probes"
)

const (
	maxPIDs   = 64               // of one service, summed up
	findAgain = time.Minute      // how long the processes of a port or name stand
	filesFor  = 10 * time.Second // how long the number of open files stands
)

// ProcessOptions say which process is watched: by exactly one of the four ways
// to name it. Several processes (workers that share a port) count as one.
type ProcessOptions struct {
	Port    int    // that listens on this TCP port
	PIDFile string // whose number stands in this file
	Process string // of this name, or running a script or module of this name
	Unit    string // of this systemd unit
	// Metrics is what the figures' names begin with; "process" when empty.
	Metrics probes.Metric
}

// Process watches one service's processes. Its figures are process.cpu (1 is
// one core), process.memory (bytes in RAM), process.threads, process.files (open
// ones), process.uptime (seconds, of the oldest), process.pid (its number) and
// process.count.
type Process struct {
	name    probes.Name
	find    func() ([]int, error)
	dear    bool // finding is costly: what was found stands for a while
	metrics probes.Metric
	pids    []int
	foundAt time.Time
	last    map[int]stat
	lastAt  time.Time
	files   int
	filesAt time.Time
}

// stat is what a process has used.
type stat struct {
	started time.Duration // since the machine's start
	cpu     time.Duration
	memory  uint64 // bytes
	threads int
}

var _ probes.Probe = (*Process)(nil)

// NewProcess makes a probe of a process.
func NewProcess(name probes.Name, o ProcessOptions) *Process {
	p := &Process{name: name, metrics: o.Metrics}
	if p.metrics == "" {
		p.metrics = "process"
	}
	switch {
	case o.Port != 0:
		finder := portFinder{port: o.Port}
		p.find, p.dear = finder.find, true
	case o.PIDFile != "":
		p.find = func() ([]int, error) { return byPIDFile(o.PIDFile) }
	case o.Unit != "":
		p.find = func() ([]int, error) { return byUnit(o.Unit) }
	default:
		p.find, p.dear = func() ([]int, error) { return byName(o.Process) }, true
	}
	return p
}

// Name returns the target's name.
func (p *Process) Name() probes.Name { return p.name }

// Check finds the process and reads its figures.
func (p *Process) Check(context.Context) probes.Sample {
	began := time.Now()
	s, err := p.check(began)
	if err != nil {
		s = probes.Unreachable(err)
	}
	return s.Ended(p.name, began)
}

// PIDs are the processes that the last check found, at most 64.
func (p *Process) PIDs() []int { return slices.Clone(p.pids) }

func (p *Process) check(now time.Time) (probes.Sample, error) {
	stats := p.standing(now)
	if stats == nil {
		pids, err := p.find()
		if err != nil {
			p.pids, p.last = nil, nil
			return probes.Sample{}, err
		}
		p.pids, p.foundAt = pids[:min(len(pids), maxPIDs)], now
		if stats = p.read(); len(stats) == 0 {
			return probes.Fail(probes.Down, probes.NoProcess, strconv.Itoa(pids[0])), nil
		}
	}
	values := p.values(now, stats)
	p.last, p.lastAt = stats, now
	return probes.Sample{Status: probes.Up, Values: values}, nil
}

// standing are the figures of the processes found before, nil when they have to
// be looked for again.
func (p *Process) standing(now time.Time) map[int]stat {
	if !p.dear || len(p.pids) == 0 || now.Sub(p.foundAt) >= findAgain {
		return nil
	}
	stats := p.read()
	for _, pid := range p.pids {
		s, lives := stats[pid]
		if before, known := p.last[pid]; !lives || known && s.started != before.started {
			return nil
		}
	}
	return stats
}

func (p *Process) read() map[int]stat {
	stats := make(map[int]stat, len(p.pids))
	for _, pid := range p.pids {
		if s, err := readStat(pid); err == nil {
			stats[pid] = s
		}
	}
	return stats
}

func (p *Process) values(now time.Time, stats map[int]stat) []probes.Value {
	var used time.Duration
	var memory uint64
	threads, oldest, pid, compared := 0, time.Duration(1<<63-1), 0, 0
	for id, s := range stats {
		memory += s.memory
		threads += s.threads
		if s.started < oldest {
			oldest, pid = s.started, id
		}
		if before, known := p.last[id]; known && before.started == s.started && s.cpu >= before.cpu {
			used += s.cpu - before.cpu
			compared++
		}
	}
	values := []probes.Value{
		{Metric: p.metrics + ".memory", Number: float64(memory), Unit: probes.Bytes},
		{Metric: p.metrics + ".threads", Number: float64(threads)},
		{Metric: p.metrics + ".pid", Number: float64(pid)},
		{Metric: p.metrics + ".count", Number: float64(len(stats))},
	}
	if seconds := now.Sub(p.lastAt).Seconds(); compared > 0 && seconds > 0 {
		values = append(values, probes.Value{Metric: p.metrics + ".cpu", Number: used.Seconds() / seconds, Unit: probes.Ratio})
	}
	if up, err := host.Uptime(); err == nil {
		age := max(0, float64(up)-oldest.Seconds())
		values = append(values, probes.Value{Metric: p.metrics + ".uptime", Number: age, Unit: probes.Seconds})
	}
	if n := p.openFiles(now); n > 0 {
		values = append(values, probes.Value{Metric: p.metrics + ".files", Number: float64(n)})
	}
	return values
}

// openFiles is how many files the processes have open, 0 when we may not look.
func (p *Process) openFiles(now time.Time) int {
	if now.Sub(p.filesAt) < filesFor {
		return p.files
	}
	p.files, p.filesAt = 0, now
	for _, pid := range p.pids {
		p.files += countFiles(pid)
	}
	return p.files
}

func byPIDFile(path string) ([]int, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, probes.Errorf(probes.Down, probes.NoProcess, "%s", path)
	case err != nil:
		return nil, err
	}
	defer file.Close()
	const number = 32 // bytes: no process has a longer one
	content, err := io.ReadAll(io.LimitReader(file, number))
	if err != nil {
		return nil, err
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil || pid <= 0 {
		return nil, probes.Errorf(probes.Unknown, probes.Malformed, "%s", path)
	}
	return []int{pid}, nil
}
