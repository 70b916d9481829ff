package demo

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/store"
)

// A sample is one mail that a CSIRT meets every week.
type sample struct {
	title   string
	compose func(s *stage) ([]byte, error)
}

func samples() []sample {
	return []sample{
		{"A report on the form, in plain text", plain("ines@shop.example", "Break-in on our web server", englishForm)},
		{"A report signed by a constituent whose key we accepted", protected(false, "Scan from a ministry workstation", signedForm)},
		{"The same constituent, signed and encrypted; even the subject is inside", protected(true, "Ransom note on a file server", encryptedForm)},
		{"An encrypted report as inline armour, from a stranger", inline("journalist@press.example", "please read", strangerForm)},
		{"A form half filled in", plain("leo@bakery.example", "help", incompleteForm)},
		{"The receipt asked for what is missing: the reporter sends it back, filled in", answeredReceipt},
		{"A report on the German form", plain("jens@praxis.example", "Sicherheitsvorfall", germanForm)},
		{"A coordination copy: two sites talk, we are in Cc", coordination},
		{"A follow-up by the reporter, with the number in the subject", followUp("ines@shop.example", right)},
		{"The same number, written by somebody who takes no part", followUp("curious@stranger.example", right)},
		{"A follow-up with a mistyped number", followUp("ines@shop.example", mistyped)},
		{"A handler answers from her own mail program; the site she writes to becomes a participant", handlerAnswer},
		{"A report that belongs to another team's constituency", plain("lab@university.example", "Mail server sends spam", misroutedForm)},
		{"The same, but TLP:RED: a person has to decide", plain("dean@university.example", "TLP:RED leak of exam papers", redForm)},
		{"An out-of-office note in answer to our acknowledgement", vacation},
		{"The other team's server returns our forward as undeliverable", bounced},
		{"A mail made to break readers", func(*stage) ([]byte, error) { return hostile(), nil }},
	}
}

// mail writes a simple mail; extra are whole header lines.
func mail(from, to, subject, text string, extra ...string) []byte {
	_, domain, _ := strings.Cut(from, "@")
	head := append([]string{
		"Return-Path: <" + from + ">", "From: " + from, "To: " + to, "Subject: " + subject,
		"Date: " + time.Now().Format(time.RFC1123Z),
		fmt.Sprintf("Message-ID: <%x.%d@%s>", len(text)+len(subject), time.Now().UnixNano(), domain),
		"MIME-Version: 1.0",
	}, extra...)
	if !strings.Contains(strings.Join(extra, "\n"), "Content-Type:") {
		head = append(head, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
	}
	return []byte(strings.Join(head, "\r\n") + "\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n"))
}

func plain(from, subject, text string) func(*stage) ([]byte, error) {
	return func(*stage) ([]byte, error) { return mail(from, teamAddress, subject, text), nil }
}

// protected is a mail by Alice as PGP/MIME.
func protected(encrypted bool, subject, text string) func(*stage) ([]byte, error) {
	return func(s *stage) ([]byte, error) {
		letter := mime.Letter{
			From: mime.Address{Name: s.alice.name, Addr: s.alice.address}, To: mime.Address{Addr: teamAddress}, Subject: subject, Text: text,
			Date: time.Now(), MessageID: fmt.Sprintf("%d@ministry.example", time.Now().UnixNano()),
		}
		cover := pgp.Cover{Sign: true}
		if encrypted {
			cover.To, cover.HideSubject = []store.Fingerprint{s.team.fingerprint}, "..."
		}
		return pgp.Protect(letter, s.alice.ring, cover)
	}
}

// inline encrypts a text to us without signing it, as armour in the body.
func inline(from, subject, text string) func(*stage) ([]byte, error) {
	return func(s *stage) ([]byte, error) {
		keys, err := openpgp.ReadArmoredKeyRing(bytes.NewReader(s.team.secret))
		if err != nil {
			return nil, err
		}
		var out bytes.Buffer
		armour, err := armor.Encode(&out, "PGP MESSAGE", nil)
		if err != nil {
			return nil, err
		}
		w, err := openpgp.Encrypt(armour, keys, nil, nil, nil, nil)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(text)); err != nil {
			return nil, err
		}
		if err := errors.Join(w.Close(), armour.Close()); err != nil {
			return nil, err
		}
		return mail(from, teamAddress, subject, out.String()), nil
	}
}

func coordination(*stage) ([]byte, error) {
	text := "Dear abuse desk,\n\nyour host 83.99.1.50 has been probing ssh on our routers since this morning.\nPlease have a look.\n\nNOC\n"
	return mail("noc@backbone.example", "abuse@isp.example", "[Backbone #4711] ssh probes from your network", text, "Cc: "+teamAddress), nil
}

