package pgp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"tocsin/intake/mime"
	"tocsin/store"
)

// leafPart looks whether a leaf is something of OpenPGP.
func (o *opener) leafPart(p *mime.Part, in layer) *mime.Part {
	text := strings.HasPrefix(p.Type, "text/")
	if text || isFile(p) {
		p = recoded(p)
	}
	switch {
	case p.Type == typeKeys:
		o.keys(p.Decode(), p.Path)
	case p.Type == typeSignature:
		o.found(foundOrphan, p.Path, p.Filename)
	case strings.HasPrefix(p.Type, "application/pkcs7-") || strings.HasPrefix(p.Type, "application/x-pkcs7-"):
		o.found(foundSMIME, p.Path, p.Type)
	case isFile(p):
		return o.file(p, in)
	case text && hasArmour(p):
		return o.inline(p, in)
	case text && bytes.Contains(p.Decode(), bareMark):
		o.stray([]byte(p.Text()), p.Path)
	}
	return o.plain(p, in)
}

// recoded is p in UTF-8 if it came in UTF-16 or the like and has armour. Where
// the armour is whole only as it came, the label was wrong.
func recoded(p *mime.Part) *mime.Part {
	q := p.Recoded()
	if q != p && misread(p.Decode(), q.Content) {
		q.Content, q.Body = p.Decode(), p.Decode()
		return q
	}
	if !hasArmour(q) {
		return p
	}
	return q
}

// misread reports whether a text has armour that can be read as it came, and is
// not the same once it is recoded.
func misread(text, recoded []byte) bool {
	return slices.ContainsFunc(blocks(text), func(b block) bool {
		return b.whole() && !bytes.Contains(recoded, b.body)
	})
}

// hasArmour reports whether a text part has a BEGIN line in some reading.
func hasArmour(p *mime.Part) bool {
	decoded := p.Decode()
	encoded := len(decoded) != len(p.Body) || len(decoded) > 0 && &decoded[0] != &p.Body[0] // else they are the same bytes
	return bytes.Contains(decoded, beginMark) || encoded && bytes.Contains(p.Body, beginMark) ||
		p.Type == "text/html" && bytes.Contains(decoded, []byte("BEGIN")) && bytes.Contains(decoded, []byte("PGP"))
}

// fileExts are the extensions of files of OpenPGP, wrapExts those that name
// nothing else and go when such a file is opened.
var (
	fileExts = []string{".asc", ".pgp", ".gpg", ".sig", ".key"}
	wrapExts = append([]string{".bin", ".dat"}, fileExts...)
)

// isFile reports whether the name, the type or the first bytes of a part say
// that it is a file of OpenPGP.
func isFile(p *mime.Part) bool {
	_, ext := splitExt(p.Filename)
	switch {
	case slices.Contains(fileExts, ext), strings.HasPrefix(p.Type, "application/pgp"):
		return true
	case !strings.HasPrefix(p.Type, "application/") || len(p.Children) > 0:
		return false
	}
	start := p.Start(maxStart)
	if p.Type == "application/octet-stream" && p.Filename == "" && bytes.IndexByte(start, 0) < 0 && hasArmour(p) {
		return true
	}
	text := strings.TrimSpace(mime.CharsetDecode("", start)) // UTF-16 too, by its mark
	return strings.HasPrefix(text, string(beginMark)) || isCiphertext(start)
}

// maxStart is how much of a file tells what it is, in bytes: more than the
// longest packet that ciphertext begins with.
const maxStart = 4096

// file opens a file by its content: a message, a cleartext signature, keys.
func (o *opener) file(p *mime.Part, in layer) *mime.Part {
	data := p.Decode()
	if len(data) > 0 && data[0]&0x80 != 0 && !bytes.Contains(data, beginMark) {
		if !isPackets(data) || utf8.Valid(data) {
			return o.plain(p, in) // a text that begins with a letter beyond ASCII
		}
		return o.binary(p, data, in)
	}
	list := blocks(data)
	alone := len(list) == 1 && len(trimBlank(data[:list[0].start]))+len(trimBlank(data[list[0].end:])) == 0
	if alone && list[0].kind == kindMessage && list[0].err == nil {
		return o.fileMessage(p, in)
	}
	if len(list) == 0 && !hasArmour(p) {
		return o.plain(p, in)
	}
	return o.inline(p, in)
}

// binary opens a file that is not armoured.
func (o *opener) binary(p *mime.Part, data []byte, in layer) *mime.Part {
	switch packetTag(data[0]) {
	case tagPublicKey, tagSecretKey:
		o.keys(data, p.Path)
	case tagSignature:
		if bodies, damaged := signaturePackets(bytes.Clone(data)); len(bodies) > 0 && !damaged {
			o.found(foundOrphan, p.Path, p.Filename)
			break
		}
		return o.fileMessage(p, in)
	case tagPKESK, tagSKESK, tagSED, tagSEIPD, tagAEAD, tagOnePass, tagCompressed, tagLiteral, tagMarker:
		return o.fileMessage(p, in)
	}
	return o.plain(p, in)
}

