package config

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

//go:embed starter.yaml
var starter []byte

// Starter is a commented configuration to begin with. It loads as it stands.
func Starter() []byte { return bytes.Clone(starter) }

// Show is the effective configuration as YAML: the profile with what the file
// adds and replaces, secrets as ***.
func Show(file string) ([]byte, error) {
	content, err := readFile(file)
	if err != nil {
		return nil, err
	}
	c, err := Parse(file, content)
	if err != nil {
		return nil, err
	}
	root, err := parse(file, content)
	if err != nil {
		return nil, err
	}
	if profileOf(root) == "xinyu" {
		root = merge(mustParse(xinyuProfile), root)
	}
	c.leaveOut(root)
	conceal(root, "")
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("show %s: %w", file, err)
	}
	return out.Bytes(), nil
}

// leaveOut takes away what the profile says about targets that this deployment
// does not have, and says that nothing more comes from a profile.
func (c *Config) leaveOut(root *yaml.Node) {
	if at := find(root, "alerts"); at != nil {
		at.Content = slices.DeleteFunc(at.Content, func(n *yaml.Node) bool { return !c.settleRule(n) })
	}
	if at := find(root, "actions"); at != nil {
		for i := 1; i < len(at.Content); i += 2 {
			settleProof(at.Content[i], c.targets())
		}
	}
	if at := find(root, "profile"); at != nil {
		at.Value = "none"
		return
	}
	root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "profile"}, &yaml.Node{Kind: yaml.ScalarNode, Value: "none"})
}

// settleRule gives a rule the condition that holds here and reports whether
// there is any.
func (c *Config) settleRule(n *yaml.Node) bool {
	i := slices.IndexFunc(c.Rules, func(r Rule) bool { return r.ID == idOf(n) })
	if i < 0 {
		return false
	}
	if when := find(n, "when"); when != nil && c.Rules[i].Builtin {
		when.Value = c.Rules[i].When.String()
	}
	return true
}

// settleProof puts the proof that holds here in place of one by a target that
// is not watched, or takes it away.
func settleProof(act *yaml.Node, targets []string) {
	if undo := find(act, "undo"); undo != nil {
		settleProof(undo, targets)
	}
	for i := 0; i+1 < len(act.Content); i += 2 {
		if act.Content[i].Value != "verify" {
			continue
		}
		for v := act.Content[i+1]; ; v = find(v, "otherwise") {
			if v == nil {
				act.Content = slices.Delete(act.Content, i, i+2)
				return
			}
			if target := find(v, "target"); target == nil || slices.Contains(targets, target.Value) {
				act.Content[i+1] = v
				return
			}
		}
	}
}

// byName are the parts whose items are added or replaced by name.
var byName = []string{"probes", "limits", "notify", "logs", "actions", "drills"}

// merge lays a file over its profile in the way that reading one after the
// other does.
func merge(under, over *yaml.Node) *yaml.Node {
	for i := 0; i+1 < len(over.Content); i += 2 {
		k, v := over.Content[i], over.Content[i+1]
		at := find(under, k.Value)
		switch {
		case at == nil:
			under.Content = append(under.Content, k, v)
		case k.Value == "alerts":
			mergeRules(at, v)
		case slices.Contains(byName, k.Value):
			for j := 0; j+1 < len(v.Content); j += 2 {
				if item := find(at, v.Content[j].Value); item != nil {
					*item = *v.Content[j+1]
				} else {
					at.Content = append(at.Content, v.Content[j], v.Content[j+1])
				}
			}
		case at.Kind == yaml.MappingNode && v.Kind == yaml.MappingNode:
			merge(at, v)
		default:
			*at = *v
		}
	}
	return under
}

func mergeRules(under, over *yaml.Node) {
	for _, r := range over.Content {
		i := slices.IndexFunc(under.Content, func(u *yaml.Node) bool { return idOf(u) == idOf(r) })
		if i < 0 {
			under.Content = append(under.Content, r)
			continue
		}
		under.Content[i] = r
	}
}

func find(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// Schema is the grammar as a JSON schema, for editors.
func Schema() ([]byte, error) {
	described := grammar(&Config{}).schema()
	described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	described["title"] = "bedside"
	b, err := json.MarshalIndent(described, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return append(b, '\n'), nil
}
