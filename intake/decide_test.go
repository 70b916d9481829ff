package intake

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"tocsin/store"
)

const reportText = "We saw this last night.\r\n\r\nTLP:GREEN\r\n"

func TestReportOpensIncident(t *testing.T) {
	b := newBed(t, false)
	m, in := b.take(b.mail("ines@shop.example", team, "break-in", reportText))
	if m.Kind != store.KindReport || !m.Confirmed || in.Ref != store.MakeRef("HOME", 2026, 1) || in.Reporter != "ines@shop.example" {
		t.Fatalf("filed as %s confirmed=%v in %s of %s", m.Kind, m.Confirmed, in.Ref, in.Reporter)
	}
	b.sendsExactly(m.Key, "ack ines@shop.example due", "notice "+handler+" due")
	ack := string(b.protectAll(m.Key)["ack ines@shop.example"])
	for _, want := range []string{"[" + string(in.Ref) + "]", "Auto-Submitted: auto-replied", "In-Reply-To: <", "To: ines@shop.example"} {
		if !strings.Contains(ack, want) {
			t.Errorf("the acknowledgement lacks %q:\n%s", want, ack)
		}
	}
	if strings.Contains(ack, "break-in") {
		t.Error("the acknowledgement quotes the subject")
	}
	notice := string(b.protectAll(m.Key)["notice "+handler])
	if strings.Contains(notice, "break-in") || strings.Contains(notice, "ines@") {
		t.Errorf("a notice to a handler without a key says what was reported:\n%s", notice)
	}
}

func TestFollowUps(t *testing.T) {
	b := newBed(t, false)
	m, in := b.take(b.mail("ines@shop.example", team, "break-in", reportText))
	_, entries := b.outbox(m.Key)
	var ackID string
	for _, o := range entries {
		if o.Kind == store.OutAck {
			ackID = o.MessageID
		}
	}
	tag := "Re: [" + string(in.Ref) + "] more"
	mistyped := strings.Replace(tag, "-00001-", "-00010-", 1)
	tests := []struct {
		name      string
		raw       []byte
		joins     bool
		kind      string
		confirmed bool
		sends     []string
	}{
		{"by the reporter with the tag", b.mail("ines@shop.example", team, tag, "a"), true, store.KindFollowUp, true, []string{"notice " + handler + " due"}},
		{"by the reporter answering our acknowledgement", b.mail("ines@shop.example", team, "Re: thanks", "b", "In-Reply-To: <"+ackID+">"), true, store.KindFollowUp, true, []string{"notice " + handler + " due"}},
		{"by a stranger with the tag", b.mail("eve@evil.example", team, tag, "c"), true, store.KindFollowUp, false, []string{"notice " + handler + " due"}},
		{"by the reporter with a mistyped tag", b.mail("ines@shop.example", team, mistyped, "d"), false, store.KindReport, true, []string{"ack ines@shop.example due", "notice " + handler + " due"}},
		{"by a responder", b.mail("ines@shop.example", team, "Out of office", "e", "Auto-Submitted: auto-replied", "In-Reply-To: <"+ackID+">"), true, store.KindAutomatic, true, nil},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			b.T = t
			got, joined := b.take(c.raw)
			if (joined.Ref == in.Ref) != c.joins || got.Kind != c.kind || got.Confirmed != c.confirmed {
				t.Errorf("in %s as %s confirmed=%v (%s)", joined.Ref, got.Kind, got.Confirmed, got.Why)
			}
			if c.sends != nil {
				b.sendsExactly(got.Key, c.sends...)
			}
			for _, line := range first(b.outbox(got.Key)) {
				if strings.HasPrefix(line, "ack") && c.joins {
					t.Errorf("acknowledged a follow-up: %s", line)
				}
			}
		})
	}
}

func first[A, B any](a A, _ B) A { return a }

func TestHandlerAddsParticipants(t *testing.T) {
	b := newBed(t, false)
	_, in := b.take(b.mail("ines@shop.example", team, "break-in", reportText))
	tag := "[" + string(in.Ref) + "] your host"
	m, _ := b.take(b.mail(handler, "abuse@isp.example", tag, "please look", "Cc: "+team))
	if m.Kind != store.KindHandler || !m.Confirmed {
		t.Fatalf("a handler's mail is filed as %s confirmed=%v: %s", m.Kind, m.Confirmed, m.Why)
	}
	answer, joined := b.take(b.mail("abuse@isp.example", handler, "Re: "+tag, "done", "Cc: "+team))
	if !answer.Confirmed || joined.Ref != in.Ref {
		t.Errorf("the site that the handler wrote to is not a participant: confirmed=%v in %s", answer.Confirmed, joined.Ref)
	}
	for _, line := range first(b.outbox(answer.Key)) {
		if strings.HasPrefix(line, "ack") {
			t.Errorf("a participant was acknowledged: %s", line)
		}
	}
}

