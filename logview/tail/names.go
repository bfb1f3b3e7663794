package tail

import (
	"path/filepath"
	"slices"
	"strings"
)

var packed = []string{".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip"}

// compressed reports whether the name is that of a compressed file.
func compressed(name string) bool { return slices.Contains(packed, filepath.Ext(name)) }

// Rotated reports whether a file's name is one that rotation gives: x.log.1,
// x.log.2.gz, x.log-20260102, x.log.2026-01-02, x.log.2026-01-02_03-04-05.
func Rotated(name string) bool {
	if compressed(name) {
		return true
	}
	cut := strings.LastIndexByte(name, '.')
	if cut > 0 && stamp(name[cut+1:]) {
		return true
	}
	base, date, ok := strings.Cut(name, ".log-")
	return ok && base != "" && stamp(date)
}

// stamp reports whether s is a number, a date, or a date with a time.
func stamp(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9' && strings.Trim(s, "0123456789-_:T") == ""
}
