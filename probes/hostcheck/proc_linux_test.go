package hostcheck

import (
	"os"
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
   2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 333 1 0 100 0 0 10 0
`
	sockets := map[string]bool{}
	listening([]byte(table), 8000, sockets)
	if !sockets["socket:[111]"] || len(sockets) != 1 {
		t.Errorf("port 8000: %v", sockets)
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("42 (a) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 7 0 3000 1000000 25 0"), 80)
	f.Fuzz(func(_ *testing.T, content []byte, port int) {
		_, _ = parseStat(content)
		listening(content, port, map[string]bool{})
	})
}
