package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"bedside/cmd/internal/ptytest"
)

// doctorSays fails the test unless the report ends with the code, says all of
// the texts, is plain, fits 80 columns where it can be broken, and tells
// nothing of the program's inside.
func doctorSays(t *testing.T, o outcome, code int, texts ...string) {
	t.Helper()
	if o.code != code || o.err != "" {
		t.Errorf("exit code %d, wanted %d; %s", o.code, code, o.err)
	}
	flat := strings.Join(strings.Fields(o.out), " ")
	for _, text := range texts {
		if !strings.Contains(flat, text) {
			t.Errorf("it does not say %q:\n%s", text, o.out)
		}
	}
	nothingOfTheInside(t, o.out)
	for line := range strings.Lines(o.out) {
		typed := strings.Contains(line, "$ ") || strings.Contains(line, string(filepath.Separator))
		if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > 80 && !typed || strings.Contains(line, "\x1b") {
			t.Errorf("a line of %d columns: %q", w, line)
		}
	}
}

func TestTheDoctorFindsNothingToMendWhereAllIsWell(t *testing.T) {
	t.Parallel()
	s := startService(t)
	doctorSays(t, runs(t, "doctor", "-c", s.Watched), exitDone,
		"✔ good", "targets", "health answers in", "application application.log:", "restart the backend: can begin, health will prove it", "nothing to mend")

	inChinese := runs(t, "doctor", "-c", s.Watched, "--lang", "zh", "--ascii")
	doctorSays(t, inChinese, exitDone, "+ 正常", "探测目标", "重启后端服务：可以执行，由 health 验证", "无需处理")
	if strings.ContainsAny(inChinese.out, "✔·▸") {
		t.Errorf("it is not ASCII:\n%s", inChinese.out)
	}

	var report struct {
		ToMend int `json:"to_mend"`
		Checks []struct{ Group, Subject, Grade, Code, What string }
	}
	if o := runs(t, "doctor", "-c", s.Watched, "--json"); json.Unmarshal([]byte(o.out), &report) != nil || o.code != exitDone || report.ToMend != 0 || len(report.Checks) < 20 {
		t.Errorf("%d, %s%s", o.code, o.out, o.err)
	}
	for _, c := range report.Checks {
		if c.Group == "" || c.Subject == "" || c.Grade == "" || !strings.HasPrefix(c.Code, "doctor.") || c.What == "" {
			t.Errorf("%+v", c)
		}
	}
}

func TestTheDoctorSaysHowToMendWhatIsWrong(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	lost := file(t, "bedside.yaml", `
service: http://127.0.0.1:9
profile: none
state: `+folder+`/state
probes:
  health: {http: {url: /health}, timeout: 1s}
  keyed: {http: {url: /, headers: {Key: "${env:BEDSIDE_TEST_LOST}"}}, timeout: 1s}
logs:
  application: {file: `+folder+`/application.log}
actions:
  restart:
    steps: [{run: {argv: [no-such-program-here, restart]}}]
    verify: {target: health, within: 1s}
  tune:
    steps: [{edit: {file: `+folder+`/shop.env, set: {MODE: fast}}}]
    verify: {target: health, within: 1s}
`)
	broken := file(t, "bedside.yaml", "service: http://127.0.0.1:9\nprobs: {}\n")
	for _, row := range []struct {
		name  string
		args  []string
		code  int
		texts []string
	}{
		{"a dead port", []string{"http://127.0.0.1:9"}, exitFailed, []string{
			"✖ down health connection refused ▸ nothing listens there: start it, or correct the address $ ss -ltnp 'sport = :9'", "app connection refused; mend health first"}},
		{"a name that does not resolve", []string{"http://bedside-test.invalid"}, exitFailed, []string{"host name not found", "$ getent hosts bedside-test.invalid"}},
		{"a log that is missing", []string{"http://127.0.0.1:9", "--log", folder + "/lost.log"}, exitFailed, []string{
			"no such file: " + folder + "/lost.log", "$ ls -la " + folder}},
		{"a program that is missing", []string{"-c", lost}, exitFailed, []string{
			"▲ mend restart no-such-program-here not found", "name its full path in `argv:` $ command -v no-such-program-here"}},
		{"a file to edit that is missing", []string{"-c", lost}, exitFailed, []string{"$ ls -la " + folder}},
		{"a secret that is not set", []string{"-c", lost}, exitFailed, []string{lost + ":7:", "${env:BEDSIDE_TEST_LOST}: not set"}},
		{"a file without a rule", []string{"-c", lost}, exitFailed, []string{"no alert rules are configured", "▸ write rules under `alerts:`"}},
		{"a file with an unknown key", []string{"-c", broken}, exitUsage, []string{broken + ":2:1", "unknown key", "▸ correct that place", "clock"}},
		{"a file that is not there", []string{"-c", folder + "/lost.yaml"}, exitUsage, []string{folder + "/lost.yaml", "no such file"}},
		{"nothing configured", nil, exitFailed, []string{"none found", "$ bedside config init > bedside.yaml", "`bedside demo`"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			doctorSays(t, runs(t, append([]string{"doctor"}, row.args...)...), row.code, row.texts...)
			if _, err := os.Stat(filepath.Join(folder, "state")); err == nil {
				t.Error("it has made the state folder")
			}
		})
	}
}

func TestWrongUsageIsNoFindingOfTheDoctor(t *testing.T) {
	t.Parallel()
	good := file(t, "bedside.yaml", "service: http://127.0.0.1:9\n")
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"--header", "A: b"}, "go with a URL"},
		{[]string{"-c", good, "--insecure"}, "go with a URL"},
		{[]string{"-c", good, "--log", "["}, "--log: [ is not a file pattern"},
		{[]string{"http://127.0.0.1:9", "--log", "["}, "--log: [ is not a file pattern"},
	} {
		o := runs(t, append([]string{"doctor"}, row.args...)...)
		if o.code != exitUsage || o.out != "" || !strings.Contains(o.err, row.want) {
			t.Errorf("%q ends with %d and says %q, %q", row.args, o.code, o.out, o.err)
		}
	}
}

func TestTheDoctorNamesALogThatMayNotBeRead(t *testing.T) {
	t.Parallel()
	folder, err := os.MkdirTemp("", "bedside-doctor") // the testing package's folders are closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	log := filepath.Join(folder, "application.log")
	if err := os.WriteFile(log, []byte("secret\n"), 0); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, "doctor", "http://127.0.0.1:9", "--log", log)
	asNobody(t, cmd, folder)
	doctorSays(t, runsCommand(t, cmd), exitFailed, "no permission to read "+log, "$ namei -l "+log)
}

// asNobody makes a command of root's run without root's rights over files.
func asNobody(t *testing.T, cmd *exec.Cmd, folder string) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	const nobody = 65534
	program, err := os.Open(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	cmd.Path = filepath.Join(folder, "bedside")
	reachable, err := os.OpenFile(cmd.Path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(reachable, program); err != nil {
		t.Fatal(err)
	}
	if err := reachable.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd.Dir = folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func TestTheDoctorJudgesTheTerminalItIsOn(t *testing.T) {
	t.Parallel()
	cmd := command(t, "doctor", "http://127.0.0.1:9")
	cmd.Env = append(cmd.Env, "LC_ALL=C")
	c := startConsoleCommand(t, ptytest.Size{Width: 140, Height: 60}, cmd)
	c.shows(t, patience, `"C" is not UTF-8`, "$ export LC_ALL=C.UTF-8", "140x60", "256 colours")
}
