package alert

import (
	"testing"

	"bedside/probes"
)

func TestWhatRemainsOfAConditionWithoutATarget(t *testing.T) {
	for when, want := range map[string]string{
		"health is down":                              "health is down",
		"llm is down":                                 "",
		"llm is down or health.llm < 1":               "health.llm < 1",
		"llm is down or m > 1 or health is down":      "m > 1 or health is down",
		"llm is down and m > 1":                       "",
		"not llm is up or m > 1":                      "m > 1",
		"(llm is down or m > 1) and health is down":   "m > 1 and health is down",
		"not (llm is down or m > 1)":                  "not m > 1",
		"m > 1 or (llm is down and health is down)":   "m > 1",
		"m > 1 and (n > 1 or llm is down or k is up)": "m > 1 and (n > 1 or k is up)",
	} {
		got := ""
		if rest := Without(must(t, when), func(t probes.Name) bool { return t == "llm" }); rest != nil {
			got = rest.String()
		}
		if got != want {
			t.Errorf("of %q remains %q, want %q", when, got, want)
		}
	}
}
