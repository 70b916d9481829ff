package imaptest

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"
)

// Times lets a fault happen n times, and then no more.
func Times(n int, f Fault) Fault {
	var left atomic.Int64
	left.Store(int64(n))
	return func(w *Wire, c Command) bool {
		if left.Load() <= 0 || !f(w, c) {
			return false
		}
		left.Add(-1)
		return true
	}
}

// All tries one fault after the other.
func All(faults ...Fault) Fault {
	return func(w *Wire, c Command) bool {
		for _, f := range faults {
			if f(w, c) {
				return true
			}
		}
		return false
	}
}

// On runs f on a command.
func On(name string, f func(w *Wire, c Command)) Fault {
	return func(w *Wire, c Command) bool {
		if c.Name == name {
			f(w, c)
		}
		return c.Name == name
	}
}

// Bodies answers FETCHes of bodies that ask for uid among others, message by
// message; uid 0 means every one. f answers for uid; it returns false to end the
// command there. Headers and sizes are given as usual.
func Bodies(uid uint32, f func(w *Wire, m Mail, items string) bool) Fault {
	return func(w *Wire, c Command) bool {
		set, items, _ := strings.Cut(c.Rest, " ")
		if c.Name != "UID FETCH" || !strings.Contains(items, "BODY.PEEK[]") || uid != 0 && !inSet(set, uid, false) {
			return false
		}
		for _, m := range w.In(set) {
			if m.UID != uid && uid != 0 {
				w.Fetch(m, items)
			} else if !f(w, m, items) {
				return true
			}
		}
		w.Send("%s OK done", c.Tag)
		return true
	}
}

// CutLiteral ends the connection in the middle of a message's body.
func CutLiteral(uid uint32) Fault {
	return Bodies(uid, func(w *Wire, m Mail, _ string) bool {
		w.Raw(fmt.Appendf(nil, "* %d FETCH (UID %d RFC822.SIZE %d BODY[] {%d}\r\n%s", m.UID, m.UID, len(m.Raw), len(m.Raw), m.Raw[:len(m.Raw)/2]))
		w.Cut()
		return false
	})
}

// CutBefore ends the connection before a message's answer begins.
func CutBefore(uid uint32) Fault {
	return Bodies(uid, func(w *Wire, _ Mail, _ string) bool { w.Cut(); return false })
}

// NilBody gives a message as a server does that lost it to another client's
// expunge: size 0 and NIL.
func NilBody(uid uint32) Fault {
	return Bodies(uid, func(w *Wire, m Mail, _ string) bool {
		w.Send("* %d FETCH (UID %d RFC822.SIZE 0 BODY[] NIL)", m.UID, m.UID)
		return true
	})
}

// UIDLast sends the UID after the body.
func UIDLast(uid uint32) Fault {
	return Bodies(uid, func(w *Wire, m Mail, items string) bool {
		w.Send("* %d FETCH (%s UID %d)", m.UID, strings.TrimPrefix(w.Items(m, items), " "), m.UID)
		return true
	})
}

// UnsolicitedFirst reports a change of flags just before the body.
func UnsolicitedFirst(uid uint32) Fault {
	return Bodies(uid, func(w *Wire, m Mail, items string) bool {
		w.Send("* %d FETCH (UID %d FLAGS (\\Seen))", m.UID, m.UID)
		w.Fetch(m, items)
		return true
	})
}

// Twice sends each body twice under one UID, the second with other bytes.
func Twice(uid uint32) Fault {
	return Bodies(uid, func(w *Wire, m Mail, items string) bool {
		w.Fetch(m, items)
		w.Fetch(Mail{m.UID, []byte("another message under the same UID")}, items)
		return true
	})
}

// WrongSize claims another RFC822.SIZE than the body has.
func WrongSize(uid uint32, by int) Fault {
	return Bodies(uid, func(w *Wire, m Mail, _ string) bool {
		w.Send("* %d FETCH (UID %d RFC822.SIZE %d BODY[] {%d}\r\n%s)", m.UID, m.UID, len(m.Raw)+by, len(m.Raw), m.Raw)
		return true
	})
}

// Shorter sends a body that is complete but shorter each time: only the first n
// bytes, one less at every call.
func Shorter(uid uint32, n int) Fault {
	return Bodies(uid, func(w *Wire, m Mail, _ string) bool {
		n--
		w.Send("* %d FETCH (UID %d RFC822.SIZE %d BODY[] {%d}\r\n%s)", m.UID, m.UID, len(m.Raw), n, m.Raw[:n])
		return true
	})
}

// Huge announces a body of many gigabytes and sends it without end.
func Huge(uid uint32) Fault {
	return Bodies(uid, func(w *Wire, m Mail, _ string) bool {
		w.Raw(fmt.Appendf(nil, "* %d FETCH (UID %d RFC822.SIZE %d BODY[] {99999999999}\r\nxxxx", m.UID, m.UID, len(m.Raw)))
		w.Cut()
		return false
	})
}

// Silent says nothing more, from the named command on.
func Silent(name string) Fault { return On(name, func(w *Wire, _ Command) { w.Hang() }) }

// Untagged sends a line before the good answer to a command.
func Untagged(name, line string) Fault {
	return On(name, func(w *Wire, c Command) {
		w.Send("%s", line)
		w.Answer(c)
	})
}

// Vanished sends what belongs to an extension that nobody asked for (RFC 7162).
func Vanished(name string) Fault { return Untagged(name, "* VANISHED 5") }

// StrayPlus asks for a continuation that nobody waits for.
func StrayPlus(name string) Fault { return Untagged(name, "+ go on") }

// Shrink announces fewer messages without an EXPUNGE.
func Shrink(name string) Fault { return Untagged(name, "* 0 EXISTS") }

// Bye says goodbye and hangs up.
func Bye(name, text string) Fault {
	return On(name, func(w *Wire, _ Command) {
		w.Send("* BYE %s", text)
		w.Cut()
	})
}

// Refuse answers a command with a status, such as "NO [LIMIT] too many".
func Refuse(name, status string) Fault {
	return On(name, func(w *Wire, c Command) { w.Send("%s %s", c.Tag, status) })
}

// Throttle answers a command as Exchange does when it has had enough.
func Throttle(name string, wait time.Duration) Fault {
	return Refuse(name, fmt.Sprintf("BAD Request is throttled. Suggested Backoff Time: %d milliseconds", wait.Milliseconds()))
}
