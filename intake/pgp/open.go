package pgp

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"time"

	"tocsin/intake/mime"
	"tocsin/store"
)

// Bounds on one message, all its parts together.
const (
	maxLayers    = 8  // crypto layers within each other
	maxVerified  = 32 // signatures verified
	maxCandidate = 5  // keys taken along
	maxFindings  = 100
)

// Codes of findings.
const (
	foundUndecryptable = "undecryptable"      // encrypted, and not to be opened: why is not told
	foundUnparsable    = "unparsable-pgp"     // a BEGIN PGP line without well-formed armour behind it
	foundNotEncrypted  = "not-encrypted"      // declared as encrypted, but it is not
	foundAltered       = "envelope-altered"   // a gateway made multipart/mixed of multipart/encrypted
	foundMalformed     = "pgp-malformed"      // signature or encryption against RFC 3156 or RFC 9580
	foundTooMany       = "pgp-limit"          // more signatures, layers or blocks than are looked at
	foundOrphan        = "orphan-signature"   // a detached signature without the file it is for
	foundCopyDropped   = "html-copy-dropped"  // the HTML copy of an inline protected text is not shown
	foundNested        = "nested-protected"   // an embedded message has protected parts, left closed
	foundSMIME         = "smime"              // S/MIME is there; it was not checked
	foundPart          = "pgp-message-part"   // PGP MESSAGE, PART n/m: not supported
	foundSecretKey     = "secret-key"         // a secret key came along; it was not kept
	foundBadKey        = "bad-key"            // a key came along that is of no use
	foundOutside       = "signature-outside"  // it is around ciphertext, and says nothing of what is inside
	foundSignature     = "signature"          // what is to be said of one signature
	foundLapsed        = "key-lapsed"         // the signer's key was valid then, but is not now
	foundDate          = "date-mismatch"      // Date and the signature's date are more than 48 hours apart
	foundFrom          = "from-differs"       // the protected From is not the outer one
	foundReplyTo       = "reply-to-differs"   // Reply-To or Sender is not From
	foundOwnKey        = "own-key"            // it was encrypted to a key of ours that is no longer valid
	foundAutocrypt     = "autocrypt"          // Autocrypt header invalid, or more than one
	foundHidden        = "legacy-display-cut" // copies of header fields were cut off the text
)

// Open takes the protection off a message and says what it proved. It never
// fails: what is wrong is in the findings. The message given is not changed.
func Open(m *mime.Message, ring *Ring, opt Options) Opened {
	if opt.Now.IsZero() {
		opt.Now = time.Now()
	}
	if opt.Skew <= 0 {
		opt.Skew = 10 * time.Minute
	}
	if opt.Limits.Decoded <= 0 {
		opt.Limits.Decoded = mime.DefaultLimits().Decoded
	}
	o := &opener{ring: ring, opt: opt, structure: m.Structure(), ops: maxPrivateOps, left: opt.Limits.Decoded, header: m.Header}
	if from, ok := m.From(); ok {
		o.from = foldDomain(from.Addr)
	}
	root := o.part(m.Root, layer{envelope: true})
	o.autocrypt(m.Header)
	message := m
	if root != m.Root {
		opened := *m
		opened.Root = root
		message = &opened
	}
	return Opened{
		Message: message, Header: o.header, Protection: o.protection(),
		Candidates: o.candidates, SessionDigest: o.digest,
	}
}

// An opener walks one message.
type opener struct {
	ring *Ring
	opt  Options
	from string // the one address of the one From field, or ""

	sigs       []verdict
	leaves     []leaf
	findings   []store.Finding
	candidates []store.StoredKey
	header     mime.Header
	structure  string
	encrypted  bool // something is encrypted
	closed     bool // and some of it could not be opened
	namedUs    bool // protected To or Cc has an address of ours
	otherFrom  bool // the protected From is another one
	digest     string
	ops        int   // private-key operations left
	left       int64 // bytes of plaintext left
}

// A layer is the protection that lies around a part.
type layer struct {
	encrypted bool
	by        *certificate // whose key of ours opened it
	sigs      []int        // the signatures around it, indexes into opener.sigs
	envelope  bool         // only layers of protection lie between it and the root
	depth     int
}

// A leaf is a part without children and what protects it.
type leaf struct {
	part *mime.Part
	layer
}

