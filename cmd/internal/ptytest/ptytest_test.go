package ptytest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const limit = 10 * time.Second

// shell starts a script in a terminal of 80×24.
func shell(t *testing.T, script string) *Session {
	t.Helper()
	s, err := Start(exec.Command("sh", "-c", script), Size{80, 24})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestTypedKeysReachTheProgramAndItsOutputComesBack(t *testing.T) {
	s := shell(t, `read name; echo "hello $name"; exit 7`)
	if err := s.Type("world\n"); err != nil {
		t.Fatal(err)
	}
	if err := s.WaitText(0, limit, "hello world"); err != nil {
		t.Fatal(err)
	}
	if code, err := s.Wait(limit); code != 7 || err != nil {
		t.Errorf("ended with %d, %v; want 7", code, err)
	}
}

func TestTheSizeIsTheProgramsSize(t *testing.T) {
	s := shell(t, `trap 'stty size; exit' WINCH; stty size; while :; do read x; done`)
	if err := s.WaitText(0, limit, "24 80"); err != nil {
		t.Fatal(err)
	}
	if err := s.Resize(Size{Width: 132, Height: 43}); err != nil {
		t.Fatal(err)
	}
	if err := s.Type("\n"); err != nil { // some shells trap only between commands
		t.Fatal(err)
	}
	if err := s.WaitText(0, limit, "43 132"); err != nil {
		t.Error(err)
	}
}

func TestWaitingForWhatNeverComes(t *testing.T) {
	ended := shell(t, "echo done")
	if err := ended.WaitText(0, limit, "never"); !errors.Is(err, ErrEnded) {
		t.Errorf("a program that ended: %v, want %v", err, ErrEnded)
	}
	silent := shell(t, "read x")
	if err := silent.WaitText(0, time.Millisecond, "never"); !errors.Is(err, ErrTimeout) {
		t.Errorf("a silent program: %v, want %v", err, ErrTimeout)
	}
}

func TestASignalsExitCodeIsCountedAsAShellDoes(t *testing.T) {
	s := shell(t, "echo ready; read x")
	if err := s.WaitText(0, limit, "ready"); err != nil {
		t.Fatal(err)
	}
	if err := s.Signal(os.Kill); err != nil {
		t.Fatal(err)
	}
	if code, err := s.Wait(limit); code != 128+9 || err != nil {
		t.Errorf("ended with %d, %v; want 137", code, err)
	}
}

func TestAPausedTerminalHoldsTheProgramUp(t *testing.T) {
	s := shell(t, `read x; i=0; while [ $i -lt 5000 ]; do echo "a line to fill the buffers with $i"; i=$((i+1)); done; echo finished`)
	s.Pause()
	if err := s.Type("\n"); err != nil {
		t.Fatal(err)
	}
	if err := s.WaitText(0, 200*time.Millisecond, "finished"); !errors.Is(err, ErrTimeout) {
		t.Errorf("paused: %v, want %v", err, ErrTimeout)
	}
	s.Continue()
	if err := s.WaitText(0, limit, "finished"); err != nil {
		t.Error(err)
	}
	if _, err := s.Wait(limit); err != nil {
		t.Error(err)
	}
}

func TestTimesAndCosts(t *testing.T) {
	s := shell(t, "echo first; read x; echo second; read x")
	first, err := s.FirstText(limit, "first")
	if err != nil || first <= 0 {
		t.Errorf("first output after %v, %v", first, err)
	}
	took, err := s.KeyToScreen(Press{Keys: "\n", From: s.Bytes(), Limit: limit}, func(out []byte) bool { return bytes.Contains(out, []byte("second")) })
	if err != nil || took <= 0 {
		t.Errorf("key to screen took %v, %v", took, err)
	}
	usage, err := s.Usage()
	if err != nil || usage.Resident <= 0 || usage.Anonymous <= 0 || usage.Anonymous > usage.Resident {
		t.Errorf("usage is %+v, %v", usage, err)
	}
}

func TestATerminalAnswersOnlyWhenItIsMeantTo(t *testing.T) {
	ask := `stty raw -echo; printf '\033[6n'; head -c 6 | od -An -c`
	answering := shell(t, "read x; "+ask)
	answering.Answer()
	if err := answering.Type("\n"); err != nil {
		t.Fatal(err)
	}
	if err := answering.WaitText(0, limit, "1   ;   1   R"); err != nil {
		t.Error(err)
	}
	silent := shell(t, ask)
	if err := silent.WaitText(0, 200*time.Millisecond, "1   R"); !errors.Is(err, ErrTimeout) {
		t.Errorf("a silent terminal: %v, want %v", err, ErrTimeout)
	}
}

func TestACostIsTheFamilys(t *testing.T) {
	s := shell(t, `sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo counted; read x' ; read x`)
	if err := s.WaitText(0, limit, "counted"); err != nil {
		t.Fatal(err)
	}
	alone, err := usageOf(s.Pid())
	if err != nil {
		t.Fatal(err)
	}
	family, err := s.Usage()
	if err != nil || family.CPU <= alone.CPU || family.Resident <= alone.Resident || family.Anonymous <= alone.Anonymous {
		t.Errorf("the shell costs %+v, with its child %+v, %v", alone, family, err)
	}
}

func TestCPUTimeIsReadWhateverTheProgramIsCalled(t *testing.T) {
	line := "42 (a) b (c) S " + strings.Repeat("1 ", 10) + "200 50 49 1 0 0"
	if got, err := cpuTime(statFields([]byte(line))); got != 3*time.Second || err != nil {
		t.Errorf("%q is %v, %v; want 3s", line, got, err)
	}
	for _, bad := range []string{"", "42 (x) S 1 2", "42 (x) S " + strings.Repeat("x ", 16)} {
		if _, err := cpuTime(statFields([]byte(bad))); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
