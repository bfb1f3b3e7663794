package tail

import "testing"

func TestRotatedNames(t *testing.T) {
	for name, want := range map[string]bool{
		"application.log": false, "error.log": false, "log-collector.log": false, "v2.log": false, "catalina.out": false,
		"app-2026-01-02.log": false, "worker-1": false, ".1": false,
		"application.log.1": true, "application.log.12": true, "application.log.2.gz": true, "application.log.gz": true,
		"application.log-20260102": true, "application.log-20260102.xz": true,
		"application.log.2026-01-02": true, "application.log.2026-01-02_03-04-05": true,
	} {
		if got := Rotated(name); got != want {
			t.Errorf("Rotated(%q) = %v", name, got)
		}
	}
}
