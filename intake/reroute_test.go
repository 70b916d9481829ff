package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tocsin/router"
	"tocsin/store"
)

// noHost is the other team's report before it says whose it is.
var noHost = strings.Replace(otherTeamForm, "Affected host name and address: 158.64.10.5\n", "", 1)

const (
	hostAnswer   = "--- Your answers, tocsin-1 ---\n\nAffected host name and address: 158.64.10.5\n"
	homeAnswer   = "--- Your answers, tocsin-1 ---\n\nAffected host name and address: 148.110.1.1\n"
	newForward   = "forward intake@nren.example due"
	toHandler    = "notice " + handler + " due"
	newForwarded = "notice lab@uni.example held delivery"
)

// A report that nothing placed is forwarded once its reporter names the host.
func TestCorrectionRoutesAnew(t *testing.T) {
	b := newBed(t, false)
	first, in := b.take(b.mail("lab@uni.example", team, "theft", noHost))
	if in.Route.Decision != "hold" || !slices.Contains(in.Route.HeldFor, "no-evidence") {
		t.Fatalf("before: %s", verdict(in.Route))
	}
	m, in := b.take(b.mail("lab@uni.example", team, tagged(in), hostAnswer, b.answering(in)))
	if in.Route.Decision != "forward" || in.Route.Team != "nren" || in.Route.Trail[0].Rule != "corrected" || !strings.Contains(in.Route.Trail[0].Why, "no-evidence") {
		t.Fatalf("after: %s, %+v", verdict(in.Route), in.Route.Trail)
	}
	b.sendsExactly(m.Key, newForward, newForwarded, toHandler)
	_, entries := b.outbox(m.Key)
	forward := forwardOf(entries)
	if forward.Attach != first.Key || !strings.Contains(forward.Text, "158.64.10.5") || !strings.Contains(forward.Text, "Alice") {
		t.Errorf("carries %s, and says\n%s", forward.Attach, forward.Text)
	}
	if !happened(in, "rerouted", "hold no-evidence → forward nren") {
		t.Errorf("no trace in %+v", in.Events)
	}
	m, in = b.take(b.mail("lab@uni.example", team, tagged(in), strings.Replace(hostAnswer, ".5", ".6", 1), b.answering(in)))
	b.sendsExactly(m.Key, toHandler)
	if len(in.Report.Hosts) != 2 {
		t.Errorf("hosts %v", in.Report.Hosts)
	}
}

// What the first mail, or the correction, restricts is held as a new report is.
func TestCorrectionKeepsHolds(t *testing.T) {
	for name, c := range map[string]struct{ report, answer, held string }{
		"restricted before": {strings.Replace(noHost, "GREEN", "AMBER", 1), hostAnswer, "tlp-amber"},
		"restricted now":    {noHost, hostAnswer + "Traffic light (TLP): TLP:RED\n", "tlp-red"},
		"in prose now":      {noHost, "Please do not forward this to anybody.\n\n" + hostAnswer, "disclosure"},
		"mandatory":         {noHost + "Is this notification mandatory or voluntary? mandatory\n", hostAnswer, "mandatory"},
	} {
		b := newBed(t, false)
		_, in := b.take(b.mail("lab@uni.example", team, "theft", c.report))
		m, in := b.take(b.mail("lab@uni.example", team, tagged(in), c.answer, b.answering(in)))
		if in.Route.Team != "nren" || in.Route.Decision != "hold" {
			t.Errorf("%s: %s", name, verdict(in.Route))
		}
		b.sendsExactly(m.Key, "forward intake@nren.example held "+c.held, newForwarded, toHandler)
	}
}

// What keeps a mail here counts as well where its report was ours, and nothing
// was held for it.
func TestCorrectionKeepsReservations(t *testing.T) {
	for held, head := range map[string]string{"disclosure": "Sensitivity: Company-Confidential", "unread": "Content-Type: multipart/mixed; boundary=b"} {
		b := newBed(t, false)
		raw := b.mail("lab@uni.example", team, "theft", otherTeamForm, head)
		if held == "unread" {
			raw = []byte(strings.Replace(string(raw), "\r\n\r\n", "\r\n\r\n--b\r\n\r\n", 1) + "\r\n--b\r\nContent-Type: application/octet-stream; name=a.docx\r\n\r\nPK\x03\x04broken\r\n--b--\r\n")
			raw = []byte(strings.Replace(string(raw), "Content-Type: text/plain; charset=utf-8\r\n", "", 1))
		}
		raw = []byte(strings.ReplaceAll(string(raw), "158.64.10.5", "148.110.1.1"))
		_, in := b.take(raw)
		if in.Route.Decision != "ours" {
			t.Fatalf("%s: %s before", held, verdict(in.Route))
		}
		b.must(b.line.cfg.Store.Change(t.Context(), in.Ref, func(in *store.Incident) ([]store.Event, error) {
			in.Report.Hosts = nil // as if another rule than the host had made it ours
			return nil, nil
		}))
		m, in := b.take(b.mail("lab@uni.example", team, tagged(in), hostAnswer, b.answering(in)))
		if forward := forwardOf(second(b.outbox(m.Key))); forward.State != store.Held || !slices.Contains(forward.HeldFor, held) {
			t.Errorf("%s: %s, forward %s %v", held, verdict(in.Route), forward.State, forward.HeldFor)
		}
	}
}

