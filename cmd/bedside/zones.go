package main

// A static binary knows the zones that a configuration names wherever it runs.
import _ "time/tzdata"
