package fetch

import (
	"net/url"
	"slices"
	"strings"

	"bedside/probes"
)

// shortest is the length from which a part of a secret is worth hiding: below,
// it would blank ordinary words.
const shortest = 6

// mask holds the secrets of one request, so that a server that sends them back
// does not bring them onto a screen.
type mask struct{ secrets []string }

// value remembers the words of a secret header: of "Bearer KEY", the KEY.
func (m *mask) value(from probes.Secret, text string) {
	if _, open := from.(probes.Plain); open {
		return
	}
	for part := range strings.FieldsSeq(text) {
		if !strings.EqualFold(part, "bearer") {
			m.add(part)
		}
	}
}

// url remembers what a secret address holds: its path, its query's values and
// its password. A password is hidden in an open address too.
func (m *mask) url(from probes.Secret, u *url.URL) {
	if password, set := u.User.Password(); set {
		m.add(password)
	}
	if _, open := from.(probes.Plain); open {
		return
	}
	m.add(u.Path)
	m.add(u.RawQuery)
	for _, values := range u.Query() {
		for _, v := range values {
			m.add(v)
		}
	}
}

func (m *mask) add(secret string) {
	if len(secret) >= shortest {
		m.secrets = append(m.secrets, secret, "***")
	}
}

// text hides the secrets in what the target answered.
func (m *mask) text(answer string) string {
	for secret := range slices.Chunk(m.secrets, 2) {
		if strings.Contains(answer, secret[0]) {
			return strings.NewReplacer(m.secrets...).Replace(answer)
		}
	}
	return answer
}
