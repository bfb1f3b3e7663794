package pane

import (
	"slices"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"
	"bedside/ui/chart"
	"bedside/ui/theme"
)

// Tree shows who needs whom: the service, below it what it needs, then its own
// endpoints and what is watched beside it, worst first. One target is selected.
type Tree struct {
	selected probes.Name // "" for the worst

	sheet   sheet
	rows    []treeRow
	targets []ranked  // a buffer
	held    []float32 // a buffer
	top     int       // the first row in sight
	last    cache
	drawn   probes.Name
}

// treeRow is a target with its branch, or a heading.
type treeRow struct {
	ranked
	target  *state.Target // as it is
	branch  string
	heading words.Code
}

// View draws the pane.
func (p *Tree) View(s *state.Snapshot, w, h int, l *Look) string {
	if p.selected != p.drawn {
		p.drawn, p.last = p.selected, cache{}
	}
	return p.last.view(s, w, h, l, p.draw)
}

func (p *Tree) draw(s *state.Snapshot, w, h int, l *Look) []byte {
	b := &p.sheet
	b.beginBox(w, h, l)
	p.grow(s, l)
	height := b.left()
	p.scroll(height)
	seen := p.rows[p.top:min(len(p.rows), p.top+max(height, 0))]
	c := p.columns()
	p.title(s, seen, c, l)
	if len(p.rows) == 0 {
		putNoTargets(b, s, l)
	}
	for _, row := range seen {
		if row.target == nil {
			b.put(l.Dim, l.Word(row.heading))
			b.line()
			continue
		}
		p.row(s, row, c, l)
	}
	return b.picture()
}

// grow makes the rows: the service, what it needs below it, its own endpoints,
// and what is watched beside it; the last goes before those that it is worse than.
func (p *Tree) grow(s *state.Snapshot, l *Look) {
	p.rows = p.rows[:0]
	root := serviceTarget(s)
	needed := func(t *state.Target) bool { return t == root || t.Role == state.RoleDependency }
	own := func(t *state.Target) bool { return t.Role == state.RoleService && t != root }
	beside := func(t *state.Target) bool { return t.Role == state.RoleOther }
	groups := []func(){
		func() {
			if root != nil {
				if len(p.rows) > 0 { // whose heading would be the service's too
					p.rows = append(p.rows, treeRow{heading: "page.served"})
				}
				p.rows = append(p.rows, treeRow{ranked: rankOf(s, root), target: root})
			}
			p.part(s, "", l, func(t *state.Target) bool { return t.Role == state.RoleDependency })
		},
		func() { p.part(s, "page.own-endpoints", l, own) },
	}
	at, worst := len(groups), worstOf(s, beside)
	for at > 0 && worst.badness >= inTrouble && worseFirst(worst, worstOf(s, [...]func(*state.Target) bool{needed, own}[at-1])) < 0 {
		at--
	}
	for _, add := range slices.Insert(groups, at, func() { p.part(s, "page.beside", l, beside) }) {
		add()
	}
}

// worstOf is the worst target of a kind, one without trouble where there is none.
func worstOf(s *state.Snapshot, belongs func(*state.Target) bool) ranked {
	worst := ranked{urgency: untroubled}
	for i := range s.Targets {
		if t := &s.Targets[i]; belongs(t) {
			if r := rankOf(s, t); worseFirst(r, worst) < 0 {
				worst = r
			}
		}
	}
	return worst
}

// serviceTarget is the target that speaks for the service: its first one, nil
// for none.
func serviceTarget(s *state.Snapshot) *state.Target {
	for i := range s.Targets {
		if s.Targets[i].Role == state.RoleService {
			return &s.Targets[i]
		}
	}
	return nil
}

// part adds the targets of one kind, worst first, under a heading.
func (p *Tree) part(s *state.Snapshot, heading words.Code, l *Look, belongs func(*state.Target) bool) {
	p.targets = p.targets[:0]
	for i := range s.Targets {
		if t := &s.Targets[i]; belongs(t) {
			p.targets = append(p.targets, rankOf(s, t))
		}
	}
	if len(p.targets) == 0 {
		return
	}
	slices.SortStableFunc(p.targets, worseFirst)
	if heading != "" {
		p.rows = append(p.rows, treeRow{heading: heading})
	}
	for i, r := range p.targets {
		branch := l.Glyph.Branch
		if i == len(p.targets)-1 {
			branch = l.Glyph.LastBranch
		}
		p.rows = append(p.rows, treeRow{ranked: r, target: targetNamed(s, r.Name), branch: branch})
	}
}

