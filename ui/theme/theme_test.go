package theme

import (
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

func made(p termenv.Profile, o Options) *Theme {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(p)
	return New(r, o)
}

func TestStylesSpeakTheTerminalsColours(t *testing.T) {
	for name, tt := range map[string]struct {
		profile termenv.Profile
		p1, dim string
	}{
		"true colour":               {termenv.TrueColor, "\x1b[1;38;2;255;92;87mx\x1b[m", "\x1b[38;2;139;145;156mx\x1b[m"},
		"256 colours":               {termenv.ANSI256, "\x1b[1;38;5;203mx\x1b[m", "\x1b[38;5;245mx\x1b[m"},
		"16 colours":                {termenv.ANSI, "\x1b[1;91mx\x1b[m", "\x1b[37mx\x1b[m"},
		"no colours, attributes do": {termenv.Ascii, "\x1b[1mx\x1b[m", "\x1b[2mx\x1b[m"},
	} {
		t.Run(name, func(t *testing.T) {
			theme := made(tt.profile, Options{})
			if got := theme.P1.Render("x"); got != tt.p1 {
				t.Errorf("P1 is %q, want %q", got, tt.p1)
			}
			if got := theme.Dim.Render("x"); got != tt.dim {
				t.Errorf("dim is %q, want %q", got, tt.dim)
			}
		})
	}
}

func TestNothingIsRenderedAroundEmptyText(t *testing.T) {
	style := made(termenv.TrueColor, Options{}).P1
	if got := style.Render("") + string(style.Append(nil, "")) + string(style.AppendBytes(nil, nil)); got != "" {
		t.Errorf("empty text became %q", got)
	}
}

func TestOnlyP1AndItsAlarmAreRed(t *testing.T) {
	for _, o := range []Options{{}, {Light: true}, {ColourBlind: true}, {Light: true, ColourBlind: true}} {
		theme := reflect.ValueOf(*made(termenv.TrueColor, o))
		red := theme.FieldByName("P1").Interface().(Style)
		_, colour, _ := strings.Cut(red.open, "38;2;")
		for i := range theme.NumField() {
			field := theme.Type().Field(i)
			if field.Type != reflect.TypeFor[Style]() || field.Name == "P1" || field.Name == "Alarm" {
				continue
			}
			if style := theme.Field(i).Interface().(Style); strings.Contains(style.open, colour) {
				t.Errorf("%+v: %s has the colour of P1", o, field.Name)
			}
		}
	}
}

func TestEveryGlyphTakesOneCell(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		for _, g := range everyGlyph(reflect.ValueOf(glyphs(ascii))) {
			if Width(g) != 1 {
				t.Errorf("%q takes %d cells", g, Width(g))
			}
			if ascii && !plain(g) {
				t.Errorf("%q is not of 7 bits", g)
			}
		}
	}
}

// everyGlyph is every string within v.
func everyGlyph(v reflect.Value) []string {
	var all []string
	switch v.Kind() {
	case reflect.String:
		all = append(all, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, everyGlyph(v.Field(i))...)
		}
	case reflect.Array:
		for i := range v.Len() {
			all = append(all, everyGlyph(v.Index(i))...)
		}
	}
	return all
}
