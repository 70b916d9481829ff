// Package mailbox is the IMAP door: it fetches report mail and hands it on.
//
// # Contract
//
// A message is handed to Take at least once, and what happens to it on the
// server happens only after Take said that it is durably filed. Which message
// is done is known by the Ledger alone, under (mailbox, UIDVALIDITY, UID);
// flags are for people and are never read as state. A failure of one message
// never stops the others, and a failure of the mark on the server never stops
// the intake: it is repeated from Ledger.Unmarked.
//
// # One cycle
//
// SELECT; if UIDVALIDITY changed, a new generation of the ledger begins and
// everything is looked at again. The work list is UID SEARCH above the ledger's
// high-water mark, and every ten minutes (and at the start) all UIDs minus the
// ledger, which finds what was restored or moved in late. Sizes are asked for
// first; bodies then come by BODY.PEEK[] over ranges, up to 128 messages and 4
// MiB a command. While two batches are being filed the next is put in line and
// another is fetched, never more; Take keeps their order.
//
// # When a body counts
//
// The literal must be as long as announced, the FETCH must end with OK, and the
// length must equal RFC822.SIZE. Some servers (Exchange) give an inexact
// RFC822.SIZE for mail they regenerate: a complete literal of another length is
// accepted once a second look gives the same length. A message without a body,
// or whose FETCH broke the connection, is fetched alone in the next cycles;
// after four failures it is handed to Take with Failed set, and stays on the
// server. Mail above MaxSize is handed on as its header, and stays too.
//
// # Marks
//
// "move:Folder" needs MOVE; without it COPY, and only for the UIDs that COPYUID
// confirms STORE +\Deleted and UID EXPUNGE; without UIDPLUS a keyword; without
// keywords nothing. "delete" needs UIDPLUS. There is no unscoped EXPUNGE and no
// CLOSE in this package, since both destroy what other clients flagged.
//
// # Connection
//
// go-imap waits for ever for an answer, so the deadlines are on our net.Conn: a
// read budget for the command at hand, another in IDLE, and a watchdog that
// closes the raw connection when the context or a command's total time ends. It
// knows no limits either: the wire counts what a server sends for one command.
// IDLE is a hint, renewed within nine minutes; the poll comes regardless.
// Failures back off from 5 s to 15 min with jitter, or as long as the server
// asked for; a refused login is tried again slowly and said loudly.
package mailbox
