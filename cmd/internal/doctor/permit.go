package doctor

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/words"
)

// question is a command that changes nothing and tells whether another one
// would be obeyed.
type question struct {
	argv  []string
	judge func(said string, err error) (Finding, bool)
}

// permitted asks whoever a command turns to: systemd whether it knows the
// unit, compose whether it knows the service, sudo whether it is allowed.
func (o Options) permitted(ctx context.Context, r action.Run) (f Finding, wrong bool) {
	if f, wrong := asksPassword(r.Argv); wrong {
		return f, true
	}
	for _, q := range questions(r.Argv) {
		said, err := o.Ask(ctx, action.Run{Argv: q.argv, Dir: r.Dir, Env: r.Env, Timeout: patience - time.Second})
		if f, wrong := q.judge(strings.Join(said.ScreenLines(), "\n"), err); wrong {
			return f, true
		}
	}
	return Finding{}, false
}

// asksPassword finds a sudo that may ask: nobody could answer.
func asksPassword(argv []string) (Finding, bool) {
	own, rest := sudo(argv)
	if len(own) == 0 || slices.Contains(own, "-n") || slices.Contains(own, "--non-interactive") {
		return Finding{}, false
	}
	return Finding{
		Grade: Mend, What: words.Of("doctor.action.asks"), Mend: words.Of("doctor.mend.sudo-n"),
		Command: shell(append([]string{"sudo", "-n", "-l"}, rest...)...),
	}, true
}

// questions are what can be asked about a command, in order.
func questions(argv []string) []question {
	var out []question
	own, rest := sudo(argv)
	if len(own) > 0 {
		out = append(out, sudoers(own, rest))
	}
	if len(rest) == 0 {
		return out
	}
	switch filepath.Base(rest[0]) {
	case "systemctl":
		out = append(out, units(rest)...)
	case "docker", "docker-compose":
		out = append(out, composed(rest)...)
	}
	return out
}

// sudo splits a command into sudo with its flags and what it runs.
func sudo(argv []string) (own, rest []string) {
	if len(argv) == 0 || filepath.Base(argv[0]) != "sudo" {
		return nil, argv
	}
	n := 1
	for n < len(argv) && strings.HasPrefix(argv[n], "-") {
		n++
		if slices.Contains([]string{"-u", "-g", "--user", "--group"}, argv[n-1]) && n < len(argv) {
			n++
		}
	}
	return argv[:n], argv[n:]
}

// sudoers asks whether sudo permits the command to us, for the same user.
func sudoers(own, rest []string) question {
	list := slices.Concat([]string{own[0], "-l"}, own[1:], rest)
	return question{list, func(_ string, err error) (Finding, bool) {
		return Finding{Grade: Mend, What: words.Of("doctor.action.sudo"), Mend: words.Of("doctor.mend.sudo"), Command: shell(list...)}, err != nil
	}}
}

// units asks whether systemd knows what it is told to act upon.
func units(argv []string) []question {
	verb := slices.IndexFunc(argv[1:], func(a string) bool { return !strings.HasPrefix(a, "-") }) + 1
	if verb == 0 || verb+1 >= len(argv) {
		return nil
	}
	ask := []string{argv[0]}
	if slices.Contains(argv, "--user") {
		ask = append(ask, "--user")
	}
	names := slices.DeleteFunc(slices.Clone(argv[verb+1:]), func(a string) bool { return strings.HasPrefix(a, "-") })
	ask = append(ask, "show", "--property=LoadState", "--value")
	return []question{{append(ask, names...), func(said string, err error) (Finding, bool) {
		status := shell(append([]string{"systemctl", "status"}, names...)...)
		switch {
		case err != nil:
			return Finding{Grade: Mend, What: words.Of("doctor.action.no-systemd", firstLine(said, err)), Mend: words.Of("doctor.mend.systemd"), Command: status}, true
		case strings.Contains(said, "not-found"), strings.Contains(said, "bad-setting"), strings.Contains(said, "masked"):
			return Finding{Grade: Mend, What: words.Of("doctor.action.no-unit", raw.Of(strings.Join(names, " "))), Mend: words.Of("doctor.mend.unit"), Command: "systemctl list-unit-files --type=service"}, true
		case user() != 0 && !slices.Contains(argv, "--user"):
			return Finding{Grade: Note, What: words.Of("doctor.action.polkit"), Mend: words.Of("doctor.mend.polkit")}, true
		}
		return Finding{}, false
	}}}
}

// composed asks whether compose knows the services that it is told to act upon.
func composed(argv []string) []question {
	verb := 1
	if filepath.Base(argv[0]) == "docker" {
		if len(argv) < 2 || argv[1] != "compose" {
			return []question{daemon(argv[0])}
		}
		verb = 2
	}
	for verb < len(argv) && strings.HasPrefix(argv[verb], "-") {
		verb++
		if slices.Contains([]string{"-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory"}, argv[verb-1]) {
			verb++
		}
	}
	if verb >= len(argv) {
		return nil
	}
	list := append(slices.Clone(argv[:verb]), "config", "--services")
	services := servicesOf(argv[verb+1:])
	return []question{{list, func(said string, err error) (Finding, bool) {
		if err != nil {
			return Finding{Grade: Mend, What: words.Of("doctor.action.no-compose", firstLine(said, err)), Mend: words.Of("doctor.mend.compose"), Command: shell(list...)}, true
		}
		known := strings.Fields(said)
		for _, s := range services {
			if !slices.Contains(known, s) {
				return Finding{Grade: Mend, What: words.Of("doctor.action.no-service", raw.Of(s), raw.Of(strings.Join(known, ", "))), Mend: words.Of("doctor.mend.service"), Command: shell(list...)}, true
			}
		}
		return Finding{}, false
	}}, daemon("docker")}
}

// servicesOf are the services that follow a verb of compose.
func servicesOf(args []string) []string {
	var out []string
	for i := 0; i < len(args); i++ {
		switch a := args[i]; {
		case a == "-t" || a == "--timeout":
			i++
		case !strings.HasPrefix(a, "-"):
			out = append(out, a)
		}
	}
	return out
}

// daemon asks whether docker may be asked at all.
func daemon(docker string) question {
	ask := []string{docker, "version", "--format", "{{.Server.Version}}"}
	return question{ask, func(said string, err error) (Finding, bool) {
		return Finding{Grade: Mend, What: words.Of("doctor.action.no-docker", firstLine(said, err)), Mend: words.Of("doctor.mend.docker"), Command: "docker info"}, err != nil
	}}
}

// firstLine is what a command complained of, or else how it ended.
func firstLine(said string, err error) raw.Text {
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	if line == "" && err != nil {
		line = err.Error()
	}
	text, _ := raw.Of(line).Cut(maxComplaint)
	return text
}

// maxComplaint is how much of a command's complaint is quoted.
const maxComplaint = 160
