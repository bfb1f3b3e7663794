package frame

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/cellbuf"
)

const benchWidth, benchHeight = 200, 50

// benchView is a frame like those of the console: styled, bordered, partly
// Chinese. Every line carries n, so that two frames differ in every row.
func benchView(n int) string {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	var b strings.Builder
	for y := range benchHeight {
		if y > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "\x1b[38;5;240m│\x1b[0m \x1b[1m%06d\x1b[0m ChromaDB连接失败: Connection refused ", n)
		for x := range 10 {
			fmt.Fprintf(&b, "\x1b[3%dmp95 %6.2fs ▲\x1b[0m ", x%8, random.Float64()*9)
		}
		b.WriteString("\x1b[38;5;240m│\x1b[0m")
	}
	return b.String()
}

// second is a frame that differs from benchView(0) as one second from the
// next: a clock and a few figures.
func second(n int) string {
	lines := strings.Split(benchView(0), "\n")
	for y := 0; y < len(lines); y += 10 {
		lines[y] = strings.Replace(lines[y], "000000", fmt.Sprintf("%06d", n), 1)
	}
	return strings.Join(lines, "\n")
}

// dimmed is a frame behind a dialog.
func dimmed(view string) string {
	lines := strings.Split(ansi.Strip(view), "\n")
	for y := range lines {
		lines[y] = "\x1b[38;5;240m" + lines[y] + "\x1b[0m"
	}
	return strings.Join(lines, "\n")
}

func BenchmarkPaint(b *testing.B) {
	for _, row := range []struct {
		name  string
		views [2]string
	}{
		{"everything changed", [2]string{benchView(1), benchView(2)}},
		{"dimmed and back", [2]string{benchView(1), dimmed(benchView(1))}},
		{"a second later", [2]string{second(1), second(2)}},
		{"unchanged", [2]string{benchView(1), benchView(1)}},
	} {
		b.Run(row.name, func(b *testing.B) {
			b.Run("frame", func(b *testing.B) {
				var c canvas
				written := 0
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					c.paint(row.views[i%2], benchWidth, benchHeight)
					written += len(c.take())
				}
				b.ReportMetric(float64(written)/float64(b.N), "bytes/op")
			})
			b.Run("cellbuf", func(b *testing.B) {
				var w counter
				s := cellbuf.NewScreen(&w, benchWidth, benchHeight, &cellbuf.ScreenOptions{Term: "xterm-256color", AltScreen: true})
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					cellbuf.SetContent(s, row.views[i%2])
					s.Render()
					_ = s.Flush()
				}
				b.ReportMetric(float64(w)/float64(b.N), "bytes/op")
			})
		})
	}
}

// counter counts what is written to it.
type counter int

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
