package mime

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Compose returns the whole mail: RFC 5322, MIME, CRLF, ASCII header. The same
// letter always gives the same bytes. An error is permanent.
func (l Letter) Compose() ([]byte, error) {
	fields, err := l.Headers()
	if err != nil {
		return nil, err
	}
	return l.entity(append(fields, Field{Name: "MIME-Version", Value: "1.0"}), "", false)
}

// ProtectedPayload returns the MIME entity alone for another program to
// protect: 7-bit safe and canonical (RFC 3156 section 3), with the letter's own
// header fields beside those of the content (RFC 9788, and the older form that Thunderbird reads). hp is
// "clear" for signed mail, "cipher" for encrypted mail; with that, outer are
// the fields that stand outside, which RFC 9788 section 2.2 wants recorded.
func (l Letter) ProtectedPayload(hp string, outer ...Field) ([]byte, error) {
	if hp != "clear" && hp != "cipher" {
		return nil, fmt.Errorf("mime: hp is %q, want clear or cipher", hp)
	}
	fields, err := l.Headers()
	if err != nil {
		return nil, err
	}
	for _, f := range outer {
		fields = append(fields, Field{Name: "HP-Outer", Value: f.Name + ": " + f.Value})
	}
	return l.entity(fields, `; hp="`+hp+`"; protected-headers="v1"`, true)
}

// Assemble writes a multipart: the fields, a Content-Type of that media type
// with the parameters and a boundary, then the entities byte for byte. With
// fields it is a mail and has MIME-Version, without it is an entity.
func Assemble(fields []Field, mediaType string, params map[string]string, entities ...[]byte) ([]byte, error) {
	kind := mediaType
	names := make([]string, 0, len(params))
	for name := range params {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		kind += "; " + name + `="` + params[name] + `"`
	}
	if len(fields) > 0 {
		fields = append(slices.Clone(fields), Field{Name: "MIME-Version", Value: "1.0"})
	}
	return joinEntities(fields, kind, entities)
}

// entity writes the letter's content under the given fields; params are added
// to the outermost Content-Type.
func (l Letter) entity(fields []Field, params string, sevenBit bool) ([]byte, error) {
	if len(l.Attach) == 0 {
		return composeText(fields, params, l.Text)
	}
	text, err := composeText(nil, "", l.Text)
	if err != nil {
		return nil, err
	}
	entities := append(make([][]byte, 0, 1+len(l.Attach)), text)
	eightBit := false
	for _, a := range l.Attach {
		e, eight, err := a.entity(sevenBit)
		if err != nil {
			return nil, err
		}
		entities = append(entities, e)
		eightBit = eightBit || eight
	}
	if eightBit {
		fields = append(slices.Clone(fields), Field{Name: "Content-Transfer-Encoding", Value: "8bit"})
	}
	return joinEntities(fields, "multipart/mixed"+params, entities)
}

// joinEntities writes a multipart of that Content-Type and a boundary.
func joinEntities(fields []Field, kind string, entities [][]byte) ([]byte, error) {
	boundary := makeBoundary(kind, entities...)
	size := 4096
	for _, e := range entities {
		size += len(e) + 100
	}
	var out bytes.Buffer
	out.Grow(size)
	fields = append(slices.Clone(fields), Field{Name: "Content-Type", Value: kind + `; boundary="` + boundary + `"`})
	if err := writeHeader(&out, fields); err != nil {
		return nil, err
	}
	for _, e := range entities {
		out.WriteString("--" + boundary + "\r\n")
		out.Write(e)
		out.WriteString("\r\n")
	}
	out.WriteString("--" + boundary + "--\r\n")
	return out.Bytes(), nil
}

// composeText returns the text part under the given fields, which become its
// own: as it is where that is safe, else in quoted-printable.
func composeText(fields []Field, params, s string) ([]byte, error) {
	text := plainBreaks(s)
	coding, write := codingQP, writeQP
	if isPlain(text) {
		coding, write = coding7bit, writeAsIs
	}
	fields = append(fields,
		Field{Name: "Content-Type", Value: "text/plain; charset=utf-8" + params},
		Field{Name: "Content-Transfer-Encoding", Value: coding})
	var out bytes.Buffer
	out.Grow(headerSize(fields) + len(text) + strings.Count(text, "\n") + len("\r\n"))
	if err := writeHeader(&out, fields); err != nil {
		return nil, err
	}
	write(&out, text)
	return out.Bytes(), nil
}

// entity writes one attachment; eight says that it has 8-bit lines.
func (a Attachment) entity(sevenBit bool) (entity []byte, eight bool, err error) {
	kind := cleanType(a.Type)
	name := a.Name
	if kind == "message/rfc822" {
		data, ascii, ok := asMessage(a.Data)
		if ok && (ascii || !sevenBit) {
			coding := coding7bit
			if !ascii {
				coding = "8bit"
			}
			entity, err = a.write(kind, coding, name, func(out *bytes.Buffer) { out.Write(data) })
			return entity, !ascii, err
		}
		if kind = "application/octet-stream"; name == "" {
			name = "message"
		}
		if !strings.HasSuffix(strings.ToLower(name), ".eml") {
			name += ".eml"
		}
	}
	entity, err = a.write(kind, codingBase64, name, func(out *bytes.Buffer) { writeBase64(out, a.Data) })
	return entity, false, err
}

