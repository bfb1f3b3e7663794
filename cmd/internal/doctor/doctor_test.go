package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bedside/cmd/internal/config"
	"bedside/logview"
	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/action"
	"bedside/probes/action/invoke"
	"bedside/probes/words"
)

var now = time.Date(2026, 1, 2, 14, 30, 5, 0, time.UTC)

// probe is a probe that needs no answer.
type probe struct{ name probes.Name }

func (p probe) Name() probes.Name                   { return p.name }
func (p probe) Check(context.Context) probes.Sample { return probes.Sample{Target: p.name} }

func seen(name probes.Name, address string, s probes.Sample) checked {
	return checked{Target: Target{Probe: probe{name}, Address: address, Config: config.Probe{HTTP: &config.HTTP{URL: "http://" + address + "/health"}}}, Sample: s}
}

func TestATargetIsExplainedByWhyItFails(t *testing.T) {
	for name, row := range map[string]struct {
		sample  probes.Sample
		grade   Grade
		mend    words.Code
		command string
	}{
		"one that is up":               {probes.Sample{Status: probes.Up}, Good, "", ""},
		"one that refuses":             {probes.Fail(probes.Down, probes.Refused, ""), Down, "doctor.mend.start", "ss -ltnp 'sport = :8000'"},
		"one that does not answer":     {probes.Fail(probes.Down, probes.TimedOut, "1 s"), Down, "doctor.mend.slow", "curl -i --max-time 10 http://127.0.0.1:8000/health"},
		"one whose name is wrong":      {probes.Fail(probes.Down, probes.NoHost, "x"), Down, "doctor.mend.name", "getent hosts 127.0.0.1"},
		"one with a bad certificate":   {probes.Fail(probes.Down, probes.TLS, "expired"), Down, "doctor.mend.tls", "openssl s_client -connect 127.0.0.1:8000 -servername 127.0.0.1 </dev/null | openssl x509 -noout -subject -issuer -dates"},
		"one that is not provided":     {probes.Fail(probes.Unknown, probes.NotProvided, ""), Note, "", ""},
		"one whose secret is missing":  {probes.Fail(probes.Unknown, probes.NoSecret, "${file:/etc/llm.key#KEY}: no such file"), Unknown, "doctor.mend.secret", "namei -l /etc/llm.key"},
		"one whose certificate is old": {probes.Fail(probes.Degraded, probes.Expiring, "3 d"), Mend, "doctor.mend.renew", "openssl s_client -connect 127.0.0.1:8000 -servername 127.0.0.1 </dev/null | openssl x509 -noout -subject -issuer -dates"},
		"one of a fault that is new":   {probes.Fail(probes.Down, "fault.failed", "x"), Down, "doctor.mend.look", "curl -i --max-time 10 http://127.0.0.1:8000/health"},
	} {
		t.Run(name, func(t *testing.T) {
			f := judgeTargets([]checked{seen("health", "127.0.0.1:8000", row.sample)})[0]
			if f.Grade != row.grade || f.Mend.Code != row.mend || f.Command != row.command {
				t.Errorf("%v, %s, %q", f.Grade, f.Mend.Code, f.Command)
			}
		})
	}
}

func TestEveryFaultHasARemedy(t *testing.T) {
	for _, code := range []words.Code{
		probes.Refused, probes.NoHost, probes.NoRoute, probes.TimedOut, probes.Reset, probes.BadStatus, probes.BadBody,
		probes.Lacks, probes.NotJSON, probes.EmptyBody, probes.Unhealthy, probes.OverLimit, probes.TLS, probes.Expiring, probes.Unauthorized, probes.RateLimited,
		probes.Redirected, probes.Malformed, probes.NoProcess, probes.NoFile, probes.TooOld, probes.TooSmall, probes.NoPermission,
		probes.NotANumber, probes.LowSpace, probes.WrongAddress, probes.Stale,
	} {
		if r, ok := remedies[code]; !ok || !words.Has(r.mend) {
			t.Errorf("%s has no remedy", code)
		}
	}
}

func TestWhatFailsAtOneAddressIsMendedOnce(t *testing.T) {
	refused := probes.Fail(probes.Down, probes.Refused, "")
	r := Report{Findings: judgeTargets([]checked{
		seen("health", "127.0.0.1:8000", refused), seen("app", "127.0.0.1:8000", refused),
		seen("chroma", "127.0.0.1:8001", refused), seen("slow", "127.0.0.1:8000", probes.Fail(probes.Down, probes.TimedOut, "")),
	})}
	if r.ToMend() != 3 || r.Findings[1].What.Code != "doctor.target.follows" {
		t.Errorf("%d to mend: %+v", r.ToMend(), r.Findings)
	}
}

