package frame

import "strconv"

// maxParams bounds what is read of one SGR sequence.
const maxParams = 32

// sgr reads the SGR sequence at the start of s ("\x1b[1;31m") and returns the
// style after it and its length; a length of 0 says that there is none.
func sgr(s string, from style) (style, int) {
	var params [maxParams]int
	n := 0
	for i := len("\x1b["); i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			params[n] = min(params[n]*10+int(c-'0'), 9999)
		case c == ';' || c == ':':
			if n++; n == maxParams {
				return from, 0
			}
		case c == 'm':
			return from.with(params[:n+1]), i + 1
		default:
			return from, 0
		}
	}
	return from, 0
}

// with applies SGR parameters. Those that would blink or conceal, and those
// that are not known, change nothing.
func (s style) with(params []int) style {
	for len(params) > 0 {
		p := params[0]
		params = params[1:]
		switch {
		case p == 38 || p == 48:
			var c color
			c, params = extended(params)
			if p == 38 {
				s.fg = c
			} else {
				s.bg = c
			}
		case p >= 30 && p <= 37:
			s.fg = indexed | color(p-30)
		case p >= 40 && p <= 47:
			s.bg = indexed | color(p-40)
		case p >= 90 && p <= 97:
			s.fg = indexed | color(p-90+8)
		case p >= 100 && p <= 107:
			s.bg = indexed | color(p-100+8)
		default:
			s = s.switched(p)
		}
	}
	return s
}

// switched applies one parameter that stands alone.
func (s style) switched(p int) style {
	switch p {
	case 0:
		return style{}
	case 1:
		s.attr |= bold
	case 2:
		s.attr |= faint
	case 3:
		s.attr |= italic
	case 4:
		s.attr |= underline
	case 7:
		s.attr |= reverse
	case 9:
		s.attr |= strike
	case 22:
		s.attr &^= bold | faint
	case 23:
		s.attr &^= italic
	case 24:
		s.attr &^= underline
	case 27:
		s.attr &^= reverse
	case 29:
		s.attr &^= strike
	case 39:
		s.fg = 0
	case 49:
		s.bg = 0
	}
	return s
}

// extended reads what follows 38 or 48 and returns the rest.
func extended(params []int) (color, []int) {
	switch {
	case len(params) >= 2 && params[0] == 5:
		return indexed | color(params[1]&0xFF), params[2:]
	case len(params) >= 4 && params[0] == 2:
		r, g, b := color(params[1]&0xFF), color(params[2]&0xFF), color(params[3]&0xFF)
		return direct | r<<16 | g<<8 | b, params[4:]
	}
	return 0, nil
}

var attrParams = [...]struct {
	attr  attr
	param int64
}{{bold, 1}, {faint, 2}, {italic, 3}, {underline, 4}, {reverse, 7}, {strike, 9}}

// appendSGR appends what leads from one style to another, which differ.
func appendSGR(buf []byte, from, to style) []byte {
	if to == (style{}) {
		return append(buf, "\x1b[m"...)
	}
	buf = append(buf, "\x1b["...)
	if from.attr&^to.attr != 0 {
		buf = append(buf, "0;"...)
		from = style{}
	}
	for _, a := range attrParams {
		if to.attr&^from.attr&a.attr != 0 {
			buf = strconv.AppendInt(buf, a.param, 10)
			buf = append(buf, ';')
		}
	}
	if to.fg != from.fg {
		buf = appendColor(buf, to.fg, 30)
	}
	if to.bg != from.bg {
		buf = appendColor(buf, to.bg, 40)
	}
	buf[len(buf)-1] = 'm' // in place of the last semicolon
	return buf
}

// appendColor appends the parameters of c; base is 30 for the foreground and
// 40 for the background.
func appendColor(buf []byte, c color, base int64) []byte {
	n := int64(c & 0xFFFFFF)
	switch {
	case c == 0:
		buf = strconv.AppendInt(buf, base+9, 10)
	case c&direct != 0:
		buf = strconv.AppendInt(buf, base+8, 10)
		buf = append(buf, ";2;"...)
		buf = strconv.AppendInt(buf, n>>16, 10)
		buf = append(buf, ';')
		buf = strconv.AppendInt(buf, n>>8&0xFF, 10)
		buf = append(buf, ';')
		buf = strconv.AppendInt(buf, n&0xFF, 10)
	case n < 8:
		buf = strconv.AppendInt(buf, base+n, 10)
	case n < 16:
		buf = strconv.AppendInt(buf, base+60+n-8, 10)
	default:
		buf = strconv.AppendInt(buf, base+8, 10)
		buf = append(buf, ";5;"...)
		buf = strconv.AppendInt(buf, n, 10)
	}
	return append(buf, ';')
}