// first returns the reference of the first incident.
func first(s *stage) string { return string(store.MakeRef("DEMO", time.Now().Year(), 1)) }

func right(ref string) string { return ref }

// mistyped swaps a digit, so that the check character does not fit.
func mistyped(ref string) string { return strings.Replace(ref, "-00001-", "-00007-", 1) }

func followUp(from string, number func(string) string) func(*stage) ([]byte, error) {
	return func(s *stage) ([]byte, error) {
		text := "We found one more machine: 148.110.3.9 talks to the same address.\n"
		return mail(from, teamAddress, "Re: ["+number(first(s))+"] one more machine", text), nil
	}
}

// answeredReceipt quotes our acknowledgement and fills in what it asks for.
func answeredReceipt(s *stage) ([]byte, error) {
	ack, _ := s.sentTo("leo@bakery.example", "")
	m := mime.Read(ack.Raw, mime.DefaultLimits())
	answers := map[string]string{"Affected host name and address": "148.110.60.2", "The incident began on": "2026-04-03 10:15 +0200"}
	var text strings.Builder
	for l := range strings.Lines(m.Body()) {
		l = strings.TrimRight(l, "\r\n")
		for label, answer := range answers {
			if strings.HasPrefix(l, label) && strings.HasSuffix(l, ":") {
				l += " " + answer
			}
		}
		text.WriteString("> " + l + "\n")
	}
	return mail("leo@bakery.example", teamAddress, "Re: "+m.Header.Text("Subject"), text.String(), "In-Reply-To: <"+messageID(ack.Raw)+">"), nil
}

func handlerAnswer(s *stage) ([]byte, error) {
	letter := mime.Letter{
		From: mime.Address{Name: "Hanna", Addr: handlerAddress}, To: mime.Address{Addr: "abuse@hosting.example"}, Date: time.Now(),
		Subject: "[" + first(s) + "] attacks from your network", Text: "Dear colleagues,\n\nplease look after 45.155.205.10.\n\nHanna\n",
		MessageID: fmt.Sprintf("%d@cert.example", time.Now().UnixNano()), Extra: []mime.Field{{Name: "Cc", Value: teamAddress}},
	}
	return pgp.Protect(letter, s.hanna.ring, pgp.Cover{Sign: true})
}

func vacation(s *stage) ([]byte, error) {
	ack, ok := s.sentTo("ines@shop.example", "Message-Id")
	if !ok {
		ack, _ = s.sentTo("ines@shop.example", "Message-ID")
	}
	id := messageID(ack.Raw)
	return mail("ines@shop.example", teamAddress, "Out of office: Re: your report", "I am back on Monday.\n",
		"Auto-Submitted: auto-replied", "In-Reply-To: <"+id+">"), nil
}

// bounced is a delivery report (RFC 3464) about our forward.
func bounced(s *stage) ([]byte, error) {
	forward, _ := s.sentTo(s.nren.address, "")
	text := strings.Join([]string{
		"--b", "Content-Type: text/plain", "", "Your mail could not be delivered.", "",
		"--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.nren-csirt.example", "",
		"Final-Recipient: rfc822; " + s.nren.address, "Action: failed", "Status: 5.2.2", "Diagnostic-Code: smtp; 552 mailbox full", "",
		"--b", "Content-Type: text/rfc822-headers", "", "Message-ID: <" + messageID(forward.Raw) + ">", "", "--b--", "",
	}, "\n")
	raw := mail("MAILER-DAEMON@mx.nren-csirt.example", teamAddress, "Undelivered Mail Returned to Sender", text,
		"Auto-Submitted: auto-replied", "Content-Type: multipart/report; report-type=delivery-status; boundary=b")
	return raw, nil
}

func messageID(raw []byte) string {
	if ids := mime.Read(raw, mime.DefaultLimits()).Header.MessageIDs("Message-ID"); len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// hostile nests multiparts far too deep and breaks what else can be broken.
func hostile() []byte {
	var b strings.Builder
	b.WriteString("From: =?utf-8?Q?a=0D=0ABcc:_victim@x.example?= <x@evil.example>\r\nTo: incident@cert.example\r\n" +
		"Subject: =?utf-8?Q?Hello=0D=0ABcc=3A_victim@x.example=00=1B[31m?=\r\nContent-Type: multipart/mixed; boundary=b0; boundary=b1\r\n\r\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n", i, i+1)
	}
	b.WriteString("--b2000\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!! not base64 \x00\xff\r\n")
	return []byte(b.String())
}
