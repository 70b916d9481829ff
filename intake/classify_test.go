package intake

import (
	"strings"
	"testing"

	"tocsin/intake/mime"
)

func read(lines ...string) *mime.Message {
	return mime.Read([]byte(strings.Join(lines, "\r\n")), mime.DefaultLimits())
}

func TestClassify(t *testing.T) {
	const from, body = "From: Alice <alice@uni.example>", "\r\nHello"
	dsn := []string{
		"From: Mail Delivery System <MAILER-DAEMON@mx.example>", "Subject: Undelivered Mail Returned to Sender",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
		"--b", "", "not delivered", "--b", "Content-Type: message/delivery-status", "", "Action: failed", "--b--",
	}
	tests := []struct {
		name   string
		lines  []string
		kind   string
		answer bool
	}{
		{"a person", []string{from, "Subject: we were hacked", body}, Human, true},
		{"a person who says so", []string{from, "Auto-Submitted: no", body}, Human, true},
		{"a person with a comment after no", []string{from, "Auto-Submitted: no (really)", body}, Human, true},
		{"a person who wants no answer", []string{from, "X-Auto-Response-Suppress: All", body}, Human, false},
		{"a responder", []string{from, "Auto-Submitted: auto-replied; owner-email=x@y.example", body}, Automatic, false},
		{"the second of two fields counts", []string{from, "Auto-Submitted: no", "Auto-Submitted: auto-generated", body}, Automatic, false},
		{"null return path", []string{"Return-Path: < >", from, body}, Automatic, false},
		{"only the topmost return path is our server's", []string{"Return-Path: <alice@uni.example>", "Return-Path: <>", from, body}, Human, true},
		{"a list", []string{from, "List-Id: <talk.example>", body}, Automatic, false},
		{"bulk", []string{from, "Precedence: first-class", "Precedence: BULK", body}, Automatic, false},
		{"no-reply", []string{"From: no.reply-1@shop.example", body}, Automatic, false},
		{"nobody", []string{"Subject: x", body}, Automatic, false},
		{"another system's loop mark", []string{from, "X-Foo-Loop: 1", body}, Automatic, false},
		{"our loop mark", []string{from, "X-Loop: cert@cert.example", body}, Own, false},
		{"our own address", []string{"From: CERT@cert.example", body}, Own, false},
		{"a vacation note in French", []string{from, "Subject: =?utf-8?Q?R=C3=A9ponse_automatique?= : absent", body}, Automatic, false},
		{"a vacation is no note", []string{from, "Subject: Vacation rental fraud at our site", body}, Human, true},
		{"a responder in Chinese", []string{from, "Subject: 自动答复: report", body}, Automatic, false},
		{"behind the mark of a gateway", []string{from, "Subject: [EXTERNAL] Automatic reply: report", body}, Automatic, false},
		{"in brackets", []string{from, "Subject: [Auto-Reply] report", body}, Automatic, false},
		{"a person behind such a mark", []string{from, "Subject: [EXTERNAL] [SOC] automatic gates hacked", body}, Human, true},
		{"a mark of any responder", []string{from, "X-Amazon-Auto_Reply: true", body}, Automatic, false},
		{"a mark that denies it", []string{from, "X-Auto-Generated: no", body}, Human, true},
		{"a responder by its mailbox", []string{from, "Delivered-To: Autoresponder", body}, Automatic, false},
		{"a rule of Exchange", []string{from, "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", body}, Automatic, false},
		{"the daemon's return path", []string{"Return-Path: <MAILER-DAEMON>", from, body}, Automatic, false},
		{"a numbered bounce address", []string{"From: bounce-42@lists.example", body}, Automatic, false},
		{"Exchange", []string{"From: MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@site.example", "Subject: Undeliverable: x", body}, Bounce, false},
		{"a daemon of old", []string{"From: mailer-daemon@mx.example", "Subject: Delivery Notification: Delivery has failed", body}, Bounce, false},
		{"talk about a vacation", []string{from, "Subject: Re: your vacation policy", body}, Human, true},
		{"a delivery report", dsn, Bounce, false},
		{"an old-style delivery report", []string{"From: postmaster@mx.example", "Subject: Returned mail: see transcript", body}, Bounce, false},
		{"an abuse report", []string{from, "Content-Type: multipart/report; report-type=feedback-report; boundary=b", "",
			"--b", "", "x", "--b", "Content-Type: message/feedback-report", "", "Feedback-Type: abuse", "--b--"}, Automatic, false},
		{"a delivery report that is only attached", []string{from, "Content-Type: multipart/mixed; boundary=o", "", "--o", "Content-Type: message/rfc822", "",
			strings.Join(dsn, "\r\n"), "--o--"}, Human, true},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			got := Classify(read(c.lines...), []string{"cert@cert.example"}, "cert@cert.example")
			if got.Kind != c.kind || got.Answer != c.answer {
				t.Errorf("got %s answer=%v (%s), want %s answer=%v", got.Kind, got.Answer, got.Why, c.kind, c.answer)
			}
			if got.Kind != Human && got.Why == "" {
				t.Error("no reason given")
			}
		})
	}
}

