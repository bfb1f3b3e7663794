package config

import (
	"testing"

	"bedside/probes/words"
)

func TestAnActionIsNamedByItsFileElseByTheCatalogueElseByItsName(t *testing.T) {
	const file = `
service: http://127.0.0.1:8000
actions:
  flush: {key: F, steps: [{run: {argv: [/bin/true]}}]}
  degrade:
    title: lights out
    marks: DARK
    steps: [{run: {argv: [/bin/true]}}]
    undo: {title: lights on, steps: [{run: {argv: [/bin/true]}}]}
`
	c, err := Parse("bedside.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	type names struct{ title, undo, mark string }
	for name, want := range map[string]names{
		"restart":   {title: "重启后端服务"},
		"safe-mode": {"启用安全模式", "退出安全模式", "安全模式"},
		"flush":     {title: "flush"},
		"degrade":   {"lights out", "lights on", "DARK"},
	} {
		a := actionOf(t, c, name)
		got := names{title: words.Chinese.Say(a.Title), mark: words.Chinese.Say(a.Marks)}
		if a.Undo != nil {
			got.undo = words.Chinese.Say(a.Undo.Title)
		}
		if got != want {
			t.Errorf("%s is named %+v, want %+v", name, got, want)
		}
	}
}

func actionOf(t *testing.T, c *Config, name string) Action {
	t.Helper()
	for _, a := range c.Actions {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("there is no action %s", name)
	return Action{}
}
