package fetch

import "testing"

func TestAddressesLieBelowTheServicesPath(t *testing.T) {
	tests := map[string]struct{ service, ref, want string }{
		"a service at the root of its host":    {"http://bot:8000", "/health", "http://bot:8000/health"},
		"a service behind a prefix":            {"http://shared/bot", "/health", "http://shared/bot/health"},
		"a prefix that ends in a slash":        {"http://shared/bot/", "/health", "http://shared/bot/health"},
		"an address without a leading slash":   {"http://shared/bot", "health", "http://shared/bot/health"},
		"the service itself":                   {"http://shared/bot", "/", "http://shared/bot/"},
		"a query":                              {"http://shared/bot", "/x?key=a%20b&n=1", "http://shared/bot/x?key=a%20b&n=1"},
		"an escaped path":                      {"http://shared/a%2Fb", "/c%2Fd", "http://shared/a%2Fb/c%2Fd"},
		"the service's login":                  {"http://ops:pw@shared/bot", "/health", "http://ops:pw@shared/bot/health"},
		"a host of its own":                    {"http://shared/bot", "https://llm.example/v1/models", "https://llm.example/v1/models"},
		"another host in the service's scheme": {"https://shared/bot", "//llm.example/v1", "https://llm.example/v1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Below(tt.service, tt.ref)
			if err != nil || got.String() != tt.want {
				t.Errorf("it is %v (%v), want %s", got, err, tt.want)
			}
		})
	}
	for _, bad := range [][2]string{{"http://a b", "/"}, {"http://bot", "http://[::1"}} {
		if got, err := Below(bad[0], bad[1]); err == nil {
			t.Errorf("%q below %q is %v", bad[1], bad[0], got)
		}
	}
}
