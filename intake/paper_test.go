package intake

import (
	"bytes"
	"strings"
	"testing"

	"tocsin/store"
)

func TestFaxIsAReport(t *testing.T) {
	b := newBed(t, false)
	filed, err := b.line.TakeFile(t.Context(), "fax", "in/fax-0117.txt", []byte(otherTeamForm))
	b.must(err)
	m, err := b.line.cfg.Store.Message(t.Context(), filed.Key)
	b.must(err)
	in, err := b.line.cfg.Store.Incident(t.Context(), filed.Ref)
	b.must(err)
	if m.Kind != store.KindReport || m.Subject != "fax fax-0117.txt" || in.Report.Fields["contact_name"] != "Alice" || in.Route.Team != "nren" {
		t.Errorf("filed as %s %q, fields %v, route %+v", m.Kind, m.Subject, in.Report.Fields, in.Route)
	}
	for _, reason := range in.Route.HeldFor {
		if reason == "anonymous" || reason == "automatic" {
			t.Errorf("held for %s", reason)
		}
	}
	raw, err := b.line.cfg.Store.Raw(t.Context(), filed.Key)
	if b.must(err); string(raw) != otherTeamForm {
		t.Errorf("kept as %q", raw)
	}
	for _, line := range first(b.outbox(filed.Key)) {
		if strings.HasPrefix(line, "ack") {
			t.Errorf("a fax was answered: %s", line)
		}
	}
}

func TestFaxedPictureIsKept(t *testing.T) {
	b := newBed(t, false)
	picture := bytes.Repeat([]byte{0xff, 0xd8, 0x00, 0x10}, 500)
	filed, err := b.line.TakeFile(t.Context(), "fax", `a"b\c.jpg`, picture)
	b.must(err)
	m, err := b.line.cfg.Store.Message(t.Context(), filed.Key)
	b.must(err)
	if m.Kind != store.KindReport || m.Text != "" || len(m.Protection.Parts) != 1 || m.Protection.Parts[0].Type != "application/octet-stream" {
		t.Errorf("%s, text %q, parts %+v", m.Kind, m.Text, m.Protection.Parts)
	}
}

func TestMailOnAnyChannelIsMail(t *testing.T) {
	b := newBed(t, false)
	filed, err := b.line.TakeFile(t.Context(), "phone", "x.eml", b.mail("ines@shop.example", team, "help", reportText))
	b.must(err)
	if m, err := b.line.cfg.Store.Message(t.Context(), filed.Key); err != nil || m.From != "ines@shop.example" || m.Subject != "help" {
		t.Errorf("%+v %v", m, err)
	}
}

func TestLineEndsMakeNoOtherMail(t *testing.T) {
	b := newBed(t, false)
	raw := b.mail("ines@shop.example", team, "break-in", reportText)
	came, _ := b.take(raw)
	filed, err := b.line.TakeFile(t.Context(), "file", "x.eml", append(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), '\n'))
	b.must(err)
	if filed.Outcome != store.FiledDuplicate || filed.Key != came.Key {
		t.Errorf("the same mail with other line ends is %s in %s", filed.Outcome, filed.Ref)
	}
}

func TestHandlersHearOfUndeliveredForwards(t *testing.T) {
	b := newBed(t, false)
	m, _ := b.take(b.mail("lab@uni.example", team, "spam", strings.ReplaceAll(otherTeamForm, "\n", "\r\n")))
	_, entries := b.outbox(m.Key)
	for _, o := range entries {
		dsn := strings.Join([]string{"Return-Path: <>", "From: MAILER-DAEMON@mx.example", "To: " + team, "Subject: Undelivered", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
			"--b", "Content-Type: message/delivery-status", "", "Action: failed", "Status: 5.1.1", "--b", "Content-Type: text/rfc822-headers", "", "Message-ID: <" + o.MessageID + ">", "--b--"}, "\r\n")
		bounce, _ := b.take([]byte(dsn))
		want := 0
		if o.Kind == store.OutForward {
			want = 1
		}
		if lines := first(b.outbox(bounce.Key)); len(lines) != want {
			t.Errorf("the bounce of a %s causes %q", o.Kind, lines)
		}
	}
}
