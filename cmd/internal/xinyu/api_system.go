package xinyu

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"time"

	"github.com/shirou/gopsutil/v3/disk"
	"github.com/shirou/gopsutil/v3/host"
	"github.com/shirou/gopsutil/v3/mem"
	proc "github.com/shirou/gopsutil/v3/process"
)

// pythonVersion is the interpreter that the real service runs on.
const pythonVersion = "3.11.9"

type systemInfo struct {
	Platform        string  `json:"platform"`
	PythonVersion   string  `json:"python_version"`
	CPUCount        int     `json:"cpu_count"`
	MemoryTotal     uint64  `json:"memory_total"`     // bytes
	MemoryAvailable uint64  `json:"memory_available"` // bytes
	DiskUsage       pyFloat `json:"disk_usage"`       // percent
}

type processInfo struct {
	PID         int     `json:"pid"`
	MemoryUsage uint64  `json:"memory_usage"` // bytes
	CPUPercent  pyFloat `json:"cpu_percent"`
	NumThreads  int32   `json:"num_threads"`
}

// systemInfo answers /performance/system/info: without psutil a 200 with
// status "error".
func (b *backend) systemInfo(w http.ResponseWriter, r *http.Request) {
	system, self, err := b.measure(r.Context())
	if err != nil {
		writeJSON(w, http.StatusOK, object{"status": "error", "error": err.Error(), "timestamp": epoch(time.Now())})
		return
	}
	writeJSON(w, http.StatusOK, object{
		"status": "success", "system": system, "process": self, "timestamp": epoch(time.Now()),
	})
}

func (b *backend) measure(ctx context.Context) (systemInfo, processInfo, error) {
	if !b.switches.psutil.Load() {
		return systemInfo{}, processInfo{}, errors.New("No module named 'psutil'") //nolint:staticcheck // Python's own words
	}
	system, err := measureSystem(ctx)
	if err != nil {
		return systemInfo{}, processInfo{}, err
	}
	self, err := measureProcess(ctx)
	return system, self, err
}

func measureSystem(ctx context.Context) (systemInfo, error) {
	memory, err := mem.VirtualMemoryWithContext(ctx)
	if err != nil {
		return systemInfo{}, fmt.Errorf("measure memory: %w", err)
	}
	root, err := disk.UsageWithContext(ctx, "/")
	if err != nil {
		return systemInfo{}, fmt.Errorf("measure the disk: %w", err)
	}
	kernel, err := host.KernelVersionWithContext(ctx)
	if err != nil {
		return systemInfo{}, fmt.Errorf("name the kernel: %w", err)
	}
	return systemInfo{
		Platform:        "Linux-" + kernel + "-x86_64-with-glibc2.36",
		PythonVersion:   pythonVersion,
		CPUCount:        runtime.NumCPU(),
		MemoryTotal:     memory.Total,
		MemoryAvailable: memory.Available,
		DiskUsage:       pyFloat(float64(int(root.UsedPercent*10)) / 10),
	}, nil
}

func measureProcess(ctx context.Context) (processInfo, error) {
	self, err := proc.NewProcessWithContext(ctx, int32(os.Getpid()))
	if err != nil {
		return processInfo{}, fmt.Errorf("find this process: %w", err)
	}
	memory, err := self.MemoryInfoWithContext(ctx)
	if err != nil {
		return processInfo{}, fmt.Errorf("measure this process's memory: %w", err)
	}
	cpu, err := self.CPUPercentWithContext(ctx)
	if err != nil {
		return processInfo{}, fmt.Errorf("measure this process's CPU: %w", err)
	}
	threads, err := self.NumThreadsWithContext(ctx)
	if err != nil {
		return processInfo{}, fmt.Errorf("count this process's threads: %w", err)
	}
	return processInfo{PID: os.Getpid(), MemoryUsage: memory.RSS, CPUPercent: rounded(cpu), NumThreads: threads}, nil
}
