package frame

import (
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// mouseEvent reads the SGR form of a mouse report ("0;10;5" and M or m), nil
// if it is malformed or of a button that is not used.
func mouseEvent(params string, final byte) tea.Msg {
	fields := strings.Split(params, ";")
	if len(fields) != 3 {
		return nil
	}
	var n [3]int
	for i, f := range fields {
		v, err := strconv.Atoi(f)
		if err != nil || v < 0 || v > 1<<14 {
			return nil
		}
		n[i] = v
	}
	button, ok := mouseButton(n[0])
	if !ok || n[1] < 1 || n[2] < 1 {
		return nil
	}
	e := tea.MouseMsg{
		X: n[1] - 1, Y: n[2] - 1, Button: button,
		Shift: n[0]&4 != 0, Alt: n[0]&8 != 0, Ctrl: n[0]&16 != 0,
	}
	if final == 'm' {
		e.Action = tea.MouseActionRelease
	}
	return e
}

func mouseButton(code int) (tea.MouseButton, bool) {
	switch code &^ (4 | 8 | 16) {
	case 0:
		return tea.MouseButtonLeft, true
	case 1:
		return tea.MouseButtonMiddle, true
	case 2:
		return tea.MouseButtonRight, true
	case 64:
		return tea.MouseButtonWheelUp, true
	case 65:
		return tea.MouseButtonWheelDown, true
	}
	return tea.MouseButtonNone, false
}
