//go:build !linux

package xinyu

import "os/exec"

// startDrowsy starts a command; only Linux can be told that its timers may be
// late.
func startDrowsy(cmd *exec.Cmd) error { return cmd.Start() }
