package invoke

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"bedside/probes/action"
)

// How the files of programs begin: a script with the program that reads it.
const (
	scriptBegin = "#!"
	elfBegin    = "\x7fELF"
)

// runProblem is why a command did not start. What the system says of it alone
// may mean the folder, the program, or the one that a script's first line names.
func (v *Invoker) runProblem(r action.Run, err error) error {
	if folder := folderProblem(v.Folder(r)); folder != nil {
		return folder
	}
	name := r.Argv[0]
	begin := beginOf(v.programFile(r))
	switch {
	case errors.Is(err, syscall.ENOEXEC) && strings.HasPrefix(begin, elfBegin):
		return problem(err, WrongMachine, name)
	case errors.Is(err, syscall.ENOEXEC):
		return problem(err, NoProgram, name, scriptBegin)
	case errors.Is(err, os.ErrNotExist) && strings.HasPrefix(begin, scriptBegin):
		return problem(err, NotFound, interpreter(begin))
	}
	return startProblem(name, err)
}

// programFile is the path of the command's program, where it has one.
func (v *Invoker) programFile(r action.Run) string {
	program := r.Argv[0]
	if strings.ContainsRune(program, filepath.Separator) && !filepath.IsAbs(program) {
		return filepath.Join(v.Folder(r), program)
	}
	return program
}

// folderProblem is why no command can start in the folder, if none can.
func folderProblem(folder string) error {
	if folder == "" {
		return nil
	}
	info, err := os.Stat(folder)
	if err == nil && !info.IsDir() {
		return problem(nil, NoFolder, folder)
	}
	if err == nil {
		err = unix.Access(folder, unix.X_OK)
	}
	if err != nil {
		return startProblem(folder, err)
	}
	return nil
}

// longestBegin is more than the system reads of a script's first line.
const longestBegin = 512

// beginOf is how a program's file begins, "" where that cannot be read.
func beginOf(name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	line, _ := bufio.NewReader(io.LimitReader(f, longestBegin)).ReadString('\n')
	return line
}

// interpreter is the program that a script's first line names.
func interpreter(line string) string {
	if fields := strings.Fields(strings.TrimPrefix(line, scriptBegin)); len(fields) > 0 {
		return fields[0]
	}
	return strings.TrimSpace(line)
}

// startProblem is what the system says of a program or a file that it does not
// open, in words as far as there are some.
func startProblem(name string, err error) error {
	var path *os.PathError
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, os.ErrNotExist):
		return problem(err, NotFound, name)
	case errors.Is(err, os.ErrPermission):
		return problem(err, NotAllowed, name)
	case errors.Is(err, syscall.ETXTBSY):
		return problem(err, Busy, name)
	case errors.Is(err, syscall.E2BIG):
		return problem(err, TooLong, name)
	case errors.Is(err, syscall.ENOMEM), errors.Is(err, syscall.EAGAIN):
		return problem(err, NoRoom)
	case errors.As(err, &path):
		return problem(err, Broken, name+": "+path.Err.Error())
	}
	return problem(err, Broken, err.Error())
}
