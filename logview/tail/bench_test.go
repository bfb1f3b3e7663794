package tail

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const benchLine = "2026-01-02 03:04:05,678 - backend.vector_store - ERROR - ChromaDB连接失败: Connection refused\n"

func benchFile(b *testing.B) (path string, lines int) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "application.log")
	lines = 200_000
	if err := os.WriteFile(path, []byte(strings.Repeat(benchLine, lines)), 0o644); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(lines * len(benchLine)))
	b.ReportAllocs()
	return path, lines
}

func BenchmarkRead(b *testing.B) {
	path, lines := benchFile(b)
	for b.Loop() {
		got := 0
		o := Options{Path: path, FromStart: true}.withDefaults()
		s := newScout(o)
		r := newReader(o, s, func(b Batch) { got += len(b.Lines) })
		s.look(r.now())
		r.pass(context.Background())
		s.close()
		if got != lines {
			b.Fatalf("%d lines", got)
		}
	}
}

// BenchmarkScanner is the standard library's way through the same file.
func BenchmarkScanner(b *testing.B) {
	path, lines := benchFile(b)
	for b.Loop() {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		got := 0
		for s := bufio.NewScanner(f); s.Scan(); {
			got++
		}
		f.Close()
		if got != lines {
			b.Fatalf("%d lines", got)
		}
	}
}

// BenchmarkIdle is one look and one pass at a file that does not change.
func BenchmarkIdle(b *testing.B) {
	path, _ := benchFile(b)
	b.SetBytes(0)
	o := Options{Path: path}.withDefaults()
	s := newScout(o)
	defer s.close()
	r := newReader(o, s, func(Batch) {})
	for b.Loop() {
		s.look(r.now())
		r.pass(context.Background())
	}
}
