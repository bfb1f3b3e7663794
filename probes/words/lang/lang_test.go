package lang

import "testing"

func TestLocalesNameLanguages(t *testing.T) {
	for name, want := range map[string]struct {
		tag   Tag
		known bool
	}{
		"zh": {Chinese, true}, "zh_CN.UTF-8": {Chinese, true}, "ZH-Hant": {Chinese, true},
		"en": {English, true}, "EN_gb": {English, true}, "C": {English, true}, "C.UTF-8": {English, true}, "c.utf8": {English, true},
		"POSIX": {English, true}, "posix": {English, true},
		"": {English, false}, "z": {English, false}, "cz": {English, false}, "ca_ES": {English, false}, "posixly": {English, false}, "de": {English, false}, "Zx": {English, false},
	} {
		if tag, known := Parse(name); tag != want.tag || known != want.known {
			t.Errorf("%q is %v, %v; want %v, %v", name, tag, known, want.tag, want.known)
		}
	}
}
