// Package series holds the recent past of named figures and computes the
// users' vital signs from a service's own counters, histograms or request
// lines. It is pure: every time is an argument. Times from time.Now carry a
// monotonic reading, and only differences of times are used, so a wall clock
// that jumps leaves no hole and no spike.
package series
