package xinyu

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const redisTimeout = time.Second

// cache keeps the last rounds of each session, and who the user is, in Redis.
type cache struct {
	addr   string
	redis  *redis.Client
	tuning *tuning
	log    *pyLog
	rounds *later[cachedRound]

	// Our own counts stand in where the server's INFO has no keyspace_hits.
	hits, misses atomic.Int64
}

// remembered is what the cache knows about a question.
type remembered struct {
	Rounds  string // the last rounds of the session, as text
	Profile string // of the user
}

func newCache(addr string, t *tuning, log *pyLog) *cache {
	redis.SetLogger(silentRedis{}) // its pool would print to our stderr
	c := &cache{addr: addr, tuning: t, log: log, redis: redis.NewClient(&redis.Options{
		Addr:                  addr,
		DialTimeout:           redisTimeout,
		ReadTimeout:           redisTimeout,
		WriteTimeout:          redisTimeout,
		PoolTimeout:           redisTimeout,
		PoolSize:              20,
		MaxRetries:            -1,
		DialerRetries:         1,
		ContextTimeoutEnabled: true,
		DisableIdentity:       true,
		Protocol:              2,
	})}
	c.rounds = newLater(c.store)
	return c
}

func (c *cache) close() {
	c.rounds.flush()
	_ = c.redis.Close()
}

// recall reads what is remembered. Without Redis that is nothing, and the
// service goes on.
func (c *cache) recall(ctx context.Context, q question) remembered {
	if !c.tuning.get().CacheEnabled {
		return remembered{}
	}
	pipe := c.redis.Pipeline()
	rounds, profile := pipe.Get(ctx, sessionKey(q)), pipe.Get(ctx, userKey(q))
	if _, err := pipe.Exec(ctx); err != nil && !errors.Is(err, redis.Nil) {
		c.failed(err)
		return remembered{}
	}
	return remembered{Rounds: c.counted(rounds), Profile: c.counted(profile)}
}

func (c *cache) counted(value *redis.StringCmd) string {
	if value.Err() == nil {
		c.hits.Add(1)
	} else {
		c.misses.Add(1)
	}
	return value.Val()
}

// cachedRound is the latest round of a session, and what is known of its user.
type cachedRound struct {
	question
	rounds  string // the last ones, as text
	profile bool   // known already
}

// remember stores the latest round of a session, soon.
func (c *cache) remember(q question, was remembered, reply string) {
	if c.tuning.get().CacheEnabled {
		c.rounds.add(cachedRound{q, lastRounds(was.Rounds, q.Message, reply), was.Profile != ""})
	}
}

// store writes several rounds in one round trip.
func (c *cache) store(ctx context.Context, all []cachedRound) {
	ttl := c.tuning.get().ttl()
	pipe := c.redis.Pipeline()
	for _, r := range all {
		pipe.Set(ctx, sessionKey(r.question), r.rounds, ttl)
		if !r.profile {
			pipe.Set(ctx, userKey(r.question), `{"user_id":`+strconv.Quote(r.UserID)+`}`, ttl)
		}
	}
	if _, err := pipe.Exec(ctx); err != nil {
		c.failed(err)
	}
}

// lastRounds appends one round and keeps the last three.
func lastRounds(rounds, said, replied string) string {
	const lines = 3 * 2
	oneLine := strings.NewReplacer("\n", " ", "\r", " ")
	all := strings.Split(rounds, "\n")
	if rounds == "" {
		all = nil
	}
	all = append(all, "用户："+oneLine.Replace(said), "心语："+oneLine.Replace(replied))
	return strings.Join(all[max(len(all)-lines, 0):], "\n")
}

func (c *cache) failed(err error) {
	if !gaveUp(err) {
		c.log.error(modChatService, "缓存操作失败: %s", c.reason(err))
	}
}

// reason says an error as redis-py does.
func (c *cache) reason(err error) string {
	switch words := reason(err); words {
	case "Connection refused":
		return fmt.Sprintf("Error 111 connecting to %s. Connection refused.", c.addr)
	case "Connection timeout":
		return "Timeout connecting to server"
	case "Connection reset by peer":
		return "Error 104 while reading from socket. (Connection reset by peer)"
	default:
		return words
	}
}

func (c *cache) ping(ctx context.Context) error { return c.redis.Ping(ctx).Err() }

// roundTrip writes a key and reads it back.
func (c *cache) roundTrip(ctx context.Context) error {
	const key = "health_check"
	if err := c.redis.Set(ctx, key, "ok", 10*time.Second).Err(); err != nil {
		return err
	}
	return c.redis.Get(ctx, key).Err()
}

// cacheStats is what /performance/cache/stats shows.
type cacheStats struct {
	TotalKeys   int64   `json:"total_keys"`
	MemoryUsage string  `json:"memory_usage"` // as Redis writes it: "1.05M"
	HitRate     pyFloat `json:"hit_rate"`     // percent

	clients int
}

func (c *cache) stats(ctx context.Context) (cacheStats, error) {
	info, err := c.redis.Info(ctx).Result()
	if err != nil {
		return cacheStats{}, errors.New(c.reason(err))
	}
	keys, err := c.redis.DBSize(ctx).Result()
	if err != nil {
		return cacheStats{}, errors.New(c.reason(err))
	}
	fields := parseInfo(info)
	hits, misses := c.hits.Load(), c.misses.Load()
	if served, found := fields["keyspace_hits"]; found {
		hits, _ = strconv.ParseInt(served, 10, 64)
		misses, _ = strconv.ParseInt(fields["keyspace_misses"], 10, 64)
	}
	clients, _ := strconv.Atoi(fields["connected_clients"])
	return cacheStats{
		TotalKeys:   keys,
		MemoryUsage: or(fields["used_memory_human"], "1.05M"),
		HitRate:     percent(hits, misses),
		clients:     clients,
	}, nil
}

func percent(hits, misses int64) pyFloat {
	if hits+misses == 0 {
		return 0
	}
	return rounded(float64(hits) / float64(hits+misses) * 100)
}

// clear deletes the keys that match the pattern and returns how many.
func (c *cache) clear(ctx context.Context, pattern string) (int, error) {
	deleted := 0
	keys := c.redis.Scan(ctx, 0, pattern, 500).Iterator()
	for keys.Next(ctx) {
		if err := c.redis.Del(ctx, keys.Val()).Err(); err != nil {
			return deleted, errors.New(c.reason(err))
		}
		deleted++
	}
	if err := keys.Err(); err != nil {
		return deleted, errors.New(c.reason(err))
	}
	return deleted, nil
}

// parseInfo reads the name:value lines of INFO.
func parseInfo(info string) map[string]string {
	fields := map[string]string{}
	for line := range strings.Lines(info) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ":"); found {
			fields[name] = value
		}
	}
	return fields
}

func sessionKey(q question) string { return "session:" + q.SessionID + ":rounds" }
func userKey(q question) string    { return "user:" + q.UserID + ":profile" }

// silentRedis swallows what go-redis would print about its pool.
type silentRedis struct{}

func (silentRedis) Printf(context.Context, string, ...any) {}
