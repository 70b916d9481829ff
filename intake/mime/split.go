package mime

import (
	"bytes"
	"slices"
	"strings"
)

// maxBoundary is the longest boundary that is used; RFC 2046 allows 70.
const maxBoundary = 1000

// A delimiter is one boundary line: data[start:end] with its line end. The
// part before it ends at cut, before the line end that belongs to the boundary.
type delimiter struct {
	cut, end int
	close    bool
	junk     bool // something but blanks after the boundary
}

// multipart splits the body of p at its boundary lines and reads the parts.
// Each level scans its own body once.
func (r *reader) multipart(p *Part, depth int) {
	body := p.Body
	boundary := strings.TrimRight(p.Params["boundary"], " ")
	if len(boundary) > maxBoundary {
		boundary = boundary[:maxBoundary]
	}
	if p.coding != coding7bit {
		p.note(FoundEncodedMultipart, p.coding)
	}
	if slices.Contains(r.boundaries, boundary) {
		p.note(FoundBoundaryReused, boundary)
	}
	s := splitter{data: body, boundary: []byte("--" + boundary)}
	first, ok := s.next()
	if !ok || boundary == "" {
		if s, first, ok = r.rescue(p); !ok {
			p.note(FoundMultipartEmpty, boundary)
			r.grant(p)
			return
		}
	}
	p.Preamble = s.data[:first.cut]
	r.boundaries = append(r.boundaries, boundary)
	r.pieces(p, &s, first, depth)
	r.boundaries = r.boundaries[:len(r.boundaries)-1]
	if len(p.Children) == 0 {
		p.note(FoundMultipartEmpty, boundary)
		r.grant(p)
	}
}

// rescue looks for the boundary where the header names none that is there:
// behind a transfer encoding, or in the text itself.
func (r *reader) rescue(p *Part) (s splitter, first delimiter, ok bool) {
	data := p.Body
	if p.coding != coding7bit {
		r.grant(p)
		data = p.Decode()
	}
	if b := p.Params["boundary"]; b != "" && p.coding != coding7bit {
		s = splitter{data: data, boundary: []byte("--" + b)}
		if first, ok = s.next(); ok {
			return s, first, true
		}
	}
	guess := guessBoundary(data)
	if guess == nil || slices.Contains(r.boundaries, string(guess[2:])) {
		return s, first, false
	}
	p.note(FoundBoundaryGuessed, string(guess[2:]))
	s = splitter{data: data, boundary: guess}
	first, ok = s.next()
	return s, first, ok
}

// pieces reads what stands between the boundary lines, the first of which was
// found already.
func (r *reader) pieces(p *Part, s *splitter, at delimiter, depth int) {
	defaultType := "text/plain"
	if p.Type == "multipart/digest" {
		defaultType = "message/rfc822"
	}
	closed := false
	for {
		if at.junk {
			p.note(FoundBoundaryJunk, "")
		}
		next, more := s.next()
		cut := len(s.data)
		if more {
			cut = max(next.cut, at.end)
		}
		switch {
		case at.close:
			if !closed {
				p.Epilogue = s.data[at.end:]
			}
			if closed = true; more {
				p.note(FoundAfterClose, "")
			}
		case r.parts >= r.message.limits.Parts:
			r.message.exceed("parts", p.Path)
			return
		default:
			r.child(p, s.data[at.end:cut], depth, defaultType)
		}
		if !more {
			if !closed && depth == 0 {
				p.note(FoundBoundaryUnclosed, "")
			} else if !closed {
				p.note(FoundInnerUnclosed, "")
			}
			return
		}
		at = next
	}
}

// child reads one part of a multipart.
func (r *reader) child(p *Part, data []byte, depth int, defaultType string) {
	path := join(p.Path, len(p.Children)+1)
	c := r.part(data, depth+1, defaultType, func(bool) string { return path })
	p.Children = append(p.Children, c)
}

// A splitter finds the boundary lines in data from the front.
type splitter struct {
	data     []byte
	boundary []byte // with its "--"
	pos      int
}

// next returns the next boundary line. A line that begins with the boundary
// and goes on with other than blanks is none, unless a blank stands between.
func (s *splitter) next() (delimiter, bool) {
	for s.pos < len(s.data) {
		i := bytes.Index(s.data[s.pos:], s.boundary)
		if i < 0 {
			s.pos = len(s.data)
			break
		}
		start := s.pos + i
		after := start + len(s.boundary)
		s.pos = after
		if start > 0 && s.data[start-1] != '\n' {
			continue
		}
		d := delimiter{cut: cutEOL(s.data, start), end: lineEnd(s.data, after)}
		rest := trimEOL(s.data[after:d.end])
		if d.close = bytes.HasPrefix(rest, []byte("--")); d.close {
			rest = rest[2:]
		}
		blank := bytes.TrimLeft(rest, " \t\r")
		if d.junk = len(blank) > 0; d.junk && !d.close && len(blank) == len(rest) {
			continue
		}
		s.pos = d.end
		return d, true
	}
	return delimiter{}, false
}

// cutEOL returns where the text before the line at start ends: before its line
// end, which belongs to the boundary (RFC 2046 section 5.1.1).
func cutEOL(data []byte, start int) int {
	return len(trimEOL(data[:start]))
}

// guessBoundary looks for a line of two hyphens and more, followed by a line
// that reads like a field of a part, and returns it; nil for none. It looks at
// the first mebibyte.
func guessBoundary(data []byte) []byte {
	data = data[:min(len(data), 1<<20)]
	for pos := 0; pos < len(data); {
		end := lineEnd(data, pos)
		line := bytes.TrimRight(trimEOL(data[pos:end]), " \t")
		if len(line) > 2 && len(line) <= 200 && line[0] == '-' && line[1] == '-' && line[2] != ' ' {
			following := data[end:lineEnd(data, end)]
			if n := fieldName(following); n > 0 && hasPrefixFold(following, "content-") {
				return line
			}
		}
		pos = end
	}
	return nil
}

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}
