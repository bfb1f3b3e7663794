package logview

import (
	"strconv"
	"testing"
	"time"

	"bedside/logview/raw"
)

// TestRecordsAreForgotten tells more records, by more files, than are kept.
func TestRecordsAreForgotten(t *testing.T) {
	c := NewCopies()
	for i := range 3 * maxRecords {
		e := Entry{At: time.Unix(int64(i), 1), Source: "a", Message: raw.Of("b")}
		for file := range 2 * mostTellers {
			c.Mark(&e, strconv.Itoa(file))
		}
	}
	if len(c.told) != maxRecords || len(c.order) != maxRecords {
		t.Errorf("%d records are remembered, in an order of %d", len(c.told), len(c.order))
	}
}
