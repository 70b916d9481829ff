// Package demo shows the whole line at work on one machine with nothing
// installed: an IMAP server and an SMTP sink in the same process, keys made on
// the spot, and sample mails that a CSIRT meets every week. Mail by mail it
// tells what was received, proved, understood, decided and sent. The daemon in
// the middle is the real one, run from a real configuration that stays on
// disk, so that every other command can be tried on the result.
package demo
