package logview

import "strings"

// ParseLevel reads the name of a level as programs write it, in capitals or
// not: Python's own names, and warn, err, crit, fatal and their like.
func ParseLevel(s string) (Level, bool) {
	switch strings.ToUpper(s) {
	case "TRACE", "DEBUG":
		return Debug, true
	case "INFO", "NOTICE":
		return Info, true
	case "WARNING", "WARN":
		return Warning, true
	case "ERROR", "ERR":
		return Error, true
	case "CRITICAL", "CRIT", "FATAL", "ALERT", "EMERG":
		return Critical, true
	}
	return NoLevel, false
}
