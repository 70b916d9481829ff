package intake

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

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

// fail settles all that is due as refused for good, as the courier does, and
// returns what that has go out.
func (b *bed) fail() (kinds []string, told []store.Outgoing) {
	b.Helper()
	s := b.line.cfg.Store
	claimed, err := s.Claim(b.Context(), b.now.Add(time.Minute), 100, time.Minute)
	b.must(err)
	known := map[string]bool{}
	before, err := s.Outbox(b.Context(), store.OutFilter{})
	b.must(err)
	for _, o := range before {
		known[o.ID] = true
	}
	for _, o := range claimed {
		kinds = append(kinds, o.Kind)
		b.must(s.Settle(b.Context(), store.Settlement{ID: o.ID, Attempt: o.Attempts, State: store.Failed, Response: "550 5.7.1 not from you", At: b.now, Failed: b.line.Undelivered}))
	}
	after, err := s.Outbox(b.Context(), store.OutFilter{})
	b.must(err)
	return kinds, slices.DeleteFunc(after, func(o store.Outgoing) bool { return known[o.ID] })
}

// What a server refuses, or what is given up, is told like what comes back: of
// a forward once, of all else not, so that no notice brings the next.
func TestHandlersHearOfRefusedForwards(t *testing.T) {
	b := newBed(t, false)
	b.line.cfg.Handlers = []Handler{{Name: "Hanna", Address: handler}, {Name: "Alice", Address: "alice@uni.example"}}
	b.must(b.line.Reload(t.Context(), b.line.readers.Load().directory))
	m, in := b.take(b.mail("lab@uni.example", team, "theft", strings.ReplaceAll(otherTeamForm, "\n", "\r\n")))
	forward := forwardOf(second(b.outbox(m.Key)))
	kinds, told := b.fail()
	if slices.Sort(kinds); !slices.Equal(kinds, []string{store.OutAck, store.OutForward, store.OutNotice, store.OutNotice}) {
		t.Fatalf("refused: %q", kinds)
	}
	if len(told) != 2 || told[0].To != handler || told[1].To != "alice@uni.example" {
		t.Fatalf("%d are told: %+v", len(told), told)
	}
	for _, o := range told {
		if o.Kind != store.OutNotice || o.State != store.Due || o.Digest != "handler" || o.Ref != in.Ref || o.Cause != m.Key || !strings.HasPrefix(o.MessageID, o.ID+"@") {
			t.Errorf("decided as %+v", o)
		}
	}
	bare, whole := told[0], told[1] // whose key we have
	if bare.Encrypt != store.EncryptNever || strings.Contains(bare.Subject+bare.Text, "theft") || strings.Contains(bare.Text, forward.To) {
		t.Errorf("without a key it says %q %s", bare.Subject, bare.Text)
	}
	said := "our forward to " + forward.To + " failed: 550 5.7.1 not from you"
	if whole.Encrypt != store.EncryptPrefer || len(whole.Keys) != 1 || !strings.Contains(whole.Text, said) || !strings.Contains(whole.Subject, "theft") || strings.Contains(whole.Plain, forward.To) {
		t.Errorf("encrypted to %v it says %q %s\nplain %s", whole.Keys, whole.Subject, whole.Text, whole.Plain)
	}
	if kinds, told = b.fail(); len(kinds) != 2 || len(told) != 0 {
		t.Errorf("notices %q that are refused bring %+v", kinds, told)
	}
	b.must(b.line.cfg.Store.Retry(t.Context(), forward.ID, "hanna"))
	if _, told = b.fail(); len(told) != 2 {
		t.Errorf("of a retry that is refused %d are told", len(told))
	}
}
