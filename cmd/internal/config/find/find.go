// Package find says which configuration file is meant.
package find

import (
	"errors"
	"os"
	"path/filepath"
)

// ErrNone says that no configuration file was found anywhere.
var ErrNone = errors.New("no configuration file")

// File returns the configuration to use: the one that was asked for, or the
// first that exists of $BEDSIDE_CONFIG, ./bedside.yaml,
// $XDG_CONFIG_HOME/bedside/bedside.yaml and /etc/bedside/bedside.yaml. One that
// was asked for by name is returned whether it exists or not.
func File(asked string, env func(string) string) (string, error) {
	for _, path := range []string{asked, env("BEDSIDE_CONFIG")} {
		if path != "" {
			return path, nil
		}
	}
	home := env("XDG_CONFIG_HOME")
	if home == "" && env("HOME") != "" {
		home = filepath.Join(env("HOME"), ".config")
	}
	places := []string{"bedside.yaml"}
	if home != "" {
		places = append(places, filepath.Join(home, "bedside", "bedside.yaml"))
	}
	for _, path := range append(places, "/etc/bedside/bedside.yaml") {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", ErrNone
}
