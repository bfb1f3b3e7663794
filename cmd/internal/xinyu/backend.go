package xinyu

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

const (
	defaultLogMaxBytes = 256 << 10
	defaultLogBackups  = 5

	// shutdownGrace is what requests under way get when the service is told
	// to stop; systemd would wait longer, the demo's operator would not.
	shutdownGrace = time.Second

	safeConcurrency = 200
)

// BackendOptions says where the backend lives and how much it writes. All
// else it reads from Root/config.env and Root/backend/xinyu_prompt.py, once.
type BackendOptions struct {
	Root   string // folder of config.env, backend/ and log/
	Listen string // host:port; port 0 takes a free one

	// Lifeline is read until it ends, which ends the backend: it is the
	// parent's pipe. Nil means that only the context ends it.
	Lifeline io.Reader

	Seed        int64   // of every random choice; 0 is a seed like any other
	LogMaxBytes int     // application.log rotates there, error.log at half of it; 0 means 256 KiB
	LogBackups  int     // of application.log; error.log keeps two fewer; 0 means 5
	LogRate     float64 // numbered lines per second beside what the traffic causes
}

func (o BackendOptions) withDefaults() BackendOptions {
	if o.LogMaxBytes == 0 {
		o.LogMaxBytes = defaultLogMaxBytes
	}
	if o.LogBackups == 0 {
		o.LogBackups = defaultLogBackups
	}
	return o
}

// RunBackend serves Xinyu on o.Listen until ctx or o.Lifeline ends, and
// returns nil then. Requests under way get a second to finish.
func RunBackend(ctx context.Context, o BackendOptions) error {
	o = o.withDefaults()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer cutWith(cancel, o.Lifeline)()

	set, err := readSettings(o.Root)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.Listen)
	if err != nil {
		return fmt.Errorf("listen for chats on %s: %w", o.Listen, err)
	}
	defer listener.Close()

	b, err := newBackend(o, set)
	if err != nil {
		return err
	}
	defer b.close()
	forget, err := writePID(o.Root)
	if err != nil {
		return err
	}
	defer forget()
	return b.serve(ctx, listener)
}

// cutWith cancels when the lifeline ends. The function it returns stops
// listening to the lifeline, where the lifeline can be interrupted at all.
func cutWith(cancel context.CancelFunc, lifeline io.Reader) (stop func()) {
	if lifeline == nil {
		return func() {}
	}
	go func() {
		// A read that was interrupted by stop ends here too, and harms nobody.
		_, _ = io.Copy(io.Discard, lifeline)
		cancel()
	}()
	return func() {
		if d, ok := lifeline.(interface{ SetReadDeadline(time.Time) error }); ok {
			_ = d.SetReadDeadline(time.Now())
		}
	}
}

// writePID leaves this process's number where operators look for it.
func writePID(root string) (forget func(), err error) {
	path := filepath.Join(root, "backend.pid")
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("write the pid file: %w", err)
	}
	return func() { _ = os.Remove(path) }, nil
}

// backend is the service: what its endpoints share.
type backend struct {
	settings settings
	log      *pyLog
	stdout   *stdoutLog
	metrics  *metrics
	gate     *gate // of max_concurrent_requests
	safeGate *gate // of the replies that need no dependency
	tuning   *tuning
	streams  *streams
	switches *switches
	engine   *engine

	llm    *llmClient
	memory *chromaClient
	cache  *cache
	store  *store

	logRate float64
}

func newBackend(o BackendOptions, set settings) (*backend, error) {
	logs, err := openPyLog(filepath.Join(o.Root, "log"), o.LogMaxBytes, o.LogBackups)
	if err != nil {
		return nil, err
	}
	stdout, err := openStdoutLog(filepath.Join(o.Root, "log", "backend.log"), int64(4*o.LogMaxBytes))
	if err != nil {
		logs.close()
		return nil, err
	}
	dice := newDice(o.Seed)
	b := &backend{
		settings: set,
		log:      logs,
		stdout:   stdout,
		metrics:  newMetrics(),
		tuning:   newTuning(),
		streams:  newStreams(),
		switches: newSwitches(set.Prompt),
		llm:      newLLMClient(set.LLM, logs),
		memory:   newChromaClient(set.ChromaAddr, logs),
		store:    newStore(set.MySQL, logs),
		logRate:  o.LogRate,
	}
	b.cache = newCache(set.RedisAddr, b.tuning, logs)
	b.gate = newGate(b.tuning.get().MaxConcurrentRequests)
	b.safeGate = newGate(safeConcurrency)
	b.engine = &engine{
		settings: set, switches: b.switches, dice: dice, log: logs, metrics: b.metrics,
		llm: b.llm, memory: b.memory, cache: b.cache, store: b.store,
	}
	return b, nil
}

// close lets go of the dependencies, then of the logs that speak about them.
func (b *backend) close() {
	b.store.close()
	b.cache.close()
	b.memory.close()
	b.llm.close()
	b.stdout.close()
	b.log.close()
}

// serve answers on the listener until ctx ends. It says what uvicorn says.
func (b *backend) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           b.routes(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(b.stdout, "", 0),
	}
	var beside sync.WaitGroup
	defer beside.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	beside.Go(func() { b.chatter(ctx) })

	failed := make(chan error, 1)
	beside.Go(func() { failed <- server.Serve(listener) })
	b.announce(listener.Addr())

	select {
	case err := <-failed:
		return fmt.Errorf("serve chats: %w", err)
	case <-ctx.Done():
	}
	return b.shutdown(server)
}

func (b *backend) announce(addr net.Addr) {
	b.stdout.line("INFO:     Started server process [%d]", os.Getpid())
	b.stdout.line("INFO:     Waiting for application startup.")
	b.stdout.line("INFO:     Application startup complete.")
	b.stdout.line("INFO:     Uvicorn running on http://%s (Press CTRL+C to quit)", addr)
	port := addr.(*net.TCPAddr).Port
	b.log.info(modMain, "后端服务启动成功，监听端口%d", port)
	if b.settings.Prompt.SafeMode {
		b.log.warning(modPrompt, "安全模式已启用，所有回复使用标准安全回复")
	}
}

func (b *backend) shutdown(server *http.Server) error {
	b.stdout.line("INFO:     Shutting down")
	grace, cancel := context.WithTimeout(context.Background(), shutdownGrace)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	b.log.info(modMain, "后端服务已停止")
	b.stdout.line("INFO:     Finished server process [%d]", os.Getpid())
	if err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

// chatter writes the numbered lines of LogRate, in batches of a twentieth of
// a second: a timer for each line would cost more than the lines.
func (b *backend) chatter(ctx context.Context) {
	if b.logRate <= 0 {
		return
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	start, seq := time.Now(), 0
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			for due := int(now.Sub(start).Seconds() * b.logRate); seq < due; seq++ {
				b.log.info(modMain, "批量任务进度: seq=%d", seq)
			}
		}
	}
}
