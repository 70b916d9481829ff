package pgp

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"tocsin/intake/mime"
)

// payload is called at the first part that is no layer of protection. If one
// lies around it, this is the payload root: the only place where protected
// header fields count (RFC 9788 section 4.3.1). It returns the part without
// its legacy display.
func (o *opener) payload(p *mime.Part, in layer) (*mime.Part, layer) {
	if !in.envelope {
		return p, in
	}
	in.envelope = false
	hp := strings.ToLower(p.Params["hp"])
	old := p.Params["protected-headers"] != "" && hp == ""
	if !in.encrypted && !o.anyGood(in.sigs) || hp != "clear" && hp != "cipher" && !old {
		return p, in
	}
	o.protect(p.Header, !old)
	if old {
		return o.withoutDisplayPart(p), in
	}
	return o.withoutDisplayLines(p), in
}

// anyGood reports whether one of the signatures is good.
func (o *opener) anyGood(sigs []int) bool {
	return slices.ContainsFunc(sigs, func(i int) bool { return o.sigs[i].Status == statusGood })
}

// Fields that protection says nothing of, or that stay the outer ones because
// answers and identity hang on them.
var (
	structural = []string{"mime-version", "hp-outer", "from", "sender", "reply-to", "return-path", "received"}
	// addressed are the fields that a whole protected header must hold if the
	// letter has them; an outer one alone was put there on the way.
	addressed = []string{"to", "cc", "bcc", "subject", "date", "in-reply-to", "references", "comments", "keywords", "followup-to"}
)

// protect lets protected fields stand in place of outer ones. whole says that
// the protected header is complete (RFC 9788), so that outer fields beside it
// do not count.
func (o *opener) protect(inner mime.Header, whole bool) {
	var fields mime.Header
	names := map[string]bool{}
	for _, f := range inner {
		name := strings.ToLower(f.Name)
		if strings.HasPrefix(name, "content-") || slices.Contains(structural, name) {
			continue
		}
		fields = append(fields, f)
		names[name] = true
	}
	header := mime.Header{}
	for _, f := range o.header {
		name := strings.ToLower(f.Name)
		if !names[name] && (!whole || !slices.Contains(addressed, name)) {
			header = append(header, f)
		}
	}
	o.checkFrom(inner)
	o.header = append(header, fields...)
	o.namedUs = o.names(inner)
}

// checkFrom compares a protected From with the outer one. The outer one counts
// for answers, so one that differs can't be verified.
func (o *opener) checkFrom(inner mime.Header) {
	if !inner.Has("From") {
		return
	}
	if from, ok := inner.From(); ok && o.from != "" && foldDomain(from.Addr) == o.from {
		return
	}
	o.otherFrom = true
	o.found(foundFrom, "", inner.Get("From"))
}

// names reports whether To or Cc has one of our addresses.
func (o *opener) names(h mime.Header) bool {
	for _, field := range []string{"To", "Cc"} {
		list, _ := h.Addresses(field)
		for _, a := range list {
			if slices.ContainsFunc(o.opt.Own, func(own string) bool { return strings.EqualFold(own, a.Addr) }) {
				return true
			}
		}
	}
	return false
}

// withoutDisplayPart takes the copy of the header that older programs put
// before the text out of the view: the first part of a multipart/mixed.
func (o *opener) withoutDisplayPart(p *mime.Part) *mime.Part {
	if p.Type != "multipart/mixed" || len(p.Children) < 2 {
		return p
	}
	first := p.Children[0]
	marked := first.Params["protected-headers"] != "" && len(first.Children) == 0
	if !marked || first.Type != "text/plain" && first.Type != "text/rfc822-headers" {
		return p
	}
	o.found(foundHidden, first.Path, "")
	q := *p
	q.Children = p.Children[1:]
	return &q
}

// withoutDisplayLines cuts the copies of header fields off the text parts that
// say they have them (RFC 9788 section 4.5.3).
func (o *opener) withoutDisplayLines(p *mime.Part) *mime.Part {
	if len(p.Children) == 0 {
		if p.Params["hp-legacy-display"] != "1" {
			return p
		}
		cut := displayCut(p)
		if cut == nil {
			return p
		}
		o.found(foundHidden, p.Path, "")
		q := *p
		q.Content = cut
		return &q
	}
	if !p.IsMultipart() {
		return p
	}
	q := *p
	q.Children = slices.Clone(p.Children)
	for i, c := range p.Children {
		q.Children[i] = o.withoutDisplayLines(c)
	}
	if slices.Equal(q.Children, p.Children) {
		return p
	}
	return &q
}

// displayCut returns the text of a part without its legacy display, nil if
// there is none.
func displayCut(p *mime.Part) []byte {
	text := p.Decode()
	if p.Type == "text/html" {
		return cutDisplayElement(text)
	}
	for at := 0; at < len(text); {
		line, next := lineAt(text, at)
		if len(trimBlank(line)) == 0 {
			return append([]byte{}, text[next:]...)
		}
		if !bytes.Contains(line, []byte(":")) && !bytes.HasPrefix(line, []byte(" ")) && !bytes.HasPrefix(line, []byte("\t")) {
			return nil
		}
		at = next
	}
	return nil
}

// cutDisplayElement cuts the div that is marked as legacy display out of HTML.
func cutDisplayElement(html []byte) []byte {
	mark := bytes.Index(html, []byte("header-protection-legacy-display"))
	if mark < 0 {
		return nil
	}
	start := bytes.LastIndex(html[:mark], []byte("<div"))
	end := bytes.Index(html[mark:], []byte("</div>"))
	if start < 0 || end < 0 || bytes.IndexByte(html[start:mark], '>') >= 0 {
		return nil
	}
	return slices.Concat(html[:start], html[mark+end+len("</div>"):])
}

// checkHeader looks for what does not fit between the header and signatures.
func (o *opener) checkHeader() {
	for _, name := range []string{"Reply-To", "Sender"} {
		list, _ := o.header.Addresses(name)
		for _, a := range list {
			if o.from != "" && foldDomain(a.Addr) != o.from {
				o.found(foundReplyTo, "", name+": "+a.Addr)
				break
			}
		}
	}
	if len(o.sigs) == 0 {
		return
	}
	date, ok := o.header.Date()
	for _, v := range o.sigs {
		if apart := date.Sub(v.Made).Abs(); ok && !v.Made.IsZero() && apart > 48*time.Hour {
			o.found(foundDate, v.Part, apart.Round(time.Hour).String()+" between Date and signature")
			return
		}
	}
}