// What came encrypted goes on encrypted, and on the word of its signer alone.
func TestCorrectionOfCiphertext(t *testing.T) {
	for _, key := range []bool{true, false} {
		b := newBed(t, key)
		_, in := b.take(b.signedBy("alice@uni.example", "theft", noHost, true))
		m, in := b.take(b.mail("alice@uni.example", team, tagged(in), hostAnswer))
		b.sendsExactly(m.Key, toHandler)
		m, in = b.take(b.signedBy("alice@uni.example", tagged(in), hostAnswer, false))
		_, entries := b.outbox(m.Key)
		forward := forwardOf(entries)
		if forward.Encrypt != store.EncryptRequire || (forward.State == store.Due) != key || slices.Contains(forward.HeldFor, "encrypted-no-key") == key {
			t.Errorf("key %v: %s, forward %s %v encrypts %q", key, verdict(in.Route), forward.State, forward.HeldFor, forward.Encrypt)
		}
	}
	b := newBed(t, true)
	bare := strings.Replace(string(b.signedBy("alice@uni.example", "theft", noHost, true)), "alice@uni.example", "lab@uni.example", 1)
	_, in := b.take([]byte(bare))
	m, in := b.take(b.mail("lab@uni.example", team, tagged(in), hostAnswer, b.answering(in)))
	_, entries := b.outbox(m.Key)
	if forward := forwardOf(entries); forward.State != store.Held || !slices.Contains(forward.HeldFor, "unverified") || forward.Encrypt != store.EncryptRequire {
		t.Errorf("a ciphertext goes on for an address alone: %s, %s %v %s", verdict(in.Route), forward.State, forward.HeldFor, forward.Encrypt)
	}
}

// Nothing goes twice by itself: what waits is replaced, what went stays.
func TestCorrectionNeverSendsTwice(t *testing.T) {
	prose := strings.Replace(noHost, "secret-word", "158.64.10.5", 1) // a forward waits for role-unknown
	b := newBed(t, false)
	first, in := b.take(b.mail("lab@uni.example", team, "theft", prose))
	b.sendsExactly(first.Key, "ack lab@uni.example due", "forward intake@nren.example held role-unknown,no-evidence", newForwarded, toHandler)
	m, in := b.take(b.mail("lab@uni.example", team, tagged(in), hostAnswer, b.answering(in)))
	b.sendsExactly(m.Key, newForward, newForwarded, toHandler)
	b.sendsExactly(first.Key, "ack lab@uni.example due", "forward intake@nren.example failed", "notice lab@uni.example failed", toHandler)
	b.settleForward(m.Key, store.Sent)
	both, in := b.take(b.mail("lab@uni.example", team, tagged(in), homeAnswer, b.answering(in)))
	if in.Route.Decision != "split" || !slices.Contains(in.Route.HeldFor, "split") {
		t.Errorf("also ours: %s", verdict(in.Route))
	}
	b.sendsExactly(both.Key, toHandler)
}

// A forward that still waits is held when the report turns out to be ours too.
func TestCorrectionHoldsWhatWaits(t *testing.T) {
	b := newBed(t, false)
	first, in := b.take(b.mail("lab@uni.example", team, "theft", otherTeamForm))
	b.settleForward(first.Key, store.Due) // their server put it off
	_, in = b.take(b.mail("lab@uni.example", team, tagged(in), homeAnswer, b.answering(in)))
	_, entries := b.outbox(first.Key)
	if forward := forwardOf(entries); forward.State != store.Held || !slices.Contains(forward.HeldFor, "split") {
		t.Errorf("%s, forward %s %v", verdict(in.Route), forward.State, forward.HeldFor)
	}
}

// A stranger with the tag, or a mail that says nothing new of hosts, routes
// nothing anew.
func TestNoCorrectionRoutesNothing(t *testing.T) {
	b := newBed(t, false)
	_, in := b.take(b.mail("lab@uni.example", team, "theft", noHost))
	for from, text := range map[string]string{"eve@evil.example": hostAnswer, "lab@uni.example": "--- Your answers, tocsin-1 ---\n\nYour telephone: +352 26 00 11\n"} {
		m, now := b.take(b.mail(from, team, tagged(in), text))
		b.sendsExactly(m.Key, toHandler)
		if now.Route.Decision != "hold" || happened(now, "rerouted", "") {
			t.Errorf("by %s: %s", from, verdict(now.Route))
		}
	}
}

// After a forward to one team, one to another is for a person.
func TestCorrectionElsewhereIsHeld(t *testing.T) {
	b := newBed(t, false)
	third := "\n[[team]]\nid = \"far\"\nmail = \"cert@far.example\"\nforward = \"auto\"\ndomains = [\"far.example\"]\n"
	dir, _ := router.ReadDirectory("home", router.File{Name: "directory.toml", Data: []byte(fmt.Sprintf(directory, "") + third)})
	b.must(b.line.Reload(t.Context(), dir))
	critical := strings.Replace(otherTeamForm, "158.64.10.5", "www.far.example", 1)
	for _, state := range []string{store.Sent, store.Failed} {
		first, in := b.take(b.mail("lab@uni.example", team, "theft", critical))
		b.sendsExactly(first.Key, "ack lab@uni.example due", "forward cert@far.example due", newForwarded, toHandler)
		b.settleForward(first.Key, state)
		b.must(b.line.cfg.Store.Change(t.Context(), in.Ref, func(in *store.Incident) ([]store.Event, error) {
			in.Report.Hosts = nil // as if the host had not been read
			return nil, nil
		}))
		m, in := b.take(b.mail("lab@uni.example", team, tagged(in), hostAnswer, b.answering(in)))
		b.sendsExactly(m.Key, "forward intake@nren.example held forwarded-before", newForwarded, toHandler)
		if !happened(in, "rerouted", "forwarded-before") {
			t.Errorf("after %s: %+v", state, in.Events)
		}
	}
}
