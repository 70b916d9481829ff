package store

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// FuzzTokens: what derive makes is a token; what is one has its letters and
// its length.
func FuzzTokens(f *testing.F) {
	f.Add("ack", "ann@site.example")
	f.Add("", "abcdefghijklmnopqrstuvwxyz")
	f.Add("2", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	f.Fuzz(func(t *testing.T, a, b string) {
		if token := testSealer(t).derive([]string{a, b}); !isToken(token) {
			t.Errorf("%q is none", token)
		}
		for _, text := range []string{a, b} {
			odd := strings.IndexFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '2' || r > '7') }) >= 0
			if want := len(text) == tokenSize && !odd; isToken(text) != want {
				t.Errorf("%q: want %v", text, want)
			}
		}
	})
}

// TestOursByAnyID: a Message-ID of ours leads to its entry whatever the entry's
// id looks like, and one that only looks like it does not.
func TestOursByAnyID(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	ref, _ := answered(t, s, 1)
	token := s.seal.derive([]string{"a"})
	local := map[string]string{token: token, "plain": "plain", strings.ToUpper(token): strings.ToUpper(token), "another": s.seal.derive([]string{"b"}), s.seal.derive([]string{"c"}): "elsewhere"}
	err := s.commit(ctx, "test", func(b *batch) error {
		for id, local := range local {
			if err := b.decideOut(Outgoing{ID: id, Ref: ref, To: "ann@site.example", MessageID: local + "@cert.example"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Store{s, reopened(t, e)} {
		_, err = s.File(ctx, Filing{Raw: fmt.Appendf(nil, "asking %p", s)}, func(tx *Tx, _ *Message) Outcome {
			for id, local := range local {
				if o, ok := tx.OutgoingByMessageID(local + "@cert.example"); !ok || o.ID != id {
					t.Errorf("%s leads to %q, not to %s", local, o.ID, id)
				}
				if got, ours, ok := tx.ByMessageID(local + "@cert.example"); !ok || !ours || got != ref {
					t.Errorf("%s is in %q, %v, %v", local, got, ours, ok)
				}
				if _, ours, ok := tx.ByMessageID(local + "@elsewhere.example"); ok || ours {
					t.Errorf("%s of somebody else is ours", local)
				}
			}
			return Outcome{}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
