package xinyu

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// The modules of the service, as its log lines name them.
const (
	modMain        = "backend.main"
	modVector      = "backend.vector_store"
	modDatabase    = "backend.database"
	modPrompt      = "backend.xinyu_prompt"
	modLLM         = "backend.modules.llm.core.llm_with_plugins"
	modEmotion     = "backend.modules.emotion.emotion_analyzer"
	modOptimizer   = "backend.services.performance_optimizer"
	modChatService = "backend.services.optimized_chat_service"
	modPerformance = "backend.routers.performance"
	modFeedback    = "backend.routers.feedback"
)

// pyLevel is a level of Python's logging.
type pyLevel int

const (
	levelInfo pyLevel = iota
	levelWarning
	levelError
	levelCritical
)

func (l pyLevel) String() string {
	return [...]string{"INFO", "WARNING", "ERROR", "CRITICAL"}[l]
}

// pyLog writes as the service's logging_config.py does: everything to
// application.log, errors to error.log as well, each line flushed. A message
// is written as it is: what users typed reaches the file unchanged.
type pyLog struct {
	mu          sync.Mutex
	line        []byte // kept between lines
	application *rotatingFile
	errors      *rotatingFile
	now         func() time.Time
}

// openPyLog opens both files in the folder, as setup_logging does. error.log
// is half as large as application.log and keeps two files fewer.
func openPyLog(folder string, maxBytes, backups int) (*pyLog, error) {
	application, err := openRotating(filepath.Join(folder, "application.log"), maxBytes, backups)
	if err != nil {
		return nil, err
	}
	errors, err := openRotating(filepath.Join(folder, "error.log"), maxBytes/2, max(backups-2, 1))
	if err != nil {
		application.close()
		return nil, err
	}
	return &pyLog{application: application, errors: errors, now: time.Now}, nil
}

func (l *pyLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.application.close()
	l.errors.close()
}

func (l *pyLog) info(module, format string, args ...any) {
	l.write(levelInfo, module, fmt.Sprintf(format, args...))
}

func (l *pyLog) warning(module, format string, args ...any) {
	l.write(levelWarning, module, fmt.Sprintf(format, args...))
}

func (l *pyLog) error(module, format string, args ...any) {
	l.write(levelError, module, fmt.Sprintf(format, args...))
}

func (l *pyLog) critical(module, format string, args ...any) {
	l.write(levelCritical, module, fmt.Sprintf(format, args...))
}

// exception is an error with its traceback below, as logger.exception writes.
func (l *pyLog) exception(module, message string, trace traceback) {
	l.write(levelError, module, message+"\n"+trace.String())
}

// write formats '%(asctime)s - %(name)s - %(levelname)s - %(message)s'. A full
// disk loses the line, in Python too, and the service goes on.
func (l *pyLog) write(level pyLevel, module, message string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.now().AppendFormat(l.line[:0], "2006-01-02 15:04:05,000")
	b = append(b, " - "...)
	b = append(b, module...)
	b = append(b, " - "...)
	b = append(b, level.String()...)
	b = append(b, " - "...)
	b = append(b, message...)
	b = append(b, '\n')
	l.line = b
	_ = l.application.write(b)
	if level >= levelError {
		_ = l.errors.write(b)
	}
}

// traceback is the tail of a Python exception: where it came through, and
// what it was.
type traceback struct {
	Frames []frame
	Error  string // "ConnectionRefusedError: [Errno 111] Connection refused"
}

type frame struct {
	File     string
	Line     int
	Function string
	Source   string
}

func (t traceback) String() string {
	var b strings.Builder
	b.WriteString("Traceback (most recent call last):\n")
	for _, f := range t.Frames {
		fmt.Fprintf(&b, "  File %q, line %d, in %s\n    %s\n", f.File, f.Line, f.Function, f.Source)
	}
	b.WriteString(t.Error)
	return b.String()
}
