package logview

import "regexp"

// pythonTrace is how Python begins a traceback.
const pythonTrace = "Traceback (most recent call last)"

// frame finds how others write where an exception came through: Java, Node and
// .NET "at f(file:1)", Go "goroutine 1 [running]:", PHP "#0 file(1)", Ruby and
// Rust "file:1:in f", "stack backtrace:".
var frame = regexp.MustCompile(`(?m)^\s*(?:at \S.*[(:/]|goroutine \d+ \[|#\d+ \S|(?:from )?\S+:\d+:in |stack backtrace:|Caused by: )`)

// frameWithin is how much of the lines below a header is looked at for frames:
// a stack begins with its first.
const frameWithin = 1024

// Traceback reports whether the lines below the header are the way that an
// exception took. Else they are the rest of what somebody wrote, or stray ones.
func (e *Entry) Traceback() bool {
	if e.Trace.Empty() {
		return false
	}
	if e.Message.Starts(pythonTrace) || e.Trace.Has(pythonTrace) {
		return true
	}
	begin, _ := e.Trace.Cut(frameWithin)
	return begin.Match(frame)
}
