package frametest

import (
	"strconv"
	"strings"
)

// rendition is the state that SGR sequences change.
type rendition struct {
	on     [10]bool // by parameter: 1 bold, 2 faint, 3 italic, 4 underline, 7 reverse, 9 strike
	fg, bg string   // as SGR parameters; empty for the terminal's own
}

// String gives the parameters that lead here from the terminal's own style.
func (r *rendition) String() string {
	var params []string
	for p, on := range r.on {
		if on {
			params = append(params, strconv.Itoa(p))
		}
	}
	for _, c := range []string{r.fg, r.bg} {
		if c != "" {
			params = append(params, c)
		}
	}
	return strings.Join(params, ";")
}

// onBlank is String without what nobody sees where nothing stands: the colour
// and the weight of a character.
func (r *rendition) onBlank() string {
	if r.on[4] || r.on[7] || r.on[9] {
		return r.String()
	}
	return r.background()
}

// background is the style of a cell that is erased.
func (r *rendition) background() string { return r.bg }

// apply obeys the parameters and reports whether all are on the list.
func (r *rendition) apply(params string) bool {
	list := strings.Split(params, ";")
	for len(list) > 0 {
		used := r.one(list)
		if used == 0 {
			return false
		}
		list = list[used:]
	}
	return true
}

// one obeys the first parameter and returns how many belong to it.
func (r *rendition) one(list []string) int {
	p, ok := number(list[0], 0)
	switch {
	case !ok:
		return 0
	case p == 0:
		*r = rendition{}
	case p == 1, p == 2, p == 3, p == 4, p == 7, p == 9:
		r.on[p] = true
	case p >= 30 && p <= 37, p >= 90 && p <= 97:
		r.fg = list[0]
	case p >= 40 && p <= 47, p >= 100 && p <= 107:
		r.bg = list[0]
	case p == 39:
		r.fg = ""
	case p == 49:
		r.bg = ""
	case p == 38:
		return extended(list, &r.fg)
	case p == 48:
		return extended(list, &r.bg)
	default:
		return 0
	}
	return 1
}

// extended reads a colour of 256 (38;5;n) or a direct one (38;2;r;g;b).
func extended(list []string, c *string) int {
	n := 0
	switch {
	case len(list) >= 3 && list[1] == "5":
		n = 3
	case len(list) >= 5 && list[1] == "2":
		n = 5
	default:
		return 0
	}
	for _, p := range list[2:n] {
		if v, ok := number(p, -1); !ok || v < 0 || v > 255 {
			return 0
		}
	}
	*c = strings.Join(list[:n], ";")
	return n
}
