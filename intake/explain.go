package intake

import (
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/store"
	"tocsin/template"
)

// Explain says how the form reader reads a message: which form its texts are,
// what made each answer, and which lines no label claimed. It files nothing.
func (x *Reader) Explain(raw []byte, at time.Time) (store.Report, template.Explanation) {
	mail := mime.Read(raw, x.Limits)
	r := &Reading{Mail: mail, Opened: pgp.Open(mail, x.Ring, pgp.Options{Now: at, Own: x.Own, Limits: x.Limits})}
	r.Message = x.message(r, raw, at, "file")
	return x.Forms.Explain(x.document(r, documents(r, r.Opened.Message.Texts())))
}
