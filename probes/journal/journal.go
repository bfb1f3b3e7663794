// Package journal is the append-only record on disk: one JSON object a line,
// readable with jq, each with a checksum of its own and chained to the one
// before, so that what was cut, flipped, reordered or edited is found again.
// Payloads are opaque: the journal knows no other package.
//
// A record is on disk when Append returns. The file is 0600 in a folder 0700.
package journal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// MaxRecord is the size in bytes up to which a payload is accepted, and a line
// is read.
const MaxRecord = 1 << 20

// fileName is the journal's name in its folder.
const fileName = "journal.jsonl"

// ErrLocked says that another process keeps its journal in the folder.
var ErrLocked = errors.New("another bedside keeps its journal there")

// ErrExposed says that others may write to the folder, so nothing in it could
// be trusted.
var ErrExposed = errors.New("other users may write to it")

// Record is one entry.
type Record struct {
	Seq  uint64          `json:"seq"` // from 1, without gaps
	At   time.Time       `json:"at"`
	Kind string          `json:"kind"`
	Data json.RawMessage `json:"data"`
	Prev string          `json:"prev"` // the chain: the digest of the record before
	CRC  string          `json:"crc"`  // CRC-32C of the record with this field empty
}

// Journal is an open journal. It is used by one goroutine.
type Journal struct {
	file *os.File
	size int64 // of what is whole on disk
	seq  uint64
	prev string
	err  error // a failed write leaves the end unknown until it is cut back
}

// Recovery tells what Open found.
type Recovery struct {
	Newest []Record // the last records, oldest first, as many as were asked for
	Torn   int64    // bytes at the end that were cut off, kept beside the journal
	Damage *Damage  // the first place where the chain does not hold, nil when it does
}

// Damage is a place where the journal is not as it was written.
type Damage struct {
	Line int    // from 1
	What string // what is wrong with it
}

func (d *Damage) Error() string { return fmt.Sprintf("journal line %d: %s", d.Line, d.What) }

// Options say what Open does with what it finds.
type Options struct {
	Newest int          // how many of the last records Recovery holds
	Each   func(Record) // called with every whole record, oldest first; nil for nothing
}

// Open opens or creates the journal in the folder, takes its lock, cuts off a
// torn end and reads what is there. Damage in the middle is reported and left
// as it is.
//
// Errors: ErrLocked, ErrExposed, and those of the file system.
func Open(dir string, o Options) (*Journal, Recovery, error) {
	if err := prepare(dir); err != nil {
		return nil, Recovery{}, fmt.Errorf("open journal in %s: %w", dir, err)
	}
	path := filepath.Join(dir, fileName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, Recovery{}, fmt.Errorf("open journal: %w", err)
	}
	j := &Journal{file: f}
	rec, err := j.recover(path, o)
	if err != nil {
		f.Close()
		return nil, Recovery{}, fmt.Errorf("open journal %s: %w", path, err)
	}
	return j, rec, nil
}

func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o022 != 0 {
		return ErrExposed
	}
	return nil
}

func (j *Journal) recover(path string, o Options) (Recovery, error) {
	if err := unix.Flock(int(j.file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		if errors.Is(err, unix.EWOULDBLOCK) {
			return Recovery{}, ErrLocked
		}
		return Recovery{}, err
	}
	var rec Recovery
	whole, err := scan(j.file, func(r Record, d *Damage) {
		if d != nil && rec.Damage == nil {
			rec.Damage = d
		}
		if d == nil || r.Seq > j.seq {
			j.seq, j.prev = max(j.seq, r.Seq), digest(r)
		}
		if d == nil {
			rec.keep(r, o)
		}
	})
	if err != nil {
		return rec, err
	}
	end, err := j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return rec, err
	}
	if rec.Torn = end - whole; rec.Torn > 0 {
		if err := keepTorn(j.file, whole, path+".torn"); err != nil {
			return rec, err
		}
		if err := j.file.Truncate(whole); err != nil {
			return rec, err
		}
	}
	j.size = whole
	_, err = j.file.Seek(whole, io.SeekStart)
	return rec, err
}

func (rec *Recovery) keep(r Record, o Options) {
	if o.Each != nil {
		o.Each(r)
	}
	if o.Newest == 0 {
		return
	}
	if len(rec.Newest) == o.Newest {
		rec.Newest = append(rec.Newest[:0], rec.Newest[1:]...)
	}
	rec.Newest = append(rec.Newest, r)
}

