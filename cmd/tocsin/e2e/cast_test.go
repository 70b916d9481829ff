//go:build e2e

package e2e

import (
	"fmt"
	"strings"
)

// firstAct are the mails that open incidents, and those that must not be
// answered. Two for each key type in each way of protection.
func firstAct(h *house) []mail {
	b := &bag{h: h}
	plainReports(b)
	protectedReports(b)
	gapMails(b)
	for i := range 6 {
		from := fmt.Sprintf("noc%d@backbone.example", i)
		b.put(letter{title: "coordination copy", from: from, to: "abuse@isp.example", want: silent, head: []string{"Cc: " + team},
			subject: fmt.Sprintf("[Backbone #47%d] ssh probes", i), text: fmt.Sprintf("Your host 83.99.1.%d probes our routers.\n", i)})
	}
	for i, r := range reporters()[12:16] {
		b.put(letter{title: "out of office", from: r, want: silent, subject: "Out of office", text: fmt.Sprintf("Back on Monday (%d).\n", i),
			head: []string{"Auto-Submitted: auto-replied"}})
	}
	for i := range 2 {
		l := bounce(fmt.Sprintf("unknown%d@elsewhere.example", i))
		l.title = "bounce of what we never sent"
		b.put(l)
	}
	for i := range 6 {
		head, body := hostile(i)
		b.put(letter{title: "hostile", from: "x@evil.example", subject: "=?utf-8?Q?Hello=0D=0ABcc=3A_v@x.example=1B[31m?=", head: head, body: body, want: unanswerable})
	}
	for i := range 6 {
		host, title := fmt.Sprintf("mail%d.university.example 158.64.10.%d", i, i+1), "misrouted, to be forwarded"
		if i >= 4 {
			host, title = fmt.Sprintf("www%d.gov.example 194.154.200.%d", i, i+1), "misrouted, held for its destination"
		}
		r := reporters()[12+i]
		b.put(letter{title: title, from: r, subject: "spam from our server", text: filled(r, host, "It sends spam."), want: report})
	}
	return b.mails
}

func plainReports(b *bag) {
	for i := range 32 {
		r := reporters()[12+i%8]
		b.put(letter{title: "plain form", verdict: "unsigned", from: r, subject: fmt.Sprintf("scan %d", i), want: report,
			text: filled(r, fmt.Sprintf("www%d.ministry.example 148.110.3.%d", i, i+1), fmt.Sprintf("Scan number %d.", i))})
	}
	for i, r := range reporters()[12:20] {
		b.put(letter{title: "German form", from: r, subject: "Sicherheitsvorfall", text: ausgefuellt(r, fmt.Sprintf("148.110.77.%d", i+1)), want: report})
		b.put(letter{title: "no form", from: r, subject: "help", text: fmt.Sprintf("Somebody at 45.155.205.%d reads my mail. Please call.\n", i+1), want: report})
	}
	for i, r := range reporters()[12:16] {
		form := filled(r, fmt.Sprintf("148.110.5.%d", i+1), "As a file.")
		b.put(attached(letter{title: "form as attachment", from: r, subject: "our report", want: report}, form))
		b.put(webMail(letter{title: "HTML alone", from: r, subject: "our report", want: report}, filled(r, fmt.Sprintf("148.110.6.%d", i+1), "In HTML.")))
	}
}

func protectedReports(b *bag) {
	for i, r := range reporters()[:len(keyTypes())] {
		verdict := "verified"
		if i >= acceptedReporters {
			verdict = "signed" // by a key that we do not hold
		}
		kind := strings.ReplaceAll(strings.SplitN(keyTypes()[i], "\nSubkey", 2)[0], "\n", " ")
		form := func(k int) string {
			return filled(r, fmt.Sprintf("148.110.%d.%d", 20+k, i+1), fmt.Sprintf("Variant %d, größer.", k))
		}
		b.put(b.signed(letter{title: "signed, " + kind, verdict: verdict, from: r, subject: "signed", want: report}, form(0)))
		b.put(b.signed(letter{title: "signed, another, " + kind, verdict: verdict, from: r, subject: "signed again", want: report}, form(1)))
		b.put(b.sealed(letter{title: "encrypted, " + kind, verdict: "unsigned", from: r, subject: "...", want: report}, "", payload(form(2))))
		b.put(b.sealed(letter{title: "signed and encrypted, " + kind, verdict: verdict, from: r, subject: "...", want: report}, r, payload(form(3))))
		inner := payload(form(4), "From: "+r, "To: "+team, "Subject: the true subject", `X-Ignored: protected`)
		inner = strings.Replace(inner, "Content-Type: text/plain; charset=utf-8", `Content-Type: text/plain; charset=utf-8; protected-headers="v1"`, 1)
		b.put(b.sealed(letter{title: "with protected headers, " + kind, verdict: verdict, from: r, subject: "...", want: report}, r, inner))
	}
	for i, r := range reporters()[:6] {
		form := filled(r, fmt.Sprintf("148.110.30.%d", i+1), "Inline.")
		b.put(letter{title: "inline signed", verdict: "verified", from: r, subject: "inline", text: string(b.h.gpg.clearsigned(r, form)), want: report})
		b.put(letter{title: "inline encrypted", verdict: "verified", sealed: true, from: r, subject: "inline", text: string(b.h.gpg.encrypted(r, []byte(form), "--textmode")), want: report})
	}
}

