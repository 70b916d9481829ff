// Package indicator finds in text what machines are attacked by and known by:
// addresses and networks, domains, URLs, mail addresses, digests, CVE numbers,
// autonomous systems and files. It knows nothing of forms, does no I/O and never
// fails on foreign text.
//
//	scan.go     a line to Tokens, each with its kind as store.Indicator has it
//	runs.go     the same in lines that differ in figures alone
//	network.go  prefixes, masks, and ranges as the prefixes that cover them
//	refang.go   what was made harmless undone: hxxp, [.], (dot), [at]
//	file.go     names of files, told from domains by their endings
//	spell.go    an answer that names hosts written in full: "192.0.2.1, .2"
//
// Most lines hold nothing: Look tells from one pass over the bytes whether a
// line may, and ScanLooked goes on from there. A token's place is in bytes of
// the refanged line; its value is in normal form (lower case, netip's spelling).
package indicator
