package ui

import tea "github.com/charmbracelet/bubbletea"

// onCurves are the pages whose charts have a cursor.
const onCurves = onLatency | onHost

func curveKeys() []binding {
	return []binding{
		{[]string{"h", "left"}, "key.curve.earlier", onCurves, 1, (*model).curveEarlier},
		{[]string{"l", "right"}, "key.curve.later", onCurves, 0, (*model).curveLater},
		{[]string{"ctrl+u", "pgup"}, "key.curve.far-earlier", onCurves, 0, (*model).curveFarEarlier},
		{[]string{"ctrl+d", "pgdown"}, "key.curve.far-later", onCurves, 0, (*model).curveFarLater},
		{[]string{"g", "home"}, "key.curve.oldest", onCurves, 0, (*model).curveOldest},
		{[]string{"G", "end", "0"}, "key.curve.newest", onCurves, 0, (*model).curveNewest},
		{[]string{"j", "down"}, "key.endpoints.down", onLatency, 5, (*model).endpointsDown},
		{[]string{"k", "up"}, "key.endpoints.up", onLatency, 0, (*model).endpointsUp},
	}
}

func (m *model) goLatency() tea.Cmd {
	m.turnTo(latencyPage)
	return nil
}

func (m *model) goHost() tea.Cmd {
	m.turnTo(hostPage)
	return nil
}

func (m *model) curveEarlier() tea.Cmd    { return m.curveMove(-1) }
func (m *model) curveLater() tea.Cmd      { return m.curveMove(1) }
func (m *model) curveFarEarlier() tea.Cmd { return m.curveMove(-halfAPage) }
func (m *model) curveFarLater() tea.Cmd   { return m.curveMove(halfAPage) }
func (m *model) curveOldest() tea.Cmd     { return m.curveMove(-fullLength) }
func (m *model) curveNewest() tea.Cmd     { return m.curveMove(fullLength) }

func (m *model) curveMove(columns int) tea.Cmd {
	if m.page == hostPage {
		m.host.Move(columns)
	} else {
		m.latency.Move(columns)
	}
	return nil
}

func (m *model) endpointsDown() tea.Cmd { m.latency.Scroll(1); return nil }
func (m *model) endpointsUp() tea.Cmd   { m.latency.Scroll(-1); return nil }
