package hostcheck

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestStatIsParsed(t *testing.T) {
	line := "42 (a) b (c)) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 7 0 3000 1000000 25 18446744073709551615"
	s, err := parseStat([]byte(line))
	if err != nil || s.cpu != 3*time.Second || s.threads != 7 || s.started != 30*time.Second || s.memory != 25*uint64(os.Getpagesize()) {
		t.Errorf("%+v, %v", s, err)
	}
	for _, bad := range []string{"", "42", "42 (x) Z" + strings.Repeat(" 0", 40), "42 (x) S" + strings.Repeat(" x", 40)} {
		if s, err := parseStat([]byte(bad)); err == nil {
			t.Errorf("%q became %+v", bad, s)
		}
	}
}

func TestListeningSocketsAreReadFromTheTable(t *testing.T) {
	table := `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1 0 100 0 0 10 0
   1: 0100007F:1F40 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 222 1 0 20 4 30 10 -1
   2: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 333 1 0 100 0 0 10 0
   3: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 444 1 0 100 0 0 10 0
`
	for _, row := range []struct {
		name string
		upTo part
		want []string
	}{
		{"up to the first that is connected", untilConnected, []string{"socket:[111]"}},
		{"in the whole table", whole, []string{"socket:[111]", "socket:[333]"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			sockets := map[string]bool{}
			if err := listening(strings.NewReader(table), 8000, row.upTo, sockets); err != nil {
				t.Fatal(err)
			}
			if got := slices.Sorted(maps.Keys(sockets)); !slices.Equal(got, row.want) {
				t.Errorf("port 8000: %v, want %v", got, row.want)
			}
		})
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("42 (a) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 7 0 3000 1000000 25 0"), 80)
	f.Fuzz(func(_ *testing.T, content []byte, port int) {
		_, _ = parseStat(content)
		for _, upTo := range []part{untilConnected, whole} {
			_ = listening(bytes.NewReader(content), port, upTo, map[string]bool{})
		}
	})
}
