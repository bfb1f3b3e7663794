package fetch

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// shortest is the length from which a part of a secret is worth hiding: below,
// it would blank ordinary words.
const shortest = 6

// mask holds the secrets of one request, so that a server that sends them back
// does not bring them onto a screen.
type mask struct{ secrets []string }

// value remembers the words of a secret header, of "Bearer KEY" the KEY, and what
// its references stand for.
func (m *mask) value(text string, secrets []string) {
	for _, secret := range secrets {
		if secret == text {
			break // its words are hidden one by one
		}
		for _, form := range forms(secret) {
			m.add(form)
		}
	}
	for part := range strings.FieldsSeq(text) {
		if !strings.EqualFold(part, "bearer") {
			m.add(part)
		}
	}
}

// url remembers what an address holds that nobody may read: the secrets that it
// was made with, the parts that they make up, and what has the look of a secret
// wherever it stands.
func (m *mask) url(u *url.URL, secrets []string) {
	var written []string
	for _, secret := range secrets {
		written = append(written, forms(secret)...)
	}
	for _, form := range written {
		m.add(form)
	}
	m.user(u.User)
	m.path(u.Path, written)
	m.path(u.EscapedPath(), written)
	m.query(u.RawQuery, written)
}

// path remembers what is secret of a path, all of it where a secret that begins
// before it reaches into it.
func (m *mask) path(path string, written []string) {
	m.part(path, written)
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "" {
			continue
		}
		if len(segment) >= shortestToken && mixed(segment) {
			m.add(segment)
		}
		m.short(segment, written)
		step := "/" + segment
		if !slices.ContainsFunc(written, func(form string) bool { return strings.Contains(form, step) }) {
			continue
		}
		if mixed(segment) {
			m.add(segment)
		}
		m.add(step)
		m.add(url.QueryEscape(step))
		m.add(path)
	}
}

// query remembers what is secret of a query.
func (m *mask) query(query string, written []string) {
	m.part(query, written)
	for pair := range strings.SplitSeq(query, "&") {
		name, raw, named := strings.Cut(pair, "=")
		if !named {
			name, raw = "", name
		}
		value, err := url.QueryUnescape(raw)
		if err != nil {
			value = raw
		}
		if !slices.Contains(openNames, strings.ToLower(name)) {
			m.add(raw)
			m.add(value)
		}
		m.part(raw, written)
		m.part(value, written)
	}
}

// user remembers the password of an address, or the name that stands alone, as
// a token does.
func (m *mask) user(user *url.Userinfo) {
	if user == nil {
		return
	}
	password, set := user.Password()
	if !set {
		password = user.Username()
	}
	for _, form := range append(forms(password), base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password))) {
		m.add(form)
	}
}

// part remembers a part of an address that stands in a secret, or in which one
// stands that is too short to be hidden by itself.
func (m *mask) part(part string, written []string) {
	if slices.ContainsFunc(written, func(form string) bool { return strings.Contains(form, part) }) {
		m.add(part)
	}
	m.short(part, written)
}

// short remembers a part of an address in which a secret stands that is too
// short to be hidden by itself.
func (m *mask) short(part string, written []string) {
	if slices.ContainsFunc(written, func(form string) bool { return len(form) < shortest && strings.Contains(part, form) }) {
		m.add(part)
	}
}

// forms are the ways in which a secret may be written in an address or an answer.
func forms(secret string) []string {
	if secret == "" {
		return nil
	}
	all := []string{secret, url.PathEscape(secret), url.QueryEscape(secret)}
	if quoted, err := json.Marshal(secret); err == nil {
		all = append(all, strings.Trim(string(quoted), `"`))
	}
	if plain, err := url.PathUnescape(secret); err == nil {
		all = append(all, plain)
	}
	if plain, err := url.QueryUnescape(secret); err == nil {
		all = append(all, plain)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// shortestToken is the length from which letters among digits are no version
// and no name, but a token.
const shortestToken = 16

// openNames are the settings of a query that are no secret, whatever they say.
var openNames = []string{"format", "lang", "level", "limit", "mode", "output", "page", "type", "verbose"}

// mixed reports whether there are both letters and digits in a text.
func mixed(text string) bool {
	return strings.ContainsFunc(text, unicode.IsLetter) && strings.ContainsFunc(text, unicode.IsDigit)
}

func (m *mask) add(secret string) {
	if len(secret) >= shortest && !slices.Contains(m.secrets, secret) {
		m.secrets = append(m.secrets, secret)
	}
}

// text hides the secrets in what the target answered, the longest first: what
// is left of one must not tell another.
func (m *mask) text(answer string) string {
	if !slices.ContainsFunc(m.secrets, func(secret string) bool { return strings.Contains(answer, secret) }) {
		return answer
	}
	slices.SortFunc(m.secrets, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, secret := range m.secrets {
		pairs = append(pairs, secret, "***")
	}
	return strings.NewReplacer(pairs...).Replace(answer)
}