func TestNoSecretIsTyped(t *testing.T) {
	for _, address := range []string{"http://u:secret@h/", "http://h/?key=secret", "http://h/${env:KEY}"} {
		target := Target{Config: config.Probe{HTTP: &config.HTTP{URL: address}}, Address: "h"}
		if got := target.ask(); strings.Contains(got, "secret") || strings.Contains(got, "KEY") {
			t.Errorf("%s makes %q", address, got)
		}
	}
}

func TestALogIsJudgedByWhatWasSeenOfIt(t *testing.T) {
	good := logFile{Path: "/srv/log/app.log", Size: 10, Written: now, Entries: 2, Headed: 2, Last: now}
	with := func(change func(*logFile)) logFile {
		f := good
		change(&f)
		return f
	}
	for name, row := range map[string]struct {
		file    logFile
		grade   Grade
		what    words.Code
		command string
	}{
		"as it should be":                {good, Good, "doctor.log.good", ""},
		"empty":                          {with(func(f *logFile) { f.Size, f.Headed = 0, 0 }), Note, "doctor.log.empty", ""},
		"without time and level":         {with(func(f *logFile) { f.Headed = 0 }), Note, "doctor.log.shapeless", ""},
		"eight hours ahead":              {with(func(f *logFile) { f.Last = now.Add(8*time.Hour - time.Second) }), Mend, "doctor.log.shifted", ""},
		"half an hour behind":            {with(func(f *logFile) { f.Last = now.Add(-30 * time.Minute) }), Mend, "doctor.log.shifted", ""},
		"whose last entry is old":        {with(func(f *logFile) { f.Last = now.Add(-22 * time.Minute) }), Good, "doctor.log.good", ""},
		"huge and never rotated":         {with(func(f *logFile) { f.Size = 2 << 30 }), Note, "doctor.log.huge", "man logrotate"},
		"huge and rotated":               {with(func(f *logFile) { f.Size, f.Rotated = 2<<30, 3 }), Good, "doctor.log.good", ""},
		"not there":                      {logFile{Path: "/srv/log/app.log", Err: fs.ErrNotExist}, Mend, "doctor.log.absent", "ls -la /srv/log"},
		"whose folder is not there":      {logFile{Path: "/srv/log/app.log", Err: fs.ErrNotExist, Folder: fs.ErrNotExist}, Mend, "doctor.log.no-folder", "ls -ld /srv"},
		"that may not be read":           {logFile{Path: "/srv/log/app.log", Err: fs.ErrPermission}, Mend, "doctor.log.denied", "namei -l /srv/log/app.log"},
		"whose folder may not be read":   {logFile{Path: "/srv/log/app.log", Err: fs.ErrNotExist, Folder: fs.ErrPermission}, Mend, "doctor.log.denied", "namei -l /srv/log/app.log"},
		"that is a folder":               {logFile{Path: "/srv/log", Err: errNotAFile}, Mend, "doctor.log.not-a-file", "ls -ld /srv/log"},
		"on a disk that does not speak":  {logFile{Path: "/srv/log/app.log", Err: context.DeadlineExceeded}, Mend, "doctor.log.silent", "stat -f /srv/log"},
		"that fails in another way":      {logFile{Path: "/srv/log/app.log", Err: errors.New("input/output error")}, Mend, "doctor.log.failed", ""},
		"one of more than are looked at": {with(func(f *logFile) { f.More = 3 }), Good, "doctor.log.more", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := row.file.judge(now)
			if f.Grade != row.grade || f.What.Code != row.what || f.Command != row.command {
				t.Errorf("%v, %s, %q", f.Grade, f.What.Code, f.Command)
			}
			if f.Grade > Note && f.Mend.Zero() {
				t.Error("nothing says how to mend it")
			}
		})
	}
}

