package intake

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// answering is the header line of an answer to what we last wrote to the
// reporter of an incident.
func (b *bed) answering(in store.Incident) string {
	b.Helper()
	list, err := b.line.cfg.Store.Outbox(b.Context(), store.OutFilter{Ref: in.Ref})
	b.must(err)
	for _, o := range list {
		if strings.EqualFold(o.To, in.Reporter) {
			return "In-Reply-To: <" + o.MessageID + ">"
		}
	}
	b.Fatalf("nothing was written to %s", in.Reporter)
	return ""
}

// Numbers can be counted up and a From can be forged: who answers no letter of
// ours to the reporter has nothing passed on by himself.
func TestCorrectionByNumberAloneWaits(t *testing.T) {
	b := newBed(t, false)
	for name, head := range map[string]string{"no id": "X-Mailer: x", "an id of another": "In-Reply-To: <m1@x.example>", "an id of ours made up": "In-Reply-To: <k7@cert.example>"} {
		_, in := b.take(b.mail("lab@uni.example", team, "theft", noHost))
		m, in := b.take(b.mail("lab@uni.example", team, tagged(in), hostAnswer, head))
		b.sendsExactly(m.Key, "forward intake@nren.example held unverified", newForwarded, toHandler)
		if in.Route.Team != "nren" || in.Route.Decision != "hold" {
			t.Errorf("%s: %s", name, verdict(in.Route))
		}
	}
}

// What one mail of several said in a ciphertext goes on in none but one.
func TestCorrectionKeepsCiphertextOfLaterMail(t *testing.T) {
	for _, key := range []bool{true, false} {
		b := newBed(t, key)
		_, in := b.take(b.mail("alice@uni.example", team, "theft", "Your name: Alice\nYour e-mail address: alice@uni.example\nThe incident began on: 2026-11-20 11:00 +0100\n"))
		_, in = b.take(b.signedBy("alice@uni.example", tagged(in), "--- Your answers, tocsin-1 ---\n\nYour telephone: +352 26 00 11\n", true))
		if !happened(in, "corrected", "26 00 11") {
			t.Fatalf("the ciphertext added nothing: %+v", in.Events)
		}
		m, in := b.take(b.mail("alice@uni.example", team, tagged(in), hostAnswer, b.answering(in)))
		_, entries := b.outbox(m.Key)
		forward := forwardOf(entries)
		if forward.Encrypt != store.EncryptRequire || forward.State != store.Held || !slices.Contains(forward.HeldFor, "unverified") || slices.Contains(forward.HeldFor, "encrypted-no-key") == key {
			t.Errorf("key %v: %s, forward %q %s %v encrypts %q:\n%s", key, verdict(in.Route), forward.To, forward.State, forward.HeldFor, forward.Encrypt, forward.Text)
		}
	}
}

// A day counted from that of writing is none where the Date can't be that day.
func TestDateThatIsNone(t *testing.T) {
	for date, want := range map[string]string{
		"Sat, 21 Nov 2026 09:30:00 +0100": "2026-11-20T22:15:00+01:00",
		"Sat, 21 Nov 2026 10:40:00 +0100": "2026-11-20T22:15:00+01:00", // a clock that is fast
		"Mon, 21 Sep 2009 08:00:00 +0200": "yesterday 22:15",
		"Sat, 07 Jan 2012 10:00:00 +0100": "2012-01-06T22:15:00+01:00", // an old mail, imported
		"Sun, 22 Nov 2026 09:30:00 +0100": "yesterday 22:15",
		"Sun, 22 Nov 2099 09:30:00 +0100": "yesterday 22:15",
		"Thu, 01 Jan 1970 10:00:00 +0100": "yesterday 22:15",
	} {
		b := newBed(t, false)
		_, in := b.take(b.mail("lab@uni.example", team, "theft", strings.Replace(otherTeamForm, "2026-11-20 11:00 +0100", "yesterday 22:15", 1), "Date: "+date))
		if got := in.Report.Time.Start; got != want {
			t.Errorf("%s: began %q, want %q", date, got, want)
		}
	}
}

// Words that restrict, from a ciphertext, are not put above a forward that was
// written to go in the clear: it waits, and a person reads them.
func TestRestrictionOfCiphertextStaysThere(t *testing.T) {
	for name, answer := range map[string]string{
		"prose": "Do not forward this to anybody: the mole-word reads along.",
		"form":  "--- Your answers, tocsin-1 ---\n\nTraffic light (TLP): TLP:RED\nYour telephone: +352 26 00 11\n\nDo not forward this to anybody: the mole-word reads along.\n",
	} {
		b := newBed(t, false)
		first, in := b.take(b.mail("alice@uni.example", team, "theft", otherTeamForm))
		_, in = b.take(b.signedBy("alice@uni.example", tagged(in), answer, true))
		forward := forwardOf(second(b.outbox(first.Key)))
		if forward.State != store.Held || !slices.Contains(forward.HeldFor, "disclosure") {
			t.Fatalf("%s: forward %s %v, %+v", name, forward.State, forward.HeldFor, in.Report.Disclosure)
		}
		raw, err := b.line.Protect(t.Context(), forward)
		b.must(err)
		if strings.Contains(string(raw), "mole-word") {
			t.Errorf("%s: a ciphertext goes out plain:\n%s", name, raw)
		}
	}
}
