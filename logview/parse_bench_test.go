package logview_test

import (
	"regexp"
	"testing"
	"time"

	"bedside/logview"
)

var typical = [][]byte{
	[]byte("2026-01-02 03:04:05,678 - backend.main - INFO - POST /chat - 200 OK - 响应时间: 1.2s"),
	[]byte("2026-01-02 03:04:05,681 - backend.performance - INFO - 函数 chat_optimized 执行时间: 1.234s"),
	[]byte("2026-01-02 03:04:05,690 - backend.modules.emotion - INFO - 用户ID=u1，情感得分=0.23，情绪标签=焦虑"),
	[]byte("2026-01-02 03:04:05,702 - backend.vector_store - ERROR - ChromaDB连接失败: Connection refused"),
	[]byte(`INFO:     127.0.0.1:53422 - "POST /chat HTTP/1.1" 200 OK`),
}

// BenchmarkParser reads typical lines into entries with all their fields.
func BenchmarkParser(b *testing.B) {
	p := logview.NewParser(logview.ParserOptions{Source: "application", Zone: shanghai})
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		p.Line(typical[n%len(typical)], logview.Arrival{})
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkRegexpPeer reads the header of the same lines as most viewers do:
// with a regular expression and time.ParseInLocation, and no fields.
func BenchmarkRegexpPeer(b *testing.B) {
	re := regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) - (.+?) - (DEBUG|INFO|WARNING|ERROR|CRITICAL) - (.*)$`)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if m := re.FindStringSubmatch(string(typical[n%len(typical)])); m != nil {
			if _, err := time.ParseInLocation("2006-01-02 15:04:05,000", m[1], shanghai); err != nil {
				b.Fatal(err)
			}
		}
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}