func TestALogIsLookedAtAsItLies(t *testing.T) {
	dir := t.TempDir()
	line := "2026-01-02 14:30:05,123 - backend.main - INFO - ready\n"
	for name, content := range map[string]string{
		"app.log": strings.Repeat(line, 4000), "app.log.1": line, "app.log.2.gz": "x", "other.log": "no header\n", "app.txt": line,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files := lookAt(config.Log{Name: "log-1", File: filepath.Join(dir, "*.log")})
	if len(files) != 2 || files[0].Rotated != 2 || files[0].Headed != files[0].Entries || files[0].Headed < 1000 || files[0].Last.IsZero() || files[1].Headed != 0 {
		t.Errorf("%+v", files)
	}
	if none := lookAt(config.Log{File: filepath.Join(dir, "*.out")}); len(none) != 1 || !errors.Is(none[0].Err, fs.ErrNotExist) || none[0].Folder != nil {
		t.Errorf("a pattern that nothing matches: %+v", none)
	}
	if folder := lookAt(config.Log{File: dir}); !errors.Is(folder[0].Err, errNotAFile) {
		t.Errorf("a folder: %+v", folder)
	}
}

func TestACommandIsAskedAboutWithoutBeingRun(t *testing.T) {
	for name, row := range map[string]struct{ argv, asked string }{
		"a program of one's own":    {"/srv/restart now", ""},
		"a unit":                    {"systemctl --no-pager restart shop.service", "systemctl show --property=LoadState --value shop.service"},
		"a unit of the user's":      {"systemctl --user restart shop", "systemctl --user show --property=LoadState --value shop"},
		"systemd alone":             {"systemctl daemon-reload", ""},
		"a unit by sudo":            {"sudo -n systemctl stop shop", "sudo -l -n systemctl stop shop; systemctl show --property=LoadState --value shop"},
		"a command as another user": {"sudo -n -u shop /srv/restart", "sudo -l -n -u shop /srv/restart"},
		"a service of compose":      {"docker compose -f prod.yml restart -t 5 chroma", "docker compose -f prod.yml config --services; docker version --format {{.Server.Version}}"},
		"compose of old":            {"docker-compose restart chroma", "docker-compose config --services; docker version --format {{.Server.Version}}"},
		"a container":               {"docker restart chroma", "docker version --format {{.Server.Version}}"},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			for _, q := range questions(strings.Fields(row.argv)) {
				asked = append(asked, strings.Join(q.argv, " "))
			}
			if got := strings.Join(asked, "; "); got != row.asked {
				t.Errorf("asked %q", got)
			}
		})
	}
}

func TestAnAnswerTellsWhetherACommandWouldBeObeyed(t *testing.T) {
	failed := errors.New("exit code 1")
	for name, row := range map[string]struct {
		argv string
		said string
		err  error
		want words.Code
	}{
		"a unit that systemd lacks":    {"systemctl restart shop", "not-found", nil, "doctor.action.no-unit"},
		"no systemd":                   {"systemctl restart shop", "System has not been booted with systemd", failed, "doctor.action.no-systemd"},
		"a sudo that may ask":          {"sudo systemctl restart shop", "", nil, "doctor.action.asks"},
		"a sudo that refuses":          {"sudo -n /srv/restart", "sudo: a password is required", failed, "doctor.action.sudo"},
		"a sudo that permits":          {"sudo -n /srv/restart", "/srv/restart", nil, ""},
		"a service that compose has":   {"docker compose restart chroma", "web\nchroma", nil, ""},
		"a service that compose lacks": {"docker compose restart chroma", "web\nmysql", nil, "doctor.action.no-service"},
		"no compose file":              {"docker compose restart chroma", "no configuration file provided", failed, "doctor.action.no-compose"},
		"no docker":                    {"docker restart chroma", "permission denied", failed, "doctor.action.no-docker"},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Ask: func(context.Context, action.Run) (raw.Text, error) { return raw.Of(row.said), row.err }}
			f, _ := o.permitted(context.Background(), action.Run{Argv: strings.Fields(row.argv)})
			if f.What.Code != row.want || f.Grade > Note && (f.Mend.Zero() || f.Command == "") {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAStepThatCannotBeginSaysHowToMendIt(t *testing.T) {
	run := action.Step{Run: &action.Run{Argv: []string{"systemctl", "restart", "x"}}}
	edit := action.Step{Edit: &action.Edit{File: "config.env"}}
	for name, row := range map[string]struct {
		step    action.Step
		problem words.Line
		grade   Grade
		mend    words.Code
		command string
	}{
		"a program that is missing":  {run, words.Of(invoke.NotFound, "systemctl"), Mend, "doctor.mend.program", "command -v systemctl"},
		"a folder that is missing":   {run, words.Of(invoke.NotFound, "/srv/shop"), Mend, "doctor.mend.step-file", "ls -la /srv"},
		"a file that is read-only":   {edit, words.Of(invoke.NotAllowed, "/srv/config.env"), Mend, "doctor.mend.allow", "ls -la /srv"},
		"a setting that is missing":  {edit, words.Of(invoke.NoKey, "MODE", "config.env"), Mend, "doctor.mend.setting", "grep -n MODE /srv/config.env"},
		"a secret that is missing":   {run, words.Of(invoke.NoSecret, "${env:KEY}"), Mend, "doctor.mend.secret", "read -rs KEY && export KEY"},
		"a process that sleeps":      {action.Step{Signal: &action.Signal{}}, words.Of(invoke.NoProcess, "port 80"), Note, "doctor.mend.later", ""},
		"a process of somebody else": {action.Step{Signal: &action.Signal{}}, words.Of(invoke.NotAllowed, "port 80"), Mend, "doctor.mend.signal", ""},
		"anything else":              {run, words.Of(invoke.Broken, "odd"), Mend, "doctor.mend.step", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := Options{Config: &config.Config{Root: "/srv"}}.judgeStep(row.step, &invoke.Problem{Line: row.problem})
			if f.Grade != row.grade || f.Mend.Code != row.mend || f.Command != row.command {
				t.Errorf("%v, %s, %q", f.Grade, f.Mend.Code, f.Command)
			}
		})
	}
}

func TestTheStateFolderIsOursAlone(t *testing.T) {
	for name, row := range map[string]struct {
		folder folder
		grade  Grade
		what   words.Code
	}{
		"as it should be":               {folder{Mode: 0o700}, Good, "doctor.state.good"},
		"to be made":                    {folder{Err: fs.ErrNotExist}, Good, "doctor.state.new"},
		"to be made where nobody may":   {folder{Err: fs.ErrNotExist, Write: fs.ErrPermission}, Mend, "doctor.state.closed"},
		"somebody else's":               {folder{Mode: 0o700, Write: fs.ErrPermission}, Mend, "doctor.state.closed"},
		"for everybody to write in":     {folder{Mode: 0o777}, Mend, "doctor.state.exposed"},
		"for everybody to look into":    {folder{Mode: 0o755}, Note, "doctor.state.readable"},
		"a file":                        {folder{Regular: true}, Mend, "doctor.state.not-a-folder"},
		"on a disk that does not speak": {folder{Err: context.DeadlineExceeded}, Mend, "doctor.state.failed"},
	} {
		t.Run(name, func(t *testing.T) {
			if f := row.folder.judge(); f.Grade != row.grade || f.What.Code != row.what || f.Grade > Note && f.Command == "" {
				t.Errorf("%v, %s, %q", f.Grade, f.What.Code, f.Command)
			}
		})
	}
}

func TestTheStateFolderIsLookedAtWithoutBeingMade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "bedside")
	if f := lookAtFolder(path); f.judge().What.Code != "doctor.state.new" {
		t.Errorf("%+v", f)
	}
	if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it was made: %v", err)
	}
}

