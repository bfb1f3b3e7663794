// Package hostcheck watches the machine and a process on it: shares of
// processor, memory and disks, load, network, and what one process takes.
//
// Figures that are the difference of two readings (processor, network) come
// from the second check on.
package hostcheck

import (
	"context"
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

// Host watches the machine. Its figures are host.cpu, host.memory and host.disk
// (shares), host.disk:PATH, host.load1, host.load5, host.load15, host.net.in
// and host.net.out (bytes a second), and host.uptime (seconds).
type Host struct {
	name  probes.Name
	disks disks
	last  reading
}

// reading is what two checks are compared by.
type reading struct {
	at                time.Time
	busy, all         float64 // seconds of processor time
	received, written uint64  // bytes
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
	s.Values = append(s.Values, h.moving(began)...)
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

// moving are the figures that come from the difference to the last check.
func (h *Host) moving(now time.Time) []probes.Value {
	next := reading{at: now}
	if times, err := cpu.Times(false); err == nil && len(times) > 0 {
		t := times[0] // guest time is part of user time
		next.busy = t.User + t.System + t.Nice + t.Irq + t.Softirq + t.Steal
		next.all = next.busy + t.Idle + t.Iowait
	}
	if cards, err := net.IOCounters(true); err == nil {
		for _, c := range cards {
			if c.Name != "lo" && c.Name != "lo0" {
				next.received += c.BytesRecv
				next.written += c.BytesSent
			}
		}
	}
	values := next.since(h.last)
	h.last = next
	return values
}

// since compares a reading with the one before. A counter that ran backwards
// gives no figure.
func (r reading) since(before reading) []probes.Value {
	if before.at.IsZero() {
		return nil
	}
	var values []probes.Value
	if all, busy := r.all-before.all, r.busy-before.busy; all > 0 && busy >= 0 {
		values = append(values, probes.Value{Metric: "host.cpu", Number: min(1, busy/all), Unit: probes.Ratio})
	}
	seconds := r.at.Sub(before.at).Seconds()
	if seconds > 0 && r.received >= before.received && r.written >= before.written {
		values = append(values,
			probes.Value{Metric: "host.net.in", Number: float64(r.received-before.received) / seconds, Unit: probes.Bytes},
			probes.Value{Metric: "host.net.out", Number: float64(r.written-before.written) / seconds, Unit: probes.Bytes})
	}
	return values
}

// standing are the figures of the moment.
func standing(ctx context.Context) []probes.Value {
	var values []probes.Value
	if m, err := mem.VirtualMemoryWithContext(ctx); err == nil && m.Total > 0 {
		share := 1 - float64(m.Available)/float64(m.Total)
		values = append(values, probes.Value{Metric: "host.memory", Number: max(0, share), Unit: probes.Ratio})
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
