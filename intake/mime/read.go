package mime

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Read parses a mail. It never fails and never returns nil; the parts are
// slices of raw, which must not change while they are used.
func Read(raw []byte, lim Limits) *Message { return ReadEntity(raw, "", lim) }

// ReadEntity is Read for an entity that stands in place of the part at path,
// so that paths of its parts begin there: what was decrypted from part "2" is
// read with path "2". For a whole mail path is "".
func ReadEntity(raw []byte, path string, lim Limits) *Message {
	m := &Message{Raw: raw, limits: lim.orDefaults()}
	r := &reader{message: m, decoded: m.limits.Decoded}
	data := r.preface(raw, path == "")
	m.Root = r.root(data, path, 0)
	m.Header = m.Root.Header
	r.repairHeader()
	if path == "" {
		if _, ok := m.From(); !ok {
			m.note(FoundAddressUnusual, "", "")
		}
	}
	return m
}

// A reader holds what is left of the limits while a tree is built.
type reader struct {
	message    *Message
	parts      int
	decoded    int64 // bytes that may still be granted to leaves
	boundaries []string
}

// preface looks at the line ends of the whole, and skips what stands before
// the header of a mail. An entity may have no header and begin with a blank
// line, so there nothing is skipped.
func (r *reader) preface(raw []byte, mail bool) []byte {
	m := r.message
	cr, lf, crlf := bytes.Count(raw, []byte("\r")), bytes.Count(raw, []byte("\n")), 0
	if cr > 0 {
		crlf = countCRLF(raw)
	}
	data := raw
	switch {
	case cr > 0 && lf == 0:
		m.note(FoundCROnly, "", "")
		data = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	case cr > crlf:
		m.note(FoundBareCR, "", strconv.Itoa(cr-crlf)+" times")
	}
	if crlf > 0 && crlf < lf {
		m.note(FoundMixedEOL, "", "")
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		m.note(FoundNUL, "", "")
	}
	if !mail {
		return data
	}
	return r.skipLead(data)
}

// countCRLF counts the lines that end in CRLF.
func countCRLF(raw []byte) int {
	n := 0
	for {
		i := bytes.IndexByte(raw, '\n')
		if i < 0 {
			return n
		}
		if i > 0 && raw[i-1] == '\r' {
			n++
		}
		raw = raw[i+1:]
	}
}

// skipLead skips a byte order mark, blank lines and mbox From_ lines.
func (r *reader) skipLead(data []byte) []byte {
	if bom := []byte("\ufeff"); bytes.HasPrefix(data, bom) {
		r.message.note(FoundBOM, "", "")
		data = data[len(bom):]
	}
	rest := data
	for len(rest) > 0 {
		end := lineEnd(rest, 0)
		line := trimEOL(rest[:end])
		switch {
		case len(bytes.TrimLeft(line, " \t")) == 0:
			r.message.note(FoundLeadingBlank, "", "")
		case isMboxFrom(line):
			r.message.note(FoundMboxFrom, "", "")
		default:
			return rest
		}
		rest = rest[end:]
	}
	return data // nothing but blanks
}

// root reads the root of a message: of the mail itself (path "") or of the one
// embedded in the part at path.
func (r *reader) root(data []byte, path string, depth int) *Part {
	return r.part(data, depth, "text/plain", func(multipart bool) string {
		switch {
		case !multipart:
			return join(path, 1)
		case path == "":
			return ""
		}
		return path + ".0"
	})
}

// join appends the number of a part to the path of what holds it.
func join(path string, n int) string {
	path = strings.TrimSuffix(path, ".0")
	if path == "" {
		return strconv.Itoa(n)
	}
	return path + "." + strconv.Itoa(n)
}

