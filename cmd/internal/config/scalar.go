package config

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

// scalar makes a value of a plain text.
func scalar(described func() schema, expected words.Code, set func(text string, tag string) error) value {
	return value{described, func(d *decoder, n *yaml.Node, key string) {
		if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
			d.fail(n, key, "config.expected", words.Of(expected), shape(n))
			return
		}
		if err := set(n.Value, n.Tag); err != nil {
			var line lineError
			if errors.As(err, &line) {
				d.fail(n, key, line.Code, line.Args...)
				return
			}
			d.fail(n, key, "config.expected", words.Of(expected), strconv.Quote(n.Value))
		}
	}}
}

// lineError is an error that already has its sentence.
type lineError struct{ words.Line }

func (e lineError) Error() string { return words.English.Say(e.Line) }

var errShape = errors.New("not of the expected form")

// shape says what a node is, for a message.
func shape(n *yaml.Node) words.Line {
	switch {
	case n.Kind == yaml.MappingNode:
		return words.Of("config.kind.mapping")
	case n.Kind == yaml.SequenceNode:
		return words.Of("config.kind.list")
	case n.Tag == "!!null":
		return words.Of("config.kind.nothing")
	}
	return words.Of("config.kind.text", strconv.Quote(n.Value))
}

func text(p *string) value {
	return scalar(func() schema { return schema{"type": "string"} }, "config.kind.string", func(s, tag string) error {
		if tag == "!!bool" || s == "" {
			return errShape
		}
		*p = s
		return nil
	})
}

// sentence is a text that people read on the screen, in the user's own words.
func sentence(p *words.Line) value {
	var s string
	own := text(&s)
	return value{own.schema, func(d *decoder, n *yaml.Node, key string) {
		if own.read(d, n, key); s != "" {
			*p = words.Of("text", raw.Of(s))
		}
	}}
}

// literal is a text, number or truth value as it is written.
func literal(p *string) value {
	return scalar(func() schema { return schema{"type": []string{"string", "number", "boolean"}} }, "config.kind.string", func(s, _ string) error {
		*p = s
		return nil
	})
}

func truth(p *bool) value {
	return scalar(func() schema { return schema{"type": "boolean"} }, "config.kind.bool", func(s, tag string) error {
		if tag != "!!bool" {
			return errShape
		}
		*p = strings.EqualFold(s, "true")
		return nil
	})
}

type span struct{ min, max int }

func integer(p *int, within span) value {
	return scalar(func() schema { return schema{"type": "integer", "minimum": within.min, "maximum": within.max} }, "config.kind.int", func(s, tag string) error {
		n, err := strconv.Atoi(s)
		if err != nil || tag != "!!int" {
			return errShape
		}
		if n < within.min || n > within.max {
			return lineError{words.Of("config.range", within.min, within.max)}
		}
		*p = n
		return nil
	})
}

func choice[T ~string](p *T, options ...T) value {
	return scalar(func() schema { return schema{"enum": options} }, "config.kind.string", func(s, _ string) error {
		for _, o := range options {
			if s == string(o) {
				*p = o
				return nil
			}
		}
		return lineError{words.Of("config.choice", strings.Trim(fmt.Sprint(options), "[]"))}
	})
}

func pattern(p *string) value {
	return scalar(func() schema { return schema{"type": "string", "format": "regex"} }, "config.kind.pattern", func(s, _ string) error {
		if _, err := regexp.Compile(s); err != nil {
			var syntax interface{ Error() string } = err
			return lineError{words.Of("config.pattern", strings.TrimPrefix(syntax.Error(), "error parsing regexp: "))}
		}
		*p = s
		return nil
	})
}

var durationForm = regexp.MustCompile(`^(\d+(?:\.\d+)?(?:ms|s|m|h|d))+$`)

// duration reads "250ms", "2s", "1m30s", "14d". Nought and less make no sense
// anywhere in the file.
func duration(p *time.Duration) value {
	return scalar(func() schema { return schema{"type": "string", "pattern": durationForm.String()} }, "config.kind.duration", func(s, _ string) error {
		d, err := parseDuration(s)
		if err != nil {
			return err
		}
		if d <= 0 {
			return lineError{words.Of("config.positive")}
		}
		*p = d
		return nil
	})
}

// optionalDuration also takes 0s.
func optionalDuration(p *time.Duration) value {
	v := duration(p)
	return value{v.schema, func(d *decoder, n *yaml.Node, key string) {
		if n.Value == "0s" || n.Value == "0" {
			*p = 0
			return
		}
		v.read(d, n, key)
	}}
}

func parseDuration(s string) (time.Duration, error) {
	if !durationForm.MatchString(s) {
		return 0, errShape
	}
	var sum float64
	for s != "" {
		i := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		n, err := strconv.ParseFloat(s[:i], 64)
		if err != nil {
			return 0, errShape
		}
		s = s[i:]
		unit := s[:1]
		if strings.HasPrefix(s, "ms") {
			unit = "ms"
		}
		sum += n * float64(map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}[unit])
		s = s[len(unit):]
	}
	if sum > math.MaxInt64/2 {
		return 0, errShape
	}
	return time.Duration(sum), nil
}

var quantityForm = regexp.MustCompile(`^(-?\d+(?:\.\d+)?)\s*(\S*)$`)

// quantity reads a number with its measure, in the fixed units of package
// probes: "70%" is 0.7, "1.5s" is 1.5.
func quantity(set func(float64)) value {
	return scalar(func() schema { return schema{"type": []string{"string", "number"}} }, "config.kind.quantity", func(s, _ string) error {
		m := quantityForm.FindStringSubmatch(s)
		if m == nil {
			return errShape
		}
		measure, known := probes.MeasureOf(m[2])
		if !known {
			return errShape
		}
		n, err := measure.Read(m[1])
		if err != nil {
			return errShape
		}
		set(n)
		return nil
	})
}