func TestSilentOnes(t *testing.T) {
	b := newBed(t, false)
	for name, raw := range map[string][]byte{
		"coordination copy": b.mail("noc@isp.example", "abuse@far.example", "scan", "x", "Cc: "+team),
		"list":              b.mail("talk@list.example", team, "digest", "x", "List-Id: <talk>"),
		"no sender":         b.mail("MAILER-DAEMON", team, "x", "x"),
		"own mail":          b.mail(team, team, "x", "x"),
		"several authors":   b.mail("a@x.example, b@x.example", team, "x", "x"),
	} {
		m, _ := b.take(raw)
		for _, line := range first(b.outbox(m.Key)) {
			if strings.HasPrefix(line, "ack") || strings.HasPrefix(line, "forward") {
				t.Errorf("%s: %s went out", name, line)
			}
		}
	}
}

func TestEncryptedReport(t *testing.T) {
	b := newBed(t, false)
	raw := b.signedBy("alice@uni.example", "ransom", "TLP:GREEN\n\nsecret-word\n", true)
	m, in := b.take(raw)
	if m.Protection.Verdict != "verified" || !m.Protection.Decrypted || m.Subject != "ransom" || in.Reporter != "alice@uni.example" {
		t.Fatalf("verdict %s decrypted=%v subject %q of %q", m.Protection.Verdict, m.Protection.Decrypted, m.Subject, in.Reporter)
	}
	for name, sent := range b.protectAll(m.Key) {
		if bytes.Contains(sent, []byte("secret-word")) || bytes.Contains(sent, []byte("ransom")) {
			t.Errorf("%s leaks what was encrypted:\n%s", name, sent)
		}
	}
	replayed := append([]byte("Received: by x\r\n"), bytes.Replace(raw, []byte("alice@uni.example"), []byte("eve@evil.example"), 1)...)
	again, other := b.take(replayed)
	if other.Ref == in.Ref || !hasFinding(again, "replay") {
		t.Errorf("a replayed ciphertext joined %s, findings %v", other.Ref, again.Findings)
	}
}

func hasFinding(m store.Message, code string) bool {
	for _, f := range m.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

func TestEncryptedForwardNeedsKey(t *testing.T) {
	b := newBed(t, false)
	o := store.Outgoing{ID: "x", Kind: store.OutForward, From: team, To: "intake@nren.example", Subject: "s", Text: "t", MessageID: "x@cert.example",
		Encrypt: store.EncryptRequire, Keys: []store.Fingerprint{b.certificate("intake@nren.example").Fingerprint}}
	_, err := b.line.Protect(t.Context(), o)
	var held *store.HoldError
	if !errors.As(err, &held) {
		t.Fatalf("an entry that requires a key we do not have gave %v", err)
	}
}

func TestSameMailTwice(t *testing.T) {
	b := newBed(t, false)
	raw := b.mail("ines@shop.example", team, "break-in", reportText)
	m, in := b.take(raw)
	b.take(raw)
	second := append([]byte("Received: by another host\r\n"), raw...)
	if errs := b.line.Take(t.Context(), arrived(1000, second))(); errs[0] != nil {
		t.Fatal(errs[0])
	}
	list, err := b.line.cfg.Store.Incidents(t.Context(), store.Filter{})
	b.must(err)
	if len(list) != 1 {
		t.Errorf("%d incidents of one mail", len(list))
	}
	got, err := b.line.cfg.Store.Message(t.Context(), m.Key)
	b.must(err)
	if len(got.Deliveries) != 3 {
		t.Errorf("%d deliveries recorded in %s, want 3", len(got.Deliveries), in.Ref)
	}
	b.sendsExactly(m.Key, "ack ines@shop.example due", "notice "+handler+" due")
}

func TestBounceMarksEntry(t *testing.T) {
	b := newBed(t, false)
	m, in := b.take(b.mail("ines@shop.example", team, "break-in", reportText))
	_, entries := b.outbox(m.Key)
	var notice store.Outgoing
	for _, o := range entries {
		if o.Kind == store.OutNotice {
			notice = o
		}
	}
	claimed, err := b.line.cfg.Store.Claim(t.Context(), b.now, 10, 60e9)
	b.must(err)
	for _, o := range claimed {
		b.must(b.line.cfg.Store.Settle(t.Context(), store.Settlement{ID: o.ID, Attempt: o.Attempts, State: store.Sent, At: b.now}))
	}
	dsn := strings.Join([]string{"Return-Path: <>", "From: MAILER-DAEMON@mx.example", "To: " + team, "Subject: Undelivered", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
		"--b", "Content-Type: message/delivery-status", "", "Action: failed", "Status: 5.1.1", "--b", "Content-Type: text/rfc822-headers", "", "Message-ID: <" + notice.MessageID + ">", "--b--"}, "\r\n")
	got, joined := b.take([]byte(dsn))
	if got.Kind != store.KindBounce || joined.Ref != in.Ref {
		t.Fatalf("the bounce is filed as %s in %s", got.Kind, joined.Ref)
	}
	entry, err := b.line.cfg.Store.OutboxEntry(t.Context(), notice.ID)
	b.must(err)
	if entry.State != store.Failed {
		t.Errorf("the bounced entry is %s", entry.State)
	}
}
