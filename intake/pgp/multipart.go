package pgp

import (
	"bytes"
	"strings"

	"tocsin/intake/mime"
)

const (
	typeEncrypted = "application/pgp-encrypted"
	typeSignature = "application/pgp-signature"
	typeKeys      = "application/pgp-keys"
)

// isEncrypted reports whether p is a multipart/encrypted of OpenPGP.
func isEncrypted(p *mime.Part) bool {
	if p.Type != "multipart/encrypted" || len(p.Children) == 0 {
		return false
	}
	protocol := strings.ToLower(p.Params["protocol"])
	return protocol == typeEncrypted || protocol == "" || p.Children[0].Type == typeEncrypted
}

// isSigned reports whether p is a multipart/signed of OpenPGP.
func isSigned(p *mime.Part) bool {
	if p.Type != "multipart/signed" || len(p.Children) == 0 {
		return false
	}
	return strings.EqualFold(p.Params["protocol"], typeSignature) || p.Children[len(p.Children)-1].Type == typeSignature
}

// isMangled reports whether p was a multipart/encrypted once: a version part
// of it is followed by a message, within a multipart of another type.
func isMangled(p *mime.Part) bool {
	return p.IsMultipart() && p.Type != "multipart/signed" && versionPart(p) >= 0
}

// versionPart returns which child is the version part of RFC 3156 with its
// message behind it, -1 if none is.
func versionPart(p *mime.Part) int {
	for i, c := range p.Children[:max(len(p.Children)-1, 0)] {
		next := p.Children[i+1]
		if c.Type != typeEncrypted || len(c.Children)+len(next.Children) > 0 || !bytes.Contains(c.Decode(), []byte("Version:")) {
			continue
		}
		if message(next) != nil {
			return i
		}
	}
	return -1
}

// isVersion reports whether p is the version part, or was before a gateway
// changed its type.
func isVersion(p *mime.Part) bool {
	text := trimBlank(p.Start(maxStart))
	return len(p.Children) == 0 && (p.Type == typeEncrypted || bytes.HasPrefix(text, []byte("Version:")) && bytes.IndexByte(text, '\n') < 0)
}

// isBlank reports whether a part has nothing to show.
func isBlank(p *mime.Part) bool {
	if !strings.HasPrefix(p.Type, "text/") || len(p.Children) > 0 || p.Filename != "" {
		return false
	}
	text := trimBlank(p.Decode())
	return len(text) == 0 || p.Type == "text/html" && isBlankPage(text)
}

// isBlankPage reports whether a page is nothing but the tags that a gateway
// puts in place of an empty text. An image is content, and so is a style.
func isBlankPage(page []byte) bool {
	for len(page) > 0 {
		if rest, ok := bytes.CutPrefix(page, []byte("&nbsp;")); ok {
			page = trimBlank(rest)
			continue
		}
		tag, rest, ok := bytes.Cut(page[1:], []byte(">"))
		if page[0] != '<' || !ok || bytes.IndexByte(tag, '<') >= 0 {
			return false
		}
		name, _, _ := bytes.Cut(bytes.TrimRight(bytes.TrimPrefix(tag, []byte("/")), "/"), []byte(" "))
		switch strings.ToLower(string(bytes.TrimSpace(name))) {
		case "!doctype", "html", "head", "meta", "body", "p", "div", "span", "font", "br":
		default:
			return false
		}
		page = trimBlank(rest)
	}
	return true
}

// A source decodes a message anew each time, as much of it as stands before the
// first fault. The memory is the caller's, who decrypts in it.
type source func() ([]byte, error)

// message returns the source of the OpenPGP message in a part, nil if there is
// none. Mail that declares quoted-printable may hold raw armour, so both
// readings are tried.
func message(p *mime.Part) source {
	data := p.Decode()
	for _, view := range [][]byte{data, p.Body} {
		if !bytes.Contains(view, beginMark) {
			continue
		}
		for _, b := range blocks(view) {
			if b.kind == kindMessage && b.err == nil {
				return b.binary
			}
		}
	}
	if len(data) > 0 && data[0]&0x80 != 0 {
		return func() ([]byte, error) { return bytes.Clone(data), nil }
	}
	return nil
}

// signedPart verifies a multipart/signed (RFC 3156 section 5).
func (o *opener) signedPart(p *mime.Part, in layer) *mime.Part {
	content, last := p.Children[0], p.Children[len(p.Children)-1]
	sigs, damaged := signatures(last)
	switch known := last.Type == typeSignature; {
	case len(p.Children) != 2 || len(last.Children) > 0 || !known && damaged:
		o.malformed(p.Path, "multipart/signed without exactly one part and one signature")
		in.envelope = false
		return o.multipart(p, in)
	case !known:
		o.malformed(last.Path, "a signature of another media type")
	case damaged:
		o.malformed(last.Path, "unreadable signature")
	}
	inner := in.signedBy(o.verify(sigs, signed{data: content.Raw, lines: true, by: in.by}, content.Path, true))
	q := *p
	q.Children = []*mime.Part{o.part(content, inner)} // nothing signs what the signature's part holds
	return &q
}