// part reads one entity and what it holds. Its path may depend on whether it
// is a multipart.
func (r *reader) part(data []byte, depth int, defaultType string, path func(multipart bool) string) *Part {
	r.parts++
	p := &Part{Raw: data, Type: defaultType, message: r.message}
	early := r.header(p)
	kind := p.readType(defaultType)
	p.Path = path(p.IsMultipart())
	for _, f := range early {
		p.note(f[0], f[1])
	}
	p.judgeType(kind)
	p.readRest()
	switch {
	case depth >= r.message.limits.Depth && (p.IsMultipart() || embeds(p.Type)):
		r.message.exceed("depth", p.Path)
		r.grant(p)
	case p.IsMultipart():
		r.multipart(p, depth)
	case embeds(p.Type):
		r.embedded(p, depth)
	default:
		r.grant(p)
	}
	return p
}

// header reads the part's header and sets its Body. What was odd is returned,
// since the part has no path yet.
func (r *reader) header(p *Part) (early [][2]string) {
	exceeded := ""
	usual := 3 // fields of a part
	if r.parts == 1 {
		usual = 12 // of a mail
	}
	h := headerReader{
		data: p.Raw, limits: &r.message.limits, usual: usual, known: r.parts > 1,
		note: func(code, detail string) {
			if !slices.ContainsFunc(early, func(e [2]string) bool { return e[0] == code }) {
				early = append(early, [2]string{code, detail})
			}
		},
		exceed: func(limit string) { exceeded = limit },
	}
	var body int
	p.Header, body = h.read()
	p.Body = p.Raw[body:]
	if exceeded != "" {
		r.message.exceed(exceeded, "")
	}
	return early
}

// readType reads Content-Type.
func (p *Part) readType(defaultType string) mediaValue {
	value := p.Header.Get("Content-Type")
	if value == "" {
		return mediaValue{kind: defaultType}
	}
	media := parseMedia(value)
	p.Params = media.params
	if isType(media.kind) {
		p.Type = media.kind
		return media
	}
	media.malformed = true
	if media.kind == "text" {
		media.malformed = false // RFC 1049, still seen
	}
	if strings.HasPrefix(media.kind, "multipart") && media.params["boundary"] != "" {
		p.Type = "multipart/mixed"
	}
	return media
}

// isType reports whether s is a media type: two tokens (RFC 2045 section 5.1).
func isType(s string) bool {
	kind, sub, ok := strings.Cut(s, "/")
	for _, c := range []byte(kind + sub) {
		ok = ok && (isAtom(c) || c == '.')
	}
	return ok && kind != "" && sub != ""
}

// judgeType notes what was odd about Content-Type and the fields around it.
func (p *Part) judgeType(media mediaValue) {
	if media.malformed {
		p.note(FoundContentType, p.Header.Get("Content-Type"))
	}
	if media.duplicate {
		p.note(FoundDuplicateParameter, p.Header.Get("Content-Type"))
	}
	switch p.Type {
	case "message/partial":
		p.note(FoundPartialMessage, "")
	case "message/external-body":
		p.note(FoundExternalContent, "")
	case "application/ms-tnef", "application/vnd.ms-tnef":
		p.note(FoundTNEF, "")
	}
	p.judgeRepeats()
}

// judgeRepeats notes fields that may stand only once and stand twice.
func (p *Part) judgeRepeats() {
	var seen [len(onlyOnce)]int
	for f := range p.Header {
		if i := slices.IndexFunc(onlyOnce[:], p.Header[f].is); i >= 0 {
			seen[i]++
		}
	}
	var twice [2][]string // decisive ones, others
	for i, n := range seen {
		if n > 1 {
			kind := min(i/decisive, 1)
			twice[kind] = append(twice[kind], onlyOnce[i])
		}
	}
	if len(twice[0]) > 0 {
		p.note(FoundDuplicateHeader, strings.Join(twice[0], ", "))
	}
	if len(twice[1]) > 0 {
		p.note(FoundDuplicateField, strings.Join(twice[1], ", "))
	}
}

