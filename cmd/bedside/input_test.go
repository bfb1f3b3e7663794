package main

import (
	"net"
	"strings"
	"testing"
)

// closedPort is the URL of a port at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// oneSentence fails the test unless a complaint is one line that says what is
// wrong, and nothing of how the program is made.
func oneSentence(t *testing.T, complaint, says string) {
	t.Helper()
	if strings.Count(complaint, "\n") != 1 || !strings.HasSuffix(complaint, "\n") {
		t.Errorf("the complaint is not one line: %q", complaint)
	}
	if !strings.Contains(complaint, says) {
		t.Errorf("the complaint does not say %q: %q", says, complaint)
	}
	for _, inside := range []string{"goroutine", "panic", ".go:", "0x", "%!"} {
		if strings.Contains(complaint, inside) {
			t.Errorf("the complaint speaks of the program's inside: %q", complaint)
		}
	}
}
