package words

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// jsonLine is a Line as it is kept: readable without this program.
type jsonLine struct {
	Code Code  `json:"code"`
	Args []any `json:"args,omitempty"`
}

// jsonDuration is a length of time as it is kept, as in "4m12s".
type jsonDuration struct {
	Duration string `json:"duration"`
}

// MarshalJSON writes the line so that, read back, it speaks the same sentence
// in every language: what the languages speak differently keeps its kind, and
// everything else becomes the text that it is spoken as.
func (l Line) MarshalJSON() ([]byte, error) {
	kept := jsonLine{Code: l.Code}
	for _, a := range l.Args {
		kept.Args = append(kept.Args, keptArg(a))
	}
	return json.Marshal(kept)
}

// keptArg is an argument as it is kept.
func keptArg(a any) any {
	switch v := a.(type) {
	case string, Line, int, int32, int64, uint, uint32, uint64:
		return v
	case Code:
		return Line{Code: v}
	case time.Duration:
		return jsonDuration{v.String()}
	case float64:
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			return json.RawMessage(fractional(v))
		}
	}
	return English.Arg(a)
}

// fractional writes a float so that it is not taken for an integer.
func fractional(v float64) string {
	s := strconv.FormatFloat(v, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// UnmarshalJSON reads what MarshalJSON wrote, and a plain sentence. An argument of
// any other form is kept as text.
func (l *Line) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte{'"'}) {
		var said string
		if err := json.Unmarshal(b, &said); err != nil {
			return fmt.Errorf("read a line: %w", err)
		}
		*l = Of("text", said)
		return nil
	}
	var kept jsonLine
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&kept); err != nil {
		return fmt.Errorf("read a line: %w", err)
	}
	*l = lineOf(kept.Code, kept.Args)
	return nil
}

func lineOf(code Code, kept []any) Line {
	l := Line{Code: code}
	for _, a := range kept {
		l.Args = append(l.Args, argOf(a))
	}
	return l
}

// argOf is the argument that was kept.
func argOf(kept any) any {
	switch v := kept.(type) {
	case string:
		return v
	case json.Number:
		return numberOf(v)
	case map[string]any:
		if d, ok := v["duration"].(string); ok {
			if took, err := time.ParseDuration(d); err == nil {
				return took
			}
		}
		if code, ok := v["code"].(string); ok {
			args, _ := v["args"].([]any)
			return lineOf(Code(code), args)
		}
	}
	return fmt.Sprint(kept)
}

func numberOf(n json.Number) any {
	if i, err := strconv.ParseInt(n.String(), 10, 64); err == nil {
		return i
	}
	if u, err := strconv.ParseUint(n.String(), 10, 64); err == nil {
		return u
	}
	if f, err := n.Float64(); err == nil {
		return f
	}
	return n.String()
}
