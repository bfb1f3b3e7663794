package wire

import (
	"strings"
	"testing"

	"bedside/cmd/internal/config"
)

func TestAServicesPasswordIsNotShown(t *testing.T) {
	c, err := config.ForURL(config.Watch{URL: "http://ops:planted@127.0.0.1:8000"})
	if err != nil {
		t.Fatal(err)
	}
	o := engineOptions(Options{Config: c}, nil, engineEdges{})
	if strings.Contains(o.Service.URL, "planted") || !strings.Contains(o.Service.URL, "127.0.0.1:8000") {
		t.Errorf("the service is shown as %s", o.Service.URL)
	}
}
