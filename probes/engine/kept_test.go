package engine

import (
	"bytes"
	"encoding/json"
	"testing"

	"bedside/logview/raw"
	"bedside/probes/action"
	"bedside/probes/journal"
	"bedside/probes/state"
	"bedside/probes/words"
)

func TestWhatStepsSaidFitsARecord(t *testing.T) {
	var a act
	for range 12 {
		a.run.Steps = append(a.run.Steps, state.RunStep{What: words.Of("text", "x"), Outcome: action.Done, Said: raw.New(bytes.Repeat([]byte{1}, 16<<10))})
	}
	record, err := json.Marshal(a.kept())
	if err != nil {
		t.Fatal(err)
	}
	if len(record) > journal.MaxRecord/2 {
		t.Errorf("the record has %d bytes, beyond the journal's limit: nothing after it would be written", len(record))
	}
}
