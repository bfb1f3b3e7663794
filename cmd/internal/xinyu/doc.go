// Package xinyu is the embedded service: a whole Xinyu chatbot to
// demonstrate, test and rehearse on.
//
// It is no mock-up. Three processes of one binary play together:
//
//	console      the monitor itself; it knows nothing of this package's inside
//	supervisor   owns the dependencies (LLM, Chroma, MySQL, Redis), the fault
//	             proxies in front of them, the synthetic users and the control
//	             endpoint; it starts the backend again whenever that exits
//	backend      the service: HTTP in front, dependencies over TCP behind,
//	             Python's log files at its side
//
// The three share files, not memory. The supervisor writes config.env and
// backend/xinyu_prompt.py under the service's root, the backend reads them at
// start: "edit and restart" is therefore the real recipe here as well. Every
// process holds a pipe of its parent and ends when that closes, so that none
// outlives the console, however the console ended.
package xinyu
