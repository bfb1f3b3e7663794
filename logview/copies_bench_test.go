package logview_test

import (
	"testing"
	"time"

	"bedside/logview"
	"bedside/logview/raw"
)

// BenchmarkCopies marks records that come one after the other.
func BenchmarkCopies(b *testing.B) {
	c := logview.NewCopies()
	e := logview.Entry{Source: "application", Module: raw.Of("main"), Message: raw.Of("POST /chat - 200 响应时间: 1.203s 用户ID: u1024")}
	b.ReportAllocs()
	for i := range b.N {
		e.At = now.Add(time.Duration(i) * time.Millisecond)
		c.Mark(&e, "")
	}
}
