package logview

// Format names the shape of a log's lines.
type Format string

// The formats. A line that does not open an entry belongs to the entry before.
const (
	Auto    Format = ""        // whatever the line shows to be
	Python  Format = "python"  // %(asctime)s - %(name)s - %(levelname)s - %(message)s, or a stamp in front
	Uvicorn Format = "uvicorn" // INFO:     127.0.0.1:53422 - "POST /chat HTTP/1.1" 200 OK
	Plain   Format = "plain"   // each line an entry, nothing read from it
)

// Known reports whether a parser exists for the format.
func (f Format) Known() bool {
	switch f {
	case Auto, Python, Uvicorn, Plain:
		return true
	}
	return false
}

// stamped reports whether lines of the format may open with a time stamp.
func (f Format) stamped() bool { return f == Auto || f == Python }

// prefixed reports whether lines of the format may open with a level.
func (f Format) prefixed() bool { return f == Auto || f == Uvicorn }
