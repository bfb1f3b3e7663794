package doctor

import (
	"errors"
	"fmt"
	"strings"

	"bedside/cmd/internal/config"
	"bedside/logview/raw"
	"bedside/probes/words"
)

// Source says where the configuration came from and what is wrong with it.
type Source struct {
	URL      string        // watched without a file
	File     string        // "" where none was found
	Found    words.Line    // by what it was found
	Err      error         // why it cannot be used
	Warnings config.Errors // what it should still be told of
}

func (s Source) findings(c *config.Config) []Finding {
	var out []Finding
	switch {
	case s.Err != nil:
		out = s.broken()
	case c == nil:
		out = []Finding{{Grade: Mend, Subject: raw.Of("bedside.yaml"), What: words.Of("doctor.config.none"),
			Mend: words.Of("doctor.mend.begin"), Command: "bedside config init > bedside.yaml"}}
	case s.URL != "":
		out = []Finding{{Subject: raw.Of(s.URL), What: words.Of("doctor.config.url", len(c.Probes), len(c.Logs))}}
	default:
		out = []Finding{{Subject: raw.Of(s.File), What: words.Of("doctor.config.good", s.Found, len(c.Probes), len(c.Logs), len(c.Actions))}}
	}
	for _, w := range s.Warnings {
		out = append(out, warned(w))
	}
	if c != nil {
		out = append(out, inactive(c)...)
	}
	for i := range out {
		out[i].Group = Configuration
	}
	return out
}

// warned is a warning and what is to be done about it.
func warned(w *config.Error) Finding {
	f := Finding{Grade: Mend, Subject: place(w), What: w.Msg, Mend: words.Of("doctor.mend.secret"), Command: reveal(words.English.Say(w.Msg))}
	if w.Msg.Code == config.Unruled {
		f.Mend, f.Command = words.Of("doctor.mend.unruled"), ""
	}
	return f
}

// inactive names in one finding what is understood and does nothing yet.
func inactive(c *config.Config) []Finding {
	var names []string
	for _, line := range c.Inactive() {
		names = append(names, words.English.Arg(line.Args[0]))
	}
	if len(names) == 0 {
		return nil
	}
	return []Finding{{Grade: Note, Subject: raw.Of(c.File), What: words.Of("config.inactive", strings.Join(names, ", "))}}
}

// broken says what keeps the file from being used, place by place.
func (s Source) broken() []Finding {
	var wrong config.Errors
	if !errors.As(s.Err, &wrong) {
		return []Finding{{Grade: Mend, Subject: raw.Of(s.File), What: words.Of("text", s.Err.Error()), Mend: words.Of("doctor.mend.usage"), Command: "bedside --help"}}
	}
	var out []Finding
	for _, e := range wrong {
		out = append(out, Finding{Grade: Mend, Subject: place(e), What: keyed(e), Mend: words.Of("doctor.mend.config")})
	}
	return out
}

// place is where in a file something is wrong.
func place(e *config.Error) raw.Text {
	if e.Line == 0 {
		return raw.Of(e.File)
	}
	return raw.Of(fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Col))
}

// keyed is a message with the key that it is about.
func keyed(e *config.Error) words.Line {
	if e.Key == "" {
		return e.Msg
	}
	return words.Of("doctor.config.key", raw.Of(e.Key), e.Msg)
}
