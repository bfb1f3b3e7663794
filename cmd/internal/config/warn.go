package config

import (
	"go.yaml.in/yaml/v3"

	"bedside/probes/words"
)

// Unruled warns that no rule judges what is watched.
const Unruled words.Code = "config.unruled"

// Warnings are what a configuration that was loaded from a file should still be
// told of: that nothing judges what is watched, secrets that cannot be read now.
func (c *Config) Warnings() (Errors, error) {
	content, err := readFile(c.File)
	if err != nil {
		return nil, err
	}
	root, err := parse(c.File, content)
	if err != nil {
		return nil, err
	}
	found := c.unruled()
	missing(root, func(n *yaml.Node, err error) {
		found = append(found, &Error{File: c.File, Line: n.Line, Col: n.Column, Msg: missingSecret(err)})
	})
	return found, nil
}

// unruled is the warning that there is no rule, where there is none.
func (c *Config) unruled() Errors {
	if len(c.Rules) > 0 {
		return nil
	}
	at := c.places["alerts"]
	return Errors{{File: c.File, Line: at.line, Col: at.col, Msg: words.Of(Unruled)}}
}

func missing(n *yaml.Node, tell func(*yaml.Node, error)) {
	if n.Kind == yaml.ScalarNode {
		if _, err := Secret(n.Value).Resolve(); err != nil {
			tell(n, err)
		}
	}
	for _, c := range n.Content {
		missing(c, tell)
	}
}

func missingSecret(err error) words.Line { return words.Of("config.secret", err.Error()) }
