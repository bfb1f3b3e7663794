package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"bedside/logview/raw"
	"bedside/probes/words"
)

// The form of a report for programs. Its fields are an interface: others parse
// them.
type (
	reportJSON struct {
		At     time.Time     `json:"at"`
		ToMend int           `json:"to_mend"`
		Checks []findingJSON `json:"checks"`
	}
	findingJSON struct {
		Group   Group      `json:"group"`
		Subject raw.Text   `json:"subject"`
		Grade   Grade      `json:"grade"`
		Code    words.Code `json:"code"`
		What    string     `json:"what"`
		Mend    string     `json:"mend,omitempty"`
		Command string     `json:"command,omitempty"`
	}
)

// JSON writes the report as one object, its sentences in the language.
func (r Report) JSON(w io.Writer, l words.Lang) error {
	out := reportJSON{At: r.At.Round(0), ToMend: r.ToMend(), Checks: []findingJSON{}}
	for _, f := range r.Findings {
		out.Checks = append(out.Checks, findingJSON{
			Group: f.Group, Subject: f.Subject, Grade: f.Grade, Code: f.What.Code, What: spoken(l, f.What), Mend: spoken(l, f.Mend),
			Command: raw.Of(f.Command).Screen(),
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
