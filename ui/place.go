package ui

// place is where a key is pressed: it decides what the key means. Places are
// bits, so that one binding may hold in several.
type place uint16

// The places.
const (
	onOverview place = 1 << iota
	onLatency
	onDependencies
	onHost
	onAlerts
	onJournal
	onLogs
	inQuery   // writing a log query
	inPalette // writing a command's name
	inHelp
	inPreview // an act's plan, before it is confirmed
	inNaming  // the same, where the name has to be typed
	inRun     // an act's progress

	onPages  = onOverview | onLatency | onDependencies | onHost | onAlerts | onJournal | onLogs
	nowhere  = place(0)
	anywhere = inRun<<1 - 1
)

// writes reports whether printable keys are text here.
func (p place) writes() bool { return p&(inQuery|inPalette|inNaming) != nowhere }

// overlay is what lies over the page.
type overlay uint8

// The overlays.
const (
	noOverlay overlay = iota
	helpOverlay
	paletteOverlay
	previewOverlay
	runOverlay
)

// base is a page.
type base uint8

// The pages, in the order of their keys.
const (
	overviewPage base = iota
	latencyPage
	dependenciesPage
	hostPage
	alertsPage
	logsPage
	journalPage
)

// place is where the next key will be read.
func (m *model) place() place {
	switch m.overlay {
	case helpOverlay:
		return inHelp
	case paletteOverlay:
		return inPalette
	case previewOverlay:
		if m.act.naming() {
			return inNaming
		}
		return inPreview
	case runOverlay:
		return inRun
	}
	return m.page.place(m.logs.writing)
}

func (b base) place(writing bool) place {
	switch {
	case b == overviewPage:
		return onOverview
	case b == latencyPage:
		return onLatency
	case b == dependenciesPage:
		return onDependencies
	case b == hostPage:
		return onHost
	case b == alertsPage:
		return onAlerts
	case b == journalPage:
		return onJournal
	case writing:
		return inQuery
	}
	return onLogs
}
