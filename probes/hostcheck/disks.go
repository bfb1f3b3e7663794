package hostcheck

import (
	"context"
	"time"

	"github.com/shirou/gopsutil/v3/disk"

	"bedside/probes"
)

const (
	// disksFor is how long the shares of the disks stand: they move slowly, and
	// asking a file system may be costly.
	disksFor = 10 * time.Second
	// disksWait is how long they are waited for: a file system on a dead server
	// must not cost the other figures.
	disksWait = 250 * time.Millisecond
)

// disks reads how full file systems are.
type disks struct {
	paths []string
	asked probes.Blocking[usage]
	last  usage
}

// usage is what was found, and the first thing that was wrong.
type usage struct {
	at     time.Time
	values []probes.Value
	fault  probes.Fault
}

// check returns the shares of the disks, at most disksFor old.
func (d *disks) check(ctx context.Context, now time.Time) ([]probes.Value, probes.Fault) {
	if !d.last.at.IsZero() && now.Sub(d.last.at) < disksFor {
		return d.last.values, d.last.fault
	}
	ctx, cancel := context.WithTimeout(ctx, disksWait)
	defer cancel()
	u, err := d.asked.Do(ctx, func() usage { return read(d.paths) })
	if err != nil {
		return nil, probes.FaultOf(err)
	}
	u.at = now
	d.last = u
	return u.values, u.fault
}

// read asks each path. host.disk is the fullest.
func read(paths []string) usage {
	var u usage
	worst := -1.0
	for _, path := range paths {
		stat, err := disk.Usage(path)
		if err != nil {
			u.fault = probes.FaultOf(err)
			if u.fault.Code == probes.Failed {
				u.fault = probes.Fail(probes.Degraded, probes.NoFile, path).Fault
			}
			continue
		}
		share := stat.UsedPercent / 100
		if !probes.Finite(share) || stat.Total == 0 {
			continue
		}
		worst = max(worst, share)
		u.values = append(u.values, probes.Value{Metric: probes.Metric("host.disk:" + path), Number: share, Unit: probes.Ratio})
	}
	if worst >= 0 {
		u.values = append(u.values, probes.Value{Metric: "host.disk", Number: worst, Unit: probes.Ratio})
	}
	return u
}