// onlyOnce lists the fields that may stand once in a header. The first of
// them decide about structure, author or what a person is shown.
var onlyOnce = [...]string{
	"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version", "From", "Sender", "Subject",
	"Date", "Reply-To", "To", "Cc", "Message-ID", "In-Reply-To", "References",
}

const decisive = 7

// readRest reads transfer encoding, disposition and file name.
func (p *Part) readRest() {
	coding, finding := transferCoding(p.Header.Get("Content-Transfer-Encoding"))
	if p.coding = coding; finding != "" {
		p.note(finding, p.Header.Get("Content-Transfer-Encoding"))
	}
	name := p.Params["name"]
	if value := p.Header.Get("Content-Disposition"); value != "" {
		d := parseMedia(value)
		if p.Disposition = "attachment"; d.kind == "inline" || d.kind == "" {
			p.Disposition = "inline" // RFC 2183 section 2.8: what is unknown is an attachment
		}
		if d.params["filename"] != "" {
			name = d.params["filename"]
		}
	}
	if name != "" {
		p.Filename = fileName(name)
	}
	if strings.EqualFold(p.Filename, "winmail.dat") {
		p.note(FoundTNEF, "")
	}
}

// grant gives a part its share of the decoded bytes.
func (r *reader) grant(p *Part) {
	if p.room = len(p.Body); p.coding == coding7bit {
		return // a slice of the mail itself
	}
	want := int64(p.decodedBound())
	if want > r.decoded {
		r.message.exceed("decoded", p.Path)
		want = r.decoded
	}
	r.decoded -= want
	p.room = int(want)
}

// embeds names the types that hold a whole message.
func embeds(kind string) bool {
	return kind == "message/rfc822" || kind == "message/global" || kind == "message/news"
}

// embedded reads the message in a message/rfc822. RFC 2046 section 5.2.1
// allows no transfer encoding there, but it is seen.
func (r *reader) embedded(p *Part, depth int) {
	r.grant(p)
	data := p.Body
	if p.coding != coding7bit {
		p.note(FoundEncodedMessage, p.coding)
		data = p.Decode()
	}
	if r.parts >= r.message.limits.Parts {
		r.message.exceed("parts", p.Path)
		return
	}
	outer := r.boundaries
	if p.coding != coding7bit {
		r.boundaries = nil // behind an encoding any boundary may be used
	}
	p.Children = []*Part{r.root(r.skipInner(data), p.Path, depth+1)}
	r.boundaries = outer
}

// skipInner skips blank lines and From_ lines before an embedded header; they
// are so common there that they are no finding.
func (r *reader) skipInner(data []byte) []byte {
	rest := data
	for len(rest) > 0 {
		end := lineEnd(rest, 0)
		if line := trimEOL(rest[:end]); len(line) > 0 && !isMboxFrom(line) {
			return rest
		}
		rest = rest[end:]
	}
	return data
}

// repairHeader reads raw 8-bit header text again in the charset of the first
// part that names one: that of the header is nowhere written.
func (r *reader) repairHeader() {
	charset, known := "", false
	for i := range r.message.Header {
		f := &r.message.Header[i]
		if utf8.Valid(f.Raw) {
			continue
		}
		if !known {
			charset, known = firstCharset(r.message.Root), true
		}
		colon := bytes.IndexByte(f.Raw, ':')
		if charset == "" || colon < 0 {
			continue
		}
		value := f.Raw[colon+1 : min(len(f.Raw), max(colon+1, r.message.limits.FieldBytes))]
		f.Value = oneLine([]byte(CharsetDecode(charset, bytes.Join(bytes.Fields(value), []byte(" ")))))
	}
}

// firstCharset returns the charset of the first leaf that has one.
func firstCharset(root *Part) string {
	for _, p := range root.Leaves() {
		if c := charsetName(p.Params["charset"]); c != "" && c != "us-ascii" && c != "utf-8" {
			return c
		}
	}
	return ""
}
