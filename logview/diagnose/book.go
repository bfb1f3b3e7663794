package diagnose

import (
	"slices"

	"bedside/logview"
	"bedside/logview/raw"
)

// maxRead bounds how much of a message is read, in bytes.
const maxRead = 4 << 10

// Signature describes one known failure.
type Signature struct {
	ID     string
	Any    [][]string // one of these sets of words, all of them present; small letters
	Target string     // as in Finding
	Action string
	Steps  []string
}

// Book holds signatures, the more specific before the more general. It is
// immutable and safe for concurrent use.
type Book struct{ signatures []Signature }

// New returns a book of the signatures; the first that fits an entry wins.
func New(signatures []Signature) *Book { return &Book{slices.Clone(signatures)} }

// Default returns the book of failures that the operating guide names and that
// services of its kind meet.
func Default() *Book { return New(known()) }

// Signatures returns what the book holds, in its order.
func (b *Book) Signatures() []Signature { return slices.Clone(b.signatures) }

// Diagnose recognises the failure that an entry reports. It looks at warnings
// and worse, at the message and the exception that ends the traceback, and
// passes by the records of what users said: their words prove nothing.
func (b *Book) Diagnose(e *logview.Entry) (Finding, bool) {
	if e.Level < logview.Warning || quotesUser(e.Kind) {
		return Finding{}, false
	}
	message, exception := head(e.Message), head(e.Trace.LastLine())
	for i := range b.signatures {
		if s := &b.signatures[i]; s.fits(message, exception) {
			return s.finding(e.Message), true
		}
	}
	return Finding{}, false
}

func quotesUser(k logview.Kind) bool {
	switch k {
	case logview.Interaction, logview.Emotion, logview.Sensitive, logview.Feedback:
		return true
	}
	return false
}

func head(t raw.Text) raw.Text {
	t, _ = t.Cut(maxRead)
	return t.Lower()
}

func (s *Signature) fits(message, exception raw.Text) bool {
	return slices.ContainsFunc(s.Any, func(words []string) bool {
		for _, word := range words {
			if !message.Has(word) && !exception.Has(word) {
				return false
			}
		}
		return true
	})
}

func (s *Signature) finding(line raw.Text) Finding {
	return Finding{ID: s.ID, Cause: "cause." + s.ID, Steps: s.Steps, Target: s.Target, Action: s.Action, Line: line}
}
