package chart

import (
	"math"
	"strconv"
	"strings"
)

// scale is what the rows of a chart stand for, in what its axis counts. The
// lowest is 0.
type scale struct {
	step  float64 // from one row to the next
	every int     // rows from one label to the next
}

// distance is that of two labels.
func (s scale) distance() float64 { return s.step * float64(s.every) }

// scaling is what a scale is chosen by.
type scaling struct {
	top    float64 // the largest value that is drawn
	height int     // rows
	limit  Limit
	factor float64
	most   float64
	unit   string
}

// A scale has a label at every second row, unless others serve it better; in a
// chart that is not low never at each.
const (
	usualEvery = 2
	mostEvery  = 5
	lowHeight  = 9
)

// widerDistances is how many distances between labels are tried; beyond them
// the curve would lie too low.
const widerDistances = 3

// choose is the scale of round labels that serves best. It holds every value to
// the nearest row, and the limit with a row on each side of it; only a limit
// that the values leave far behind stands higher than it is. A chart too low for
// labels ends with the limit where nothing is beyond.
func (n scaling) choose() scale {
	if at, within := n.within(); within && n.height < leastLabelled {
		return scale{at * n.factor / float64(n.height-1), usualEvery}
	}
	least, cost := n.leastStep(), math.Inf(1)
	best, first := scale{least, usualEvery}, 1
	if n.height > lowHeight {
		first = usualEvery
	}
	for every := first; every <= min(mostEvery, n.height-1); every++ {
		distance := roundUp(least * float64(every))
		for range widerDistances {
			s := scale{distance / float64(every), every}
			if c := n.cost(s, least); c < cost {
				best, cost = s, c
			}
			distance = roundUp(distance * 1.001)
		}
	}
	return best
}

// leastLabelled is the height from which a chart with a limit has labels beside
// it. A lower one has no row to spare for what is not there.
const leastLabelled = 4

// within is the limit that no value is beyond, where values go up to it.
func (n scaling) within() (limit float64, ok bool) {
	at, ok := n.limit.line()
	return at, ok && at > 0 && !n.limit.low() && n.top <= at && !n.limit.Beyond(n.top)
}

// leastStep is the least that a row may stand for.
func (n scaling) leastStep() float64 {
	rows := float64(n.height - 1)
	least := n.top * n.factor / (rows + 0.5)
	if at, ok := n.limit.line(); ok {
		least = max(least, at*n.factor/(rows-0.5))
	}
	if least <= 0 {
		return 1
	}
	return least
}

// cost is how badly a scale serves: the share of the height that it leaves
// empty, the rows that the limit stands off its value, how unusual its labels
// are, and whether there are two besides that of the ground. A scale with a
// label that would have to be rounded is the last resort.
func (n scaling) cost(s scale, least float64) float64 {
	const unusual, bare, rounded = 0.1, 0.3, 10
	cost := 1 - least/s.step + unusual*math.Abs(float64(s.every-usualEvery))
	level, off := n.limitLevel(s)
	cost += off
	exact, labels := n.labels(s, level)
	if labels < 2 {
		cost += bare
	}
	if !exact {
		cost += rounded
	}
	return cost
}

// limitLevel is the limit's row and how many rows that is off its value,
// noPoint where there is no limit.
func (n scaling) limitLevel(s scale) (level int, off float64) {
	at, ok := n.limit.line()
	if !ok {
		return noPoint, 0
	}
	rows := at * n.factor / s.step
	level = max(1, min(int(math.Round(min(rows, float64(n.height)))), n.height-2))
	return level, math.Abs(rows - float64(level))
}

// labels reports whether every label of a scale says exactly what its row is,
// and how many there are above the ground. The limit has one of its own.
func (n scaling) labels(s scale, limitLevel int) (exact bool, count int) {
	if exact = true; limitLevel != noPoint {
		count++
	}
	for level := s.every; level < n.height; level += s.every {
		v := s.step * float64(level)
		if n.most > 0 && v > n.most*n.factor*1.0001 {
			break
		}
		_, fits := label(v, s.distance(), labelWidth-len(n.unit))
		exact = exact && fits
		if fits && level != limitLevel {
			count++
		}
	}
	return exact, count
}

// label is a number on an axis with such distances, and whether it is exact. All
// of an axis have as many decimals, so that their points stand below each other;
// where there is no room for them, each has those that it needs.
func label(v, distance float64, room int) (text string, exact bool) {
	for _, n := range [...]int{decimals(distance), decimals(v)} {
		text = strconv.FormatFloat(v, 'f', n, 64)
		if scaled := v * math.Pow10(n); len(text) <= room && math.Abs(scaled-math.Round(scaled)) < 1e-6*scaled {
			return text, true
		}
	}
	return prefixed(v, room)
}

// prefixed is a large number with its prefix.
func prefixed(v float64, room int) (text string, exact bool) {
	if v < 1e4 || room < labelWidth {
		return "", false
	}
	text = number(v, room)
	n, err := strconv.ParseFloat(strings.TrimRight(text, "kMGT"), 64)
	size := v / n
	return text, err == nil && math.Abs(math.Log10(size)-math.Round(math.Log10(size))) < 1e-9
}

// decimals is how many decimals a round number needs, three at most.
func decimals(v float64) int {
	n := 0
	for ; n < 3 && math.Abs(v-math.Round(v)) > 1e-6*v; n++ {
		v *= 10
	}
	return n
}

// roundUp is the next round number: 1, 2, 2.5 or 5 times a power of ten.
func roundUp(n float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(n)))
	for _, step := range [...]float64{1, 2, 2.5, 5, 10} {
		if top := step * unit; n <= top*(1+1e-9) {
			return top
		}
	}
	return n
}