func TestATerminalIsJudgedByWhatItSaysOfItself(t *testing.T) {
	good := Screen{Interactive: true, Placeable: true, Term: "xterm-256color", Colours: 256, Width: 160, Height: 45}
	for name, row := range map[string]struct {
		change func(*Screen)
		mends  []words.Code
	}{
		"a good one":        {func(*Screen) {}, nil},
		"none":              {func(s *Screen) { s.Interactive = false }, nil},
		"a dumb one":        {func(s *Screen) { s.Placeable = false }, []words.Code{"doctor.mend.term"}},
		"one of seven bits": {func(s *Screen) { s.Legacy = "C" }, nil},
		"a small one":       {func(s *Screen) { s.Width = 39 }, []words.Code{"doctor.mend.size"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := good
			row.change(&s)
			var mends []words.Code
			for _, f := range s.findings() {
				if f.Grade > Note {
					mends = append(mends, f.Mend.Code)
				}
			}
			if !slices.Equal(mends, row.mends) {
				t.Errorf("%v", mends)
			}
		})
	}
}

func TestTooFewOpenFilesAreToMend(t *testing.T) {
	if f := files(256, 100); f.Grade != Good {
		t.Errorf("%+v", f)
	}
	if f := files(64, 100); f.Grade != Mend || f.Command != "ulimit -n 1024" {
		t.Errorf("%+v", f)
	}
}

func TestTheZoneThatIsAdvisedDoesNotHangOnWhereOneLooks(t *testing.T) {
	written := time.Date(2026, 3, 14, 12, 0, 0, 0, logview.ZoneEast(8*60*60))
	for name, row := range map[string]struct {
		read *time.Location // as configured, or else ours
		says string
		want string
	}{
		"an hour ahead of the zone configured":  {time.UTC, "05:00:00", "UTC+1"},
		"three hours ahead of another one":      {logview.ZoneEast(5 * 60 * 60), "12:00:00", "UTC+8"},
		"eight hours behind ours":               {written.Location(), "04:00:00", "UTC"},
		"five hours behind the zone configured": {time.UTC, "23:00:00", "UTC-5"},
	} {
		t.Run(name, func(t *testing.T) {
			day := "2026-03-14 "
			if row.says == "23:00:00" {
				day = "2026-03-13 "
			}
			last, err := time.ParseInLocation(time.DateTime, day+row.says, row.read)
			if err != nil {
				t.Fatal(err)
			}
			f := logFile{Path: "/srv/log/app.log", Size: 10, Written: written, Entries: 2, Headed: 2, Last: last}
			if got := f.judge(written).Mend; len(got.Args) != 1 || got.Args[0] != raw.Of(row.want) {
				t.Errorf("the advice is %v, want %s", got, row.want)
			}
		})
	}
}
