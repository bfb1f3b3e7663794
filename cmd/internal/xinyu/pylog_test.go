package xinyu

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestALineHasPythonsFormat(t *testing.T) {
	dir := t.TempDir()
	log, err := openPyLog(dir, 1<<20, 5)
	if err != nil {
		t.Fatal(err)
	}
	defer log.close()
	log.now = func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 678901000, time.Local) }
	log.info(modMain, "后端服务启动成功，监听端口%d", 8000)
	log.error(modVector, "ChromaDB连接失败: %s", "Connection refused")
	log.exception(modMain, "聊天引擎调用失败: x", traceback{
		Frames: []frame{{"/app/backend/main.py", 214, "chat", "await chat()"}}, Error: "RuntimeError: x",
	})
	log.critical(modVector, "向量数据库连接完全失败")

	wantErrors := `2026-01-02 03:04:05,678 - backend.vector_store - ERROR - ChromaDB连接失败: Connection refused
2026-01-02 03:04:05,678 - backend.main - ERROR - 聊天引擎调用失败: x
Traceback (most recent call last):
  File "/app/backend/main.py", line 214, in chat
    await chat()
RuntimeError: x
2026-01-02 03:04:05,678 - backend.vector_store - CRITICAL - 向量数据库连接完全失败
`
	if got := read(t, filepath.Join(dir, "error.log")); got != wantErrors {
		t.Errorf("error.log:\n%s", got)
	}
	wantAll := "2026-01-02 03:04:05,678 - backend.main - INFO - 后端服务启动成功，监听端口8000\n" + wantErrors
	if got := read(t, filepath.Join(dir, "application.log")); got != wantAll {
		t.Errorf("application.log:\n%s", got)
	}
}

// records are written to both handlers: long and short ones, ASCII and
// Chinese, some larger than the whole file may be, and at the end two that fill
// a file to one byte less than its limit, and to the limit.
func records() []string {
	var all []string
	for i := range 400 {
		text := fmt.Sprintf("seq=%d ", i) + strings.Repeat("用户情绪", i%37)
		if i%97 == 96 {
			text += strings.Repeat("x", 2500)
		}
		all = append(all, text)
	}
	return append(all, strings.Repeat("a", 1899), strings.Repeat("b", 98), strings.Repeat("c", 1899), strings.Repeat("d", 99))
}

const pythonHandler = `
import logging, logging.handlers, sys
handler = logging.handlers.RotatingFileHandler(sys.argv[1], maxBytes=2000, backupCount=4, encoding="utf-8")
handler.setFormatter(logging.Formatter("%(message)s"))
log = logging.getLogger("x")
log.setLevel(logging.INFO)
log.addHandler(handler)
for line in sys.stdin:
    log.info(line.rstrip("\n"))
`

func TestFilesRotateExactlyAsPythonRotatesThem(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3: apt-get install python3")
	}
	theirs, ours := t.TempDir(), t.TempDir()
	all := strings.Join(records(), "\n") + "\n"
	run := exec.Command(python, "-c", pythonHandler, filepath.Join(theirs, "a.log"))
	run.Stdin = strings.NewReader(all)
	run.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("python: %v\n%s", err, out)
	}
	f, err := openRotating(filepath.Join(ours, "a.log"), 2000, 4)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(all) {
		if err := f.write([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	f.close()
	if got, want := names(t, ours), names(t, theirs); got != want {
		t.Fatalf("files %s, Python has %s", got, want)
	}
	for name := range strings.FieldsSeq(names(t, theirs)) {
		if got, want := read(t, filepath.Join(ours, name)), read(t, filepath.Join(theirs, name)); got != want {
			t.Errorf("%s: %d bytes, Python's has %d", name, len(got), len(want))
		}
	}
}

func TestARotationLosesNoLine(t *testing.T) {
	dir := t.TempDir()
	f, err := openRotating(filepath.Join(dir, "a.log"), 500, 50)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		if err := f.write(fmt.Appendf(nil, "seq=%d\n", i)); err != nil {
			t.Fatal(err)
		}
	}
	f.close()
	seen := ""
	for i := 50; i > 0; i-- {
		if exists(f.backup(i)) {
			seen += read(t, f.backup(i))
		}
	}
	seen += read(t, f.path)
	for i := range 1000 {
		if strings.Count("\n"+seen, fmt.Sprintf("\nseq=%d\n", i)) != 1 {
			t.Fatalf("line %d is lost or doubled", i)
		}
	}
}

func TestALogGoesOnAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	for _, line := range []string{"one\n", "two\n"} {
		f, err := openRotating(path, 1000, 3)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.write([]byte(line)); err != nil {
			t.Fatal(err)
		}
		f.close()
	}
	if got := read(t, path); got != "one\ntwo\n" {
		t.Errorf("got %q", got)
	}
}

func TestStdoutIsCopiedAndCutInPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "backend.log")
	log, err := openStdoutLog(path, 20)
	if err != nil {
		t.Fatal(err)
	}
	defer log.close()
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		log.line("line %04d", i)
	}
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) {
		t.Error("the file was replaced, not cut")
	}
	if got, old := read(t, path), read(t, path+".1"); got != "line 0002\nline 0003\n" || old != "line 0000\nline 0001\n" {
		t.Errorf("now %q, before %q", got, old)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func BenchmarkLogLine(b *testing.B) {
	log, err := openPyLog(b.TempDir(), 1<<20, 5)
	if err != nil {
		b.Fatal(err)
	}
	defer log.close()
	b.ReportAllocs()
	for b.Loop() {
		log.info(modMain, "用户ID=%s，情感得分=%.2f，情绪标签=%s", "u1", 0.23, "焦虑")
	}
}

func BenchmarkAccessLine(b *testing.B) {
	log, err := openStdoutLog(filepath.Join(b.TempDir(), "backend.log"), 1<<20)
	if err != nil {
		b.Fatal(err)
	}
	defer log.close()
	b.ReportAllocs()
	for b.Loop() {
		_, _ = io.WriteString(log, "INFO:     127.0.0.1:53422 - \"POST /chat HTTP/1.1\" 200 OK\n")
	}
}
