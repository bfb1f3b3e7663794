package xinyu

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody bounds a request: pictures and voices come with it.
const maxBody = 10 << 20

// pyFloat is a number that Python would print with a decimal point.
type pyFloat float64

// MarshalJSON writes 30 as 30.0.
func (f pyFloat) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		return nil, fmt.Errorf("encode %v: no JSON number", float64(f))
	}
	text := strconv.FormatFloat(float64(f), 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return []byte(text), nil
}

// rounded keeps two decimals.
func rounded(f float64) pyFloat { return pyFloat(math.Round(f*100) / 100) }

// epoch is Python's time.time(): seconds and microseconds.
func epoch(t time.Time) pyFloat { return pyFloat(float64(t.UnixMicro()) / 1e6) }

// isoformat is Python's datetime.now().isoformat().
func isoformat(t time.Time) string { return t.Format("2006-01-02T15:04:05.000000") }

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	// The status is out: whoever asked and went away learns no more of it.
	_ = encoder.Encode(body)
}

// object is a JSON object whose shape stands where it is written.
type object map[string]any

// writeDetail answers as FastAPI's HTTPException does.
func writeDetail(w http.ResponseWriter, status int, detail string) {
	writeJSON(w, status, object{"detail": detail})
}

// writeInvalid answers as FastAPI's validation does.
func writeInvalid(w http.ResponseWriter, field, problem string) {
	writeJSON(w, http.StatusUnprocessableEntity, object{"detail": []object{
		{"type": "value_error", "loc": []string{"body", field}, "msg": problem},
	}})
}

// readJSON decodes the body into out, or answers that it cannot.
func readJSON(w http.ResponseWriter, r *http.Request, out any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(out); err != nil {
		writeInvalid(w, "json", "JSON decode error: "+err.Error())
		return false
	}
	return true
}

func jsonText(list []string) string {
	text, err := json.Marshal(list)
	if err != nil {
		return "[]"
	}
	return string(text)
}
