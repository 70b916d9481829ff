package intake

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
	"tocsin/template"
)

// settleForward takes the forward of a message out of the outbox, as the
// courier would, and says what became of it.
func (b *bed) settleForward(key store.Key, state string) {
	b.Helper()
	_, entries := b.outbox(key)
	want := forwardOf(entries).ID
	claimed, err := b.line.cfg.Store.Claim(b.Context(), b.now.Add(time.Minute), 100, time.Minute)
	b.must(err)
	for _, o := range claimed {
		if o.ID == want {
			b.must(b.line.cfg.Store.Settle(b.Context(), store.Settlement{ID: o.ID, Attempt: o.Attempts, State: state, Next: b.now.Add(time.Hour), At: b.now}))
			return
		}
	}
	b.Fatal("the forward was not due")
}

func tagged(in store.Incident) string { return "Re: [" + string(in.Ref) + "] your answer" }

func happened(in store.Incident, what, part string) bool {
	return slices.ContainsFunc(in.Events, func(e store.Event) bool { return e.What == what && strings.Contains(e.Detail, part) })
}

// forwarded takes a report that goes to the other team, and puts it off.
func (b *bed) forwarded() (store.Message, store.Incident) {
	b.Helper()
	first, in := b.take(b.mail("lab@uni.example", team, "theft", otherTeamForm))
	b.settleForward(first.Key, store.Due)
	return first, in
}

// A later word that restricts holds what waits, whoever says it and wherever.
func TestLaterRestrictionHolds(t *testing.T) {
	for name, c := range map[string]struct{ from, subject, text, held, tlp, said string }{
		"prose":            {"lab@uni.example", "", "Sorry, please treat this as TLP:RED.", "tlp-red", "RED", ""},
		"a subject":        {"lab@uni.example", "TLP:AMBER+STRICT ", "more logs tomorrow", "tlp-amber", "AMBER+STRICT", ""},
		"a banner":         {"lab@uni.example", "", "*** TLP:AMBER ***\n\nMore logs.\n", "tlp-amber", "AMBER", ""},
		"words":            {"lab@uni.example", "", "One thing more: please do not forward this to anybody.", "disclosure", "GREEN", "do not forward"},
		"words, in German": {"lab@uni.example", "", "Bitte geben Sie das nicht weiter.", "disclosure", "GREEN", "nicht weiter"},
		"a form":           {"lab@uni.example", "", "--- Your answers, tocsin-1 ---\n\nTraffic light (TLP): TLP:RED\n", "tlp-red", "RED", ""},
		"a stranger":       {"eve@evil.example", "", "This is TLP:RED. Do not forward it.", "tlp-red,disclosure", "RED", ""},
	} {
		b := newBed(t, false)
		first, in := b.forwarded()
		m, in := b.take(b.mail(c.from, team, c.subject+tagged(in), c.text))
		_, entries := b.outbox(first.Key)
		forward := forwardOf(entries)
		if held := strings.Join(forward.HeldFor, ","); forward.State != store.Held || held != c.held {
			t.Errorf("%s (confirmed %v): the forward is %s %s, want %s", name, m.Confirmed, forward.State, held, c.held)
		}
		if d := in.Report.Disclosure; d.TLP != c.tlp || !strings.Contains(d.Text, c.said) || c.said == "" && d.Text != "" {
			t.Errorf("%s: %+v", name, d)
		}
		if in.Route.Decision != "hold" || !happened(in, "restricted", strings.ReplaceAll(c.held, ",", ", ")) || !happened(in, "held", "forward to intake@nren.example") {
			t.Errorf("%s: %s, %+v", name, verdict(in.Route), in.Events)
		}
		b.must(b.line.cfg.Store.Approve(t.Context(), forward.ID, handler))
		raw, err := b.line.Protect(t.Context(), forward)
		b.must(err)
		if marks := template.Marks(in.Report.Disclosure); !strings.Contains(string(raw), strings.Split(marks, "\n")[0]) {
			t.Errorf("%s: approved, it does not say\n%s", name, marks)
		}
	}
}

