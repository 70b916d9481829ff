package intake

import (
	"slices"
	"strings"

	"tocsin/intake/mime"
	"tocsin/store"
	"tocsin/template/machine"
)

// understand reads the report: of a machine, or the form that a person filled
// in. Where both are there, a format that leaves no doubt is the report, while
// a table or a letter may be what a person put beside the form. What marks the
// mail as restricted counts in any case.
func (x *Reader) understand(r *Reading) {
	r.Report = x.Forms.Parse(x.document(r))
	if len(r.texts) == 1 && len(r.Opened.Message.Root.Children) == 0 && r.Report.Form != "none" {
		return // nothing stands beside the form
	}
	mail := dissect(r)
	mail.Own, mail.Form = x.Own, filledIn(&r.Report)
	found, ok := machine.Read(mail)
	if !ok || !found.Sure() && mail.Form {
		return
	}
	found.Mark(r.Report.Disclosure)
	r.rows = found.Reports
	r.Report = found.One()
	if found.Left != "" {
		r.Report.Fields["description"] = strings.TrimSpace(r.Report.Fields["description"] + "\n\n" + found.Left)
	}
}

// filledIn says whether a report is a form's: of a known one, or of any that
// names who reports, which no other text does.
func filledIn(r *store.Report) bool {
	return r.Form != "none" || r.Fields["contact_name"]+r.Fields["contact_email"]+r.Fields["contact_phone"] != ""
}

// dissect lays out the leaves of a message for the readers of machines'
// reports, an embedded message as one of them. Pictures and the like are left
// as they are: decoding them costs and tells nothing.
func dissect(r *Reading) machine.Message {
	root := r.Opened.Message.Root
	m := machine.Message{Subject: r.Message.Subject, Header: r.Mail.Header.Text, Type: root.Type, Body: r.Message.Text}
	root.Walk(func(p *mime.Part) bool {
		if len(p.Children) > 0 && !strings.HasPrefix(p.Type, "message/") {
			return true
		}
		part := machine.Part{Type: p.Type, Params: p.Params, Name: p.Filename, Header: p.Header.Text}
		kind, _, _ := strings.Cut(p.Type, "/")
		switch {
		case len(p.Children) > 0:
			part.Data = p.Body
		case kind == "text" && p == root && r.Message.Text != "":
			part.Text = r.Message.Text // the body of a plain mail, read already
		case kind == "text":
			part.Text = mime.Sanitize(p.Text())
		case !slices.Contains([]string{"image", "audio", "video", "font"}, kind):
			part.Data = p.Decode()
		}
		m.Parts = append(m.Parts, part)
		return false
	})
	return m
}
