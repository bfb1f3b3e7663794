package pane

import (
	"math"
	"regexp"
	"testing"
	"time"

	"bedside/probes"
	"bedside/probes/state"
	"bedside/probes/words"

	"github.com/charmbracelet/x/ansi"
)

func TestFiguresCarryTheirUnit(t *testing.T) {
	for want, f := range map[string]format{
		"0.4 ms":   seconds(0.0004),
		"12 ms":    seconds(0.012),
		"340 ms":   seconds(0.34),
		"1.00 s":   seconds(0.9996),
		"1.23 s":   seconds(1.234),
		"12.3 s":   seconds(12.34),
		"100 s":    seconds(99.96),
		"43 %":     {number: 0.43, unit: probes.Ratio},
		"4.2 %":    {number: 0.042, unit: probes.Ratio},
		"0 %":      {number: 0, unit: probes.Ratio},
		"99.42 %":  share(0.99428),
		"99.99 %":  share(0.99999), // not everything was well, and it does not say so
		"100.00 %": share(1),
		"41 /s":    {number: 41, unit: probes.PerSecond},
		"4.1 /s":   {number: 4.1, unit: probes.PerSecond},
		"512 MiB":  {number: 512 << 20, unit: probes.Bytes},
		"1.2 GiB":  {number: 1.2 * (1 << 30), unit: probes.Bytes},
		"7 B":      {number: 7, unit: probes.Bytes},
		"24":       {number: 24},
		"0.43":     {number: 0.43},
		"1.5 s":    {number: 1.5, unit: probes.Seconds, limit: true},
		"99.9 %":   {number: 0.999, unit: probes.Ratio, limit: true},
		"-":        {number: math.NaN(), unit: probes.Seconds},
	} {
		t.Run(want, func(t *testing.T) {
			if got := f.String(); got != want {
				t.Errorf("%+v is written %q, want %q", f, got, want)
			}
		})
	}
}

func TestAnAvailabilityIsAsExactAsItsChecksAreMany(t *testing.T) {
	for _, row := range []struct {
		checks int
		share  float64
		want   string
	}{
		{50, 1, "100 %"},
		{50, 49. / 50, "98 %"},
		{99, 98. / 99, "98 %"}, // one that failed is never rounded away
		{150, 149. / 150, "99.3 %"},
		{999, 998. / 999, "99.8 %"},
		{86_400, 1, "100.00 %"},
		{86_400, 0.99999, "99.99 %"},
	} {
		target := &state.Target{Every: time.Second, Span: time.Duration(row.checks) * time.Second, Availability: row.share}
		if got := availability(target).String(); got != row.want {
			t.Errorf("%g over %d checks is written %q, want %q", row.share, row.checks, got, row.want)
		}
	}
}

func TestLengthsOfTimeAreNoTimesOfDay(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"0s":     -time.Second,
		"21s":    21*time.Second + 999*time.Millisecond,
		"4m02s":  4*time.Minute + 2*time.Second,
		"59m59s": time.Hour - time.Second,
		"1h04m":  time.Hour + 4*time.Minute + 12*time.Second,
		"120d":   120*24*time.Hour + 23*time.Hour,
		"3d04h":  76*time.Hour + 59*time.Minute,
	} {
		if got := elapsed(d); got != want {
			t.Errorf("%v is written %q, want %q", d, got, want)
		}
	}
}

func FuzzFiguresStayShort(f *testing.F) {
	f.Add(1.5, "s")
	f.Add(math.MaxFloat64, "B")
	f.Add(-1e300, "%")
	f.Fuzz(func(t *testing.T, n float64, unit string) {
		for _, exact := range []bool{false, true} {
			if got := (format{number: n, unit: probes.Unit(unit), exact: exact}).String(); len(got) > 16 {
				t.Errorf("%v %s is written %q", n, unit, got)
			}
		}
	})
}

// TestASentenceSpeaksItsLengthsOfTime: in Chinese; a column keeps the short form.
func TestASentenceSpeaksItsLengthsOfTime(t *testing.T) {
	for d, want := range map[time.Duration][3]string{
		300 * time.Millisecond:         {"0s", "1 秒", "0s "},
		20*time.Second + 900*1e6:       {"20s", "20 秒", "20s "},
		4*time.Minute + 4*time.Second:  {"4m04s", "4 分 04 秒", "4m04s "},
		58 * time.Minute:               {"58m00s", "58 分 00 秒", "58m00s "},
		3*time.Hour + 20*time.Minute:   {"3h20m", "3 小时 20 分钟", "3h20m "},
		26*time.Hour + 70*time.Second:  {"1d02h", "1 天 2 小时", "1d02h "},
		100*24*time.Hour + time.Minute: {"100d", "100 天", "100d "},
	} {
		en, zh := plainLook(words.English), plainLook(words.Chinese)
		if got := [3]string{en.spoken(d), zh.spoken(d), zh.clock(d)}; got != want || en.clock(d) != want[0] {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestAnAgeThatHasNoRoomInWordsIsToldInBrief(t *testing.T) {
	for w, want := range map[int]string{20: "（4 分 04 秒前）", 16: "（4 分 04 秒前）", 15: "（4m04s前）", 11: "（4m04s前）", 9: ""} {
		if got := plainLook(words.Chinese).oldBriefly(4*time.Minute+4*time.Second, w); got != want {
			t.Errorf("in %d cells: %q, want %q", w, got, want)
		}
	}
}

// TestNoChineseSentenceHoldsAShortForm of a length of time.
func TestNoChineseSentenceHoldsAShortForm(t *testing.T) {
	short := regexp.MustCompile(`[0-9]+[smh](?:[0-9]{2}[smh])? ?(?:内|前|后)|(?:持续|超时) ≥?[0-9]+[smhd]`)
	for _, page := range pages {
		for _, scene := range pageScenes {
			text := ansi.Strip(page.new().View(scene.page(), 120, 34, plainLook(words.Chinese)))
			if found := short.FindString(text); found != "" {
				t.Errorf("%s, %s says %q:\n%s", page.name, scene.name, found, text)
			}
		}
	}
	for _, scene := range scenes {
		if found := short.FindString(ansi.Strip(whole(scene.page(), 120, 36, plainLook(words.Chinese)))); found != "" {
			t.Errorf("the overview, %s, says %q", scene.name, found)
		}
	}
}
