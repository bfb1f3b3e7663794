package config

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"bedside/probes/words"
)

// maxFile is the size of the largest configuration that is read.
const maxFile = 1 << 20

// xinyuProfile is the built-in profile: a configuration file like any other.
//
//go:embed xinyu.yaml
var xinyuProfile []byte

// Load reads the file. The error is Errors when it could be read at all.
func Load(path string) (*Config, error) {
	content, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, content)
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Errors{{File: path, Msg: openProblem(err)}}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, Errors{{File: path, Msg: words.Of("config.not-a-file")}}
	}
	content, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, Errors{{File: path, Msg: words.Of("config.unreadable", err.Error())}}
	}
	return content, nil
}

func openProblem(err error) words.Line {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return words.Of("config.absent")
	case errors.Is(err, fs.ErrPermission):
		return words.Of("config.denied")
	}
	return words.Of("config.unreadable", err.Error())
}

// Parse reads a configuration from its bytes; file stands in messages. What
// the file's profile gives is read first, then the file adds or replaces by
// name. The error is Errors.
func Parse(file string, content []byte) (*Config, error) {
	builtin := make(chan *yaml.Node, 1)
	go func() { builtin <- mustParse(xinyuProfile) }() // half of the time goes into YAML, and the first frame waits for us
	root, err := parse(file, content)
	if err != nil {
		return nil, err
	}
	c := defaults()
	if profileOf(root) == "xinyu" {
		if err := c.read("xinyu.yaml", <-builtin); err != nil {
			return nil, err
		}
		c.builtin()
	}
	c.File = file
	if err := c.read(file, root); err != nil {
		return nil, err
	}
	if errs := c.complete(file); len(errs) > 0 {
		return nil, errs
	}
	return c, nil
}

func (c *Config) read(file string, root *yaml.Node) error {
	d := &decoder{file: file, places: map[string]place{}}
	d.read(grammar(c), root, "")
	c.places = d.places
	if len(d.errs) > 0 {
		return d.errs
	}
	return nil
}

// builtin marks what came from the profile.
func (c *Config) builtin() {
	for i := range c.Rules {
		c.Rules[i].Builtin = true
	}
	for i := range c.Actions {
		c.Actions[i].Builtin = true
	}
}

// profileOf looks ahead: the profile has to be read before the rest.
func profileOf(root *yaml.Node) string {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "profile" {
			return root.Content[i+1].Value
		}
	}
	return "xinyu"
}

// parse turns bytes into the root mapping, without following aliases.
func parse(file string, content []byte) (*yaml.Node, error) {
	if len(content) > maxFile {
		return nil, Errors{{File: file, Msg: words.Of("config.too-big", maxFile>>20)}}
	}
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	content = bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	in := yaml.NewDecoder(bytes.NewReader(content))
	var doc, more yaml.Node
	switch err := in.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}, nil
	case err != nil:
		return nil, Errors{syntaxError(file, err)}
	}
	if err := in.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, Errors{{File: file, Line: max(more.Line, 1), Col: 1, Msg: words.Of("config.documents")}}
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Tag == "!!null" {
		return &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}, nil
	}
	return root, nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntaxError takes the place out of the parser's message.
func syntaxError(file string, err error) *Error {
	e := &Error{File: file, Line: 1, Col: 1, Msg: words.Of("config.syntax", err.Error())}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		e.Msg = words.Of("config.syntax", m[2])
		if n, err := strconv.Atoi(m[1]); err == nil {
			e.Line = n
		}
	}
	return e
}

// mustParse reads an embedded file: a fault in it is a fault of the program.
func mustParse(content []byte) *yaml.Node {
	root, err := parse("embedded", content)
	if err != nil {
		panic(fmt.Sprintf("the embedded configuration is broken: %v", err))
	}
	return root
}

// Names of the targets that are watched.
func (c *Config) targets() []string {
	names := []string{networkTarget}
	for _, p := range c.Probes {
		names = append(names, p.Name)
	}
	return names
}

// networkTarget is derived by the engine: whether our own network works.
const networkTarget = "network"
