package hostcheck

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"bedside/probes"
)

// tick is the unit of processor time in /proc, the same on every Linux.
const tick = 10 * time.Millisecond

// readStat reads /proc/PID/stat: one small file has all that is wanted, where
// the general library reads four.
func readStat(pid int) (stat, error) {
	content, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return stat{}, err
	}
	return parseStat(content)
}

// parseStat reads the fields behind the process's name, which itself may hold
// spaces and parentheses.
func parseStat(content []byte) (stat, error) {
	fields := strings.Fields(string(content[bytes.LastIndexByte(content, ')')+1:]))
	const state, utime, stime, threads, started, pages = 0, 11, 12, 17, 19, 21
	if len(fields) <= pages || fields[state] == "Z" {
		return stat{}, fs.ErrNotExist
	}
	var n [pages + 1]uint64
	for _, i := range []int{utime, stime, threads, started, pages} {
		var err error
		if n[i], err = strconv.ParseUint(fields[i], 10, 63); err != nil {
			return stat{}, err
		}
	}
	return stat{
		started: time.Duration(n[started]) * tick,
		cpu:     time.Duration(n[utime]+n[stime]) * tick,
		memory:  n[pages] * uint64(os.Getpagesize()),
		threads: int(n[threads]),
	}, nil
}

func countFiles(pid int) int {
	names, err := names("/proc/" + strconv.Itoa(pid) + "/fd")
	if err != nil {
		return 0
	}
	return len(names)
}

func names(dir string) ([]string, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.Readdirnames(-1)
}

// pids are the numbers of all processes.
func pids() ([]int, error) {
	all, err := names("/proc")
	if err != nil {
		return nil, err
	}
	var found []int
	for _, name := range all {
		if pid, err := strconv.Atoi(name); err == nil {
			found = append(found, pid)
		}
	}
	slices.Sort(found)
	return found, nil
}

// portFinder finds who listens on a port. Looking through everybody's open
// files is costly, so it is not done again for sockets whose owner is known to
// be hidden from us.
type portFinder struct {
	port   int
	hidden map[string]bool
}

func (f *portFinder) find() ([]int, error) {
	sockets, err := listeners(f.port)
	if err != nil {
		return nil, err
	}
	if len(sockets) == 0 {
		f.hidden = nil
		return nil, probes.Errorf(probes.Down, probes.NoProcess, "TCP :%d", f.port)
	}
	if !sameKeys(sockets, f.hidden) {
		owners, err := owners(sockets)
		if err != nil || len(owners) > 0 {
			return owners, err
		}
		f.hidden = sockets
	}
	return nil, probes.Errorf(probes.Unknown, probes.NoPermission, "TCP :%d", f.port)
}

func sameKeys(a, b map[string]bool) bool {
	for key := range a {
		if !b[key] {
			return false
		}
	}
	return len(a) == len(b)
}

// listeners are the sockets that listen on a port, as links to open files name
// them. Linux tells those that listen before those that are connected, and
// looks through a table of all connections that could be for the latter: so
// they are asked for only where none was found.
func listeners(port int) (map[string]bool, error) {
	sockets := map[string]bool{}
	for _, part := range []part{untilConnected, whole} {
		for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
			file, err := os.Open(table)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			} else if err != nil {
				return nil, err
			}
			err = listening(io.LimitReader(file, 16<<20), port, part, sockets)
			file.Close()
			if err != nil {
				return nil, err
			}
		}
		if len(sockets) > 0 {
			break
		}
	}
	return sockets, nil
}

// part is how much of a table of sockets is read.
type part bool

const (
	untilConnected part = false // up to the first that does not listen
	whole          part = true
)

// aLine is about a line of the table: the kernel prepares no more than what is
// asked for.
const aLine = 160

// listening adds the inodes of the sockets that listen on port to sockets. The
// table is /proc/net/tcp's: local address, remote address, state, …, inode.
func listening(table io.Reader, port int, upTo part, sockets map[string]bool) error {
	size := aLine
	if upTo == whole {
		size = 64 << 10
	}
	suffix := []byte(":" + strings.ToUpper(strconv.FormatUint(uint64(port)|1<<16, 16)[1:]))
	lines := bufio.NewScanner(table)
	lines.Buffer(make([]byte, size), 64<<10)
	for lines.Scan() {
		line := lines.Bytes()
		mine := bytes.Contains(line, suffix)
		if !mine && upTo == whole {
			continue
		}
		const local, state, inode, title, listen = 1, 3, 9, "st", "0A"
		fields := strings.Fields(string(line))
		switch {
		case len(fields) <= inode || fields[state] == title:
		case fields[state] == listen:
			if mine && strings.HasSuffix(fields[local], string(suffix)) {
				sockets["socket:["+fields[inode]+"]"] = true
			}
		case upTo == untilConnected:
			return nil
		}
	}
	return lines.Err()
}

// owners are the processes that hold one of the sockets open.
func owners(sockets map[string]bool) ([]int, error) {
	all, err := pids()
	if err != nil {
		return nil, err
	}
	var found []int
	for _, pid := range all {
		dir := "/proc/" + strconv.Itoa(pid) + "/fd/"
		files, err := names(dir)
		if err != nil {
			continue // gone, or not ours to see
		}
		if slices.ContainsFunc(files, func(fd string) bool {
			link, err := os.Readlink(dir + fd)
			return err == nil && sockets[link]
		}) {
			found = append(found, pid)
		}
	}
	return found, nil
}

// byName finds processes by their name, or by the name of the program, script
// or module that their first arguments run.
func byName(name string) ([]int, error) {
	all, err := pids()
	if err != nil {
		return nil, err
	}
	var found []int
	for _, pid := range all {
		if pid != os.Getpid() && runs(pid, name) {
			found = append(found, pid)
		}
	}
	if len(found) == 0 {
		return nil, probes.Errorf(probes.Down, probes.NoProcess, "%s", name)
	}
	return found, nil
}

func runs(pid int, name string) bool {
	dir := "/proc/" + strconv.Itoa(pid)
	if comm, err := os.ReadFile(dir + "/comm"); err == nil && strings.TrimSpace(string(comm)) == name {
		return true
	}
	cmdline, err := os.ReadFile(dir + "/cmdline")
	if err != nil {
		return false
	}
	args := strings.SplitN(string(cmdline), "\x00", 4)
	return slices.ContainsFunc(args[:min(3, len(args))], func(arg string) bool {
		return arg == name || filepath.Base(arg) == name
	})
}

// byUnit finds the processes of a systemd unit by its control group.
func byUnit(unit string) ([]int, error) {
	if !strings.Contains(unit, ".") {
		unit += ".service"
	}
	if strings.ContainsAny(unit, "/*?[") {
		return nil, probes.Errorf(probes.Unknown, probes.Failed, "%q is no unit", unit)
	}
	for _, group := range []string{"/sys/fs/cgroup", "/sys/fs/cgroup/systemd"} {
		for _, slice := range []string{"/system.slice/", "/system.slice/*.slice/", "/user.slice/user-*.slice/user@*.service/app.slice/"} {
			files, err := filepath.Glob(group + slice + unit + "/cgroup.procs")
			if err != nil {
				return nil, err
			}
			for _, file := range files {
				if found := numbers(file); len(found) > 0 {
					return found, nil
				}
			}
		}
	}
	return nil, probes.Errorf(probes.Down, probes.NoProcess, "%s", unit)
}

func numbers(file string) []int {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var found []int
	for field := range strings.FieldsSeq(string(content)) {
		if n, err := strconv.Atoi(field); err == nil && n > 0 {
			found = append(found, n)
		}
	}
	return found
}
