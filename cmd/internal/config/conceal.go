package config

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// concealed stands for a secret.
const concealed = "***"

// confidential are the parts of a name by which it is a secret's, however that
// is written.
var confidential = []string{"dsn", "password", "passwd", "pwd", "secret", "authorization", "cookie", "token", "api_key", "apikey", "credential"}

func isConfidential(name string) bool {
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	return slices.ContainsFunc(confidential, func(part string) bool { return strings.Contains(name, part) })
}

// Conceal is the value of a setting of that name for reading: *** under a
// confidential name, else without what it refers to and what addresses and
// arguments hold. The name is empty where there is none.
func Conceal(name, value string) string {
	if isConfidential(name) {
		return concealed
	}
	return concealInside(hide(value))
}

// conceal hides the secrets in a part of the file: what is referred to, what
// stands under a confidential name, and what addresses and arguments hold.
func conceal(n *yaml.Node, key string) {
	switch n.Kind {
	case yaml.ScalarNode:
		n.Value = Conceal(key, n.Value)
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			conceal(n.Content[i+1], n.Content[i].Value)
		}
	default:
		for _, c := range n.Content {
			conceal(c, key)
		}
	}
}

var (
	login   = regexp.MustCompile(`(://[^/@:\s]*:)[^/@\s]+@`)
	setting = regexp.MustCompile(`([?&]|^-{0,2}|\s-{0,2})([A-Za-z][\w-]*)=([^&\s]+)`)
	member  = regexp.MustCompile(`("([^"\\]+)"\s*:\s*)("(?:[^"\\]|\\.)*"|\[[^]]*\]|[^\s,{}"\[\]]+)`)
)

// concealInside hides the password of an address and the values of confidential
// settings: "?api_key=…", "--password=…", {"token": "…"}.
func concealInside(text string) string {
	text = login.ReplaceAllString(text, "${1}"+concealed+"@")
	text = member.ReplaceAllStringFunc(text, func(found string) string {
		part := member.FindStringSubmatch(found)
		if !isConfidential(part[2]) {
			return found
		}
		return part[1] + `"` + concealed + `"`
	})
	return setting.ReplaceAllStringFunc(text, func(found string) string {
		part := setting.FindStringSubmatch(found)
		if !isConfidential(part[2]) {
			return found
		}
		return part[1] + part[2] + "=" + concealed
	})
}
