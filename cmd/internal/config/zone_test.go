package config

import (
	"testing"

	"bedside/probes/words"
)

func TestALogNamesItsZone(t *testing.T) {
	for written, want := range map[string]string{
		"UTC": "UTC", `"+08:00"`: "UTC+8", "+0800": "UTC+8", "UTC+8": "UTC+8", "UTC-5": "UTC-5", "UTC+5:30": "UTC+5:30",
		"-03:30": "UTC-3:30", "Asia/Shanghai": "Asia/Shanghai", `""`: "", "+25:00": "", "+15:00": "", "eight": "",
	} {
		c, err := Parse("x.yaml", []byte("profile: none\nname: x\nlogs:\n  app: {file: /x.log, zone: "+written+"}\n"))
		switch {
		case err != nil && want != "":
			t.Errorf("%s: %v", written, err)
		case err == nil && (want == "" || c.Logs[0].Zone.String() != want):
			t.Errorf("%s is %v, want %q", written, c.Logs[0].Zone, want)
		}
	}
}

func TestTheExpectedZoneIsNamed(t *testing.T) {
	if words.English.Word("config.kind.zone") == "config.kind.zone" {
		t.Error("no words say what a zone is")
	}
}