// scroll keeps the selected row in sight.
func (p *Tree) scroll(height int) {
	at := p.at()
	p.top = max(0, min(p.top, len(p.rows)-height))
	switch {
	case at < 0 || height < 1:
		p.top = 0
	case at < p.top:
		p.top = at
	case at >= p.top+height:
		p.top = at - height + 1
	}
}

// at is the index of the selected row, of the worst one when none is; -1
// without rows.
func (p *Tree) at() int {
	worst := -1
	for i, row := range p.rows {
		switch {
		case row.target == nil:
		case row.target.Name == p.selected:
			return i
		case worst < 0 || worseFirst(row.ranked, p.rows[worst].ranked) < 0:
			worst = i
		}
	}
	return worst
}

// target is the selected target, nil for none.
func (p *Tree) target() *state.Target {
	if i := p.at(); i >= 0 {
		return p.rows[i].target
	}
	return nil
}

// move selects the target so many targets below.
func (p *Tree) move(step int) {
	i := p.at()
	for step != 0 && i >= 0 {
		next := i + sign(step)
		for next >= 0 && next < len(p.rows) && p.rows[next].target == nil {
			next += sign(step)
		}
		if next < 0 || next >= len(p.rows) {
			break
		}
		i = next
		step -= sign(step)
	}
	if i >= 0 {
		p.selected = p.rows[i].target.Name
	}
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}

func (p *Tree) title(s *state.Snapshot, seen []treeRow, c treeColumns, l *Look) {
	b := &p.sheet
	b.put(l.Title, " ", l.Word("page.needs"), " ")
	b.apart()
	var above, below tally
	for i, row := range p.rows {
		switch {
		case row.target == nil:
		case i < p.top:
			above.count(row.ranked)
		case i >= p.top+len(seen):
			below.count(row.ranked)
		}
	}
	above.above(b, s, l)
	below.below(b, s, l)
	var age time.Duration
	for _, row := range p.rows {
		if t := row.target; t != nil && stale(t) {
			age = max(age, l.now(s).Sub(t.At))
		}
	}
	switch {
	case age > 0:
		b.put(l.Unknown, " ", l.Word("screen.age", l.spoken(age)), " ")
	case c.span > 0 && len(p.rows) > 0:
		b.ifFits(b.width()-1, func() {
			b.put(l.Dim, " ")
			if c.past > 0 {
				b.put(l.Dim, l.Word("page.needs.past", pastOfTree), " ", l.Glyph.Dot, " ")
			}
			b.put(l.Dim, l.Word("page.needs.columns"), " ")
		})
	}
	b.line()
}

// treeColumns are the widths of the table; 0 leaves a column out.
type treeColumns struct{ name, past, latency, availability, span int }

// worded is the width of the column of latencies where lengths of time have
// words: " for ≥23h59m".
const worded = 12

// right is the width of the columns at the right.
func (c treeColumns) right() int { return c.past + c.latency + c.availability + c.span }

func (p *Tree) columns() treeColumns {
	var c treeColumns
	for _, row := range p.rows {
		if row.target != nil {
			c.name = max(c.name, theme.Width(string(row.target.Name))+2)
		}
	}
	w := p.sheet.width()
	c.name = min(c.name, max(8, min(20, w/3)))
	c.latency = 8
	if w >= 48 {
		c.availability = 10
	}
	if w >= 60 {
		c.span, c.latency = 5, worded
	}
	if w >= 84 {
		c.past = min(24, w-74)
	}
	return c
}

func (p *Tree) row(s *state.Snapshot, row treeRow, c treeColumns, l *Look) {
	b, t, ill := &p.sheet, row.Target, row.ill
	style, glyph := l.believed(s, t)
	if ill != nil {
		style, glyph = l.urgency(ill.Priority)
	}
	name, cursor := l.Text, " "
	switch {
	case row.target == p.target():
		name, cursor = l.Selected, l.Glyph.Pointer
	case absent(t):
		name = l.Dim
	}
	b.put(l.Focus, cursor)
	if row.branch != "" {
		b.put(l.Border, row.branch)
	}
	b.put(style, glyph)
	b.gap(1)
	b.cell(name, string(t.Name), c.name-theme.Width(row.branch))
	b.gap(1)
	if ill != nil {
		putIll(b, t, ill, b.width()-c.right()-1, l)
	} else {
		p.condition(s, t, style, c, l)
	}
	b.apart()
	p.numbers(s, t, style, c, l)
	b.line()
}

// believed is the style and the glyph of a target as it may be believed now.
func (l *Look) believed(s *state.Snapshot, t *state.Target) (theme.Style, string) {
	switch {
	case absent(t):
		return l.Dim, l.Glyph.Dot
	case stale(t):
		return l.sign(probes.Unknown)
	}
	if t.Status == probes.Down || t.Status == probes.Degraded {
		return l.alarmed(s, t)
	}
	return l.sign(t.Status)
}