// write writes the attachment's header and then its body.
func (a Attachment) write(kind, coding, name string, body func(*bytes.Buffer)) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(512 + len(a.Data)/57*78 + 78)
	err := writeHeader(&out, []Field{
		{Name: "Content-Type", Value: kind},
		{Name: "Content-Transfer-Encoding", Value: coding},
		{Name: "Content-Disposition", Value: "attachment" + fileParameter(name)},
	})
	if err != nil {
		return nil, err
	}
	body(&out)
	return out.Bytes(), nil
}

// cleanType returns a media type that may be sent in base64, or message/rfc822.
func cleanType(kind string) string {
	m := parseMedia(kind)
	major, _, _ := strings.Cut(m.kind, "/")
	switch {
	case m.kind == "message/rfc822":
		return m.kind
	case !isType(m.kind) || major == "multipart" || major == "message" || len(m.kind) > 100:
		return "application/octet-stream"
	}
	if charset := m.params["charset"]; charset != "" && isHeaderText(charset) && !strings.ContainsAny(charset, "\"\\ ;") && len(charset) < 40 {
		return m.kind + "; charset=" + charset
	}
	return m.kind
}

// asMessage returns a message fit to stand in a message/rfc822: its line ends
// as CRLF, if they were all LF; ok is false where it can't go as it is.
func asMessage(data []byte) (message []byte, ascii, ok bool) {
	cr, lf, crlf := bytes.Count(data, []byte("\r")), bytes.Count(data, []byte("\n")), 0
	if cr > 0 {
		crlf = bytes.Count(data, []byte("\r\n"))
	}
	if cr != crlf || crlf > 0 && crlf != lf || bytes.IndexByte(data, 0) >= 0 || len(data) == 0 || isMboxFrom(data) {
		return nil, false, false
	}
	for rest := data; len(rest) > 0; {
		end := lineEnd(rest, 0)
		if len(trimEOL(rest[:end])) > maxLine {
			return nil, false, false
		}
		rest = rest[end:]
	}
	if crlf == 0 && lf > 0 {
		data = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}
	return data, isASCII(data), true
}

// fileParameter writes a file name as a parameter: plain where it is ASCII,
// else in the form of RFC 2231, in pieces that fit a line.
func fileParameter(name string) string {
	if name = fileName(name); name == "" {
		return ""
	}
	if isHeaderText(name) && len(name) <= 60 && !strings.ContainsAny(name, `"\`) && !strings.Contains(name, "=?") {
		return `; filename="` + name + `"`
	}
	var pieces []string
	piece := "utf-8''"
	for _, r := range name {
		code := encodeQ(r)
		if r == ' ' {
			code = "=20"
		}
		if code = strings.ReplaceAll(code, "=", "%"); len(piece)+len(code) > 50 {
			pieces = append(pieces, piece)
			piece = ""
		}
		piece += code
	}
	pieces = append(pieces, piece)
	if len(pieces) == 1 {
		return "; filename*=" + piece
	}
	var out strings.Builder
	for i, p := range pieces {
		out.WriteString("; filename*" + strconv.Itoa(i) + "*=" + p)
	}
	return out.String()
}

// makeBoundary derives a boundary that occurs in none of the entities.
func makeBoundary(kind string, entities ...[]byte) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s\n", kind)
	for _, e := range entities {
		fmt.Fprintf(sum, "%d\n", len(e))
		sum.Write(e[:min(len(e), 4096)])
	}
	for {
		boundary := "=_" + hex.EncodeToString(sum.Sum(nil)[:16])
		if !slices.ContainsFunc(entities, func(e []byte) bool { return bytes.Contains(e, []byte(boundary)) }) {
			return boundary
		}
		sum.Write([]byte{0})
	}
}

// writeHeader folds and writes the fields and the blank line. It refuses
// what would break out of a field.
func writeHeader(out *bytes.Buffer, fields []Field) error {
	for _, f := range fields {
		if !isFieldName(f.Name) || !isHeaderText(f.Value) {
			return fmt.Errorf("mime: the value of %s can't stand in a header", f.Name)
		}
		out.WriteString(f.Name)
		out.WriteString(": ")
		writeFolded(out, f.Value, len(f.Name)+2)
	}
	out.WriteString("\r\n")
	return nil
}

// headerSize is about what fields take when written.
func headerSize(fields []Field) int {
	n := 0
	for _, f := range fields {
		n += len(f.Name) + len(f.Value) + len(f.Value)/30 + len(": \r\n")
	}
	return n + len("\r\n")
}

// foldAt is the width that a header line keeps to where its words allow it
// (RFC 5322 section 2.1.1 recommends 78).
const foldAt = 76

// writeFolded writes a value of which the line has used some columns, in lines
// that end before a blank. Each of them holds a word.
func writeFolded(out *bytes.Buffer, value string, used int) {
	value = strings.TrimRight(value, " ")
	for used+len(value) > foldAt {
		end := fold(value, foldAt-used)
		if end < 0 {
			break
		}
		out.WriteString(value[:end])
		out.WriteString("\r\n")
		value, used = value[end:], 0
	}
	out.WriteString(value)
	out.WriteString("\r\n")
}

// fold is where to break a value into lines: before the last run of blanks
// that begins within width, or the first one after it; -1 for nowhere.
func fold(value string, width int) int {
	at, word := -1, false
	for i := range len(value) {
		if at >= 0 && i > width {
			break
		}
		if value[i] == ' ' && word {
			at = i
		}
		word = value[i] != ' '
	}
	return at
}
