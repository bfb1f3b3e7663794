package skeleton

import (
	"slices"

	"bedside/cmd/internal/config/find"
	"bedside/cmd/internal/locale"
)

// The flags of a command line that opens a console. One that is not among them
// asks for something else, or for a screen in other characters.
var (
	withValue = []string{"-c", "--config", "--header", "--ca", "--log", "--lang", "--fault", "--rate", "--log-rate", "--seed"}
	alone     = []string{"--read-only", "--no-color", "--insecure"}
)

// opens reports whether these arguments open a console, as far as anybody can
// tell who does not read its configuration.
func opens(args []string, env func(string) string) bool {
	if l := locale.Of(env); l.Legacy != "" || l.Bare {
		return false
	}
	file, subject := "", ""
	for i := 0; i < len(args); i++ {
		flag, value, attached := cut(args[i])
		switch {
		case !(len(flag) > 0 && flag[0] == '-') && subject == "":
			subject = args[i]
			continue
		case slices.Contains(alone, args[i]):
			continue
		case !slices.Contains(withValue, flag), attached && flag[:2] != "--":
			return false
		case !attached && i+1 == len(args):
			return false
		case !attached:
			i++
			value = args[i]
		}
		if flag == "-c" || flag == "--config" {
			file = value
		}
	}
	if subject == "" {
		_, err := find.File(file, env)
		return err == nil
	}
	return subject == "demo" || slices.ContainsFunc([]byte(subject), func(c byte) bool { return c == ':' || c == '/' || c == '.' })
}

// cut takes a flag with its value attached apart.
func cut(arg string) (flag, value string, attached bool) {
	if i := slices.Index([]byte(arg), '='); i >= 0 {
		return arg[:i], arg[i+1:], true
	}
	return arg, "", false
}
