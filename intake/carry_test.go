package intake

import (
	"testing"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/store"
)

// TestCarriedWithSignatureFile: the signature of an attached file goes with it,
// since the team that gets it may check it.
func TestCarriedWithSignatureFile(t *testing.T) {
	b := newBed(t, true)
	ring, err := pgp.NewRing([]pgp.SecretKey{b.keys["alice@uni.example"]}, []store.StoredKey{b.certificate(team)})
	b.must(err)
	signature := "-----BEGIN PGP SIGNATURE-----\n\nwgIEAA==\n-----END PGP SIGNATURE-----\n"
	raw, err := pgp.Protect(mime.Letter{From: mime.Address{Addr: "alice@uni.example"}, To: mime.Address{Addr: team}, Subject: "stolen",
		Text: "See the log.\n", Date: b.now, MessageID: "1@uni.example", Attach: []mime.Attachment{
			{Type: "text/plain", Name: "log.txt", Data: []byte("203.0.113.9\n")}, {Type: "application/octet-stream", Name: "log.txt.asc", Data: []byte(signature)},
		}}, ring, pgp.Cover{Sign: true, Now: b.now, To: []store.Fingerprint{b.certificate(team).Fingerprint}})
	b.must(err)
	b.line.borrow(func(x *Reader) {
		out, err := x.carried(raw)
		b.must(err)
		files := map[string]string{}
		for _, p := range mime.Read(out, mime.DefaultLimits()).Root.Leaves() {
			files[p.Filename] = string(p.Decode())
		}
		if files["log.txt"] != "203.0.113.9\n" || files["log.txt.asc"] != signature {
			t.Errorf("carried are %q", files)
		}
	})
}
