// Package diagnose recognises known failures in log entries: a signature leads
// to a cause and to the steps that cure it. Signatures are data. It is pure.
package diagnose

import "bedside/logview/raw"

// Finding is a recognised failure.
type Finding struct {
	ID     string   // the signature's name: "llm-timeout", "chroma-refused", …
	Cause  string   // key of the catalogue: "cause.llm-timeout"
	Steps  []string // keys of the catalogue, in order: "remedy.check-network", …
	Target string   // the conventional name of the dependency at fault: llm, chroma, mysql, redis, "" for none
	Action string   // the conventional action that fits: switch-key, restart-chroma, …, "" for none
	Line   raw.Text // what it was recognised by
}

// Vague reports whether the failure says how a connection failed, but not which.
func (f *Finding) Vague() bool {
	return f.ID == "connection-refused" || f.ID == "connection-lost" || f.ID == "connection-timeout"
}
