package fetch

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"bedside/probes"
	"bedside/probes/words"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// get makes one exchange with a server that answers by handle.
func get(t *testing.T, o Options, handle http.HandlerFunc) (*Answer, error) {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	o.URL = probes.Plain(server.URL + "/x")
	c := New(o)
	t.Cleanup(c.Close)
	a, err := c.Do(t.Context())
	if err == nil {
		t.Cleanup(func() { a.Close() })
	}
	return a, err
}

func TestABodyIsReadWithinItsLimit(t *testing.T) {
	for size, fails := range map[int]bool{0: false, 1024: false, 1025: true, 1 << 20: true} {
		a, err := get(t, Options{}, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", size)) })
		if err != nil {
			t.Fatal(err)
		}
		body, err := a.Read(1024)
		if (err != nil) != fails || !fails && len(body) != size {
			t.Errorf("%d bytes: %d read, %v", size, len(body), err)
		}
		if told := (*probes.Error)(nil); fails && (!errors.As(err, &told) || told.Fault.Code != probes.OverLimit) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestAnAddressThatIsNoneIsNotQuoted(t *testing.T) {
	_, err := New(Options{URL: probes.Plain("http://user:secret@[::1")}).Do(t.Context())
	if s := Failure(err); s.Status != probes.Unknown || s.Fault.Detail.Has("secret") {
		t.Errorf("%v %v (%s)", s.Status, s.Fault.Code, s.Fault.Detail.Screen())
	}
}

func TestSecretsAreHidden(t *testing.T) {
	key := probes.SecretFunc(func() (string, error) { return "Bearer sk-123456", nil })
	a, err := get(t, Options{Headers: map[string]probes.Secret{"Authorization": key, "Accept": probes.Plain("application/json")}},
		func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X-Echo", r.Header.Get("Authorization")) })
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		a.Header.Get("X-Echo"):             "Bearer ***",
		"the key sk-123456 is wrong":       "the key *** is wrong",
		"application/json is what I speak": "application/json is what I speak",
	} {
		if got := a.Hide(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// keyed is an address that was made with some secrets.
type keyed struct {
	text    string
	secrets []string
}

func (k keyed) Resolve() (string, error)          { return k.text, nil }
func (k keyed) Reveal() (string, []string, error) { return k.text, k.secrets, nil }

var _ probes.Partial = keyed{}

func TestOfAnAddressItsSecretsAreHiddenAndNothingElse(t *testing.T) {
	for name, row := range map[string]struct {
		address      string
		secrets      []string // that it was made with
		answer, want string
	}{
		"an open path":                         {"/health", nil, "/health/", "/health/"},
		"in words":                             {"/health", nil, "no such table in /health handler", "no such table in /health handler"},
		"a path with a version":                {"/api/v1/healthz-details", nil, "/api/v1/healthz-details/", "/api/v1/healthz-details/"},
		"an open query":                        {"/health?level=detail&page=123456", nil, "/health/?level=detail&page=123456", "/health/?level=detail&page=123456"},
		"a password":                           {"//me:hunter2@h/health", nil, "//me:hunter2@h/health/", "//me:***@h/health/"},
		"a password that is escaped":           {"//me:hunter%2F2@h/health", nil, "hunter%2F2 or hunter/2", "*** or ***"},
		"a name without a password":            {"//sk-123456@h/health", nil, "//sk-123456@h/health/", "//***@h/health/"},
		"a query's setting with a secret name": {"/x?api_key=swordfish", nil, "no swordfish here", "no *** here"},
		"one with the looks of a token":        {"/x?k=abc-123-def", nil, "/x/?k=abc-123-def", "/x/?k=***"},
		"one that is escaped":                  {"/x?k=abc%2F123", nil, "abc%2F123 or abc/123", "*** or ***"},
		"a path with the looks of a token":     {"/bot123456:ABC-DEF1234/get", nil, "/bot123456:ABC-DEF1234/get/", "/***/get/"},
		"a reference in the path":              {"/robot/swordfish/get", []string{"swordfish"}, "/robot/swordfish/get/", "/robot/***/get/"},
		"one that is escaped in the path":      {"/robot/sword%20fish/get", []string{"sword%20fish"}, "no sword fish, /robot/sword%20fish/get/", "no ***, /robot/***/get/"},
		"one that the client escapes":          {"/robot/sword fish/get", []string{"sword fish"}, "/robot/sword%20fish/get/", "/robot/***/get/"},
		"a short one hides the path around it": {"/robot/fish/get", []string{"fish"}, "/robot/fish/get/", "***/"},
		"a reference in the query":             {"/x?q=swordfish", []string{"swordfish"}, "/x/?q=swordfish", "/x/?q=***"},
		"a reference to a whole query":         {"/x?q=swordfish&z=1", []string{"q=swordfish&z=1"}, "no swordfish", "no ***"},
		"a reference to the whole address":     {"/robot/fish?q=swordfish", []string{"ADDRESS/robot/fish?q=swordfish"}, "/robot/fish/ swordfish", "***/ ***"},
		"a reference to the first part of it":  {"/robot/fish/get", []string{"ADDRESS/robot/fish"}, "/robot/fish/get/", "***/"},
		"of which a step is told":              {"/robot/swordfish/get", []string{"ADDRESS/robot/swordfish"}, "no /swordfish", "no ***"},
		"with an escape in its path":           {"/robot/sword%20fish", []string{"ADDRESS/robot/sword%20fish"}, "/robot/sword%20fish/ or /robot/sword fish/", "***/ or ***/"},
		"with an escape in its query":          {"/x?q=sword%20fish&z=1", []string{"ADDRESS/x?q=sword%20fish&z=1"}, "no sword fish", "no ***"},
		"and to no more than the host":         {"/health", []string{"ADDRESS"}, "/health/ of ADDRESS", "/health/ of ***"},
		"a query without a name":               {"/hook?swordfish", nil, "/hook/?swordfish", "/hook/?***"},
		"a word under any name":                {"/x?pw=swordfish&level=detail", nil, "no swordfish, detail", "no ***, detail"},
		"a password as a header has it":        {"//ops:hunter2secret@h/health", nil, "not b3BzOmh1bnRlcjJzZWNyZXQ=", "not ***"},
		"a reference to all, escaped":          {"/hook/sword1fish", []string{"ADDRESS/hook/sword1fish"}, "/login?next=%2Fhook%2Fsword1fish or sword1fish", "/login?next=***" + "*** or ***"},
		"a short one inside a step":            {"/hook/key-x81kP", []string{"x81kP"}, "unknown hook key-x81kP", "unknown hook ***"},
		"one that JSON escapes":                {"/x?k=sword%26fish", []string{"sword&fish"}, "no sword\\u0026fish", "no ***"},
		"an empty one":                         {"/health", []string{""}, "/health/", "/health/"},
		"one secret that begins with another":  {"/x?token=swordfish&key=swordfish-2", nil, "swordfish-2", "***"},
	} {
		t.Run(name, func(t *testing.T) {
			const base = "http://127.0.0.1:8000"
			fill := strings.NewReplacer("ADDRESS", base).Replace
			address := keyed{text: base + row.address}
			if strings.HasPrefix(row.address, "//") {
				address.text = "http:" + row.address
			}
			for _, secret := range row.secrets {
				address.secrets = append(address.secrets, fill(secret))
			}
			_, hide, err := New(Options{URL: address}).request(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := hide.text(fill(row.answer)); got != row.want {
				t.Errorf("%q became %q, want %q", row.answer, got, row.want)
			}
		})
	}
}

func TestOfAHeaderItsSecretsAreHidden(t *testing.T) {
	for text, row := range map[string]struct{ answer, want string }{
		"session=swordfish; theme=dark": {"session swordfish has expired", "session *** has expired"},
		`Token token="swordfish"`:       {"no token swordfish", "no token ***"},
	} {
		_, hide, err := New(Options{URL: probes.Plain("http://127.0.0.1/"), Headers: map[string]probes.Secret{"Cookie": keyed{text: text, secrets: []string{"swordfish"}}}}).request(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := hide.text(row.answer); got != row.want {
			t.Errorf("%q became %q, want %q", row.answer, got, row.want)
		}
	}
}

func TestRefusalsAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		status Status
		fault  words.Code
		detail string
	}{
		{Status{Got: 503}, probes.BadStatus, "503 Service Unavailable"},
		{Status{Got: 204, Want: 200, Said: "gone"}, probes.BadStatus, "204 ≠ 200: gone"},
		{Status{Got: 500, Want: 200, Said: "gone"}, probes.BadStatus, "500: gone"},
		{Status{Got: 204, Want: 200}, probes.BadStatus, "204 No Content ≠ 200"},
		{Status{Got: 520}, probes.BadStatus, "520"},
		{Status{Got: 520, Want: 200}, probes.BadStatus, "520 ≠ 200"},
		{Status{Got: 401}, probes.Unauthorized, "401 Unauthorized"},
		{Status{Got: 403}, probes.Unauthorized, "403 Forbidden"},
		{Status{Got: 429}, probes.RateLimited, "429 Too Many Requests"},
		{Status{Got: 302, Location: "http://elsewhere/"}, probes.Redirected, "http://elsewhere/"},
		{Status{Got: 304}, probes.BadStatus, "304 Not Modified"},
	} {
		s := tt.status.Refusal()
		if s.Status != probes.Down || s.Fault.Code != tt.fault || !s.Fault.Detail.Is(tt.detail) {
			t.Errorf("%+v: %v %v (%s)", tt.status, s.Status, s.Fault.Code, s.Fault.Detail.Screen())
		}
	}
	for status, expected := range map[Status]bool{{Got: 200}: true, {Got: 204}: true, {Got: 300}: false, {Got: 503, Want: 503}: true, {Got: 200, Want: 204}: false} {
		if status.Expected() != expected {
			t.Errorf("%+v: expected is %v", status, !expected)
		}
	}
}
