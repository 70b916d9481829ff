package bolt

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tocsin/store/kv"
)

// keys lists those of a scan.
func keys(r kv.Reader, prefix, from string) string {
	var list []string
	for k := range r.Scan("a", []byte(prefix), []byte(from)) {
		list = append(list, string(k))
	}
	return strings.Join(list, " ")
}

// TestScansOverEachOther: scans within scans, broken off or after one another,
// and with changes between them, see what is there.
func TestScansOverEachOther(t *testing.T) {
	for _, size := range []int{1, 100} { // late, and in place
		e := fresh(t, Options{})
		value := make([]byte, size)
		err := e.Update(context.Background(), func(w kv.Writer) error {
			if got := keys(w, "", ""); got != "" {
				t.Errorf("an empty bucket has %s", got)
			}
			for i := range 6 {
				w.Put("a", fmt.Appendf(nil, "%d%d", i/3, i%3), value)
			}
			for k := range w.Scan("a", []byte("0"), nil) {
				for range w.Scan("a", []byte("1"), nil) {
					break
				}
				for inner := range w.Scan("a", k, nil) {
					if string(inner) != string(k) {
						t.Errorf("below %s is %s", k, inner)
					}
				}
				if got := keys(w, "1", ""); got != "10 11 12" {
					t.Errorf("within %s: %s", k, got)
				}
			}
			w.Delete("a", []byte("01"))
			if got := keys(w, "0", ""); got != "00 02" {
				t.Errorf("after one is gone: %s", got)
			}
			w.Put("a", []byte("011"), value)
			if got := keys(w, "0", "01"); got != "011 02" {
				t.Errorf("after one has come: %s", got)
			}
			if got := keys(w, "2", "") + keys(w, "00x", ""); got != "" {
				t.Errorf("there is no %s", got)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestPageSize: files are made with pages that take two values of 3 KiB.
func TestPageSize(t *testing.T) {
	if got := fresh(t, Options{}).db.Info().PageSize; got != pageSize {
		t.Errorf("pages have %d bytes", got)
	}
}
