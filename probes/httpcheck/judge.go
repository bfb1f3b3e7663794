package httpcheck

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"bedside/logview/raw"
	"bedside/probes"
	"bedside/probes/fetch"
)

// answer is what came back, with the request's secrets hidden.
type answer struct {
	at       time.Time
	status   int
	location string
	body     string
	json     bool // doc holds what is wanted of it
	doc      document
	jsonErr  error
}

// judge says how the target is by its answer. The first stage that finds
// something wrong decides.
func (p *Probe) judge(a answer) probes.Sample {
	if body := strings.TrimSpace(a.body); strings.HasPrefix(body, "{") || strings.HasPrefix(body, "[") {
		a.doc, a.jsonErr = scan(body, p.wanted)
		a.json = a.jsonErr == nil
	}
	values, missing, bad := figures(a.doc, p.o.Values)
	s := probes.Sample{Status: probes.Up}
	for _, stage := range []func(answer) (probes.Sample, bool){
		p.byStatus, p.byKind, p.byExpected, p.byOwnWords, p.byClock, p.byBody,
		func(a answer) (probes.Sample, bool) { return byFigures(a, missing, bad) },
	} {
		if found, decided := stage(a); decided {
			s = found
			break
		}
	}
	s.Values, s.Dropped = values, len(bad)
	s.Body, _ = raw.Of(a.body).Cut(maxProof)
	return s
}

func decided(s probes.Sample) (probes.Sample, bool) { return s, true }

func undecided() (probes.Sample, bool) { return probes.Sample{}, false }

// byStatus judges the status code.
func (p *Probe) byStatus(a answer) (probes.Sample, bool) {
	status := fetch.Status{Got: a.status, Want: p.o.Expect.Status, Location: a.location, Said: a.doc.says(), Body: a.body}
	switch {
	case status.Expected():
		return undecided()
	case a.status == http.StatusNotFound && p.o.Optional:
		return decided(probes.Fail(probes.Unknown, probes.NotProvided, ""))
	}
	refusal := status.Refusal()
	if refusal.Fault.Code == probes.BadStatus && a.doc.calls() == probes.Down {
		return decided(probes.Fail(probes.Down, probes.Unhealthy, a.doc.says()))
	}
	return decided(refusal)
}

// byKind judges whether there is a body of the kind that is expected.
func (p *Probe) byKind(a answer) (probes.Sample, bool) {
	e := p.o.Expect
	wantsJSON := len(e.JSON)+len(p.o.Values) > 0
	wantsBody := wantsJSON || p.body != nil || e.Status == 0
	bodiless := a.status == http.StatusNoContent || p.o.Request.Method == http.MethodHead
	body := strings.TrimSpace(a.body)
	switch {
	case body == "" && wantsBody && !bodiless:
		return decided(probes.Fail(probes.Down, probes.EmptyBody, ""))
	case wantsJSON && a.jsonErr != nil:
		return decided(probes.Fail(probes.Down, probes.Malformed, a.jsonErr.Error()))
	case wantsJSON && !a.json && p.o.PageIsAbsence && strings.HasPrefix(body, "<"):
		return decided(probes.Fail(probes.Unknown, probes.NotProvided, ""))
	case wantsJSON && !a.json:
		return decided(probes.Fail(probes.Down, probes.NotJSON, firstLine(body)))
	}
	return undecided()
}

func firstLine(body string) string {
	line, _, _ := strings.Cut(body, "\n")
	return cut(strings.TrimSpace(line), 80)
}

// byExpected compares the JSON with what has to stand in it.
func (p *Probe) byExpected(a answer) (probes.Sample, bool) {
	for _, path := range slices.Sorted(maps.Keys(p.o.Expect.JSON)) {
		want := p.o.Expect.JSON[path]
		scalar, there := a.doc.leaves[path]
		if there && equal(scalar, want) {
			continue
		}
		if status := a.doc.calls(); status != probes.Unknown {
			return decided(probes.Fail(status, probes.Unhealthy, a.doc.says()))
		}
		found := a.doc.text(path)
		if !there {
			found = "∅"
		}
		return decided(probes.Fail(probes.Down, probes.BadBody, fmt.Sprintf("%s: %s ≠ %v", path, found, want)))
	}
	return undecided()
}

// byOwnWords believes a target that calls itself unwell, unless the very word
// is the expected one.
func (p *Probe) byOwnWords(a answer) (probes.Sample, bool) {
	if _, expected := p.o.Expect.JSON["status"]; expected {
		return undecided()
	}
	if status := a.doc.calls(); status != probes.Unknown {
		return decided(probes.Fail(status, probes.Unhealthy, a.doc.says()))
	}
	if a.doc.complaint != "" && len(p.o.Expect.JSON) == 0 {
		return decided(probes.Fail(probes.Degraded, probes.Unhealthy, a.doc.complaint))
	}
	return undecided()
}

// byBody looks for the expected pattern. A target that answers without it works
// and yet does not do what it is there for.
func (p *Probe) byBody(a answer) (probes.Sample, bool) {
	if p.body == nil || p.body.MatchString(a.body) {
		return undecided()
	}
	detail := fmt.Sprintf("“%s”: ", cut(p.o.Expect.Body, briefQuote))
	if p.sentence != "" {
		detail += fmt.Sprintf("“%s” → ", cut(p.sentence, briefQuote))
	}
	return decided(probes.Fail(probes.Degraded, probes.Lacks, detail+excerpt(a.body)))
}

// briefQuote is how many characters are quoted of what is known: the answer,
// which is not, stands behind it.
const briefQuote = 20

// spoken are the names under which a request says what a person would say.
// Whatever else is in a request may be a secret.
var spoken = []string{"message", "prompt", "question", "query", "text", "input", "content"}

// sentence is what a request with this body says in a person's place, "" when
// it says nothing: one of the spoken, or the user's last of its "messages".
func sentence(body []byte) string {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil {
		return ""
	}
	list, _ := object["messages"].([]any)
	for _, one := range list {
		if message, ok := one.(map[string]any); ok && message["role"] == "user" {
			object = message
		}
	}
	for _, name := range spoken {
		text, _ := object[name].(string)
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

// excerpt is what people would read of an answer: of a JSON object the text
// that is longer than its other texts together, else the beginning as it is.
func excerpt(body string) string {
	var object map[string]any
	if json.Unmarshal([]byte(body), &object) == nil {
		longest, all := "", 0
		for _, v := range object {
			text, _ := v.(string)
			if all += len(text); len(text) > len(longest) {
				longest = text
			}
		}
		if 2*len(longest) > all {
			body = longest
		}
	}
	return cut(strings.TrimSpace(body), 120)
}

// byFigures judges whether the figures were there.
func byFigures(a answer, missing, bad []string) (probes.Sample, bool) {
	switch {
	case len(missing) > 0 && a.doc.complaint != "":
		return decided(probes.Fail(probes.Degraded, probes.Unhealthy, a.doc.complaint))
	case len(missing) > 0:
		return decided(probes.Fail(probes.Degraded, probes.BadBody, strings.Join(missing, ", ")+": ∅"))
	case len(bad) > 0:
		return decided(probes.Fail(probes.Degraded, probes.NotANumber, strings.Join(bad, ", ")))
	}
	return undecided()
}
