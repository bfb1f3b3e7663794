package logview

import "time"

// What a service may write about one conversation of ours.
const (
	talkAlike = 3  // entries of one log that are alike; more are somebody else's
	talkKinds = 64 // that differ
)

// talk is a conversation that we hold with the service again and again, under
// a name that others might bear as well.
type talk struct {
	Asked
	began   time.Time             // when the first one did; zero before
	round   int                   // how often it was held
	claimed map[talkKey]talkCount // of this round and the one before
}

// talkKey is what entries that are alike have in common.
type talkKey struct {
	source string
	foldKey
}

type talkCount struct{ round, n int }

// held tells that the conversation was held once more.
func (t *talk) held(from time.Time) {
	if t.round == 0 {
		t.began = from
	}
	t.round++
}

// claim takes the entry for one about our conversation. What a service writes
// may be read before the answer is there or long after it, so each round allows
// so many entries that are alike, at any time.
func (t *talk) claim(entry *Entry) bool {
	if !t.names(entry) {
		return false
	}
	if t.round == 0 || entry.When().Before(t.began) {
		return true // of an earlier run of ours: nobody is alarmed by the past
	}
	key := talkKey{entry.Source, foldKey{entry.Level, entry.Module.Shape(), entry.Message.Shape()}}
	c, known := t.claimed[key]
	if !known && len(t.claimed) == talkKinds {
		clear(t.claimed)
	}
	if c.round != t.round {
		c = talkCount{round: t.round}
	}
	c.n++
	t.claimed[key] = c
	return c.n <= talkAlike
}

// names reports whether the entry is about who we are in the conversation, as
// far as it says.
func (t *talk) names(entry *Entry) bool {
	user, session := entry.Field(FieldUser), entry.Field(FieldSession)
	if user.Empty() && session.Empty() {
		return false
	}
	return (user.Empty() || user.Is(t.User)) && (session.Empty() || session.Is(t.Session))
}
