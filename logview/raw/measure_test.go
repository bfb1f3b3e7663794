package raw_test

import (
	"testing"

	"bedside/logview/raw"
)

func TestMeasure(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     float64
		ok       bool
	}{
		{"a bare number", "0.25", 0.25, true},
		{"a negative number", "-3", -3, true},
		{"seconds", "1.5s", 1.5, true},
		{"milliseconds", "250ms", 0.25, true},
		{"minutes after a blank", "2 min", 120, true},
		{"Chinese seconds", "1.5 秒", 1.5, true},
		{"a percentage", "71.5%", 71.5, true},
		{"a word", "焦虑", 0, false},
		{"two dots", "1.2.3", 0, false},
		{"an unknown unit", "5 apples", 0, false},
		{"not a number", "NaN", 0, false},
		{"an exponent beyond floats", "1e999", 0, false},
		{"nothing", "", 0, false},
		{"a unit alone", "ms", 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := raw.Of(test.in).Measure(); got != test.want || ok != test.ok {
				t.Errorf("got %v, %v", got, ok)
			}
		})
	}
}

func TestShape(t *testing.T) {
	for _, test := range []struct {
		name, a, b string
		same       bool
	}{
		{"other numbers", "took 1.2s of 30", "took 15s of 7", true},
		{"other identifiers", "session 3f2a-77c1 ended", "session 9c1e-01aa ended", true},
		{"other addresses", "connect to 10.0.0.1:6379", "connect to 127.0.0.1:80", true},
		{"other words", "connection refused", "connection reset", false},
		{"other punctuation", "a, b", "a; b", false},
		{"a number or none", "line 5", "line", false},
		{"Chinese", "用户ID=u1，评分=2", "用户ID=u22，评分=5", true},
		{"other Chinese", "原始情绪=焦虑", "原始情绪=开心", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := raw.Of(test.a).Shape() == raw.Of(test.b).Shape(); got != test.same {
				t.Errorf("same shape: %v", got)
			}
		})
	}
}

func TestPartsSplitNoRune(t *testing.T) {
	if tail, short := raw.Of("数据库").Tail(4); !tail.Is("库") || !short {
		t.Errorf("tail %v, %v", tail, short)
	}
	if tail, short := raw.Of("ab").Tail(4); !tail.Is("ab") || short {
		t.Errorf("tail %v, %v", tail, short)
	}
	if got := raw.Of("a\nb\nValueError: x").LastLine(); !got.Is("ValueError: x") {
		t.Errorf("last line %v", got)
	}
}
