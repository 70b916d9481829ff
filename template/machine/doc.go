// Package machine reads incident reports that machines write: abuse feedback
// (ARF, RFC 5965 and 6591), X-ARF of all versions, IODEF (RFC 5070, 7970 and
// 8727), MISP events, CSV feeds, and the fixed texts of tools that ban
// attackers. It does no I/O and never fails on foreign bytes: what is no such
// report is not recognised, what is half of one is a report with problems.
//
// A format is known by its structure, never by its sender. Each reader says
// no unless what makes the format what it is was found, since a wrong guess is
// worse than none. What a reader saw but did not understand comes back as
// Found.Left, so that it can stand in the incident as text.
//
// Times are RFC 3339 in UTC where the zone is stated with them or fixed by the
// format's own specification. Else they are kept as they were written, with
// the problem zone-unknown; no zone is ever guessed.
package machine
