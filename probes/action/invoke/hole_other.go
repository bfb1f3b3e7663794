//go:build !linux

package invoke

import (
	"errors"
	"os"
)

// punch is not known here.
func punch(*os.File, int64) error { return errors.ErrUnsupported }
