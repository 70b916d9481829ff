package template

import (
	"strings"
	"testing"
	"text/template"
	"time"
)

// written writes a letter of the given text.
func written(t *testing.T, text string, v Values) string {
	t.Helper()
	parts, err := partsOf("letters/en/x.txt", text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var b strings.Builder
	write(parts, &b, &v, "")
	return b.String()
}

// Letters are Go templates: what they are allowed to use of that language
// must mean the same here as there.
func TestPartsMeanWhatTemplatesMean(t *testing.T) {
	full := fullValues()
	full.Kept = "split"
	empty := Values{Ref: "DEMO#2026-00042-7", Received: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	texts := []string{"plain", "{{.Ref}} {{date .Received}}", "{{if .Priority}}P{{.Priority}}{{else}}none{{end}}",
		"{{with .Phone}}a {{.}}{{else}}b{{end}}", "{{len .Lines}}:\n{{range .Lines}}* {{.}}\n{{end}}", "{{range .Missing}}{{.}}{{end}}{{range .Understood}}{{.}}{{end}}",
		"x\n{{- if .Phone}}\n y{{if .Kind}}{{.Kind}}{{end}}{{- end}}\n", "{{/* a remark */}}{{.Team}}"}
	for name := range slots {
		if name != "Priority" {
			texts = append(texts, "{{."+name+"}}{{with ."+name+"}}<{{.}}>{{end}}")
		}
	}
	for _, text := range texts {
		want := template.Must(template.New("").Funcs(template.FuncMap{"date": letterDate}).Parse(text))
		for _, v := range []Values{full, empty} {
			var b strings.Builder
			if err := want.Execute(&b, v); err != nil {
				t.Fatal(err)
			}
			if got := written(t, text, v); got != b.String() {
				t.Errorf("%s: %q, want %q", text, got, b.String())
			}
		}
	}
}

// What a letter must not use is told when it is read, with file and line.
func TestPartsRefuse(t *testing.T) {
	for _, text := range []string{"{{.Nosuch}}", "{{with .Nosuch}}{{end}}", "{{range .Ref}}{{end}}", "{{with .Lines}}{{end}}", "{{printf \"%s\" .Ref}}", "{{$x := .Ref}}",
		"{{.Ref | len}}", "{{if .Ref}}{{.Nosuch}}{{end}}", "{{if .Ref}}{{else}}{{.Nosuch}}{{end}}", "{{range .Lines}}{{.Nosuch}}{{end}}", "{{range .Lines}}{{else}}{{end}}",
		"{{template \"x\"}}", "{{date .Ref}}", "{{Ref}}", "{{.Ref", "{{end}}"} {
		_, err := partsOf("letters/en/x.txt", "Subject: x\n"+text)
		if err == nil || !strings.Contains(err.Error(), "letters/en/x.txt:2") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
