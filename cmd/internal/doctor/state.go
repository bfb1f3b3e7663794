package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/words"
)

// folder is what was seen of the folder that the journal lies in.
type folder struct {
	Path    string
	Err     error // of looking, nil where it is there
	Regular bool  // it is no folder at all
	Mode    fs.FileMode
	Write   error  // of asking whether we may write: in it, or where it would be made
	Above   string // where it would be made
}

// state examines where records are kept.
func (o Options) state(ctx context.Context) []Finding {
	if o.State == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var look probes.Blocking[folder]
	f, err := look.Do(ctx, func() folder { return lookAtFolder(o.State) })
	if err != nil {
		f = folder{Path: o.State, Err: err}
	}
	return []Finding{f.judge()}
}

func lookAtFolder(path string) folder {
	f := folder{Path: path, Above: path}
	info, err := os.Stat(path)
	if err == nil {
		f.Mode, f.Regular, f.Write = info.Mode().Perm(), !info.IsDir(), unix.Access(path, unix.W_OK|unix.X_OK)
		return f
	}
	f.Err = err
	for errors.Is(err, fs.ErrNotExist) && f.Above != filepath.Dir(f.Above) {
		f.Above = filepath.Dir(f.Above)
		_, err = os.Stat(f.Above)
	}
	f.Write = unix.Access(f.Above, unix.W_OK|unix.X_OK)
	return f
}

// reason is what the system says, without the name of the file.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	return err.Error()
}

// judge says whether records can be kept there, by us and by nobody else.
func (f folder) judge() Finding {
	out := Finding{Group: State, Grade: Mend, Subject: raw.Of(f.Path)}
	switch {
	case f.Regular:
		out.What, out.Mend, out.Command = words.Of("doctor.state.not-a-folder"), words.Of("doctor.mend.state"), shell("ls", "-ld", f.Path)
	case errors.Is(f.Err, fs.ErrNotExist) && f.Write == nil:
		out.Grade, out.What = Good, words.Of("doctor.state.new")
	case errors.Is(f.Err, fs.ErrNotExist):
		out.What, out.Mend, out.Command = words.Of("doctor.state.closed", raw.Of(f.Above)), words.Of("doctor.mend.state"), shell("ls", "-ld", f.Above)
	case f.Err != nil:
		out.What, out.Mend, out.Command = words.Of("doctor.state.failed", raw.Of(reason(f.Err))), words.Of("doctor.mend.state"), shell("namei", "-l", f.Path)
	case f.Write != nil:
		out.What, out.Mend, out.Command = words.Of("doctor.state.closed", raw.Of(f.Path)), words.Of("doctor.mend.state"), shell("ls", "-ld", f.Path)
	case f.Mode&0o022 != 0:
		out.What, out.Mend, out.Command = words.Of("doctor.state.exposed"), words.Of("doctor.mend.mode"), shell("chmod", "700", f.Path)
	case f.Mode&0o077 != 0:
		out.Grade, out.What, out.Mend, out.Command = Note, words.Of("doctor.state.readable"), words.Of("doctor.mend.mode"), shell("chmod", "700", f.Path)
	default:
		out.Grade, out.What = Good, words.Of("doctor.state.good")
	}
	return out
}
