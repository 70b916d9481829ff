package mime

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
)

// An Address is a mailbox. Addr is local@domain with the domain in lower-case
// ASCII, and safe to hand to SMTP: the local part has only atom characters and
// dots. Name is decoded, on one line, and proves nothing.
type Address struct{ Name, Addr string }

// Addresses reads all fields of that name (RFC 5322 section 3.4, groups
// included). ok is false if any part was unreadable or unsafe and was left
// out; an empty field is readable.
func (h Header) Addresses(name string) (list []Address, ok bool) {
	ok = true
	for i := range h {
		if h[i].is(name) {
			r := addressReader{text: h[i].Value}
			r.read()
			list = append(list, r.list...)
			ok = ok && r.strange == 0
		}
	}
	return list, ok
}

// From returns the author. ok is true only if there is exactly one From field
// with exactly one readable address in it and nothing else that looks like one.
func (h Header) From() (addr Address, ok bool) {
	if h.Count("From") != 1 {
		return Address{}, false
	}
	r := addressReader{text: h.Get("From")}
	r.read()
	if len(r.list) != 1 || r.suspect > 0 {
		return Address{}, false
	}
	return r.list[0], true
}

// addressReader takes an address list apart in one pass. What stands between
// two commas is gathered in the fields below and judged by finish.
type addressReader struct {
	text string
	pos  int
	list []Address

	strange int // parts that could not be read
	suspect int // those of them that look like an address

	phrase  strings.Builder // words outside <>
	comment string          // the last one; the name in "addr (Name)"
	angle   string          // inside <>
	angles  int
	quoted  bool // the phrase has a quoted string
	after   bool // words after <>
}

func (r *addressReader) read() {
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case '"':
			r.quotedString()
		case '(':
			r.comment = r.readComment()
		case '<':
			r.readAngle()
		case ',', ';':
			r.pos++
			r.finish()
		case ':':
			r.pos++
			r.group()
		default:
			n := r.wordLength()
			r.after = r.after || r.angles > 0 && c != ' ' && c != '\t'
			r.phrase.WriteString(r.text[r.pos : r.pos+n])
			r.pos += n
		}
	}
	r.finish()
}

// wordLength returns how much of the phrase to take at once: an encoded word,
// so that a comma which a mail program forgot to encode does not end the
// address, else what neither ends nor begins anything. A word that holds more
// than a comma is not trusted. Blanks are taken one by one.
func (r *addressReader) wordLength() int {
	rest := r.text[r.pos:]
	if strings.HasPrefix(rest, "=?") {
		if _, n, ok := cutWord(rest); ok && !strings.ContainsAny(rest[:n], `<>@"(`) {
			return n
		}
	}
	if end := strings.IndexByte(rest, ']'); rest[0] == '[' && end > 0 && !strings.ContainsAny(rest[:end], "\"(<>@,; \t") {
		return end + 1 // a domain literal, which may have colons
	}
	n := 1
	for rest[0] != ' ' && rest[0] != '\t' && n < len(rest) && strings.IndexByte("\"(<[,;:= \t", rest[n]) < 0 {
		n++
	}
	return n
}

// group drops the name of a group; anything else before a colon is strange.
func (r *addressReader) group() {
	if strings.ContainsAny(r.phrase.String(), "@") || r.angles > 0 {
		r.strange++
		r.suspect++
	}
	r.reset()
}

func (r *addressReader) reset() {
	r.phrase.Reset()
	r.comment, r.angle, r.angles, r.quoted, r.after = "", "", 0, false, false
}

// quotedString adds a quoted string to the phrase without its quotes.
func (r *addressReader) quotedString() {
	r.quoted = true
	r.after = r.after || r.angles > 0
	for r.pos++; r.pos < len(r.text); r.pos++ {
		switch c := r.text[r.pos]; {
		case c == '"':
			r.pos++
			return
		case c == '\\' && r.pos+1 < len(r.text):
			r.pos++
			r.phrase.WriteByte(r.text[r.pos])
		default:
			r.phrase.WriteByte(c)
		}
	}
}

