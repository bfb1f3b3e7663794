package locale

import (
	"testing"

	"bedside/probes/words/lang"
)

func TestTheLocaleSaysWhatTheTerminalUnderstands(t *testing.T) {
	for _, row := range []struct {
		name   string
		env    map[string]string
		args   []string
		lang   lang.Tag
		legacy string
	}{
		{"no locale at all is UTF-8, as in a container", nil, nil, lang.English, ""},
		{"UTF-8 in Chinese", map[string]string{"LANG": "zh_CN.UTF-8"}, nil, lang.Chinese, ""},
		{"UTF-8 spelled as the C library lists it", map[string]string{"LANG": "C.utf8"}, nil, lang.English, ""},
		{"UTF-8 with a modifier", map[string]string{"LANG": "ca_ES.UTF-8@valencia"}, nil, lang.English, ""},
		{"a locale with two dots has another encoding", map[string]string{"LANG": "zh_CN.UT.F-8"}, nil, lang.English, "zh_CN.UT.F-8"},
		{"--lang without a value", map[string]string{"LANG": "zh_CN.UTF-8"}, []string{"--lang"}, lang.Chinese, ""},
		{"--lang with something else", map[string]string{"LANG": "zh_CN.UTF-8"}, []string{"--lang", "cc"}, lang.Chinese, ""},
		{"the C locale is seven bits", map[string]string{"LANG": "C"}, nil, lang.English, "C"},
		{"POSIX is the C locale", map[string]string{"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}, nil, lang.English, "POSIX"},
		{"Chinese in another encoding cannot be written", map[string]string{"LANG": "zh_CN.GB18030"}, nil, lang.English, "zh_CN.GB18030"},
		{"a locale without an encoding has an old one", map[string]string{"LANG": "zh_CN"}, nil, lang.English, "zh_CN"},
		{"messages and characters may differ", map[string]string{"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, nil, lang.Chinese, ""},
		{"the characters' locale decides about them", map[string]string{"LANG": "zh_CN.UTF-8", "LC_CTYPE": "C"}, nil, lang.English, "C"},
		{"LC_ALL goes before both", map[string]string{"LC_ALL": "C.UTF-8", "LC_CTYPE": "C", "LANG": "zh_CN.UTF-8"}, nil, lang.English, ""},
		{"--lang goes before the locale", map[string]string{"LANG": "zh_CN.UTF-8"}, []string{"status", "--lang", "en"}, lang.English, ""},
		{"--lang with its value attached", nil, []string{"--lang=zh"}, lang.Chinese, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := Of(func(name string) string { return row.env[name] })
			if l.Legacy != row.legacy || l.Language(row.args) != row.lang {
				t.Errorf("legacy %q, language %v; want %q, %v", l.Legacy, l.Language(row.args), row.legacy, row.lang)
			}
		})
	}
}
