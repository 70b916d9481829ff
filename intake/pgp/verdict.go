package pgp

import (
	"bytes"
	"fmt"
	"slices"

	"tocsin/intake/mime"
	"tocsin/store"
)

// Answers of Protection.Coverage.
const (
	coverFull    = "full"
	coverPartial = "partial"
	coverNone    = "none"
)

// speaks returns the address registered for a certificate that fits from, or
// the first one; "" if it may speak for nobody.
func (c *certificate) speaks(from string) string {
	if c == nil || !c.accepted || len(c.addresses) == 0 {
		return ""
	}
	if slices.Contains(c.addresses, from) {
		return from
	}
	return c.addresses[0]
}

// matches reports whether a certificate may speak for the one From address.
func (o *opener) matches(c *certificate) bool {
	return c != nil && c.accepted && o.from != "" && slices.Contains(c.addresses, o.from)
}

// protection sums up what was proved.
func (o *opener) protection() store.Protection {
	o.checkHeader()
	p := store.Protection{
		Structure: o.structure, Encrypted: o.encrypted, Decrypted: o.encrypted && !o.closed,
		Signatures: []store.Signature{}, Parts: o.parts(), Subject: o.header.Text("Subject"),
	}
	p.Coverage = o.coverage()
	p.Verdict = "unsigned"
	for i, v := range o.sigs {
		v.FromMatch = v.FromMatch && !o.otherFrom
		v.Coverage = o.coverageBy(func(l leaf) bool { return o.signedLike(l, i) })
		o.remark(v)
		p.Signatures = append(p.Signatures, v.Signature)
		if o.verifies(v) {
			p.Verdict = "verified"
			p.ForUs = p.ForUs || v.intended || o.namedUs
		} else if p.Verdict == "unsigned" {
			p.Verdict = "signed"
		}
	}
	switch {
	case slices.ContainsFunc(o.sigs, func(v verdict) bool { return v.Status == statusBad }):
		p.Verdict, p.ForUs = "bad", false
	case o.closed:
		p.Verdict, p.ForUs = "unreadable", false
	}
	p.Findings = append([]store.Finding{}, o.findings...)
	return p
}

// signedLike reports whether a signature, or if it is good another good one by
// the same key, is over a leaf: parts that are signed one by one are as good
// as signed together.
func (o *opener) signedLike(l leaf, i int) bool {
	v := o.sigs[i]
	return slices.ContainsFunc(l.sigs, func(j int) bool {
		return j == i || v.Status == statusGood && o.sigs[j].Status == statusGood && o.sigs[j].cert == v.cert
	})
}

// verifies reports whether one signature proves who sent the whole message.
func (o *opener) verifies(v verdict) bool {
	return v.Status == statusGood && v.Coverage == coverFull && v.FromMatch && v.current && o.structure == mime.StructureOK
}

// remark files what is to be said of a signature that its status doesn't.
func (o *opener) remark(v verdict) {
	if v.Status == statusGood && !v.current {
		o.found(foundLapsed, v.Part, string(v.Fingerprint))
	}
	detail := v.Status
	if v.reason != "" {
		detail += ": " + v.reason
	}
	if v.Fingerprint == "" && v.keyID != 0 {
		detail += fmt.Sprintf(", key id %016X", v.keyID)
	}
	if detail != v.Status || v.Status != statusGood {
		o.found(foundSignature, v.Part, detail)
	}
}

// coverage says how much of the message is signed, or if nothing is, how much
// of it was encrypted.
func (o *opener) coverage() string {
	if slices.ContainsFunc(o.leaves, func(l leaf) bool { return len(l.sigs) > 0 }) {
		return o.coverageBy(func(l leaf) bool { return len(l.sigs) > 0 })
	}
	return o.coverageBy(func(l leaf) bool { return l.encrypted })
}

// coverageBy is the minimum over the leaves that show something.
func (o *opener) coverageBy(covered func(leaf) bool) string {
	some, all := false, true
	for _, l := range o.leaves {
		if covered(l) {
			some = true
		} else if !isBlank(l.part) {
			all = false
		}
	}
	switch {
	case some && all:
		return coverFull
	case some:
		return coverPartial
	}
	return coverNone
}

// parts describes the leaves.
func (o *opener) parts() []store.PartInfo {
	list := make([]store.PartInfo, 0, len(o.leaves))
	for _, l := range o.leaves {
		list = append(list, store.PartInfo{
			Part: l.part.Path, Type: mime.Sanitize(l.part.Type), Name: mime.Sanitize(l.part.Filename),
			Size: size(l.part), Encrypted: l.encrypted, Signed: o.status(l.sigs),
		})
	}
	return list
}

// status is the status to show for a part: a bad signature before all, then a
// good one, then the first.
func (o *opener) status(sigs []int) string {
	status := ""
	for _, i := range sigs {
		switch s := o.sigs[i].Status; {
		case s == statusBad:
			return s
		case status == "" || s == statusGood:
			status = s
		}
	}
	return status
}

// size returns about how many bytes a part has without its transfer encoding,
// which is not undone for that.
func size(p *mime.Part) int {
	if p.Content != nil {
		return len(p.Content)
	}
	if bytes.EqualFold([]byte(p.Header.Get("Content-Transfer-Encoding")), []byte("base64")) {
		return (len(p.Body) - bytes.Count(p.Body, []byte("\n"))*2) / 4 * 3
	}
	return len(p.Body)
}
