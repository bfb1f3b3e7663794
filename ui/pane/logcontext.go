package pane

import "math"

// WholeContext is a context that leaves nothing out.
const WholeContext = math.MaxInt

// contexts are how many entries may stand around a hit.
var contexts = [...]int{0, 1, 2, 5, 10, 25, WholeContext}

// NextContext is the context that is wider than n, or narrower when step is
// negative; n when there is none.
func NextContext(n, step int) int {
	for i, c := range contexts {
		if c == n && i+step >= 0 && i+step < len(contexts) {
			return contexts[i+step]
		}
	}
	return n
}

// contextWords says how much context is shown.
func (p *Logs) contextWords(l *Look) string {
	if p.Context == WholeContext {
		return l.Word("logpage.context.all")
	}
	return l.Word("logpage.context", p.Context)
}

// NextHit moves the cursor to the next row that the query matched in direction
// step, 1 or -1, and reports whether one is here.
func (p *Logs) NextHit(step int) bool {
	return p.seek(step, func(r *logRow) bool { return r.hit })
}

// seek moves the cursor to the next row in direction step that is wanted, and
// reports whether there is one.
func (p *Logs) seek(step int, wanted func(*logRow) bool) bool {
	for i := p.cursor + step; i >= 0 && i < len(p.rows); i += step {
		if wanted(&p.rows[i]) {
			p.jump(i)
			return true
		}
	}
	return false
}

// jump puts the cursor on a row.
func (p *Logs) jump(row int) {
	p.skip = 0
	p.Move(row - p.cursor)
}
