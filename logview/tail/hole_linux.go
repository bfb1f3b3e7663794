package tail

import (
	"os"

	"golang.org/x/sys/unix"
)

// firstData is where a sparse file's first bytes lie.
func firstData(f *os.File) int64 {
	offset, err := f.Seek(0, unix.SEEK_DATA)
	if err != nil {
		return 0
	}
	return offset
}
