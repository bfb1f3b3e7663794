package frame

import tea "github.com/charmbracelet/bubbletea"

// outer stands between bubbletea and the model: it hands views to the writer
// and answers the keys that belong to the terminal.
type outer struct {
	inner   tea.Model
	session *session
	next    order
}

var _ tea.Model = (*outer)(nil)

// Init lets the model know the size before its first View, so that the first
// frame is right.
func (o *outer) Init() tea.Cmd {
	guard := o.session.guard
	cmd := guard.command(o.inner.Init())
	width, height := o.session.terminal.Size()
	_, sized := o.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return guard.command(tea.Batch(cmd, sized))
}

func (o *outer) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case redrawMsg:
		return o.redraw()
	case bellMsg:
		o.next.bell = true
		return o, nil
	case suspendMsg:
		return o.suspend()
	case tea.WindowSizeMsg:
		o.next.redraw = true // even at the size that it was: there may have been another between
		o.next.width, o.next.height = msg.Width, msg.Height
	case tea.KeyMsg:
		switch msg.Type {
		case tea.KeyCtrlL:
			return o.redraw()
		case tea.KeyCtrlZ:
			return o.suspend()
		case tea.KeyCtrlC:
			o.session.interrupt.rest()
		}
	}
	var cmd tea.Cmd
	o.inner, cmd = o.inner.Update(msg)
	return o, o.session.guard.command(cmd)
}

func (o *outer) redraw() (tea.Model, tea.Cmd) {
	o.next.redraw = true
	return o, nil
}

func (o *outer) suspend() (tea.Model, tea.Cmd) {
	nudge(o.session.suspensions)
	return o, nil
}

// View hands the model's view to the writer; bubbletea itself draws nothing.
func (o *outer) View() string {
	o.next.view = o.inner.View()
	o.session.writer.offer(o.next)
	o.next.redraw, o.next.bell = false, false
	return ""
}

// nudge leaves a value in a channel of one, unless there is one already.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
