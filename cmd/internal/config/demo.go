package config

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"text/template"
)

//go:embed demo.yaml.tmpl
var demoTemplate string

// Embedded is where the embedded service and its parts are found.
type Embedded struct {
	URL, Root, State    string
	Application, Errors string // log files
	Prompt, ConfigEnv   string // settings that its actions edit
	LLM                 string // base URL ending in /v1
	Chroma, Redis       string // host:port
	MySQLDSN            string
	KeyFiles            []string // the LLM keys, a file each
	Exe, Control        string   // this program, and the control endpoint that it restarts things by
}

// Demo is the configuration of the embedded service, as a file: the built-in
// profile with its addresses.
func Demo(e Embedded) ([]byte, error) {
	base, err := url.Parse(e.URL)
	if err != nil {
		return nil, fmt.Errorf("configure the demo: %w", err)
	}
	_, port, err := net.SplitHostPort(base.Host)
	if err != nil {
		return nil, fmt.Errorf("configure the demo: %w", err)
	}
	refs := make([]string, len(e.KeyFiles))
	for i, file := range e.KeyFiles {
		refs[i] = "${file:" + file + "}"
	}
	auth := "Bearer ${file:" + e.ConfigEnv + "#LLM_API_KEY}"
	t, err := template.New("demo").Funcs(template.FuncMap{
		"json": func(v any) (string, error) {
			b, err := json.Marshal(v)
			return string(b), err
		},
		"ctl": func(verb ...string) []string {
			return append([]string{e.Exe, "xinyu", "ctl", e.Control}, verb...)
		},
	}).Parse(demoTemplate)
	if err != nil {
		return nil, fmt.Errorf("configure the demo: %w", err)
	}
	var out bytes.Buffer
	err = t.Execute(&out, struct {
		Embedded
		Port, LLMModels, LLMAuth, ChromaHeartbeat string
		LLMKeys                                   []string
	}{e, port, e.LLM + "/models", auth, "http://" + e.Chroma + "/api/v2/heartbeat", refs})
	if err != nil {
		return nil, fmt.Errorf("configure the demo: %w", err)
	}
	return out.Bytes(), nil
}
