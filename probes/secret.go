package probes

// Secret is a text that is read when it is used and never before: an address
// with a key in it, a header, a password. It is read anew for each use, so a
// changed file is noticed. The error says which reference could not be read
// and never what it holds.
type Secret interface {
	Resolve() (string, error)
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
	if s == nil {
		return "", nil
	}
	text, err := s.Resolve()
	if err != nil {
		return "", Errorf(Unknown, NoSecret, "%v", err)
	}
	return text, nil
}
