package ptytest

import (
	"bytes"
	"os"
	"os/exec"
	"testing"
	"time"
)

// BenchmarkKeyToScreen measures from the typed key to its effect among the
// terminal's bytes, on a screen of 200×50.
func BenchmarkKeyToScreen(b *testing.B) {
	s, err := Start(exec.Command(os.Args[0], programArgument, b.TempDir()), Size{Width: 200, Height: 50})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.WaitText(0, limit, "ticks 0"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		from := len(s.Output())
		if err := s.Type("B"); err != nil {
			b.Fatal(err)
		}
		err := s.WaitFor(from, limit, func(out []byte) bool { return bytes.IndexByte(out, '\a') >= 0 })
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFirstFrame measures from the start of the process to the end of
// its first frame.
func BenchmarkFirstFrame(b *testing.B) {
	var total time.Duration
	for b.Loop() {
		s, err := Start(exec.Command(os.Args[0], programArgument, b.TempDir()), Size{Width: 200, Height: 50})
		if err != nil {
			b.Fatal(err)
		}
		at, err := s.FirstText(limit, "ticks 0")
		if err != nil {
			b.Fatal(err)
		}
		total += at
		s.Close()
	}
	b.ReportMetric(float64(total.Microseconds())/float64(b.N)/1000, "ms/frame")
}
