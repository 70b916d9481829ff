package intake

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

const halfForm = `Meldeformular für Sicherheitsvorfälle, tocsin-1

Ihr Name ........................: Ines Muster
Ihre Organisation ...............: Beispielladen
Betroffener Rechner: Name und Adresse: www.shop.example 198.51.100.7
Beschreibung des Vorfalls:
Die Startseite wurde ersetzt.
`

// ackOf is the acknowledgement of a message, as it was written.
func (b *bed) ackOf(key store.Key) store.Outgoing {
	b.Helper()
	_, entries := b.outbox(key)
	i := slices.IndexFunc(entries, func(o store.Outgoing) bool { return o.Kind == store.OutAck })
	if i < 0 {
		b.Fatal("no acknowledgement")
	}
	return entries[i]
}

// A stranger hears which fields were read and which are missing, without a
// value; whoever is proved hears the values too.
func TestReceiptNamesFields(t *testing.T) {
	b := newBed(t, false)
	m, _ := b.take(b.mail("ines@shop.example", team, "Vorfall", halfForm))
	text := b.ackOf(m.Key).Text
	if !strings.Contains(text, "Ihr Name\n") || !strings.Contains(text, "Was sollen wir tun?") || strings.Contains(text, "Muster") || strings.Contains(text, "198.51.100.7") {
		t.Errorf("to a stranger:\n%s", text)
	}
	b.line.cfg.AuthServ = "mx.cert.example"
	b.must(b.line.Reload(t.Context(), b.line.readers.Load().directory))
	m, _ = b.take(b.mail("ines@shop.example", team, "Vorfall 2", halfForm, "DKIM-Signature: d=shop.example\r\nAuthentication-Results: mx.cert.example; dkim=pass header.d=shop.example"))
	if text := b.ackOf(m.Key).Text; !strings.Contains(text, "Ihr Name: Ines Muster\n") {
		t.Errorf("to a sender whose DKIM signature our server saw:\n%s", text)
	}
	m, _ = b.take(b.mail("ines@shop.example", team, "Vorfall 3", halfForm, "DKIM-Signature: d=evil.example\r\nAuthentication-Results: mx.cert.example; dkim=pass header.d=evil.example"))
	if text := b.ackOf(m.Key).Text; strings.Contains(text, "Muster") {
		t.Errorf("to a forger:\n%s", text)
	}
}

// What came encrypted is acknowledged without a word on it, unless all of
// section 5 is met; then in a ciphertext, with a clear text beside it that
// says nothing.
func TestReceiptOfCiphertext(t *testing.T) {
	b := newBed(t, false)
	m, _ := b.take(b.signedBy("alice@uni.example", "secret", halfForm, true))
	ack := b.ackOf(m.Key)
	if ack.Encrypt != store.EncryptPrefer || !strings.Contains(ack.Text, "Ines Muster") || strings.Contains(ack.Plain, "Name") {
		t.Errorf("encrypt %q\n%s\n%s", ack.Encrypt, ack.Text, ack.Plain)
	}
}

// The answered receipt corrects the report of its incident; a stranger's does not.
func TestAnsweredReceiptCorrects(t *testing.T) {
	b := newBed(t, false)
	m, in := b.take(b.mail("ines@shop.example", team, "Vorfall", halfForm))
	asked := b.ackOf(m.Key)
	var lines []string
	for l := range strings.Lines(asked.Text) {
		lines = append(lines, "> "+strings.Replace(l, "[ ] Wir sind", "[x] Wir sind", 1))
	}
	reply := strings.Join(lines, "") + "\n"
	if in.Priority != 3 || len(in.Report.Assistance) != 0 {
		t.Fatalf("priority %d, assistance %v before", in.Priority, in.Report.Assistance)
	}
	_, in = b.take(b.mail("eve@evil.example", team, "Re: "+asked.Subject, reply))
	if len(in.Report.Assistance) != 0 {
		t.Error("a stranger changed the report")
	}
	m, in = b.take(b.mail("ines@shop.example", team, "Re: "+asked.Subject, reply))
	if !slices.Equal(in.Report.Assistance, []string{"urgent-help"}) || in.Priority != 1 || in.Kind != "incident" {
		t.Errorf("assistance %v, priority %d, kind %s after %s (%s)", in.Report.Assistance, in.Priority, in.Kind, m.Kind, m.Why)
	}
	if in.Report.Fields["contact_name"] != "Ines Muster" || !strings.Contains(in.Report.Fields["description"], "Startseite") {
		t.Errorf("what was known is lost: %v", in.Report.Fields)
	}
	if !slices.ContainsFunc(in.Events, func(e store.Event) bool { return e.What == "corrected" && e.Detail == "assistance: urgent-help" }) {
		t.Errorf("no trace in %v", in.Events)
	}
}

// What came signed is not corrected by whoever writes under the same address.
func TestSignedReportNeedsSignedCorrection(t *testing.T) {
	b := newBed(t, false)
	_, in := b.take(b.signedBy("alice@uni.example", "Vorfall", halfForm, false))
	answer := "--- Ihre Antworten, tocsin-1 ---\n\nIhr Telefon .....................: +352 26 00 11\n"
	tag := "Re: [" + string(in.Ref) + "]"
	if _, in = b.take(b.mail("alice@uni.example", team, tag, answer)); in.Report.Fields["contact_phone"] != "" {
		t.Errorf("an unsigned mail gave the telephone number %q", in.Report.Fields["contact_phone"])
	}
	if _, in = b.take(b.signedBy("alice@uni.example", tag, answer, false)); in.Report.Fields["contact_phone"] != "+352 26 00 11" {
		t.Errorf("her signed mail corrected nothing: %v", in.Report.Fields)
	}
}

// A correction with very many hosts is told of by its first ones.
func TestCorrectionsAreBounded(t *testing.T) {
	b := newBed(t, false)
	_, in := b.take(b.mail("ines@shop.example", team, "Vorfall", halfForm))
	had := len(in.Events)
	answer := halfForm[:strings.Index(halfForm, "Beschreibung")]
	for i := range 200 {
		answer += fmt.Sprintf("Betroffener Rechner: Name und Adresse: h%d.shop.example 192.0.2.%d\n", i, i+1)
	}
	_, in = b.take(b.mail("ines@shop.example", team, "Re: ["+string(in.Ref)+"]", answer))
	if len(in.Report.Hosts) < 150 || len(in.Events) > had+maxCorrections+5 || !strings.HasPrefix(in.Events[len(in.Events)-1].Detail, "and ") {
		t.Errorf("%d hosts, %d events, the last: %+v", len(in.Report.Hosts), len(in.Events), in.Events[len(in.Events)-1])
	}
}
