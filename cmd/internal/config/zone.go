package config

import (
	"strings"
	"time"

	"bedside/logview"
)

// zone reads the name of a time zone, "Asia/Shanghai", or its offset: "UTC",
// "+08:00", "UTC-5".
func zone(p **time.Location) value {
	return scalar(func() schema { return schema{"type": "string"} }, "config.kind.zone", func(s, _ string) error {
		if *p = zoneOf(s); *p == nil {
			return errShape
		}
		return nil
	})
}

func zoneOf(s string) *time.Location {
	for _, layout := range [...]string{"-07:00", "-0700", "-07"} {
		if at, err := time.Parse(layout, twoDigits(strings.TrimPrefix(s, "UTC"))); err == nil {
			_, east := at.Zone()
			return logview.ZoneEast(east)
		}
	}
	if found, err := time.LoadLocation(s); err == nil && s != "" {
		return found
	}
	return nil
}

// twoDigits writes the hour of an offset with as many.
func twoDigits(offset string) string {
	if len(offset) == 2 || len(offset) > 2 && offset[2] == ':' {
		return offset[:1] + "0" + offset[1:]
	}
	return offset
}
