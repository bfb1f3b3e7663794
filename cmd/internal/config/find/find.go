// Package find says which configuration file is meant. It is asked before most
// packages are initialised: package path does for it what path/filepath does.
package find

import (
	"errors"
	"os"
	"path"
)

// ErrNone says that no configuration file was found anywhere.
var ErrNone = errors.New("no configuration file")

// File returns the configuration to use: the one that was asked for, or the
// first that exists of $BEDSIDE_CONFIG, ./bedside.yaml,
// $XDG_CONFIG_HOME/bedside/bedside.yaml and /etc/bedside/bedside.yaml. One that
// was asked for by name is returned whether it exists or not.
func File(asked string, env func(string) string) (string, error) {
	for _, file := range []string{asked, env("BEDSIDE_CONFIG")} {
		if file != "" {
			return file, nil
		}
	}
	home := env("XDG_CONFIG_HOME")
	if home == "" && env("HOME") != "" {
		home = path.Join(env("HOME"), ".config")
	}
	places := []string{"bedside.yaml"}
	if home != "" {
		places = append(places, path.Join(home, "bedside", "bedside.yaml"))
	}
	for _, file := range append(places, "/etc/bedside/bedside.yaml") {
		if _, err := os.Stat(file); err == nil {
			return file, nil
		}
	}
	return "", ErrNone
}
