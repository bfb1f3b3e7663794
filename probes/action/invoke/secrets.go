package invoke

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"bedside/logview/raw"
)

// secrets are the values that steps were given, each under the reference by
// which the configuration names it: whatever a later step says of them is
// masked, too.
type secrets map[string]string

const (
	// masked stands where a secret was.
	masked = "***"
	// shortestSecret is the fewest bytes that are masked: less is no secret,
	// and would mask half of what a step says.
	shortestSecret = 4
	// longestSecret is the size of the largest one that is surely found in an
	// answer that goes on after it.
	longestSecret = 64 << 10
)

// resolve is the text with its references replaced by what put makes of the
// secrets, nil for the secrets as they are.
func (v *Invoker) resolve(text string, put Put) (string, error) {
	plain, err := v.Resolve(text, func(reference, secret string) string {
		v.secrets[reference] = secret
		if put == nil {
			return secret
		}
		return put(reference, secret)
	})
	if err != nil {
		return "", problem(err, NoSecret, raw.Of(err.Error()))
	}
	return plain, nil
}

// insideJSON is a secret as it stands between the quotes of a JSON string.
func insideJSON(_, secret string) string {
	quoted, err := json.Marshal(secret)
	if err != nil {
		return ""
	}
	return string(quoted[1 : len(quoted)-1])
}

// mask hides the secrets in what a step said. Where its beginning was cut off,
// it may begin with the end of one.
func (s secrets) mask(said []byte, cut bool) []byte {
	for _, form := range s.forms() {
		if cut {
			said = maskEnd(said, form)
		}
		said = bytes.ReplaceAll(said, []byte(form), []byte(masked))
	}
	return said
}

// forms are the ways in which the secrets may be repeated, longest first: one
// may be a part of another.
func (s secrets) forms() []string {
	var forms []string
	for _, secret := range s {
		inPath := url.URL{Path: secret}
		for _, form := range []string{secret, insideJSON("", secret), url.QueryEscape(secret), url.PathEscape(secret), inPath.EscapedPath()} {
			if len(secret) >= shortestSecret && !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		}
	}
	slices.SortFunc(forms, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return forms
}

// maskEnd hides the longest end of the secret that the text begins with.
func maskEnd(text []byte, secret string) []byte {
	for i := 1; i < len(secret); i++ {
		if rest, found := bytes.CutPrefix(text, []byte(secret[i:])); found {
			return slices.Concat([]byte(masked), rest)
		}
	}
	return text
}
