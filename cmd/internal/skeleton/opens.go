package skeleton

import (
	"slices"
	"strings"

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
		flag, value, attached := strings.Cut(args[i], "=")
		switch {
		case !strings.HasPrefix(flag, "-") && subject == "":
			subject = args[i]
			continue
		case slices.Contains(alone, args[i]):
			continue
		case !slices.Contains(withValue, flag), attached && !strings.HasPrefix(flag, "--"):
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
	return subject == "demo" || strings.ContainsAny(subject, ":/.")
}
