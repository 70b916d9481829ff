package demo

import (
	"fmt"
	"io"
	"strings"

	"tocsin/cmd/tocsin/console"
	"tocsin/store"
)

// A teller prints the story of each mail in five lines or so.
type teller struct {
	out    io.Writer
	screen console.Screen
	n      int
}

// An act is one sample mail and all that came of it.
type act struct {
	title    string
	raw      []byte
	message  store.Message
	incident store.Incident
	outbox   []store.Outgoing
}

func (t *teller) tell(a act) {
	t.n++
	fmt.Fprintf(t.out, "%s  %s\n", t.screen.Paint(console.Dim, fmt.Sprintf("%2d", t.n)), t.screen.Paint(console.Bold, a.title))
	t.line("received", received(a))
	t.line("proved", t.proved(a.message.Protection))
	for i, text := range understood(a) {
		t.line([]string{"understood", ""}[min(i, 1)], text)
	}
	for i, text := range t.decided(a) {
		t.line([]string{"decided", ""}[min(i, 1)], text)
	}
	if len(a.outbox) == 0 {
		t.line("sent", t.screen.Paint(console.Dim, "nothing"))
	}
	for i, o := range a.outbox {
		t.line([]string{"sent", ""}[min(i, 1)], t.sent(o))
	}
	fmt.Fprintln(t.out)
}

func (t *teller) line(label, text string) {
	fmt.Fprintf(t.out, "    %s %s\n", t.screen.Paint(console.Dim, fmt.Sprintf("%-10s", label)), text)
}

func received(a act) string {
	from := a.message.From
	if from == "" {
		from = "no address (" + a.message.FromRaw + ")"
	}
	text := fmt.Sprintf("from %s, %s", console.Safe(from), size(len(a.raw)))
	if a.message.Subject != "" {
		text += fmt.Sprintf(", “%s”", short(console.Safe(a.message.Subject), 60))
	}
	return text
}

func size(n int) string {
	if n < 10_000 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d KiB", n>>10)
}

func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func (t *teller) proved(p store.Protection) string {
	var parts []string
	switch {
	case p.Encrypted && p.Decrypted:
		parts = append(parts, "encrypted to us, opened")
	case p.Encrypted:
		parts = append(parts, t.screen.Paint(console.Red, "encrypted, but not readable for us"))
	}
	for _, s := range p.Signatures {
		colour := map[string]string{"good": console.Green}[s.Status]
		if colour == "" {
			colour = console.Red
		}
		text := fmt.Sprintf("%s signature by %s", s.Status, shortKey(s.Fingerprint))
		if s.Address != "" {
			text += " (" + s.Address + ")"
		}
		parts = append(parts, t.screen.Paint(colour, text))
	}
	if len(p.Signatures) == 0 {
		parts = append(parts, "not signed")
	}
	if p.Coverage == "partial" {
		parts = append(parts, "covering only a part")
	}
	return strings.Join(append(parts, "verdict: "+p.Verdict), "; ")
}

func shortKey(f store.Fingerprint) string {
	if len(f) > 16 {
		return "…" + string(f[len(f)-16:])
	}
	return string(f)
}

func understood(a act) []string {
	r := a.message.Report
	if r == nil {
		r = &a.incident.Report
	}
	var lines []string
	followUp := a.message.Kind != store.KindReport
	switch {
	case followUp && r.Form != "none":
		lines = append(lines, "answers to a receipt, filed as "+a.message.Kind)
	case followUp || r.Form == "none":
		lines = append(lines, "no form: filed as "+a.message.Kind)
	default:
		lines = append(lines, fmt.Sprintf("form %s, %d fields, %s", r.Form, len(r.Fields), wanted(r)))
		for _, h := range r.Hosts {
			lines = append(lines, fmt.Sprintf("%s %s", h.Role, strings.TrimSpace(h.Name+" "+strings.Join(h.Addresses, " "))))
		}
	}
	if r.Disclosure.TLP != "" {
		lines = append(lines, "TLP:"+r.Disclosure.TLP)
	}
	for i, p := range r.Problems {
		if followUp || r.Form == "none" && len(r.Hosts) == 0 {
			break // no form, no faults in it
		}
		if i == 3 {
			lines = append(lines, fmt.Sprintf("and %d more problems", len(r.Problems)-3))
			break
		}
		lines = append(lines, short(console.Safe(fmt.Sprintf("%s: %s", p.Code, p.Message)), 100))
	}
	for i, f := range a.message.Findings {
		if i < 3 {
			lines = append(lines, short(console.Safe(strings.TrimSpace("finding "+f.Code+": "+f.Detail)), 100))
		}
	}
	return lines
}

func wanted(r *store.Report) string {
	if len(r.Assistance) == 0 {
		return "says not what is wanted of us"
	}
	return "wants: " + strings.Join(r.Assistance, ", ")
}

func (t *teller) decided(a act) []string {
	how := a.message.Why
	if !a.message.Confirmed {
		how = t.screen.Paint(console.Yellow, "unconfirmed") + ": " + how
	}
	ref := t.screen.Paint(console.Blue, string(a.incident.Ref))
	if len(a.incident.Messages) > 0 && a.incident.Messages[0] != a.message.Key {
		lines := []string{fmt.Sprintf("joins %s as %s; %s", ref, a.message.Kind, how)}
		return append(lines, a.events("corrected", "corrects ")...)
	}
	lines := append([]string{fmt.Sprintf("opens %s; %s", ref, how)}, a.events("kind", "looks like an ")...)
	d := a.incident.Route
	text := d.Decision
	if d.Team != "" {
		text += " " + d.Team
	}
	if len(d.HeldFor) > 0 {
		text += ", " + t.screen.Paint(console.Yellow, "held for "+strings.Join(d.HeldFor, ", "))
	}
	for _, step := range d.Trail {
		if step.Team == d.Team && step.Source != "" {
			text += fmt.Sprintf(" (%s %s, %s)", step.Rule, step.Match, step.Source)
			break
		}
	}
	return append(lines, text)
}

// events are what the message changed, of one sort.
func (a act) events(what, head string) (lines []string) {
	for _, e := range a.incident.Events {
		if e.What == what && e.Key == a.message.Key && !strings.HasPrefix(e.Detail, "unclassified") {
			lines = append(lines, short(console.Safe(head+e.Detail), 100))
		}
	}
	return lines
}

func (t *teller) sent(o store.Outgoing) string {
	state := o.State
	switch o.State {
	case store.Sent:
		state = t.screen.Paint(console.Green, "sent")
	case store.Held:
		state = t.screen.Paint(console.Yellow, "held for "+strings.Join(o.HeldFor, ", "))
	case store.Failed:
		state = t.screen.Paint(console.Red, "failed: "+short(o.Error, 60))
	}
	how := ""
	if len(o.Keys) > 0 && o.Encrypt != store.EncryptNever {
		how = ", encrypted"
	}
	return fmt.Sprintf("%s to %s%s: %s", o.Kind, o.To, how, state)
}
