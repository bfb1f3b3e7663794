package config

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"bedside/probes"
)

// Secret is a text with references to secrets — ${file:PATH}, ${env:NAME}, or
// ${file:PATH#KEY} for one setting of an env file — which are resolved each
// time it is used. It prints as ***.
type Secret string

var _ probes.Partial = Secret("")

var reference = regexp.MustCompile(`\$\{(file|env):([^}]+)\}`)

// maxSecret is the size of the largest file that is read as a secret.
const maxSecret = 64 << 10

// Resolve returns the text with its references replaced. The error names the
// reference that cannot be read, and never what others hold.
func (s Secret) Resolve() (string, error) {
	return Resolve(string(s), func(_, secret string) string { return secret })
}

// Reveal is Resolve, and returns what the references stand for.
func (s Secret) Reveal() (text string, secrets []string, err error) {
	text, err = Resolve(string(s), func(_, secret string) string {
		secrets = append(secrets, secret)
		return secret
	})
	return text, secrets, err
}

// Resolve replaces each reference in a text by what put makes of it and of the
// secret that it stands for. The error is that of Secret.Resolve.
func Resolve(text string, put func(reference, secret string) string) (string, error) {
	var failed error
	plain := reference.ReplaceAllStringFunc(text, func(ref string) string {
		m := reference.FindStringSubmatch(ref)
		secret, err := lookUp(m[1], m[2])
		if err != nil {
			if failed == nil {
				failed = fmt.Errorf("%s: %w", ref, err)
			}
			return ""
		}
		return put(ref, secret)
	})
	if failed != nil {
		return "", failed
	}
	return plain, nil
}

func lookUp(kind, name string) (string, error) {
	if kind == "env" {
		if value, set := os.LookupEnv(name); set {
			return value, nil
		}
		return "", fmt.Errorf("not set")
	}
	path, setting, one := strings.Cut(name, "#")
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("%w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSecret))
	if err != nil {
		return "", fmt.Errorf("%w", err)
	}
	if one {
		return settingIn(string(b), setting)
	}
	return strings.TrimSpace(string(b)), nil
}

// settingIn finds KEY=value in the text of an env file.
func settingIn(content, key string) (string, error) {
	for line := range strings.Lines(content) {
		name, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		if ok && strings.TrimSpace(name) == key {
			return strings.Trim(strings.TrimSpace(value), `"'`), nil
		}
	}
	return "", fmt.Errorf("%s is not set there", key)
}

// String hides the secret.
func (s Secret) String() string { return hide(string(s)) }

// GoString hides the secret.
func (s Secret) GoString() string { return s.String() }

// hide replaces every reference by ***.
func hide(s string) string { return reference.ReplaceAllString(s, "***") }
