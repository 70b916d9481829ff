package store

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Buckets; doc.go has the table of their keys and values.
const (
	bMeta     = "meta"
	bSeq      = "seq"
	bIncident = "incident"
	bAct      = "act"
	bName     = "name"
	bMessage  = "message"
	bBlob     = "blob"
	bArrival  = "arrival"
	bTwin     = "twin"
	bMailID   = "mailid"
	bAncestor = "ancestor"
	bForeign  = "foreign"
	bShare    = "share"
	bSession  = "session"
	bBudget   = "budget"
	bLedger   = "ledger"
	bQuar     = "quarantine"
	bOutID    = "outid"
	bOutState = "outstate"
	bQueue    = "queue"
	bAfter    = "after"
	bKey      = "key"
	bCount    = "count"
)

// number64 is a number as a key: ordered bytewise.
func number64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func toNumber(b []byte) uint64 {
	if len(b) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

// order is the key of an incident: newest first by year and sequence, so that
// a scan from the start yields what people look at. References of another
// shape come last. The zero ends it: no key begins with another incident's.
func order(ref Ref) []byte {
	out := make([]byte, 10, 11+len(ref))
	copy(out, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
	if _, number, ok := strings.Cut(string(ref), "#"); ok {
		first, rest, _ := strings.Cut(number, "-")
		second, _, _ := strings.Cut(rest, "-")
		year, err1 := strconv.ParseUint(first, 10, 15)
		n, err2 := strconv.ParseUint(second, 10, 63)
		if err1 == nil && err2 == nil {
			binary.BigEndian.PutUint16(out, ^uint16(year))
			binary.BigEndian.PutUint64(out[2:], ^n)
		}
	}
	return append(append(out, ref...), 0)
}

// inOrder lists references as their orders mostly are: an engine is quickest
// when the keys that it is given rise.
func inOrder[T any](of map[Ref]T) []Ref {
	list := slices.Sorted(maps.Keys(of))
	slices.Reverse(list)
	return list
}

// refOf reads the reference from a key that begins with its order.
func refOf(key []byte) Ref {
	if len(key) < 10 {
		return ""
	}
	ref, _, _ := bytes.Cut(key[10:], []byte{0})
	return Ref(ref)
}

func join(parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	out := make([]byte, 0, n)
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// after is the least key that is greater than all that begin with prefix, as
// long as what follows prefix is shorter than 64 bytes.
func after(prefix []byte) []byte {
	return append(append([]byte{}, prefix...), strings.Repeat("\xff", 64)...)
}

// time orders times; before 1970 is 1970.
func (a *arena) time(t time.Time) []byte { return a.number(uint64(max(0, unixNano(t)))) }

// timeOf reads what time wrote.
func timeOf(b []byte) time.Time { return time.Unix(0, int64(toNumber(b))).UTC() }

// unixNano of a time in the years that int64 can hold; else the nearest end.
func unixNano(t time.Time) int64 {
	switch y := t.Year(); {
	case y < 1970:
		return 0
	case y > 2200:
		return 1<<63 - 1
	}
	return t.UnixNano()
}
