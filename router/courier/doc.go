// Package courier takes the outbox to the submission server: claim, protect
// (sign and encrypt), SMTP, settle.
//
// # What it promises
//
// An entry of the outbox is decided once and has one Message-ID for ever. It
// goes over the wire at least once: between the server's 250 and the commit of
// Settle lies a window that no client can close, and what falls into it is
// repeated when its lease ends, as the same message. An attempt ends some
// seconds before its lease, and its outcome is recorded by then: two attempts of
// one entry never run side by side.
//
// The store counts an attempt before SMTP is touched, and a connection is open
// and logged in before anything is claimed: a server that is down costs no
// entry an attempt.
//
// # What becomes of an attempt
//
//	reply                                    entry            connection
//	250 after the final dot                  Sent             kept
//	5xx to RCPT, DATA or the mail            Failed           kept (RSET)
//	4xx to RCPT, DATA or the mail            Due, schedule    kept (RSET); the domain rests after three
//	421 anywhere, lost before the final dot  tried once more  a new one; then Due and a strike
//	any refusal of MAIL but 552              Due and a strike kept (RSET)
//	no answer after the final dot            acknowledgement Failed ("unclear, not repeated"),
//	                                         others Due; a strike and a new connection
//	refused at greeting, EHLO, STARTTLS,     everything rests, loudly: it is our
//	AUTH, or unreachable                     configuration or their server, not the mail
//
// Three strikes in a row let everything rest as well. Rests grow and are
// jittered; those of entries are persisted with Settle. An entry is given up
// when its schedule is used up and it is five days old.
//
// # One round
//
//	claim ─→ protect (one worker a core) ─→ submit (one a connection) ─→ settle (256 or 50 ms a commit)
//
// Four stages with channels between them; each entry goes through to settle,
// also when the round is stopped half-way: then it is given back untouched.
//
// # On the wire
//
// Where the server offers PIPELINING (RFC 2920), one write carries a mail, its
// final dot and the envelope of the next mail that is ready, DATA last; the
// four replies are read in order before another byte goes out, each for its
// own command:
//
//	→ mail 1 . MAIL 2 RCPT 2 DATA 2    ← 250 (of mail 1), 250, 250, 354
//
// A mail whose envelope is out and which is not to go after all costs the
// connection: only that ends a DATA without a mail. Elsewhere each command
// waits for its reply. A reply that can't be read ends the connection too.
//
// The sink that tests and the demo submit to is in smtptest; package postfix
// starts a private Postfix for the tests against a real server.
package courier