// readComment skips a comment, which may hold others, and returns its text.
func (r *addressReader) readComment() string {
	depth, start := 0, r.pos+1
	for ; r.pos < len(r.text); r.pos++ {
		switch r.text[r.pos] {
		case '\\':
			r.pos++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				r.pos++
				return r.text[start : r.pos-1]
			}
		}
	}
	r.pos = len(r.text)
	return r.text[min(start, r.pos):]
}

// readAngle reads what stands in <>, without a source route.
func (r *addressReader) readAngle() {
	r.angles++
	inside := r.text[r.pos+1:]
	end := strings.IndexAny(inside, "<>")
	if end < 0 || inside[end] == '<' {
		r.angles++ // never closed: strange
		if end < 0 {
			end = len(inside)
		}
		r.angle, r.pos = inside[:end], r.pos+1+end
		return
	}
	r.angle = strings.TrimSpace(inside[:end])
	if strings.HasPrefix(r.angle, "@") {
		if _, addr, ok := strings.Cut(r.angle, ":"); ok {
			r.angle = addr
		}
	}
	r.pos += end + 2
}

// finish judges what was gathered since the last comma.
func (r *addressReader) finish() {
	defer r.reset()
	phrase := strings.TrimSpace(r.phrase.String())
	if phrase == "" && r.angles == 0 {
		return
	}
	text, name := r.angle, phrase
	if r.angles == 0 {
		text, name = phrase, r.comment
	}
	addr, ok := cleanAddress(text)
	if r.angles == 0 && r.quoted {
		ok = false
	}
	if r.angles == 1 && !r.quoted && strings.Contains(phrase, "@") && !strings.Contains(phrase, "=?") {
		ok = ok && strings.EqualFold(phrase, text) // one bare address, another in <>
	}
	if !ok || r.angles > 1 || r.after {
		r.strange++
		if strings.Contains(text, "@") || strings.Contains(phrase, "@") {
			r.suspect++
		}
		return
	}
	r.list = append(r.list, Address{Name: Sanitize(decodeText(name)), Addr: addr})
}

// cleanAddress checks an addr-spec and puts its domain in lower-case ASCII.
func cleanAddress(s string) (string, bool) {
	if len(s) > 1000 {
		return "", false
	}
	s = strings.TrimSpace(s)
	local, domain, ok := strings.Cut(s, "@")
	if n := len(local); n > 2 && local[0] == '"' && local[n-1] == '"' {
		local = local[1 : n-1] // the quotes say nothing unless other characters follow (RFC 5321 section 4.1.2)
	}
	if !ok || local == "" || len(local) > 64 {
		return "", false
	}
	for _, c := range []byte(local) {
		if !isAtom(c) && c != '.' {
			return "", false
		}
	}
	domain, ok = cleanDomain(domain)
	if !ok || len(local)+1+len(domain) > 254 {
		return "", false
	}
	if strings.HasSuffix(s, domain) && len(s) == len(local)+len("@")+len(domain) {
		return s, true // as it came
	}
	return local + "@" + domain, true
}

// cleanDomain checks a host name or an IP address in brackets.
func cleanDomain(s string) (string, bool) {
	if strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		_, err := netip.ParseAddr(strings.TrimPrefix(strings.ToLower(s[1:len(s)-1]), "ipv6:"))
		return strings.ToLower(s), err == nil && !strings.Contains(s, "%")
	}
	s = strings.TrimSuffix(s, ".")
	if !isASCII([]byte(s)) {
		ascii, err := idna.Lookup.ToASCII(s)
		if err != nil {
			return "", false
		}
		s = ascii
	}
	s = strings.ToLower(s)
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' {
			return "", false
		}
	}
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return "", false
		}
	}
	return s, true
}

// isAtom knows atext (RFC 5322 section 3.2.3).
func isAtom(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}