// part takes the protection off p and what lies below it. It returns p itself
// if nothing changed.
func (o *opener) part(p *mime.Part, in layer) *mime.Part {
	if in.depth > maxLayers {
		o.found(foundTooMany, p.Path, "layers")
		return o.plain(p, in)
	}
	switch {
	case isEncrypted(p):
		return o.encryptedPart(p, in)
	case isSigned(p):
		return o.signedPart(p, in)
	case isMangled(p):
		return o.mangledPart(p, in)
	}
	p, in = o.payload(p, in)
	switch {
	case len(p.Children) == 0:
		return o.leafPart(p, in)
	case p.IsMultipart():
		return o.multipart(p, in)
	}
	return o.embedded(p, in)
}

// plain records p and all below it as leaves of that layer.
func (o *opener) plain(p *mime.Part, in layer) *mime.Part {
	for _, l := range p.Leaves() {
		o.leaves = append(o.leaves, leaf{l, in})
	}
	return p
}

// embedded leaves a message within the message closed: what it proves, it
// proves of itself, and ciphertext in it may be somebody else's.
func (o *opener) embedded(p *mime.Part, in layer) *mime.Part {
	p.Walk(func(q *mime.Part) bool {
		if isEncrypted(q) || isSigned(q) || len(q.Children) == 0 && bytes.Contains(q.Body, beginMark) {
			o.found(foundNested, q.Path, q.Type)
			return false
		}
		return true
	})
	return o.plain(p, in)
}

// encryptedPart opens a multipart/encrypted (RFC 3156 section 4). With other
// than two parts it is opened all the same, and what stands beside the
// ciphertext is not protected by it.
func (o *opener) encryptedPart(p *mime.Part, in layer) *mime.Part {
	switch {
	case len(p.Children) != 2:
		o.malformed(p.Path, "multipart/encrypted without exactly two parts")
		return o.beside(p, in)
	case !isVersion(p.Children[0]):
		o.malformed(p.Path, "multipart/encrypted without its version part")
		return o.beside(p, in)
	}
	if inner, ok := o.ciphertext(p.Children[1], p.Path, in); ok {
		return inner
	}
	return p
}

// mangledPart opens what a gateway has made multipart/mixed of. If nothing
// else was put beside it, it is as good as before.
func (o *opener) mangledPart(p *mime.Part, in layer) *mime.Part {
	o.found(foundAltered, p.Path, "")
	at := versionPart(p)
	rest := slices.Concat(p.Children[:at], p.Children[at+2:])
	if slices.ContainsFunc(rest, func(c *mime.Part) bool { return !isBlank(c) }) {
		return o.beside(p, in)
	}
	if inner, ok := o.ciphertext(p.Children[at+1], p.Path, in); ok {
		return inner
	}
	return p
}

// beside opens ciphertext that has other parts beside it, in its place.
func (o *opener) beside(p *mime.Part, in layer) *mime.Part {
	in.envelope = false
	q := *p
	q.Type, q.Children = "multipart/mixed", nil
	opened := false
	for _, c := range p.Children {
		from := message(c)
		switch {
		case from == nil && isVersion(c):
		case from != nil && !opened && len(c.Children) == 0:
			inner, _ := o.ciphertext(c, c.Path, in)
			q.Children = append(q.Children, inner)
			opened = true
		default:
			q.Children = append(q.Children, o.part(c, in))
		}
	}
	if !opened {
		o.encrypted, o.closed = true, true
		o.found(foundUndecryptable, p.Path, "")
	}
	return &q
}

// ciphertext opens the message in p, which holds a MIME entity, and returns
// that entity with the path given; ok is false if it stays closed.
func (o *opener) ciphertext(p *mime.Part, path string, in layer) (inner *mime.Part, ok bool) {
	err, c, within := errPacket, contents{}, in
	if from := message(p); from != nil {
		c, within, err = o.message(from, path, in)
	}
	switch {
	case errors.Is(err, errClosed):
		return o.plain(p, within), false
	case err != nil:
		o.encrypted, o.closed = true, true
		o.found(foundUndecryptable, path, "")
		return o.plain(p, in.encryptedBy(nil)), false
	case !c.encrypted:
		o.malformed(path, foundNotEncrypted)
	}
	return o.entity(c.literal, path, within), true
}

// entity goes on with a MIME entity that was inside.
func (o *opener) entity(data []byte, path string, in layer) *mime.Part {
	lim := o.opt.Limits
	lim.Decoded = max(o.left, 1)
	m := mime.ReadEntity(data, path, lim)
	for _, f := range m.Findings {
		if f.Code != mime.FoundAddressUnusual {
			o.found(f.Code, f.Part, f.Detail)
		}
	}
	o.structure = worse(o.structure, m.Structure())
	return o.part(m.Root, in)
}

