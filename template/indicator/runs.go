package indicator

import "tocsin/template/word"

// A Run is a stretch of a line that was looked at for an observable.
type Run struct {
	start, end int32
	next       int32 // where the line goes on behind what was found there
	seen       byte
}

// Rescan finds what ScanLooked would in a line that differs from another in figures
// alone and needs no refanging, but for what both have at the same place. Runs are
// those of the other.
func Rescan(s, other string, runs []Run, found func(Token)) {
	for _, r := range runs {
		switch to := min(int(r.next)+1, len(s)); {
		case s[r.start:to] == other[r.start:to]:
		case r.seen&(dotByte|colonByte) != 0:
			scanRun(s, int(r.start), int(r.end), r.seen, found)
		default:
			scanWord(Token{Value: trimToken(s[r.start:r.end]), At: int(r.start)}, found)
		}
	}
}

// timeOfDay says whether a run is figures with single colons and hyphens between,
// too few for an address or a digest: most runs of logs are a date or a time.
func timeOfDay(run string) bool {
	if len(run) > len("2026-11-21T10:00:00") || !word.IsDigit(run[0]) {
		return false
	}
	colons, last := 0, byte(0)
	for i := range len(run) {
		switch c := run[i]; {
		case c == ':' && last != ':':
			colons++
		case !word.IsDigit(c) && c != '-':
			return false
		}
		last = run[i]
	}
	return colons < 3
}
