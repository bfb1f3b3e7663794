package probes

// Secret is a text that is read when it is used and never before: an address
// with a key in it, a header, a password. It is read anew for each use, so a
// changed file is noticed. The error says which reference could not be read
// and never what it holds.
type Secret interface {
	Resolve() (string, error)
}

// Partial is a Secret of which parts stand in the configuration for everybody to
// read, such as an address with a key in it.
type Partial interface {
	Secret
	// Reveal is Resolve, and says which parts of the text are secret.
	Reveal() (text string, secrets []string, err error)
}

// Plain is a Secret that is none: a text that stands in the configuration for
// everybody to read.
type Plain string

// Resolve returns the text itself.
func (p Plain) Resolve() (string, error) { return string(p), nil }

// SecretFunc makes a Secret of a function.
type SecretFunc func() (string, error)

// Resolve calls f.
func (f SecretFunc) Resolve() (string, error) { return f() }

var (
	_ Secret = Plain("")
	_ Secret = SecretFunc(nil)
)

// Resolve reads a secret for a check. When it cannot be read, the error is an
// Error: nothing is known about the target. A nil Secret is "".
func Resolve(s Secret) (string, error) {
	text, _, err := Reveal(s)
	return text, err
}

// Reveal is Resolve, and says which parts of the text are secret: all of it
// unless the Secret is Plain or Partial.
func Reveal(s Secret) (text string, secrets []string, err error) {
	switch s := s.(type) {
	case nil:
		return "", nil, nil
	case Plain:
		return string(s), nil, nil
	case Partial:
		text, secrets, err = s.Reveal()
	default:
		text, err = s.Resolve()
		secrets = []string{text}
	}
	if err != nil {
		return "", nil, Errorf(Unknown, NoSecret, "%v", err)
	}
	return text, secrets, nil
}
