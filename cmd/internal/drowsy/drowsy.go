// Package drowsy lets the kernel end this program's waits late, so that many
// end together: a monitor that looks twice a second has no use for timers of a
// few microseconds, and waking a processor costs more than what it then does.
//
// Linux calls it timer slack, 50 µs by default. A thread has it from the one
// that made it, and Go's own threads, which wake most, are made before any of
// our code runs. So this package, imported for that effect, sets the slack of
// each thread that is there already, beside whatever else is done; that takes
// the right to set priorities (CAP_SYS_NICE). Without it, it sets its own and
// starts the program once more in its own place: same process, arguments and
// environment, 1.5 ms later. Go initialises packages in the order of their
// paths as far as their imports allow, and this one, which imports little and
// sorts before "bedside/cmd/internal/quiet", comes first: the environment is
// still as we got it. Where the system refuses, the program costs more and is
// the same.
package drowsy

import "time"

// Slack is how late a wait may end. It is far below what a person notices and
// above what the runtime's own pauses take.
const Slack = 4 * time.Millisecond
