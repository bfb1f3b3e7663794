package doctor

import "regexp"

// reference is how a secret is referred to.
var reference = regexp.MustCompile(`\$\{(file|env):([^}#]+)[^}]*\}`)

// reveal is what to type for the secret that a message names: what sets it, or
// what shows why its file cannot be read. It never shows the secret.
func reveal(message string) string {
	switch found := reference.FindStringSubmatch(message); {
	case found == nil:
		return ""
	case found[1] == "env":
		return "read -rs " + found[2] + " && export " + found[2]
	default:
		return shell("namei", "-l", found[2])
	}
}