// fileMessage opens an encrypted or signed file; it loses the extension that
// says so.
func (o *opener) fileMessage(p *mime.Part, in layer) *mime.Part {
	from := message(p)
	if from == nil {
		return o.plain(p, in)
	}
	c, inner, err := o.message(from, p.Path, in)
	switch {
	case errors.Is(err, errClosed):
		return o.plain(p, inner)
	case err != nil:
		o.found(foundUnparsable, p.Path, p.Filename)
		return o.plain(p, in)
	}
	if looksMIME(c.literal) {
		return o.entity(c.literal, p.Path, inner)
	}
	q := *p
	if base, ext := splitExt(p.Filename); slices.Contains(wrapExts, ext) {
		q.Filename = base
	}
	if q.Content = c.literal; q.Content == nil {
		q.Content = []byte{}
	}
	q.Body = q.Content
	q.Type, q.Params = fileType(q.Filename, c.literal), maps.Clone(p.Params)
	if q.Type != "application/octet-stream" && utf8.Valid(c.literal) {
		q.Params = map[string]string{"charset": "utf-8"}
	}
	if inner.depth <= maxLayers && (bytes.Contains(c.literal, beginMark) || isFile(&q)) {
		return o.leafPart(&q, inner)
	}
	return o.plain(&q, inner)
}

// fileType guesses the media type of a decrypted file: text or not.
func fileType(name string, data []byte) string {
	_, ext := splitExt(name)
	switch {
	case bytes.IndexByte(data, 0) >= 0:
		return "application/octet-stream"
	case ext == ".htm" || ext == ".html":
		return "text/html"
	case ext == ".csv":
		return "text/csv"
	case ext == ".txt" || ext == ".log" || ext == "" && utf8.Valid(data):
		return "text/plain"
	}
	return "application/octet-stream"
}

// keys takes keys along as candidates. Secret keys are never kept.
func (o *opener) keys(data []byte, path string) {
	if bytes.Contains(data, []byte("PRIVATE KEY BLOCK")) {
		o.found(foundSecretKey, path, "")
		return
	}
	if len(data) > maxCandidate*maxCertificate*2 {
		o.found(foundBadKey, path, "too large")
		return
	}
	list, err := ParseKey(data, "attached", o.opt.Now)
	switch {
	case errors.Is(err, ErrSecret):
		o.found(foundSecretKey, path, "")
	case err != nil:
		o.found(foundBadKey, path, err.Error())
	}
	for _, k := range list {
		o.candidate(k, path)
	}
}

// candidate adds a key unless it is there or there are enough.
func (o *opener) candidate(k store.StoredKey, path string) {
	if slices.ContainsFunc(o.candidates, func(c store.StoredKey) bool { return c.Fingerprint == k.Fingerprint }) {
		return
	}
	if len(o.candidates) == maxCandidate {
		o.found(foundBadKey, path, fmt.Sprintf("more than %d keys", maxCandidate))
		return
	}
	o.candidates = append(o.candidates, k)
}

// autocrypt reads the Autocrypt field. It counts only if exactly one of them
// is for the sender (Autocrypt Level 1, section 2.3).
func (o *opener) autocrypt(h mime.Header) {
	var found []byte
	n := 0
	for _, value := range h.All("Autocrypt") {
		if data, ok := autocryptKey(value, o.from); ok {
			found = data
			n++
		}
	}
	if n != 1 {
		if h.Has("Autocrypt") {
			o.found(foundAutocrypt, "", fmt.Sprintf("%d valid fields for the sender", n))
		}
		return
	}
	list, err := ParseKey(found, "autocrypt", o.opt.Now)
	if err != nil || len(list) != 1 {
		o.found(foundAutocrypt, "", "unusable key")
		return
	}
	o.candidate(list[0], "")
}

// autocryptKey parses one Autocrypt field and returns its key if it is for
// that address, whatever its case (Autocrypt Level 1, "E-mail Address
// Canonicalization").
func autocryptKey(value, from string) ([]byte, bool) {
	addr, keydata := "", ""
	for attr := range strings.SplitSeq(value, ";") {
		name, v, _ := strings.Cut(strings.TrimSpace(attr), "=")
		switch name = strings.TrimSpace(name); {
		case name == "addr":
			addr = strings.TrimSpace(v)
		case name == "keydata":
			keydata = strings.Join(strings.Fields(v), "")
		case name == "" || name == "prefer-encrypt" || strings.HasPrefix(name, "_"):
		default:
			return nil, false
		}
	}
	if from == "" || !strings.EqualFold(addr, from) || len(keydata) > maxCertificate/3*4+4 {
		return nil, false
	}
	data, err := base64.StdEncoding.DecodeString(keydata)
	return data, err == nil && len(data) > 0
}
