package httpcheck

import (
	"encoding/json"
	"strconv"
	"strings"

	"bedside/probes"
)

// units are the ways in which a figure may be written in a JSON body: the unit
// it gets and what it is multiplied with.
var units = map[string]struct {
	unit   probes.Unit
	factor float64
}{
	"":        {probes.None, 1},
	"count":   {probes.None, 1},
	"percent": {probes.Ratio, 0.01},
	"%":       {probes.Ratio, 0.01},
	"ratio":   {probes.Ratio, 1},
	"ms":      {probes.Seconds, 0.001},
	"s":       {probes.Seconds, 1},
	"B":       {probes.Bytes, 1},
	"KiB":     {probes.Bytes, 1 << 10},
	"MiB":     {probes.Bytes, 1 << 20},
	"GiB":     {probes.Bytes, 1 << 30},
	"/s":      {probes.PerSecond, 1},
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
		as := units[v.Unit]
		found = append(found, probes.Value{Metric: v.Metric, Number: n * as.factor, Unit: as.unit})
	}
	return found, missing, bad
}
