// Package redischeck watches a Redis server: whether it answers PING, and what
// INFO says about its memory, clients and hits. One connection is kept between
// checks; after a failure the next check begins with a new one.
package redischeck

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"bedside/probes"
)

// Limits of the client.
const (
	bufferSize = 4 << 10
	longest    = time.Minute // the context of a check ends earlier
)

// Options say which server is asked.
type Options struct {
	Addr     string // host:port
	Username string
	Password probes.Secret // nil for none
	DB       int
}

// Probe watches one server. With its name in front, its figures are .memory
// (bytes), .clients and .hits (share of look-ups since the server's start that
// found something).
type Probe struct {
	name     probes.Name
	o        Options
	client   *redis.Client // nil before the first check and after a failure
	password string        // that client logged in with
}

var _ probes.Probe = (*Probe)(nil)

// New makes a probe. It silences the Redis library, which else prints to the
// standard error and so into the screen.
func New(name probes.Name, o Options) *Probe {
	logging.Disable()
	return &Probe{name: name, o: o}
}

// Name returns the target's name.
func (p *Probe) Name() probes.Name { return p.name }

// Check asks PING and INFO in one round trip.
func (p *Probe) Check(ctx context.Context) probes.Sample {
	began := time.Now()
	return p.check(ctx).Ended(p.name, began)
}

func (p *Probe) check(ctx context.Context) probes.Sample {
	password, err := probes.Resolve(p.o.Password)
	if err != nil {
		return probes.Unreachable(err)
	}
	if p.client == nil || password != p.password {
		p.Close()
		p.client, p.password = p.connect(password), password
	}
	var ping *redis.StatusCmd
	var info *redis.StringCmd
	_, err = p.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		ping, info = pipe.Ping(ctx), pipe.Info(ctx)
		return nil
	})
	if ping.Val() != "PONG" { // a refused login is not PING's own error
		p.Close() // the library's pool would repeat the error without asking again
		return failure(cmp.Or(ping.Err(), err, errNoPong))
	}
	return probes.Sample{Status: probes.Up, Values: p.figures(info.Val())}
}

func (p *Probe) connect(password string) *redis.Client {
	return redis.NewClient(&redis.Options{
		Addr:     p.o.Addr,
		Username: p.o.Username,
		Password: password,
		DB:       p.o.DB,

		Protocol:                 2,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
		ContextTimeoutEnabled:    true,
		MaxRetries:               -1,
		DialerRetries:            1,
		DialTimeout:              5 * time.Second,
		ReadTimeout:              longest,
		WriteTimeout:             longest,
		PoolSize:                 2, // one is used; at one failure a place the pool would dial on by itself
		ReadBufferSize:           bufferSize,
		WriteBufferSize:          bufferSize,
	})
}

// Close ends the kept connection. The probe can be used again.
func (p *Probe) Close() {
	if p.client != nil {
		_ = p.client.Close() // nothing was written that could be lost
		p.client = nil
	}
}

// errNoPong is the error of an answer that is neither PONG nor an error.
var errNoPong error = probes.Errorf(probes.Down, probes.Malformed, "Redis")

// failure says why PING was not answered with PONG.
func failure(err error) probes.Sample {
	text := err.Error()
	word, _, _ := strings.Cut(text, " ")
	if told := redis.Error(nil); !errors.As(err, &told) {
		if strings.HasPrefix(text, "redis: ") && !errors.Is(err, context.DeadlineExceeded) {
			return probes.Fail(probes.Down, probes.Malformed, "Redis")
		}
		return probes.Unreachable(err)
	}
	switch word {
	case "NOAUTH", "WRONGPASS", "NOPERM":
		return probes.Fail(probes.Down, probes.Unauthorized, word)
	case "LOADING", "BUSY", "MASTERDOWN", "MISCONF":
		return probes.Fail(probes.Degraded, probes.Unhealthy, text)
	}
	return probes.Fail(probes.Down, probes.Unhealthy, text)
}

// figures reads what INFO says; a server that says less gives fewer.
func (p *Probe) figures(info string) []probes.Value {
	read := map[string]float64{}
	for line := range strings.Lines(info) {
		key, text, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch key {
		case "used_memory", "connected_clients", "keyspace_hits", "keyspace_misses":
			if n, err := strconv.ParseFloat(text, 64); err == nil && probes.Finite(n) {
				read[key] = n
			}
		}
	}
	var values []probes.Value
	add := func(metric probes.Metric, n float64, unit probes.Unit) {
		values = append(values, probes.Value{Metric: probes.Metric(p.name) + metric, Number: n, Unit: unit})
	}
	if n, there := read["used_memory"]; there {
		add(".memory", n, probes.Bytes)
	}
	if n, there := read["connected_clients"]; there {
		add(".clients", n, probes.None)
	}
	if asked := read["keyspace_hits"] + read["keyspace_misses"]; asked > 0 {
		add(".hits", read["keyspace_hits"]/asked, probes.Ratio)
	}
	return values
}
