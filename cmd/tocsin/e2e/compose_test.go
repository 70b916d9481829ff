//go:build e2e

package e2e

import (
	"fmt"
	"strings"
	"time"
)

// What has to become of a mail.
const (
	report       = "report"       // a new incident, acknowledged once
	joins        = "joins"        // filed with an incident there is; no acknowledgement
	silent       = "silent"       // filed; no acknowledgement
	unanswerable = "unanswerable" // filed; whether it is acknowledged is not our question
)

// A mail is one of those we send, and what we expect of it.
type mail struct {
	number   int // in its X-E2E field
	title    string
	from     string // header and envelope
	envelope string // envelope sender if not from; "<>" for none
	id       string // Message-ID without <>
	raw      []byte
	want     string
	verdict  string // of its protection; "" is not checked
	sealed   bool   // encrypted, and to be opened
}

// A letter is a mail before it is numbered and sent.
type letter struct {
	title, from, to, subject, text string
	head                           []string // further header lines
	body                           string   // with its own Content-Type in head; else text
	envelope, want, verdict        string
	sealed                         bool
	number                         int // 0: the next one
}

// A bag numbers letters and keeps them as mails.
type bag struct {
	h     *house
	mails []mail
	base  int
}

// put composes a letter and returns its Message-ID.
func (b *bag) put(l letter) string {
	n := l.number
	if n == 0 {
		n = b.base + len(b.mails) + 1
	}
	id := fmt.Sprintf("%d.%s@%s", n, "e2e", domain(l.from))
	to := l.to
	if to == "" {
		to = team
	}
	head := []string{"From: " + l.from, "To: " + to, "Subject: " + l.subject, "Date: " + time.Now().Format(time.RFC1123Z),
		"Message-ID: <" + id + ">", fmt.Sprintf("X-E2E: %d", n), "MIME-Version: 1.0"}
	head = append(head, l.head...)
	body := l.body
	if body == "" {
		head = append(head, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit")
		body = l.text
	}
	raw := crlf(strings.Join(head, "\n") + "\n\n" + body)
	b.mails = append(b.mails, mail{n, l.title, l.from, l.envelope, id, []byte(raw), l.want, l.verdict, l.sealed})
	return id
}

func domain(address string) string { return address[strings.Index(address, "@")+1:] }

// crlf ends each line as mail does.
func crlf(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
}

// payload is the MIME entity that a signature or encryption covers.
func payload(text string, head ...string) string {
	head = append(head, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
	return crlf(strings.Join(head, "\n") + "\n\n" + quoted(text))
}

// quoted is quoted-printable, simple and right: lines here are short.
func quoted(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if c == '=' || c > '~' || c < ' ' && c != '\n' {
			fmt.Fprintf(&b, "=%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// signed is a PGP/MIME letter with a detached signature.
func (b *bag) signed(l letter, text string) letter {
	part := payload(text)
	signature, micalg := b.h.gpg.detached(l.from, []byte(part))
	l.head = append(l.head, "Content-Type: multipart/signed; micalg="+micalg+`; protocol="application/pgp-signature"; boundary="=-sig"`)
	l.body = "--=-sig\n" + part + "\n--=-sig\nContent-Type: application/pgp-signature; name=signature.asc\n\n" +
		string(signature) + "\n--=-sig--\n"
	return l
}

// sealed is a PGP/MIME letter encrypted for the team, signed by by unless "".
func (b *bag) sealed(l letter, by string, part string, extra ...string) letter {
	l.sealed = true
	l.head = append(l.head, `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="=-enc"`)
	l.body = "--=-enc\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--=-enc\nContent-Type: application/octet-stream; name=encrypted.asc\n\n" +
		string(b.h.gpg.encrypted(by, []byte(part), extra...)) + "\n--=-enc--\n"
	return l
}

// attached is a letter whose form is a text file.
func attached(l letter, text string) letter {
	l.head = append(l.head, `Content-Type: multipart/mixed; boundary="=-mix"`)
	l.body = "--=-mix\nContent-Type: text/plain\n\nPlease find our report attached.\n\n--=-mix\n" +
		"Content-Type: text/plain; charset=utf-8; name=report.txt\nContent-Disposition: attachment; filename=report.txt\n\n" + text + "\n--=-mix--\n"
	return l
}

// webMail is a letter in HTML alone.
func webMail(l letter, text string) letter {
	l.head = append(l.head, "Content-Type: text/html; charset=utf-8")
	l.body = "<html><body><p>" + strings.ReplaceAll(text, "\n", "<br>\n") + "</p></body></html>\n"
	return l
}

// hostile are structures that break readers.
func hostile(n int) (head []string, body string) {
	switch n % 6 {
	case 0: // nested without end
		var b strings.Builder
		for i := range 400 {
			fmt.Fprintf(&b, "--n%d\nContent-Type: multipart/mixed; boundary=n%d\n\n", i, i+1)
		}
		return []string{"Content-Type: multipart/mixed; boundary=n0"}, b.String()
	case 1: // two boundaries, none of them used
		return []string{"Content-Type: multipart/mixed; boundary=a; boundary=b"}, "--c\n\nlost\n"
	case 2: // broken base64
		return []string{"Content-Type: text/plain; charset=x-unknown", "Content-Transfer-Encoding: base64"}, "!!!!SGVsbG8*\n===\n"
	case 3: // header made of encoded line breaks
		return []string{"X-Odd: =?utf-8?Q?a=0D=0ABcc:_victim@x.example?=", "Content-Type: text/plain; charset"}, "Hello\n"
	case 4: // an armour that is none
		return []string{"Content-Type: text/plain"}, "-----BEGIN PGP MESSAGE-----\n\nhQEMA0000000000000000\n=AAAA\n-----END PGP MESSAGE-----\n"
	}
	// parts in their thousands
	return []string{"Content-Type: multipart/mixed; boundary=p"}, strings.Repeat("--p\n\n\n", 2000) + "--p--\n"
}

// filled is the English form about a host.
func filled(name, host, what string) string {
	return fmt.Sprintf(`Incident report form, tocsin-1

Your name: %s
Your organisation: Site of %s
Your e-mail address: %s
Is this notification mandatory or voluntary? voluntary

Affected host name and address: %s
Attacking host name and address: 45.155.205.10
The incident began on: 2026-11-20 03:14 +0100
Kind of incident: port scan
Description of what happened: %s
What should we do? Nothing, for information
Traffic light (TLP): TLP:GREEN
`, name, name, name, host, what)
}

// ausgefuellt is the German form.
func ausgefuellt(name, host string) string {
	return fmt.Sprintf(`Meldeformular für Sicherheitsvorfälle, tocsin-1

Ihr Name: %s
Ihre Organisation: Praxis am Markt
Ihre E-Mail-Adresse: %s
Name und Adresse des betroffenen Rechners: %s
Zeitzone der folgenden Zeiten: MEZ
Der Vorfall begann am: 20.11.2026 22:10
Art des Vorfalls: Phishing
Beschreibung des Geschehens: Eine Mitarbeiterin hat ihr Kennwort auf einer
gefälschten Seite eingegeben.
Ampel (TLP): TLP:GREEN
`, name, name, host)
}