// bounce is a delivery report (RFC 3464) about a Message-ID.
func bounce(id string) letter {
	return letter{title: "bounce", from: "MAILER-DAEMON@mx.site0.example", envelope: "<>", subject: "Undelivered Mail Returned to Sender", want: silent,
		head: []string{"Auto-Submitted: auto-replied", "Content-Type: multipart/report; report-type=delivery-status; boundary=\"=-dsn\""},
		body: strings.Join([]string{
			"--=-dsn", "Content-Type: text/plain", "", "Your mail could not be delivered.", "",
			"--=-dsn", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.site0.example", "",
			"Final-Recipient: rfc822; reporter@site0.example", "Action: failed", "Status: 5.2.2", "Diagnostic-Code: smtp; 552 mailbox full", "",
			"--=-dsn", "Content-Type: text/rfc822-headers", "", "Message-ID: <" + id + ">", "", "--=-dsn--", ""}, "\n")}
}

// An answer is an acknowledgement that a reporter got, with its reference.
type answer struct {
	reporter, id, ref string
}

// secondAct are the mails that follow on acknowledgements, and copies by a
// second route of what came in the first act.
func secondAct(h *house, first []mail, acks []answer) []mail {
	if len(acks) < 24 {
		h.Fatalf("only %d acknowledgements can be answered, want 24", len(acks))
	}
	b := &bag{h: h, base: 1000}
	for i, a := range acks[:16] {
		b.put(letter{title: "follow-up", from: a.reporter, subject: "Re: [" + a.ref + "] one more", text: fmt.Sprintf("One more machine: 148.110.9.%d\n", i), want: joins,
			head: []string{"In-Reply-To: <" + a.id + ">", "References: <" + a.id + ">"}})
	}
	for i, a := range acks[16:24] {
		b.put(letter{title: "follow-up by tag alone", from: a.reporter, subject: "news " + a.ref, text: fmt.Sprintf("It goes on (%d).\n", i), want: joins})
	}
	for i, a := range acks[:4] {
		b.put(letter{title: "mistyped tag", from: a.reporter, subject: "Re: [" + mistyped(a.ref) + "]", text: fmt.Sprintf("It goes on, mistyped (%d).\n", i), want: unanswerable})
		b.put(letter{title: "stranger with a tag", from: fmt.Sprintf("curious%d@stranger.example", i), subject: "Re: [" + a.ref + "]",
			text: fmt.Sprintf("Tell me more (%d).\n", i), want: joins})
		b.put(letter{title: "automatic answer to our acknowledgement", from: a.reporter, subject: "Automatic reply: [" + a.ref + "]", text: fmt.Sprintf("I am away (%d).\n", i),
			want: silent, head: []string{"Auto-Submitted: auto-replied", "In-Reply-To: <" + a.id + ">"}})
		b.put(bounce(acks[i+8].id))
		b.put(b.signed(letter{title: "handler's mail", verdict: "verified", from: handler, to: fmt.Sprintf("abuse%d@hosting.example", i), subject: "[" + a.ref + "] attacks from your network",
			want: joins, head: []string{"Cc: " + team}}, "Please look after 45.155.205.10.\n"))
	}
	answerReceipts(b, first)
	b.mails = append(b.mails, first[:4]...) // the same mail by a second route
	return b.mails
}

// mistyped changes one digit, so that the check character does not fit.
func mistyped(ref string) string {
	i := len(ref) - 3
	return ref[:i] + string('0'+(ref[i]-'0'+3)%10) + ref[i+1:]
}
