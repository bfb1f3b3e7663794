package frame

import (
	"context"
	"runtime"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// maxKeys is how many keys may wait for the model; more are dropped.
const maxKeys = 1024

// read is what one read of the terminal gave.
type read struct {
	bytes []byte
	at    time.Time
}

// keyboard carries keys from the terminal to the model. One goroutine waits
// for the terminal, one for the model, and one stands between them, so that
// time goes on and Ctrl-C is seen even while the model is busy. Ctrl-C takes
// the place of whatever waits, as it does in the terminal's own queue: who
// leaves does not wait for what was typed before.
type keyboard struct {
	terminal    Terminal
	split       splitter
	interrupted func() // told of every Ctrl-C, before the model

	reads chan read
	keys  chan tea.Msg
	queue []tea.Msg
}

func newKeyboard(t Terminal, mouse bool, interrupted func()) *keyboard {
	return &keyboard{
		terminal: t, split: splitter{mouse: mouse}, interrupted: interrupted,
		reads: make(chan read),
		keys:  make(chan tea.Msg),
	}
}

// listen reads until the terminal is closed or gone.
func (k *keyboard) listen(ctx context.Context) error {
	var buf [4096]byte
	for {
		n, err := k.terminal.Read(buf[:])
		if err != nil {
			return err
		}
		r := read{append([]byte(nil), buf[:n]...), time.Now()}
		select {
		case k.reads <- r:
		case <-ctx.Done():
			return ctx.Err()
		}
		// With a single processor, the wait for the next key would hold it until
		// the runtime takes it away: first let the key have its effect.
		runtime.Gosched()
	}
}

// sort turns reads into keys.
func (k *keyboard) sort(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var keys chan<- tea.Msg
		var first tea.Msg
		if len(k.queue) > 0 {
			keys, first = k.keys, k.queue[0]
		}
		select {
		case <-ctx.Done():
			return
		case keys <- first:
			k.queue = k.queue[1:]
		case r := <-k.reads:
			k.add(k.split.feed(r.bytes, r.at))
		case now := <-timer.C:
			k.expire(now)
		}
		if deadline, waiting := k.split.deadline(); waiting {
			timer.Reset(time.Until(deadline))
		}
	}
}

// expire lets the splitter give up waiting, but not for what is there already.
func (k *keyboard) expire(now time.Time) {
	select {
	case r := <-k.reads:
		k.add(k.split.feed(r.bytes, r.at))
	default:
		k.add(k.split.expire(now))
	}
}

func (k *keyboard) add(msgs []tea.Msg) {
	for _, msg := range msgs {
		key, _ := msg.(tea.KeyMsg)
		switch {
		case key.Type == tea.KeyCtrlC && !key.Paste:
			k.interrupted()
			k.queue = append(k.queue[:0], msg)
		case len(k.queue) < maxKeys:
			k.queue = append(k.queue, msg)
		}
	}
}

// deliver hands the keys on, one by one.
func (k *keyboard) deliver(ctx context.Context, send func(tea.Msg)) {
	for {
		select {
		case <-ctx.Done():
			return
		case msg := <-k.keys:
			send(msg)
		}
	}
}
