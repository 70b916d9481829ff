package intake

import (
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/store"
	"tocsin/template"
)

// Explain gives the report of a message, and how its texts were read: which form
// they are, what made each answer, which lines no label claimed. The report of
// a machine has the format as its form, whatever the texts beside it are. It
// files nothing.
func (x *Reader) Explain(raw []byte, at time.Time) (store.Report, template.Explanation) {
	mail := mime.Read(raw, x.Limits)
	r := &Reading{Mail: mail, Opened: pgp.Open(mail, x.Ring, pgp.Options{Now: at, Own: x.Own, Limits: x.Limits})}
	r.Message = x.message(r, raw, at, "file")
	texts := r.Opened.Message.Texts()
	if len(texts) > 0 && !texts[0].Attachment {
		r.Message.Text = texts[0].Text
	}
	texts = documents(r, texts)
	return x.understand(r, texts), x.Forms.Explain(x.document(r, texts))
}
