package filecheck

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/words"
)

// write makes a file of size bytes that is age old.
func write(t *testing.T, path string, size int, age time.Duration) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Repeat("x", size)), 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func TestTheNewestFileIsJudged(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/db_1.sql", 5000, 50*time.Hour)
	write(t, dir+"/db_2.sql", 2000, 3*time.Hour)
	write(t, dir+"/db_3.tmp", 9, 0)
	write(t, dir+"/mon/db.sql", 100, 2*time.Hour)
	write(t, dir+"/tue/db.sql", 200, time.Hour)
	write(t, dir+"/future/db.sql", 1, -time.Hour)
	if err := os.Mkdir(dir+"/db_4.sql", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		o      Options
		status probes.Status
		fault  words.Code
		detail string
		size   float64
	}{
		{name: "young and big enough", o: Options{Newest: "/db_*.sql", MaxAge: 26 * time.Hour, MinSize: 1 << 10}, status: probes.Up, size: 2000},
		{name: "too old", o: Options{Newest: "/db_*.sql", MaxAge: 2 * time.Hour}, status: probes.Down, fault: probes.TooOld, detail: "3 h > 2 h", size: 2000},
		{name: "too small", o: Options{Newest: "/db_*.sql", MinSize: 4096}, status: probes.Down, fault: probes.TooSmall, detail: "2000 B < 4096 B", size: 2000},
		{name: "in folders that match", o: Options{Newest: "/[mt]*/db.sql"}, status: probes.Up, size: 200},
		{name: "none", o: Options{Newest: "/nothing*"}, status: probes.Down, fault: probes.NoFile},
		{name: "no folder", o: Options{Newest: "/nowhere/*"}, status: probes.Down, fault: probes.NoFile},
		{name: "a time to come is no age", o: Options{Newest: "/future/*", MaxAge: time.Minute}, status: probes.Up, size: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Newest = dir + tt.o.Newest
			p, err := New("backup", tt.o)
			if err != nil {
				t.Fatal(err)
			}
			s := p.Check(t.Context())
			if s.Status != tt.status || s.Fault.Code != tt.fault || !s.Fault.Detail.Has(tt.detail) {
				t.Fatalf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
			}
			if tt.size > 0 && (len(s.Values) != 2 || s.Values[1].Number != tt.size || s.Values[0].Number < 0) {
				t.Errorf("values %+v", s.Values)
			}
		})
	}
}

func TestFreeSpaceIsJudged(t *testing.T) {
	for _, tt := range []struct {
		name   string
		o      Options
		status probes.Status
		fault  words.Code
	}{
		{"enough", Options{Free: "/"}, probes.Up, ""},
		{"too little", Options{Free: "/", MinFree: 1 << 60}, probes.Degraded, probes.LowSpace},
		{"nowhere", Options{Free: "/no/such/folder"}, probes.Unknown, probes.NoFile},
	} {
		p, err := New("space", tt.o)
		if err != nil {
			t.Fatal(err)
		}
		if s := p.Check(t.Context()); s.Status != tt.status || s.Fault.Code != tt.fault {
			t.Errorf("%s: %v %v", tt.name, s.Status, s.Fault.Code)
		}
	}
}

func TestAPatternThatIsNoneIsRefused(t *testing.T) {
	if _, err := New("x", Options{Newest: "/a/[b"}); err == nil {
		t.Error("it was accepted")
	}
}

func TestAFileSystemThatHangsIsNotKnown(t *testing.T) {
	p, err := New("backup", Options{Newest: "/tmp/*"})
	if err != nil {
		t.Fatal(err)
	}
	release := make(chan struct{})
	early, cancel := context.WithCancel(t.Context())
	cancel()
	_, _ = p.asks.Do(early, func() probes.Sample { <-release; return probes.Sample{Status: probes.Up} })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if s := p.Check(ctx); s.Status != probes.Unknown || s.Fault.Code != probes.TimedOut {
		t.Errorf("while it hangs: %v %v", s.Status, s.Fault.Code)
	}
	close(release)
	if s := p.Check(t.Context()); s.Status != probes.Up {
		t.Errorf("afterwards: %v %v", s.Status, s.Fault.Code)
	}
}