func TestDeliveryReport(t *testing.T) {
	report := func(action, returned string) *mime.Message {
		return read("From: MAILER-DAEMON@mx.example", "In-Reply-To: <outer@x>", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
			"--b", "", "It did not work.", "--b", "Content-Type: message/delivery-status", "",
			"Reporting-MTA: dns; mx.example", "", "Final-Recipient: rfc822; bob@far.example", "Action: "+action, "Status: 5.1.1", "Diagnostic-Code: smtp; 550 no such user",
			"--b", returned, "", "Message-ID: <forward.1@cert.example>", "Subject: x", "", "body", "--b--")
	}
	tests := []struct {
		name   string
		m      *mime.Message
		ids    string
		failed bool
		status string
	}{
		{"whole message returned", report("failed", "Content-Type: message/rfc822"), "forward.1@cert.example", true, "5.1.1 smtp; 550 no such user"},
		{"header returned", report("failed", "Content-Type: text/rfc822-headers"), "forward.1@cert.example", true, "5.1.1 smtp; 550 no such user"},
		{"delayed is no failure", report("delayed", "Content-Type: message/rfc822"), "forward.1@cert.example", false, "5.1.1 smtp; 550 no such user"},
		{"one of three failed", report("delivered\r\n\r\nFinal-Recipient: rfc822; ann@far.example\r\nAction: failed\r\nStatus: 5.2.2\r\n\r\n"+
			"Final-Recipient: rfc822; cy@far.example\r\nAction: delayed", "Content-Type: message/rfc822"), "forward.1@cert.example", true, "5.2.2"},
		{"old style", read("From: MAILER-DAEMON@mx.example", "Subject: failure notice", "", "Sorry.", "", "--- Below is a copy.", "", "> Message-Id: <forward.2@cert.example>"), "forward.2@cert.example", true, ""},
		{"old style, delayed", read("From: MAILER-DAEMON@mx.example", "Subject: Warning: could not send message for past 4 hours", "", "Still trying.", "", "Message-Id: <forward.2@cert.example>"), "forward.2@cert.example", false, ""},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			got := readDeliveryReport(c.m)
			if c.name == "one of three failed" && got.recipient != "ann@far.example" {
				t.Errorf("failed for %q", got.recipient)
			}
			if strings.Join(got.ids, " ") != c.ids || got.failed != c.failed || got.status != c.status {
				t.Errorf("got %q %v %q, want %q %v %q", got.ids, got.failed, got.status, c.ids, c.failed, c.status)
			}
		})
	}
}

func FuzzDeliveryReport(f *testing.F) {
	f.Add([]byte("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.0.0\r\n--b--"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := mime.Read(raw, mime.DefaultLimits())
		for _, id := range readDeliveryReport(m).ids {
			if id == "" || len(id) > 400 || strings.ContainsAny(id, "\r\n\x00") {
				t.Errorf("an id that is none: %q", id)
			}
		}
	})
}
