package store

import "testing"

// TestDeskIsCleared: a batch uses the memory of the one before, but not that of
// its largest records, and none of its records.
func TestDeskIsCleared(t *testing.T) {
	d := &desk{plain: make([]byte, 0, 100), packed: make([]byte, 0, 200), raw: make([]byte, 0, 300)}
	d.message.Text, d.in.Ref = "secret", "CERT#1"
	if d.cleared(); cap(d.plain) != 100 || cap(d.packed) != 200 || cap(d.raw) != 300 || d.message.Text != "" || d.in.Ref != "" {
		t.Errorf("%+v", d)
	}
	d.plain = make([]byte, 0, largeDesk+1)
	if d.cleared(); d.plain != nil || d.packed != nil {
		t.Errorf("%d and %d bytes are kept", cap(d.plain), cap(d.packed))
	}
}
