package intake

import (
	"time"

	"tocsin/store"
	"tocsin/template"
)

// Explain gives the report of a message, and how its texts were read: which form
// they are, what made each answer, which lines no label claimed. The report of
// a machine has the format as its form, whatever the texts beside it are. It
// files nothing.
func (x *Reader) Explain(raw []byte, at time.Time) (store.Report, template.Explanation) {
	r := x.Read(raw, at, "file")
	return r.Report, x.Forms.Explain(x.document(r))
}
