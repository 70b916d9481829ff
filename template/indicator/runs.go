package indicator

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
