package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestTheProgramKnowsTimeZonesWhereTheSystemHasNone(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatalf("listing what the program consists of: %v", err)
	}
	if !slices.Contains(strings.Fields(string(out)), "time/tzdata") {
		t.Error("the data of time zones is not part of it")
	}
}
