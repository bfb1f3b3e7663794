package main

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"bedside/cmd/internal/ptytest"
	"bedside/probes/words"
)

var update = flag.Bool("update", false, "draw the README's picture anew")

// pictureFile is the picture that the README shows.
const pictureFile = "../../.github/screen.svg"

// TestPictureShowsTheScreenOfToday fails when the screen's words have moved on
// and the README's picture has not. With -update it is drawn anew.
func TestPictureShowsTheScreenOfToday(t *testing.T) {
	if *update {
		if err := os.WriteFile(pictureFile, drawPicture(t), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	picture, err := os.Open(pictureFile)
	if err != nil {
		t.Fatal(err)
	}
	defer picture.Close()
	shown := textOf(t, picture)
	for _, code := range []words.Code{
		"verdict.degraded", "pane.latency", "pane.dependencies", "pane.host", "pane.wrong", "pane.errors",
		"screen.probably", "screen.press", "key.help",
	} {
		if word := strings.TrimSpace(words.English.Word(code)); !strings.Contains(shown, word) {
			t.Errorf("the picture lacks %q: draw it anew with -update", word)
		}
	}
}

// textOf returns the words of a picture, with a blank between them.
func textOf(t *testing.T, picture io.Reader) string {
	t.Helper()
	var text []string
	for in := xml.NewDecoder(picture); ; {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(text, " ")
		}
		if err != nil {
			t.Fatalf("the picture is not XML: %v", err)
		}
		if chars, ok := token.(xml.CharData); ok {
			text = append(text, strings.Fields(string(chars))...)
		}
	}
}

// drawPicture runs the demo in a terminal until its vector database has been
// away for a moment, and draws the screen.
func drawPicture(t *testing.T) []byte {
	t.Helper()
	demo := command(t, "demo", "--fault", "vector-db-down@50s")
	demo.Env = append(demo.Env, "COLORTERM=truecolor")
	c := startConsoleCommand(t, ptytest.Size{Width: 132, Height: 40}, demo)
	c.shows(t, 2*time.Minute, words.English.Word("alert.vector-db-down")+" · 12s")
	return c.screen.SVG("bedside: the vector database is unreachable, with the probable cause and the key that mends it")
}
