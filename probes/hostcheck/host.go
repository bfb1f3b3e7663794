// Package hostcheck watches the machine and a process on it: shares of
// processor, memory and disks, load, network, and what one process takes.
//
// Figures that are the difference of two readings (processor, network) come
// from the second check on.
package hostcheck

import (
	"context"
	"strconv"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/host"
	"github.com/shirou/gopsutil/v3/load"
	"github.com/shirou/gopsutil/v3/mem"
	"github.com/shirou/gopsutil/v3/net"

	"bedside/probes"
)

// HostOptions say which parts of the machine are watched beside the usual.
type HostOptions struct {
	Disks []string // mount points or any folder on them; none watches "/"
}

// Host watches the machine. Its figures are host.cpu, host.memory, host.disk and
// host.swap where there is any (shares), host.core:N and host.disk:PATH (shares),
// host.cores, host.memory.total, host.memory.available and host.memory.cached
// (bytes), host.load1, host.load5, host.load15, host.net.in and host.net.out
// (bytes a second), and host.uptime (seconds).
type Host struct {
	name  probes.Name
	disks disks
	last  reading
}

// reading is what two checks are compared by. A part that could not be read
// has no time.
type reading struct {
	processor processor
	traffic   traffic
}

// processor is the time of all its cores together and of each.
type processor struct {
	at time.Time
	work
	cores []work
}

// work is time in seconds since the machine's start.
type work struct{ busy, all float64 }

// traffic is bytes since the machine's start.
type traffic struct {
	at                time.Time
	received, written uint64
}

var _ probes.Probe = (*Host)(nil)

// NewHost makes a probe of the machine.
func NewHost(name probes.Name, o HostOptions) *Host {
	if len(o.Disks) == 0 {
		o.Disks = []string{"/"}
	}
	return &Host{name: name, disks: disks{paths: o.Disks}}
}

// Name returns the target's name.
func (h *Host) Name() probes.Name { return h.name }

// Check reads the machine's figures. What cannot be read is absent; the host is
// unknown only when nothing can be read at all.
func (h *Host) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	s := probes.Sample{Status: probes.Up}
	s.Values = append(s.Values, h.last.turn(readingOf(began))...)
	s.Values = append(s.Values, standing(ctx)...)
	used, fault := h.disks.check(ctx, began)
	s.Values = append(s.Values, used...)
	switch {
	case len(s.Values) == 0:
		s = probes.Fail(probes.Unknown, probes.NotProvided, "")
	case fault.Code != "":
		s.Status, s.Fault = probes.Degraded, fault
	}
	return s.Ended(h.name, began)
}

// turn makes next the last reading, and gives the figures that come from the
// difference. What could not be read is compared with at a later check.
func (r *reading) turn(next reading) []probes.Value {
	values := append(next.processor.since(r.processor), next.traffic.since(r.traffic)...)
	if !next.processor.at.IsZero() {
		r.processor = next.processor
	}
	if !next.traffic.at.IsZero() {
		r.traffic = next.traffic
	}
	return values
}

func readingOf(now time.Time) (r reading) {
	if times, err := cpu.Times(true); err == nil && len(times) > 0 {
		r.processor = processorOf(now, times)
	}
	cards, err := net.IOCounters(true)
	if err != nil {
		return r
	}
	r.traffic.at = now
	for _, c := range cards {
		if c.Name != "lo" && c.Name != "lo0" {
			r.traffic.received += c.BytesRecv
			r.traffic.written += c.BytesSent
		}
	}
	return r
}

// mostCores is how many cores have a figure of their own.
const mostCores = 256

func processorOf(now time.Time, times []cpu.TimesStat) processor {
	p := processor{at: now, cores: make([]work, 0, min(len(times), mostCores))}
	for i := range times {
		t := &times[i] // guest time is part of user time
		w := work{busy: t.User + t.System + t.Nice + t.Irq + t.Softirq + t.Steal}
		w.all = w.busy + t.Idle + t.Iowait
		p.busy += w.busy
		p.all += w.all
		if i < mostCores {
			p.cores = append(p.cores, w)
		}
	}
	return p
}

// since compares a reading with the one before, and gives no figure without
// both, nor for a counter that ran backwards. One core alone is the figure of
// all.
func (p processor) since(before processor) []probes.Value {
	if p.at.IsZero() || before.at.IsZero() {
		return nil
	}
	var values []probes.Value
	add := func(m probes.Metric, w, before work) {
		if all, busy := w.all-before.all, w.busy-before.busy; all > 0 && busy >= 0 {
			values = append(values, probes.Value{Metric: m, Number: min(1, busy/all), Unit: probes.Ratio})
		}
	}
	add("host.cpu", p.work, before.work)
	if len(values) == 0 || len(p.cores) == 0 || len(p.cores) != len(before.cores) {
		return values
	}
	values = append(values, probes.Value{Metric: "host.cores", Number: float64(len(p.cores))})
	if len(p.cores) == 1 {
		return values
	}
	for i, core := range p.cores {
		add(probes.Metric("host.core:"+strconv.Itoa(i)), core, before.cores[i])
	}
	return values
}

// since compares a reading with the one before as that of the processor does.
func (t traffic) since(before traffic) []probes.Value {
	seconds := t.at.Sub(before.at).Seconds()
	if t.at.IsZero() || before.at.IsZero() || seconds <= 0 || t.received < before.received || t.written < before.written {
		return nil
	}
	return []probes.Value{
		{Metric: "host.net.in", Number: float64(t.received-before.received) / seconds, Unit: probes.Bytes},
		{Metric: "host.net.out", Number: float64(t.written-before.written) / seconds, Unit: probes.Bytes},
	}
}

// standing are the figures of the moment.
func standing(ctx context.Context) []probes.Value {
	var values []probes.Value
	if m, err := mem.VirtualMemoryWithContext(ctx); err == nil && m.Total > 0 {
		share := 1 - float64(m.Available)/float64(m.Total)
		values = append(values,
			probes.Value{Metric: "host.memory", Number: max(0, share), Unit: probes.Ratio},
			probes.Value{Metric: "host.memory.total", Number: float64(m.Total), Unit: probes.Bytes},
			probes.Value{Metric: "host.memory.available", Number: float64(m.Available), Unit: probes.Bytes},
			probes.Value{Metric: "host.memory.cached", Number: float64(m.Cached), Unit: probes.Bytes})
		if m.SwapTotal > 0 {
			used := 1 - float64(m.SwapFree)/float64(m.SwapTotal)
			values = append(values, probes.Value{Metric: "host.swap", Number: used, Unit: probes.Ratio})
		}
	}
	if l, err := load.AvgWithContext(ctx); err == nil {
		values = append(values,
			probes.Value{Metric: "host.load1", Number: l.Load1},
			probes.Value{Metric: "host.load5", Number: l.Load5},
			probes.Value{Metric: "host.load15", Number: l.Load15})
	}
	if up, err := host.UptimeWithContext(ctx); err == nil {
		values = append(values, probes.Value{Metric: "host.uptime", Number: float64(up), Unit: probes.Seconds})
	}
	return values
}
