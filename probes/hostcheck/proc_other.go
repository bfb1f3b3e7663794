//go:build !linux

package hostcheck

import (
	"time"

	"github.com/shirou/gopsutil/v3/host"
	"github.com/shirou/gopsutil/v3/net"
	"github.com/shirou/gopsutil/v3/process"

	"bedside/probes"
)

func readStat(pid int) (stat, error) {
	p, err := process.NewProcess(int32(pid))
	if err != nil {
		return stat{}, err
	}
	times, err := p.Times()
	if err != nil {
		return stat{}, err
	}
	memory, err := p.MemoryInfo()
	if err != nil {
		return stat{}, err
	}
	s := stat{cpu: time.Duration((times.User + times.System) * float64(time.Second)), memory: memory.RSS}
	if threads, err := p.NumThreads(); err == nil {
		s.threads = int(threads)
	}
	created, err := p.CreateTime()
	boot, err2 := host.BootTime()
	if err == nil && err2 == nil {
		s.started = time.Duration(created)*time.Millisecond - time.Duration(boot)*time.Second
	}
	return s, nil
}

func countFiles(pid int) int {
	p, err := process.NewProcess(int32(pid))
	if err != nil {
		return 0
	}
	n, err := p.NumFDs()
	if err != nil {
		return 0
	}
	return int(n)
}

// portFinder finds who listens on a port.
type portFinder struct{ port int }

func (f *portFinder) find() ([]int, error) {
	all, err := net.Connections("tcp")
	if err != nil {
		return nil, err
	}
	var found []int
	for _, c := range all {
		if c.Status == "LISTEN" && int(c.Laddr.Port) == f.port && c.Pid > 0 {
			found = append(found, int(c.Pid))
		}
	}
	if len(found) == 0 {
		return nil, probes.Errorf(probes.Down, probes.NoProcess, "TCP :%d", f.port)
	}
	return found, nil
}

func byName(name string) ([]int, error) {
	all, err := process.Processes()
	if err != nil {
		return nil, err
	}
	var found []int
	for _, p := range all {
		if its, err := p.Name(); err == nil && its == name {
			found = append(found, int(p.Pid))
		}
	}
	if len(found) == 0 {
		return nil, probes.Errorf(probes.Down, probes.NoProcess, "%s", name)
	}
	return found, nil
}

func byUnit(unit string) ([]int, error) {
	return nil, probes.Errorf(probes.Unknown, probes.NotProvided, "%s", unit)
}
