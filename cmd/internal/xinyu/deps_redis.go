package xinyu

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/alicebob/miniredis/v2/server"
)

// redisServer is an in-memory Redis. Its INFO is its own: the one of the library
// lacks memory and the counts of hits and misses.
type redisServer struct {
	*miniredis.Miniredis
	hits, misses atomic.Int64
	end          context.CancelFunc
	work         sync.WaitGroup
}

// expireEvery is how much earlier than due a key may expire. The library's own
// clock would look through all keys at every command.
const expireEvery = 5 * time.Second

func newRedis() (*redisServer, error) {
	r := &redisServer{Miniredis: miniredis.NewMiniRedis()}
	if err := r.Start(); err != nil {
		return nil, fmt.Errorf("start redis: %w", err)
	}
	r.Server().SetPreHook(r.before)
	ctx, end := context.WithCancel(context.Background())
	r.end = end
	r.work.Go(func() { r.expireNowAndThen(ctx) })
	return r, nil
}

func (r *redisServer) expireNowAndThen(ctx context.Context) {
	last := time.Now()
	for spend(ctx, expireEvery) == nil {
		now := time.Now()
		r.FastForward(now.Sub(last))
		last = now
	}
}

// Close ends the server and cuts its connections.
func (r *redisServer) Close() {
	r.end()
	r.work.Wait()
	r.Miniredis.Close()
}

// Take serves the connection; it returns at once.
func (r *redisServer) Take(conn net.Conn) { r.Server().ServeConn(conn) }

// before sees each command first, and answers INFO itself.
func (r *redisServer) before(c *server.Peer, cmd string, args ...string) bool {
	switch {
	case cmd == "GET" && len(args) == 1:
		if r.Exists(args[0]) {
			r.hits.Add(1)
		} else {
			r.misses.Add(1)
		}
	case cmd == "INFO":
		section := ""
		if len(args) > 0 {
			section = args[0]
		}
		c.WriteBulk(r.info(section))
		return true
	}
	return false
}

// info is one section, or all of them when none, or an unknown one, is named.
func (r *redisServer) info(section string) string {
	keys := len(r.Keys())
	memory := 1<<20 + keys*320
	sections := []struct{ name, text string }{
		{"server", "redis_version:7.2.4\r\nredis_mode:standalone\r\n"},
		{"clients", fmt.Sprintf("connected_clients:%d\r\n", r.Server().ClientsLen())},
		{"memory", fmt.Sprintf("used_memory:%d\r\nused_memory_human:%.2fM\r\n", memory, float64(memory)/(1<<20))},
		{"stats", fmt.Sprintf("total_connections_received:%d\r\ntotal_commands_processed:%d\r\nkeyspace_hits:%d\r\nkeyspace_misses:%d\r\n",
			r.TotalConnectionCount(), r.CommandCount(), r.hits.Load(), r.misses.Load())},
		{"keyspace", fmt.Sprintf("db0:keys=%d,expires=0,avg_ttl=0\r\n", keys)},
	}
	var all strings.Builder
	for _, s := range sections {
		text := "# " + strings.ToUpper(s.name[:1]) + s.name[1:] + "\r\n" + s.text
		if strings.EqualFold(s.name, section) {
			return text
		}
		all.WriteString(text + "\r\n")
	}
	return all.String()
}
