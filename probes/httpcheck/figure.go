package httpcheck

import (
	"encoding/json"
	"strconv"
	"strings"

	"bedside/probes"
)

// measureOf finds the measure of a figure in a JSON body, where shares and
// counts are usually called by their names.
func measureOf(unit string) (probes.Measure, bool) {
	switch unit {
	case "count":
		unit = ""
	case "percent":
		unit = "%"
	case "ratio":
		return probes.Measure{Unit: probes.Ratio, Times: 1}, true
	}
	return probes.MeasureOf(unit)
}

// number reads a scalar as a figure: a number, a number in quotes, a size as
// Redis writes it ("1.05M"), or a boolean as 1 or 0.
func number(scalar any) (float64, bool) {
	var n float64
	var err error
	switch v := scalar.(type) {
	case json.Number:
		n, err = v.Float64()
	case bool:
		if v {
			n = 1
		}
	case string:
		text, factor := size(strings.TrimSpace(v))
		n, err = strconv.ParseFloat(text, 64)
		n *= factor
	default:
		return 0, false
	}
	return n, err == nil && probes.Finite(n)
}

// size splits the letter off a size.
func size(text string) (string, float64) {
	for i, letter := range []string{"B", "K", "M", "G", "T"} {
		if rest, cut := strings.CutSuffix(text, letter); cut {
			return rest, float64(uint64(1) << (10 * i))
		}
	}
	return text, 1
}

// figures reads the values out of a document. missing are the paths where
// nothing stands, bad those where no finite number does. A null is neither: the
// target says that it has no figure now.
func figures(d document, values []Value) (found []probes.Value, missing, bad []string) {
	for _, v := range values {
		scalar, there := d.leaves[v.Path]
		if !there {
			missing = append(missing, v.Path)
			continue
		}
		if scalar == nil {
			continue
		}
		n, ok := number(scalar)
		if !ok {
			bad = append(bad, v.Path)
			continue
		}
		as, _ := measureOf(v.Unit) // New has refused what is none
		found = append(found, probes.Value{Metric: v.Metric, Number: as.Of(n), Unit: as.Unit})
	}
	return found, missing, bad
}
