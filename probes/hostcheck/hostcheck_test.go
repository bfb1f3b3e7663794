package hostcheck

import (
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"bedside/probes"
)

// figures are a sample's values by name.
func figures(s probes.Sample) map[probes.Metric]float64 {
	all := map[probes.Metric]float64{}
	for _, v := range s.Values {
		all[v.Metric] = v.Number
	}
	return all
}

func TestTheHostHasItsFigures(t *testing.T) {
	h := NewHost("host", HostOptions{})
	first := h.Check(t.Context())
	if _, early := figures(first)["host.cpu"]; early || first.Status != probes.Up {
		t.Errorf("the first check: %v with %v", first.Status, first.Values)
	}
	h.last.processor.busy -= 0.5 // the machine's clock ticks too slowly to wait for
	h.last.processor.all--
	h.last.traffic.at = h.last.traffic.at.Add(-time.Second)
	got := figures(h.Check(t.Context()))
	for _, share := range []probes.Metric{"host.cpu", "host.memory", "host.disk", "host.disk:/"} {
		if n, there := got[share]; !there || n < 0 || n > 1 {
			t.Errorf("%s is %v", share, n)
		}
	}
	for _, other := range []probes.Metric{"host.load1", "host.load5", "host.load15", "host.net.in", "host.net.out", "host.uptime"} {
		if n, there := got[other]; !there || n < 0 {
			t.Errorf("%s is %v", other, n)
		}
	}
}

func TestReadingsAreCompared(t *testing.T) {
	at := time.Unix(1000, 0)
	after := func(d time.Duration, p processor, n traffic) reading {
		p.at, n.at = at.Add(d), at.Add(d)
		return reading{p, n}
	}
	began := after(0, processor{work: work{busy: 100, all: 1000}, cores: []work{{10, 500}, {90, 500}}}, traffic{received: 5000, written: 100})
	end := after(2*time.Second, processor{work: work{busy: 101, all: 1004}, cores: []work{{11, 502}, {90, 502}}}, traffic{received: 9000, written: 100})
	all := map[probes.Metric]float64{"host.cpu": 0.25, "host.cores": 2, "host.core:0": 0.5, "host.core:1": 0, "host.net.in": 2000, "host.net.out": 0}
	for _, tt := range []struct {
		name string
		next []reading
		want map[probes.Metric]float64
	}{
		{"a moment later", []reading{end}, all},
		{"the first reading gives nothing", nil, map[probes.Metric]float64{}},
		{"counters that run backwards give nothing", []reading{after(time.Second, processor{work: work{busy: 99, all: 1002}}, traffic{received: 4000, written: 100})}, map[probes.Metric]float64{}},
		{"no time between gives nothing", []reading{began}, map[probes.Metric]float64{}},
		{"what could not be read gives nothing", []reading{{}}, map[probes.Metric]float64{}},
		{"after one that could not be read the figures rest on the time since the last that could", []reading{{}, end}, all},
	} {
		var last reading
		values := last.turn(began)
		for _, next := range tt.next {
			values = last.turn(next)
		}
		got := figures(probes.Sample{Values: values})
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v", tt.name, got)
		}
		for metric, n := range tt.want {
			if math.Abs(got[metric]-n) > 1e-9 {
				t.Errorf("%s: %s is %v, want %v", tt.name, metric, got[metric], n)
			}
		}
	}
}

func TestADiskThatIsNotThereIsSaidAndTheOthersAreRead(t *testing.T) {
	s := NewHost("host", HostOptions{Disks: []string{"/no/such/disk", "/"}}).Check(t.Context())
	if s.Status != probes.Degraded || s.Fault.Code != probes.NoFile {
		t.Errorf("%v %v", s.Status, s.Fault.Code)
	}
	if _, there := figures(s)["host.disk:/"]; !there {
		t.Error("the other disk is not read")
	}
}

// listen holds a port open in this process.
func listen(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

func TestAProcessIsFound(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	if err := os.WriteFile(pidFile, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]ProcessOptions{
		"by its port":     {Port: listen(t)},
		"by its pid file": {PIDFile: pidFile},
	} {
		t.Run(name, func(t *testing.T) {
			p := NewProcess("backend", o)
			p.Check(t.Context())
			got := p.Check(t.Context())
			f := figures(got)
			if got.Status != probes.Up || int(f["process.pid"]) != os.Getpid() {
				t.Fatalf("%v %v: %v", got.Status, got.Fault.Code, f)
			}
			if f["process.memory"] < 1<<20 || f["process.threads"] < 1 || f["process.files"] < 3 || f["process.count"] != 1 || f["process.cpu"] < 0 {
				t.Errorf("figures %v", f)
			}
		})
	}
}

func TestAProcessIsFoundByTheNameOfItsProgramAndLostWhenItEnds(t *testing.T) {
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip("needs sleep: apt-get install coreutils")
	}
	program := filepath.Join(t.TempDir(), "bedside-test-sleeper")
	if err := os.Symlink(sleep, program); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := NewProcess("sleeper", ProcessOptions{Process: "bedside-test-sleeper"})
	if s := p.Check(t.Context()); s.Status != probes.Up || int(figures(s)["process.pid"]) != cmd.Process.Pid {
		t.Errorf("%v %v, process %v", s.Status, s.Fault.Code, figures(s)["process.pid"])
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if s := p.Check(t.Context()); s.Status != probes.Down || s.Fault.Code != probes.NoProcess {
		t.Errorf("after its end: %v %v", s.Status, s.Fault.Code)
	}
}

func TestAProcessThatIsNotThereIsDown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := l.Addr().(*net.TCPAddr).Port
	l.Close()
	for name, o := range map[string]ProcessOptions{
		"a port where nobody listens": {Port: free},
		"a pid file that is missing":  {PIDFile: "/no/such/pid"},
		"a name that nobody has":      {Process: "no-such-process"},
		"a unit that does not run":    {Unit: "no-such-unit"},
	} {
		if s := NewProcess("x", o).Check(t.Context()); s.Status != probes.Down || s.Fault.Code != probes.NoProcess || s.Fault.Detail.Empty() {
			t.Errorf("%s: %v %v", name, s.Status, s.Fault.Code)
		}
	}
}

func BenchmarkHost(b *testing.B) {
	h := NewHost("host", HostOptions{})
	b.ReportAllocs()
	for b.Loop() {
		h.Check(b.Context())
	}
}

func BenchmarkProcess(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	p := NewProcess("backend", ProcessOptions{Port: l.Addr().(*net.TCPAddr).Port})
	b.ReportAllocs()
	for b.Loop() {
		if s := p.Check(b.Context()); s.Status != probes.Up {
			b.Fatal(s.Fault.Code)
		}
	}
}
