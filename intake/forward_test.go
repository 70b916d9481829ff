package intake

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/router"
	"tocsin/store"
)

const otherTeamForm = `Your name: Alice
Your e-mail address: alice@uni.example
Affected host name and address: 158.64.10.5
The incident began on: 2026-11-20 11:00 +0100
Description of what happened: secret-word was stolen
What should we do? Tell us how to recover
Traffic light (TLP): TLP:GREEN
`

// openAs opens what we sent with the recipient's key.
func (b *bed) openAs(address string, raw []byte) pgp.Opened {
	b.Helper()
	ring, err := pgp.NewRing([]pgp.SecretKey{b.keys[address]}, []store.StoredKey{b.certificate(team)})
	b.must(err)
	return pgp.Open(mime.Read(raw, mime.DefaultLimits()), ring, pgp.Options{Now: b.now, Own: []string{address}})
}

func forwardOf(entries []store.Outgoing) (o store.Outgoing) {
	for _, e := range entries {
		if e.Kind == store.OutForward {
			o = e
		}
	}
	return o
}

func TestForwardCarriesWhatWasDecrypted(t *testing.T) {
	b := newBed(t, true)
	m, _ := b.take(b.signedBy("alice@uni.example", "stolen", otherTeamForm, true))
	lines, entries := b.outbox(m.Key)
	forward := forwardOf(entries)
	if forward.State != store.Due || forward.Encrypt != store.EncryptRequire {
		t.Fatalf("outbox %q, forward encrypts %q", lines, forward.Encrypt)
	}
	raw, err := b.line.Protect(t.Context(), forward)
	b.must(err)
	if bytes.Contains(raw, []byte("secret-word")) || bytes.Contains(raw, []byte("stolen")) {
		t.Fatalf("the forward shows what was encrypted:\n%s", raw)
	}
	opened := b.openAs("intake@nren.example", raw)
	if opened.Protection.Verdict != "verified" {
		t.Errorf("verdict for the other team: %s %+v", opened.Protection.Verdict, opened.Protection.Signatures)
	}
	var carried *mime.Part
	opened.Message.Root.Walk(func(p *mime.Part) bool {
		if p.Type == "message/rfc822" {
			carried = p.Children[0]
			return false
		}
		return true
	})
	if carried == nil || !strings.Contains(carried.Text(), "secret-word") || carried.Header.Text("Subject") != "stolen" {
		t.Fatalf("the report does not come along readably: %+v", carried)
	}
	if !strings.Contains(opened.Message.Body(), "158.64.10.5") {
		t.Errorf("the summary lacks the host:\n%s", opened.Message.Body())
	}
}

func TestPlainReportIsForwardedAsItCame(t *testing.T) {
	b := newBed(t, false)
	raw := b.mail("lab@uni.example", team, "spam", strings.ReplaceAll(otherTeamForm, "\n", "\r\n"))
	m, _ := b.take(raw)
	b.sendsExactly(m.Key, "ack lab@uni.example due", "forward intake@nren.example due", "notice lab@uni.example held delivery", "notice "+handler+" due")
	_, entries := b.outbox(m.Key)
	sent, err := b.line.Protect(t.Context(), forwardOf(entries))
	b.must(err)
	found := false
	mime.Read(sent, mime.DefaultLimits()).Root.Walk(func(p *mime.Part) bool {
		found = found || p.Type == "message/rfc822" && bytes.Equal(bytes.TrimSpace(p.Decode()), bytes.TrimSpace(raw))
		return true
	})
	if !found {
		t.Errorf("the original is not attached byte for byte:\n%s", sent)
	}
}

func TestEncryptedReportIsHeldWithoutKey(t *testing.T) {
	b := newBed(t, false)
	m, in := b.take(b.signedBy("alice@uni.example", "stolen", otherTeamForm, true))
	if in.Route.Decision != "hold" {
		t.Errorf("decision %s %v", in.Route.Decision, in.Route.HeldFor)
	}
	_, entries := b.outbox(m.Key)
	if f := forwardOf(entries); f.State == store.Due {
		t.Errorf("a forward that can't be encrypted is due: %+v", f)
	}
}

// A forward is encrypted to the keys that its team has when it goes: it can be
// approved once the key is there that it was held for, or a newer one.
func TestForwardTakesTheKeysOfNow(t *testing.T) {
	b := newBed(t, false)
	secret, _ := b.take(b.signedBy("alice@uni.example", "stolen", otherTeamForm, true))
	_, held := b.outbox(secret.Key)
	plain, _ := b.take(b.mail("lab@uni.example", team, "spam", otherTeamForm))
	_, due := b.outbox(plain.Key)
	var hold *store.HoldError
	if _, err := b.line.Protect(t.Context(), forwardOf(held)); !errors.As(err, &hold) {
		t.Fatalf("without a key: %v", err)
	}
	nren := b.certificate("intake@nren.example")
	b.must(b.line.cfg.Store.PutKey(t.Context(), nren))
	dir, _ := router.ReadDirectory("home", router.File{Name: "directory.toml", Data: fmt.Appendf(nil, directory, fmt.Sprintf("keys = [%q]", nren.Fingerprint))})
	b.must(b.line.Reload(t.Context(), dir))
	for _, forward := range []store.Outgoing{forwardOf(held), forwardOf(due)} {
		raw, err := b.line.Protect(t.Context(), forward)
		b.must(err)
		if opened := b.openAs("intake@nren.example", raw); !opened.Protection.Decrypted || !strings.Contains(opened.Message.Body(), "158.64.10.5") {
			t.Errorf("the team can't read what it got:\n%s", raw)
		}
	}
}

