package invoke

import (
	"strings"
	"testing"

	"bedside/probes/action"
)

func TestWhatIsShownOfAStepHoldsNoPassword(t *testing.T) {
	v := New(Options{Service: "http://ops:planted@127.0.0.1:8000"})
	for _, address := range []string{"/limit", "http://ops:planted@127.0.0.1:9000/hook"} {
		said := v.Describe(action.Step{HTTP: &action.HTTP{Method: "POST", URL: address}})
		if strings.Contains(said, "planted") || !strings.Contains(said, "ops") {
			t.Errorf("%s is shown as %q", address, said)
		}
	}
}