// What says nothing stricter holds nothing, and the forward says each mark once.
func TestLaterWordsThatDoNotRestrict(t *testing.T) {
	for name, text := range map[string]string{
		"thanks":    "Thank you, that is all.",
		"looser":    "You may treat it as TLP:CLEAR.\n",
		"a footer":  "More tomorrow.\n\n-- \nThis e-mail is confidential and intended only for the addressee.\n",
		"the same":  "It stays TLP:GREEN.\n",
		"a request": "Can you forward this to their abuse desk?",
	} {
		b := newBed(t, false)
		first, in := b.forwarded()
		_, in = b.take(b.mail("lab@uni.example", team, tagged(in), text))
		_, entries := b.outbox(first.Key)
		forward := forwardOf(entries)
		if forward.State != store.Due || in.Route.Decision != "forward" || in.Report.Disclosure.TLP != "GREEN" {
			t.Errorf("%s: forward %s %v, %s", name, forward.State, forward.HeldFor, verdict(in.Route))
		}
		if text, err := b.line.marked(t.Context(), forward); err != nil || text != forward.Text {
			t.Errorf("%s: marked anew (%v):\n%s", name, err, text)
		}
	}
}

// A label that is stricter than the one it waits for is added; a milder one,
// and one that was said before, is not.
func TestRestrictionsAreAddedOnce(t *testing.T) {
	b := newBed(t, false)
	first, in := b.take(b.mail("lab@uni.example", team, "theft", strings.Replace(otherTeamForm, "GREEN", "AMBER", 1)))
	held := func() string { return strings.Join(forwardOf(second(b.outbox(first.Key))).HeldFor, ",") }
	for _, step := range []struct{ say, want string }{
		{"TLP:AMBER, as I said", "tlp-amber"}, {"TLP:RED now", "tlp-amber,tlp-red"}, {"TLP:AMBER again", "tlp-amber,tlp-red"},
	} {
		_, in = b.take(b.mail("lab@uni.example", team, tagged(in), step.say))
		if got := held(); got != step.want {
			t.Errorf("after %q: held for %s, want %s", step.say, got, step.want)
		}
	}
	b.must(b.line.cfg.Store.Approve(t.Context(), forwardOf(second(b.outbox(first.Key))).ID, handler))
	b.take(b.mail("lab@uni.example", team, tagged(in), "TLP:RED, remember"))
	if forward := forwardOf(second(b.outbox(first.Key))); forward.State != store.Due {
		t.Errorf("what a person let go is held again for what that person knew: %v", forward.HeldFor)
	}
}

func second[A, B any](_ A, b B) B { return b }

// Whoever answers one of our letters quotes it; that restricts nothing.
func TestQuotedLettersDoNotRestrict(t *testing.T) {
	for _, lang := range template.LetterLanguages() {
		b := newBed(t, false)
		b.line.cfg.Languages, b.line.cfg.AuthServ = []string{lang}, "mx.cert.example"
		b.must(b.line.Reload(t.Context(), b.line.readers.Load().directory))
		first, in := b.take(b.mail("lab@uni.example", team, "theft", otherTeamForm, "DKIM-Signature: d=uni.example\r\nAuthentication-Results: mx.cert.example; dkim=pass header.d=uni.example"))
		_, entries := b.outbox(first.Key)
		b.settleForward(first.Key, store.Due)
		for _, o := range entries {
			m, now := b.take(b.mail("lab@uni.example", team, "Re: "+o.Subject, "Thanks.\n\n> "+strings.ReplaceAll(o.Text, "\n", "\n> ")))
			if m.Ref != in.Ref || happened(now, "corrected", "") {
				t.Errorf("%s: an answer to the %s, in %s, corrects %v", lang, o.Kind, m.Ref, now.Events)
			}
			if forward := forwardOf(second(b.outbox(first.Key))); forward.State != store.Due {
				t.Errorf("%s: an answer to the %s holds the forward for %v:\n%s", lang, o.Kind, forward.HeldFor, o.Text)
				break
			}
		}
	}
}

// Our own words that come back restrict nothing.
func TestBounceRestrictsNothing(t *testing.T) {
	b := newBed(t, false)
	first, in := b.forwarded()
	b.take(b.mail("MAILER-DAEMON@mx.example", team, "Undelivered: "+tagged(in), "TLP:RED", "Return-Path: <>", "X-Failed-Recipients: x@y.example"))
	if forward := forwardOf(second(b.outbox(first.Key))); forward.State != store.Due {
		t.Errorf("a bounce holds a forward for %v", forward.HeldFor)
	}
}