// encryptedBy returns the layer inside an encryption. What is signed around it
// is the ciphertext: who did that may have found it somewhere, and never read
// what is inside.
func (l layer) encryptedBy(c *certificate) layer {
	l.encrypted, l.by, l.sigs = true, c, nil
	return l
}

// signedBy returns the layer inside signatures.
func (l layer) signedBy(sigs []int) layer {
	if len(sigs) == 0 {
		return l
	}
	l.sigs = append(slices.Clip(l.sigs), sigs...)
	l.depth++
	return l
}

// message decrypts an OpenPGP message and verifies the signatures in it. A
// message that is only signed comes back with the layer's encryption
// unchanged. The error is errClosed for what stays closed, which is recorded:
// ciphertext, or what lies too deep to say; and another for what is no message.
func (o *opener) message(from source, path string, in layer) (contents, layer, error) {
	if in.depth >= maxLayers {
		o.encrypted, o.closed = true, true
		o.found(foundTooMany, path, "layers")
		return contents{}, in, errClosed
	}
	d, err := o.ring.decrypt(from, o.left, &o.ops)
	o.digest = cmp.Or(o.digest, d.digest)
	if errors.Is(err, errNotEncrypted) {
		return o.signedMessage(d.clear, path, in)
	}
	o.encrypted = true
	if len(in.sigs) > 0 {
		o.found(foundOutside, path, "")
	}
	inner := in.encryptedBy(d.by)
	var c contents
	if err == nil {
		o.left -= int64(len(d.plain))
		c, err = unpack(d.plain, &o.left)
	}
	if err != nil {
		o.closed = true
		o.found(foundUndecryptable, path, "")
		return contents{}, inner, errClosed
	}
	c.encrypted = true
	if _, s := d.by.keys[0].at(o.opt.Now); s != valid {
		o.found(foundOwnKey, path, string(d.by.fingerprint)+" is "+s.String())
	}
	return c, o.literal(c, d.by, path, inner), nil
}

// signedMessage reads a message that is signed or compressed but not encrypted.
func (o *opener) signedMessage(data []byte, path string, in layer) (contents, layer, error) {
	if int64(len(data)) > o.left {
		return contents{}, in, errTooLarge
	}
	c, err := unpack(data, &o.left)
	if err != nil {
		return contents{}, in, err
	}
	return c, o.literal(c, nil, path, in), nil
}

// literal verifies the signatures inside a message.
func (o *opener) literal(c contents, by *certificate, path string, in layer) layer {
	in.depth++
	if c.odd {
		o.malformed(path, "signatures don't match their announcements")
	}
	return in.signedBy(o.verify(c.sigs, signed{data: c.literal, by: by}, path, c.odd))
}

// verify classifies signatures and returns their indexes. damaged adds a bad
// one if there is none to classify.
func (o *opener) verify(bodies [][]byte, about signed, path string, damaged bool) []int {
	var list []int
	add := func(v verdict) {
		v.Part = cmp.Or(path, "1")
		v.FromMatch = o.matches(v.cert)
		v.Address = v.cert.speaks(o.from)
		list = append(list, len(o.sigs))
		o.sigs = append(o.sigs, v)
	}
	for _, b := range bodies {
		if len(o.sigs) >= maxVerified {
			o.found(foundTooMany, path, "signatures")
			add(verdict{}.as(statusUnsupported, "too many signatures"))
			break
		}
		add(o.ring.classify(b, about, o.opt))
	}
	if damaged && len(bodies) == 0 {
		add(verdict{}.as(statusBad, "no signature where one was announced"))
	}
	return list
}

// found adds a finding.
func (o *opener) found(code, part, detail string) {
	if len(o.findings) < maxFindings {
		o.findings = append(o.findings, store.Finding{Code: code, Part: part, Detail: mime.Sanitize(detail)})
	}
}

// malformed adds a finding that takes the trust from the structure.
func (o *opener) malformed(part, detail string) {
	o.structure = mime.StructureMalformed
	o.found(foundMalformed, part, detail)
}

// worse returns the worse of two structures.
func worse(a, b string) string {
	rank := []string{mime.StructureOK, mime.StructureAmbiguous, mime.StructureMalformed}
	return rank[max(slices.Index(rank, a), slices.Index(rank, b), 0)]
}