// A report whose header lacks what a letter must have is carried all the same.
func TestCarriedWithoutHeaderFields(t *testing.T) {
	b := newBed(t, true)
	var kept []string
	head, body, _ := strings.Cut(string(b.signedBy("alice@uni.example", "stolen", otherTeamForm, true)), "\r\n\r\n")
	for _, field := range strings.Split(head, "\r\n") {
		name, _, _ := strings.Cut(strings.ToLower(field), ":")
		if name != "date" && name != "to" && name != "from" && name != "message-id" {
			kept = append(kept, field)
		}
	}
	raw := "Message-ID: <no-domain>\r\n" + strings.Join(kept, "\r\n") + "\r\n\r\n" + body
	b.line.borrow(func(x *Reader) {
		out, err := x.carried([]byte(raw))
		b.must(err)
		if m := mime.Read(out, mime.DefaultLimits()); !strings.Contains(m.Body(), "secret-word") || !m.Header.Has("Date") {
			t.Errorf("carried as\n%s", out)
		}
	})
}

// A forward that another team's machine sends opens an incident in which that
// team takes part, under its number; nobody is answered.
func TestForwardOfAnotherTeam(t *testing.T) {
	b := newBed(t, false)
	m, in := b.take(b.mail("intake@nren.example", team, "[NREN#2026-00007-O] Incident report for your constituency", "148.110.3.3 was broken into.",
		"Auto-Submitted: auto-generated", HandoverField+": from=nren.example; ref=NREN#2026-00007-O; hop=1"))
	if m.Kind != store.KindAutomatic || len(in.References) != 1 || len(in.Participants) != 1 {
		t.Errorf("%s with references %q, participants %+v", m.Kind, in.References, in.Participants)
	}
	b.sendsExactly(m.Key, "notice "+handler+" due")
	if got, _ := b.take(b.mail("intake@nren.example", team, "[NREN#2026-00007-O] one more", "Also 148.110.3.4.")); got.Ref != m.Ref || !got.Confirmed {
		t.Errorf("its later mail: %s confirmed %v, %s", got.Ref, got.Confirmed, got.Why)
	}
	if got, in := b.take(b.mail("robot@far.example", team, "[FAR#2026-00008-M] alarm", "Look.", "Auto-Submitted: auto-generated")); len(in.References)+len(in.Participants) != 0 {
		t.Errorf("of a stranger's machine, %s: references %q, participants %+v", got.Kind, in.References, in.Participants)
	}
}

// The team that a forward has reached takes part: its answer is confirmed, and
// its own number leads to the incident from then on.
func TestForwardedTeamTakesPart(t *testing.T) {
	b := newBed(t, true)
	m, _ := b.take(b.mail("lab@uni.example", team, "spam", otherTeamForm))
	_, entries := b.outbox(m.Key)
	forward := forwardOf(entries)
	answer := func(subject, answered string) store.Message {
		b.Helper()
		b.n++
		got, _ := b.take(b.mail("intake@nren.example", team, subject, fmt.Sprintf("It is ours, %d.", b.n), "In-Reply-To: <"+answered+">"))
		return got
	}
	if got := answer("before it went", forward.MessageID); got.Ref != m.Ref || got.Confirmed {
		t.Errorf("before the forward went: %s confirmed %v, %s", got.Ref, got.Confirmed, got.Why)
	}
	claimed, err := b.line.cfg.Store.Claim(t.Context(), b.now.Add(time.Hour), 100, time.Minute)
	b.must(err)
	for _, o := range claimed {
		b.must(b.line.cfg.Store.Settle(t.Context(), store.Settlement{ID: o.ID, Attempt: o.Attempts, State: store.Sent, At: b.now}))
	}
	if got := answer("Re: ["+string(m.Ref)+"] [NREN#20260042]", forward.MessageID); got.Ref != m.Ref || !got.Confirmed {
		t.Errorf("its answer: %s confirmed %v, %s", got.Ref, got.Confirmed, got.Why)
	}
	if got := answer("[NREN#20260042] the machine is clean", "unknown@nren.example"); got.Ref != m.Ref || !got.Confirmed {
		t.Errorf("under its number: %s confirmed %v, %s", got.Ref, got.Confirmed, got.Why)
	}
	if got, _ := b.take(b.mail("eve@far.example", team, "Re: ["+string(m.Ref)+"]", "Me too.")); got.Confirmed {
		t.Errorf("a stranger's: %s", got.Why)
	}
}
