// Package mailbox is the IMAP door: it fetches report mail and hands it on.
package mailbox
