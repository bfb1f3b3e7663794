package probes

import "testing"

func TestNumbersAreTurnedIntoTheFixedUnit(t *testing.T) {
	tests := []struct {
		digits, measure string
		want            float64
		unit            Unit
	}{
		{"99.9", "%", 0.999, Ratio},
		{"850", "ms", 0.85, Seconds},
		{"1.5", "m", 90, Seconds},
		{"-2", "d", -172800, Seconds},
		{"0.5", "KiB", 512, Bytes},
		{"41", "/s", 41, PerSecond},
		{"7", "", 7, None},
	}
	for _, tt := range tests {
		t.Run(tt.digits+tt.measure, func(t *testing.T) {
			m, known := MeasureOf(tt.measure)
			if !known || m.Unit != tt.unit {
				t.Fatalf("the measure is %+v, known %v", m, known)
			}
			if got, err := m.Read(tt.digits); err != nil || got != tt.want {
				t.Errorf("it reads %v (%v), want %v", got, err, tt.want)
			}
		})
	}
	if m, known := MeasureOf("kg"); known {
		t.Errorf("kg is %+v", m)
	}
	if _, err := (Measure{}).Read("1e"); err == nil {
		t.Error("1e is a number")
	}
}