// condition says how the target is, in words.
func (p *Tree) condition(s *state.Snapshot, t *state.Target, style theme.Style, c treeColumns, l *Look) {
	b := &p.sheet
	switch {
	case putUnseen(b, s, t, l):
	case t.Status == probes.Up && t.Latest == probes.Up:
		b.put(l.Dim, l.Word("screen.ok"))
	default:
		putFault(b, t, style, l)
	}
	putDiffers(b, t, b.width()-c.right()-1, l)
}

// putFault says what is wrong with a target, and of what is not down yet how
// often.
func putFault(b *sheet, t *state.Target, style theme.Style, l *Look) {
	text := l.Word(statusWord(t.Status))
	if t.Fault.Code != "" {
		text = l.Say(t.Fault.Line())
	}
	if t.Status == probes.Up { // failed, not often enough to be down
		b.put(l.P3, text)
		b.gap(1)
		b.put(l.P3, l.Glyph.Times)
		b.figure(l.P3, format{number: float64(max(t.Bad, 1))}, 0)
		return
	}
	b.put(style, text)
}

// putDiffers says in a row of w cells that the service reports the target
// otherwise, if it does: in words, with the sign alone, or not at all, as there
// is room.
func putDiffers(b *sheet, t *state.Target, w int, l *Look) {
	if !disagrees(t) {
		return
	}
	says := l.Word("screen.says-itself", words.Of(statusWord(t.SaysItself)))
	if !b.ifFits(w, func() { b.put(l.P3, " ", l.Glyph.Differs, " ", says) }) {
		b.ifFits(w, func() { b.put(l.P3, " ", l.Glyph.Differs) })
	}
}

// disagrees reports whether the service says otherwise of a target.
func disagrees(t *state.Target) bool {
	return t.SaysItself != probes.Unknown && t.SaysItself != t.Status && !t.At.IsZero()
}

// numbers are the columns at the right: the latency of what is up, and for how
// long already of what is not, as in the overview.
func (p *Tree) numbers(s *state.Snapshot, t *state.Target, style theme.Style, c treeColumns, l *Look) {
	b := &p.sheet
	if t.At.IsZero() || absent(t) {
		return
	}
	if c.past > 0 {
		p.past(s, t, c.past, l)
	}
	switch {
	case stale(t):
		b.gap(c.latency)
	case t.Status == probes.Up:
		b.figure(l.Text, seconds(t.Latency.Seconds()), c.latency)
	default:
		b.lasting(style, t, l.now(s), c.latency)
	}
	switch {
	case c.availability == 0:
	case t.Status == probes.Degraded: // as in the overview
		b.gap(c.availability + c.span)
		return
	case probes.Finite(t.Availability):
		b.figure(l.Dim, availability(t), c.availability)
	}
	if c.span > 0 {
		span := spanOf(t.Span)
		b.gap(c.span - len(span))
		b.put(l.Dim, span)
	}
}

// lasting is for how long a target has its status already, in w cells: in words
// where they have room, for it stands where others have their latency.
func (s *sheet) lasting(style theme.Style, t *state.Target, now time.Time, w int) {
	var room [24]byte
	d := now.Sub(t.Since)
	rest := w - len(appendElapsed(room[:0], d))
	if t.SinceAtLeast {
		rest -= theme.Width(s.look.Plain7("≥"))
	}
	word := s.look.Word("screen.for-so-long")
	if cells := theme.Width(word) + 1; rest > cells {
		s.gap(rest - cells)
		s.put(s.look.Dim, word, " ")
	} else {
		s.gap(rest)
	}
	s.age(style, d, t.SinceAtLeast)
}

// pastOfTree is how much of the past a row of the tree shows.
const pastOfTree = 2 * time.Minute

// past is the target's latency in the last minutes, on an axis of time that all
// rows share, however often each is asked: what failed together ends together.
func (p *Tree) past(s *state.Snapshot, t *state.Target, w int, l *Look) {
	p.held = onClock(p.held[:0], t.Past, l.now(s), pastOfTree/time.Duration(w), w)
	p.sheet.drawn(w, func(dst []byte) []byte {
		return chart.AppendSpark(dst, chart.Series{Step: time.Second, Values: p.held}, chart.SparkOptions{
			Width: w, Per: 1, High: headroom(state.Trend{Max: p.held}), Normal: l.Spark, Beyond: l.Spark, Glyphs: &l.Glyph,
		})
	})
}
