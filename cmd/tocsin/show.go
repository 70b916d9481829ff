package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tocsin/cmd/tocsin/console"
	"tocsin/store"
	"tocsin/template"
)

func (a *app) title(text string) {
	fmt.Fprintln(a.out, a.screen.Paint(console.Bold, text))
}

// showReport prints what a form says.
func (a *app) showReport(r store.Report) error {
	a.line("form", r.Form)
	for _, name := range slices.Sorted(mapKeys(r.Fields)) {
		a.line(name, r.Fields[name])
	}
	for _, h := range r.Hosts {
		text := strings.Join(append([]string{dash(h.Name)}, h.Addresses...), " ")
		if len(h.Marks) > 0 {
			text += " (" + strings.Join(h.Marks, ", ") + ")"
		}
		a.line(h.Role, text)
	}
	a.optional("start", r.Time.Start)
	a.optional("end", r.Time.End)
	a.optional("detected", r.Time.Detected)
	a.optional("uncertainty", r.Time.Uncertainty)
	a.optional("category", strings.Join(r.Category, ", "))
	a.optional("assistance", strings.Join(r.Assistance, ", "))
	a.optional("tlp", r.Disclosure.TLP)
	if len(r.Indicators) > 0 {
		fmt.Fprintln(a.out)
		t := console.NewTable(a.screen, "type", "indicator", "role", "line")
		for _, i := range r.Indicators {
			t.Row(i.Type, i.Value, i.Role, i.Line)
		}
		if _, err := t.WriteTo(a.out); err != nil {
			return err
		}
	}
	if len(r.Problems) > 0 {
		fmt.Fprintln(a.out)
		t := console.NewTable(a.screen, "problem", "field", "line", "what")
		for _, p := range r.Problems {
			t.Row(console.Styled(console.Yellow, p.Code), dash(p.Field), p.Line, p.Message)
		}
		if _, err := t.WriteTo(a.out); err != nil {
			return err
		}
	}
	return nil
}

// showExplanation prints how the texts of a mail were read, line by line.
func (a *app) showExplanation(x template.Explanation) error {
	for _, text := range x.Texts {
		fmt.Fprintln(a.out)
		a.title("How " + cmp.Or(text.Name, "the body") + " was read")
		a.line("form", text.Form+": "+text.Why)
		t := console.NewTable(a.screen, "line", "field", "role", "answer", "rule")
		for _, s := range text.Steps {
			t.Row(s.Line, s.Field, dash(s.Role), dash(brief(s.Answer)), s.Rule)
		}
		if t.Len() > 0 {
			if _, err := t.WriteTo(a.out); err != nil {
				return err
			}
		}
		for _, l := range text.Left {
			a.line(fmt.Sprintf("left, line %d", l.Line), brief(l.Text))
		}
	}
	return nil
}

// brief is the beginning of a longer text, on one line.
func brief(s string) string {
	first, _, more := strings.Cut(s, "\n")
	if r := []rune(first); len(r) > 60 {
		first, more = string(r[:60]), true
	}
	if more {
		first += " …"
	}
	return first
}

func (a *app) optional(label, value string) {
	if value != "" {
		a.line(label, value)
	}
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// showProtection prints a PGP verdict with its signatures and parts.
func (a *app) showProtection(p store.Protection) {
	a.line("verdict", p.Verdict)
	a.line("structure", p.Structure)
	encrypted := "no"
	if p.Encrypted {
		encrypted = map[bool]string{true: "yes, decrypted", false: "yes, not readable with our keys"}[p.Decrypted]
	}
	a.line("encrypted", encrypted)
	a.line("coverage", p.Coverage)
	a.optional("subject", p.Subject)
	for _, s := range p.Signatures {
		text := fmt.Sprintf("%s  %s  %s  part %s", s.Status, dash(string(s.Fingerprint)), dash(s.Address), dash(s.Part))
		if s.Address != "" && !s.FromMatch {
			text += "  (not the From address)"
		}
		a.line("signature", text)
	}
	if len(p.Parts) > 0 {
		fmt.Fprintln(a.out)
		t := console.NewTable(a.screen, "part", "type", "size", "encrypted", "signed", "name")
		for _, i := range p.Parts {
			t.Row(i.Part, i.Type, console.Bytes(int64(i.Size)), map[bool]string{true: "yes", false: "no"}[i.Encrypted], dash(i.Signed), i.Name)
		}
		t.WriteTo(a.out)
	}
	for _, f := range p.Findings {
		a.line("finding", strings.TrimSpace(f.Part+" "+f.Code+" "+f.Detail))
	}
}

// showDecision prints a routing decision with its trail.
func (a *app) showDecision(d store.Decision) {
	text := d.Decision
	if d.Team != "" {
		text += " → " + d.Team
	}
	a.line("decision", text)
	if len(d.HeldFor) > 0 {
		a.line("held for", strings.Join(d.HeldFor, ", "))
	}
	a.showSteps("rule", d.Trail)
	a.showSteps("beaten", d.Lost)
}

func (a *app) showSteps(head string, steps []store.Step) {
	t := console.NewTable(a.screen, head, "tier", "fact", "match", "team", "source", "why")
	for _, s := range steps {
		t.Row(s.Rule, s.Tier, strings.TrimSpace(s.Fact.Role+" "+s.Fact.Kind+" "+s.Fact.Value), dash(s.Match), dash(s.Team), dash(s.Source), s.Why)
	}
	if t.Len() > 0 {
		fmt.Fprintln(a.out)
		t.WriteTo(a.out)
	}
}