// signatures returns the signature packets in a part. damaged says that there
// is something else in it, or nothing.
func signatures(p *mime.Part) (bodies [][]byte, damaged bool) {
	for _, view := range [][]byte{mime.Unmarked(p.Decode()), p.Body} {
		if len(view) > 0 && view[0]&0x80 != 0 {
			return signaturePackets(bytes.Clone(view))
		}
		if bodies, damaged, found := armouredSignatures(view); found {
			return bodies, damaged
		}
	}
	return nil, true
}

// armouredSignatures is signatures for a text; found says that it has any.
func armouredSignatures(text []byte) (bodies [][]byte, damaged, found bool) {
	at := 0
	for _, b := range blocks(text) {
		if b.kind != kindSignature && b.kind != kindMessage {
			continue
		}
		data, err := b.decode(maxSignatureData)
		more, bad := signaturePackets(data)
		bodies, found = append(bodies, more...), true
		damaged = damaged || bad || err != nil || len(trimBlank(text[at:b.start])) > 0
		at = b.end
	}
	return bodies, damaged || len(bodies) > maxSignatures || len(trimBlank(text[at:])) > 0, found
}

// maxSignatureData bounds one detached signature: 8 of the largest kind.
const maxSignatureData = 1 << 20

// signaturePackets splits detached signatures.
func signaturePackets(data []byte) (bodies [][]byte, damaged bool) {
	for n := 0; len(data) > 0; n++ {
		f, rest, err := nextFrame(data)
		if err != nil || n > maxPackets || len(bodies) > maxSignatures {
			return nil, true
		}
		switch {
		case f.tag == tagSignature:
			bodies = append(bodies, f.body)
		case f.tag != tagMarker && f.tag != tagPadding && f.tag < tagNonCrit:
			damaged = true
		}
		data = rest
	}
	return bodies, damaged || len(bodies) == 0 || len(bodies) > maxSignatures
}

// multipart goes on with parts side by side: each has its own protection.
func (o *opener) multipart(p *mime.Part, in layer) *mime.Part {
	in.envelope = false
	if p.Type == "multipart/signed" && !isSigned(p) {
		o.found(foundSMIME, p.Path, p.Params["protocol"])
	}
	detached := o.detached(p, in)
	var list []*mime.Part
	changed, opened := false, false
	for i, c := range p.Children {
		if opened && p.Type == "multipart/alternative" && c.Type == "text/html" && bytes.Contains(c.Decode(), beginMark) {
			o.found(foundCopyDropped, c.Path, "")
			changed = true
			continue
		}
		if detached[i].sig {
			sig := *c
			sig.Type = typeSignature // whatever it came as, and no text
			list, changed = append(list, &sig), true
			continue
		}
		q := o.part(c, in.signedBy(detached[i].sigs))
		changed = changed || q != c
		opened = opened || q != c
		list = append(list, q)
	}
	if !changed {
		return p
	}
	q := *p
	q.Children = list
	return &q
}

// A pairing says of a part that it is a detached signature, or which
// signatures a sibling has for it.
type pairing struct {
	sig  bool
	sigs []int
}

// detached finds files with a detached signature beside them: report.txt and
// report.txt.asc. It covers the content of that file and nothing else.
func (o *opener) detached(p *mime.Part, in layer) map[int]pairing {
	var found map[int]pairing
	for i, c := range p.Children {
		name, ok := detachedName(c)
		if !ok {
			continue
		}
		for j, file := range p.Children {
			if i == j || len(file.Children) > 0 || !strings.EqualFold(file.Filename, name) {
				continue
			}
			bodies, damaged := signatures(c)
			if found == nil {
				found = map[int]pairing{}
			}
			if !isPlainFile(file) {
				o.malformed(file.Path, "a type or charset that the signed file may never have had")
			}
			if damaged {
				o.malformed(c.Path, "more than a signature, or a damaged one")
			}
			found[i] = pairing{sig: !damaged}
			about := signed{data: file.Decode(), by: in.by, file: strings.HasPrefix(file.Type, "text/")}
			sigs := o.verify(bodies, about, file.Path, damaged)
			found[j] = pairing{sigs: append(found[j].sigs, sigs...)}
			break
		}
	}
	return found
}

// isPlainFile reports whether the type and the charset that came with a file,
// which a detached signature doesn't cover, let it be read as what it is.
func isPlainFile(p *mime.Part) bool {
	_, ext := splitExt(p.Filename)
	page := p.Type == "text/html" || p.Type == "application/xhtml+xml"
	named := ext == ".htm" || ext == ".html" || ext == ".xhtml"
	return (!page || named) && (p.Recoded() == p || mime.MarkedText(p.Decode()) != nil)
}

// detachedName returns the name of the file that a part is the detached
// signature of.
func detachedName(p *mime.Part) (string, bool) {
	base, ext := splitExt(p.Filename)
	if base == "" || len(p.Children) > 0 || (ext != ".asc" && ext != ".sig" && ext != ".pgp" && ext != ".gpg") {
		return "", false
	}
	data := mime.Unmarked(p.Decode())
	if len(data) > 0 && packetTag(data[0]) == tagSignature {
		return base, true
	}
	if !bytes.Contains(data, []byte("-----BEGIN PGP SIGNATURE-----")) {
		return "", false
	}
	list := blocks(data)
	return base, len(list) > 0 && list[0].kind == kindSignature
}

// splitExt cuts a file name at its last dot; the extension is in lower case.
func splitExt(name string) (base, ext string) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return name, ""
	}
	return name[:i], strings.ToLower(name[i:])
}
