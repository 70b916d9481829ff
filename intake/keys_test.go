package intake

import (
	"bytes"
	"strings"
	"testing"

	"tocsin/store/kv"
)

// TestDamagedKeyStopsNobody: one flipped bit in a stored key costs that key
// alone, not the mail of all.
func TestDamagedKeyStopsNobody(t *testing.T) {
	b := newBed(t, true)
	nren := string(b.certificate("intake@nren.example").Fingerprint)
	b.must(b.engine.Update(t.Context(), func(w kv.Writer) error {
		v := bytes.Clone(w.Get("key", []byte(nren)))
		v[len(v)-1] ^= 1
		w.Put("key", []byte(nren), v)
		return nil
	}))
	b.must(b.line.Reload(t.Context(), b.line.readers.Load().directory))
	left := b.line.readers.Load().ring.Accepted()
	if len(left) != 1 || strings.EqualFold(string(left[0].Fingerprint), nren) {
		t.Errorf("%d keys are left, want the other one: %+v", len(left), left)
	}
	if m, in := b.take(b.mail("ann@uni.example", team, "help", "We were attacked.")); m.Ref == "" || in.Ref != m.Ref {
		t.Errorf("a mail after it: %+v", m)
	}
}