func keepTorn(f *os.File, from int64, to string) error {
	torn := make([]byte, MaxRecord)
	n, err := f.ReadAt(torn, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return os.WriteFile(to, torn[:n], 0o600)
}

// Entry is what Append takes: a kind and a payload that is encoded as JSON.
type Entry struct {
	At   time.Time
	Kind string
	Data any
}

// Append writes the entries as one, syncs them to the disk and returns their
// records. When it fails none of them counts, and the next Append first cuts
// off whatever part of them had reached the file.
func (j *Journal) Append(entries ...Entry) ([]Record, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	if j.err != nil {
		if err := j.heal(); err != nil {
			return nil, fmt.Errorf("append to journal: %w", err)
		}
	}
	seq, prev := j.seq, j.prev
	var lines bytes.Buffer
	records := make([]Record, 0, len(entries))
	for _, e := range entries {
		data, err := json.Marshal(e.Data)
		if err != nil {
			return nil, fmt.Errorf("append to journal: encode %s: %w", e.Kind, err)
		}
		if len(data) > MaxRecord/2 {
			return nil, fmt.Errorf("append to journal: %s of %d bytes is over the limit of %d", e.Kind, len(data), MaxRecord/2)
		}
		seq++
		r := Record{Seq: seq, At: e.At.Round(0), Kind: e.Kind, Data: data, Prev: prev}
		r.CRC = checksum(r)
		lines.Write(encode(r))
		prev = digest(r)
		records = append(records, r)
	}
	if err := j.write(lines.Bytes()); err != nil {
		j.err = err
		return nil, fmt.Errorf("append to journal: %w", err)
	}
	j.seq, j.prev = seq, prev
	j.size += int64(lines.Len())
	return records, nil
}

func (j *Journal) write(b []byte) error {
	if _, err := j.file.Write(b); err != nil {
		return err
	}
	return j.file.Sync()
}

func (j *Journal) heal() error {
	if err := j.file.Truncate(j.size); err != nil {
		return err
	}
	if _, err := j.file.Seek(j.size, io.SeekStart); err != nil {
		return err
	}
	j.err = nil
	return nil
}

// Close releases the lock.
func (j *Journal) Close() error { return j.file.Close() }

// Verify reads the journal in the folder from the start and returns how many
// records it holds. The error is a *Damage for the first place where the
// chain does not hold.
func Verify(dir string) (int, error) {
	f, err := os.Open(filepath.Join(dir, fileName))
	if err != nil {
		return 0, fmt.Errorf("verify journal: %w", err)
	}
	defer f.Close()
	n := 0
	var first *Damage
	whole, err := scan(f, func(_ Record, d *Damage) {
		n++
		if first == nil {
			first = d
		}
	})
	if err != nil {
		return n, fmt.Errorf("verify journal: %w", err)
	}
	if end, err := f.Seek(0, io.SeekEnd); first == nil && err == nil && end > whole {
		first = &Damage{n + 1, "the record is cut short"}
	}
	if first != nil {
		return n, first
	}
	return n, nil
}

// scan calls each with every whole line, judged, and returns where the last
// whole line ends. Lines of which nothing can be read are damage too, except
// an unfinished one at the end.
func scan(r io.ReadSeeker, each func(Record, *Damage)) (int64, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	in := bufio.NewReaderSize(r, 64<<10)
	var whole int64
	var before Record
	for n := 1; ; n++ {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return whole, nil
		}
		if err != nil {
			return whole, err
		}
		rec, damage := judge(line, before)
		if damage != nil {
			damage.Line = n
		}
		if rec.Seq > 0 {
			before = rec
		}
		each(rec, damage)
		whole += int64(len(line))
	}
}

func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(line) > 2*MaxRecord:
			return nil, fmt.Errorf("a line is longer than %d bytes", 2*MaxRecord)
		}
	}
}

func judge(line []byte, before Record) (Record, *Damage) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return Record{}, &Damage{What: "it is not a record"}
	}
	switch {
	case r.CRC != checksum(r):
		return r, &Damage{What: "its content does not match its checksum"}
	case r.Seq != before.Seq+1:
		return r, &Damage{What: fmt.Sprintf("its number is %d, expected %d", r.Seq, before.Seq+1)}
	case before.Seq > 0 && r.Prev != digest(before), before.Seq == 0 && r.Prev != "":
		return r, &Damage{What: "it does not follow the record before it"}
	}
	return r, nil
}

func encode(r Record) []byte {
	b, err := json.Marshal(r)
	if err != nil {
		panic(fmt.Sprintf("journal: a record of plain fields failed to encode: %v", err))
	}
	return append(b, '\n')
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(r Record) string {
	r.CRC = ""
	return fmt.Sprintf("%08x", crc32.Checksum(encode(r), castagnoli))
}

func digest(r Record) string {
	sum := sha256.Sum256(encode(r))
	return hex.EncodeToString(sum[:16])
}
