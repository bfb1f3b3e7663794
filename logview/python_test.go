package logview_test

import (
	"bytes"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"bedside/logview"
)

// script writes numbered records with Python's own logging: plain ones,
// tracebacks chained and long, messages of several lines, and what users type.
const script = `
import logging, sys, random
out = open(sys.stdout.fileno(), 'w', encoding='utf-8', errors='surrogateescape', newline='\n')
handler = logging.StreamHandler(out)
handler.setFormatter(logging.Formatter('%(asctime)s - %(name)s - %(levelname)s - %(message)s'))
root = logging.getLogger()
root.addHandler(handler)
root.setLevel(logging.DEBUG)
random.seed(7)
shapes = [
    'POST /chat - 200 OK - 响应时间: 1.2s', '用户ID=u1，情感得分=0.23，情绪标签=焦虑', 'two\nlines - ERROR - of one message',
    '\x1b[31m红\x1b[0m \u202e\u200b\ud83d', 'nul \x00 bell \a', ' - ERROR - odd', '', '  leading blanks', 'INFO:     no header',
]
def fail(depth):
    if depth: return fail(depth - 1)
    try: {}['钥匙']
    except KeyError as e: raise ConnectionError('Connection refused') from e
for n in range(int(sys.argv[1])):
    logger = logging.getLogger(random.choice(['backend.main', 'backend.vector_store', 'a - b', 'root.模块']))
    level = random.choice([10, 20, 30, 40, 50])
    text = f'n={n} ' + random.choice(shapes).encode('utf-8', 'surrogatepass').decode('utf-8', 'surrogateescape')
    if n % 10 == 3:
        try: fail(random.randrange(40))
        except ConnectionError: logger.log(level, text, exc_info=True)
    else:
        logger.log(level, text)
`

func TestReadsWhatPythonWrites(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3: apt-get install python3")
	}
	const records = 3000
	before := time.Now().Add(-time.Second)
	var complaint bytes.Buffer
	cmd := exec.Command(python, "-c", script, strconv.Itoa(records))
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("run python3: %v\n%s", err, complaint.Bytes())
	}
	entries := parse(logview.Python, time.Local, strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")...)
	if len(entries) != records {
		t.Fatalf("%d records became %d entries", records, len(entries))
	}
	lines := 0
	for i, e := range entries {
		lines += e.Lines
		if !e.Field("n").Is(strconv.Itoa(i)) {
			t.Fatalf("entry %d is number %v: %v", i, e.Field("n"), e.Message)
		}
		if e.Level == logview.NoLevel || e.Module.Empty() || e.At.Before(before) || e.At.After(time.Now()) {
			t.Fatalf("entry %d: level %v, module %v, at %v", i, e.Level, e.Module, e.At)
		}
		if i%10 == 3 && !e.Trace.LastLine().Is("ConnectionError: Connection refused") {
			t.Fatalf("entry %d lost the end of its traceback: %q", i, e.Trace.ScreenLines())
		}
	}
	if want := bytes.Count(out, []byte("\n")); lines != want {
		t.Errorf("%d lines became %d", want, lines)
	}
}
