package frame

import (
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// modifier is what xterm adds to a key: its parameter less one.
type modifier int

const (
	shift modifier = 1 << iota
	alt
	ctrl
)

// special is a key that sends a sequence: itself, and with Shift, Ctrl, and
// both; zero where the model's vocabulary has no word for the combination.
type special struct{ plain, shift, ctrl, both tea.KeyType }

var (
	keyUp     = special{tea.KeyUp, tea.KeyShiftUp, tea.KeyCtrlUp, tea.KeyCtrlShiftUp}
	keyDown   = special{tea.KeyDown, tea.KeyShiftDown, tea.KeyCtrlDown, tea.KeyCtrlShiftDown}
	keyRight  = special{tea.KeyRight, tea.KeyShiftRight, tea.KeyCtrlRight, tea.KeyCtrlShiftRight}
	keyLeft   = special{tea.KeyLeft, tea.KeyShiftLeft, tea.KeyCtrlLeft, tea.KeyCtrlShiftLeft}
	keyHome   = special{tea.KeyHome, tea.KeyShiftHome, tea.KeyCtrlHome, tea.KeyCtrlShiftHome}
	keyEnd    = special{tea.KeyEnd, tea.KeyShiftEnd, tea.KeyCtrlEnd, tea.KeyCtrlShiftEnd}
	keyPgUp   = special{plain: tea.KeyPgUp, ctrl: tea.KeyCtrlPgUp}
	keyPgDown = special{plain: tea.KeyPgDown, ctrl: tea.KeyCtrlPgDown}
)

// byFinal are the keys that are told by the last letter: ESC [ A, ESC O A,
// ESC [ 1 ; 5 A.
var byFinal = map[byte]special{
	'A': keyUp, 'B': keyDown, 'C': keyRight, 'D': keyLeft, 'H': keyHome, 'F': keyEnd,
	'P': {plain: tea.KeyF1}, 'Q': {plain: tea.KeyF2}, 'R': {plain: tea.KeyF3}, 'S': {plain: tea.KeyF4},
	'Z': {plain: tea.KeyShiftTab},
}

// byNumber are the keys that are told by a number: ESC [ 5 ~, ESC [ 5 ; 5 ~.
var byNumber = map[int]special{
	1: keyHome, 2: {plain: tea.KeyInsert}, 3: {plain: tea.KeyDelete}, 4: keyEnd, 5: keyPgUp, 6: keyPgDown,
	7: keyHome, 8: keyEnd,
	11: {plain: tea.KeyF1}, 12: {plain: tea.KeyF2}, 13: {plain: tea.KeyF3}, 14: {plain: tea.KeyF4},
	15: {plain: tea.KeyF5}, 17: {plain: tea.KeyF6}, 18: {plain: tea.KeyF7}, 19: {plain: tea.KeyF8},
	20: {plain: tea.KeyF9}, 21: {plain: tea.KeyF10}, 23: {plain: tea.KeyF11}, 24: {plain: tea.KeyF12},
	25: {plain: tea.KeyF13}, 26: {plain: tea.KeyF14}, 28: {plain: tea.KeyF15}, 29: {plain: tea.KeyF16},
	31: {plain: tea.KeyF17}, 32: {plain: tea.KeyF18}, 33: {plain: tea.KeyF19}, 34: {plain: tea.KeyF20},
}

// rxvt are the arrows of rxvt: ESC [ a with Shift, ESC O a with Ctrl.
var rxvt = map[byte]special{'a': keyUp, 'b': keyDown, 'c': keyRight, 'd': keyLeft}

// console are the function keys of the Linux console: ESC [ [ A.
var console = map[byte]tea.KeyType{
	'A': tea.KeyF1, 'B': tea.KeyF2, 'C': tea.KeyF3, 'D': tea.KeyF4, 'E': tea.KeyF5,
}

// with returns the message for the key with modifiers, nil if it has none.
func (k special) with(m modifier) tea.Msg {
	key := [...]tea.KeyType{0: k.plain, shift: k.shift, ctrl: k.ctrl, shift | ctrl: k.both}[m&(shift|ctrl)]
	if key == 0 {
		return nil
	}
	return tea.KeyMsg{Type: key, Alt: m&alt != 0}
}

// csiKey returns the key of a control sequence, nil if there is none.
func csiKey(params string, final byte) tea.Msg {
	number, mod, _ := strings.Cut(params, ";")
	m := modifier(0)
	if mod != "" {
		n, err := strconv.Atoi(mod)
		if err != nil || n < 1 || n > 16 {
			return nil
		}
		m = modifier(n - 1)
	}
	if k, ok := rxvt[final]; ok && params == "" {
		return k.with(shift)
	}
	if k, ok := byFinal[final]; ok && (number == "" || number == "1" && mod != "") {
		return k.with(m)
	}
	if n, err := strconv.Atoi(number); err == nil && final == '~' {
		return byNumber[n].with(m)
	}
	return nil
}

// ss3Key returns the key of ESC O final, nil if there is none.
func ss3Key(final byte) tea.Msg {
	if final == 'M' {
		return tea.KeyMsg{Type: tea.KeyEnter}
	}
	if k, ok := rxvt[final]; ok {
		return k.with(ctrl)
	}
	return byFinal[final].with(0)
}

// runeKey returns the key of a character, with Alt if m says so.
func runeKey(r rune, m modifier) tea.Msg {
	k := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: m&alt != 0}
	if r == ' ' {
		k.Type = tea.KeySpace
	}
	return k
}

// controlKey returns the key of a C0 control character or DEL.
func controlKey(c byte, m modifier) tea.Msg {
	return tea.KeyMsg{Type: tea.KeyType(c), Alt: m&alt != 0}
}
