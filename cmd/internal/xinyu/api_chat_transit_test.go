package xinyu

import (
	"testing"
	"time"
)

func TestTheWayOfAMessageIsWhatItsUserStamped(t *testing.T) {
	now := time.Unix(1_800_000_000, 0).UTC()
	for _, row := range []struct {
		name, stamp string
		want        time.Duration
	}{
		{"seconds", "1799999999.5", 500 * time.Millisecond},
		{"a date", "2027-01-15T07:59:58Z", 2 * time.Second},
		{"no stamp", "", 0},
		{"no time", "yesterday", 0},
		{"a clock that goes ahead", "1800000001", 0},
		{"a clock that is an hour late", "1799996400", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := transit(row.stamp, now).Round(time.Millisecond); got != row.want {
				t.Errorf("under way for %v, want %v", got, row.want)
			}
		})
	}
}
