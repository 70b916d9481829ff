package pgp

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"

	"tocsin/intake/mime"
	"tocsin/store"
)

func TestNewRingErrors(t *testing.T) {
	locked := newPerson("Locked", teamAddress, nil)
	if err := locked.entity.EncryptPrivateKeys([]byte("right"), nil); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := locked.entity.SerializePrivateWithoutSigning(&b, nil); err != nil {
		t.Fatal(err)
	}
	damaged := alice().stored
	damaged.Cert = damaged.Cert[:40]
	wrong := alice().stored
	wrong.Fingerprint = mallory().stored.Fingerprint
	huge := alice().stored
	huge.Cert = make([]byte, maxCertificate+1)
	tests := map[string]struct {
		team     []SecretKey
		accepted []store.StoredKey
		err      string
	}{
		"locked, no passphrase":  {[]SecretKey{{Armor: b.Bytes(), Name: "team.asc"}}, nil, "team key team.asc: " + string(locked.stored.Fingerprint) + ": the key is locked"},
		"locked, wrong one":      {[]SecretKey{{Armor: b.Bytes(), Name: "team.asc", Passphrase: []byte("wrong")}}, nil, "wrong passphrase"},
		"locked, right one":      {[]SecretKey{{Armor: b.Bytes(), Name: "team.asc", Passphrase: []byte("right")}}, nil, ""},
		"a public key":           {[]SecretKey{{Armor: mustExport(t, alice().stored), Name: "team.asc"}}, nil, "is a public key"},
		"no key":                 {[]SecretKey{{Armor: []byte("hello"), Name: "team.asc"}}, nil, "team.asc: no PGP PRIVATE KEY BLOCK"},
		"twice the same team":    {[]SecretKey{{Armor: team().secret}, {Armor: team().secret}}, nil, ""},
		"team key also accepted": {[]SecretKey{{Armor: team().secret}}, []store.StoredKey{team().stored}, ""},
		"damaged certificate":    {nil, []store.StoredKey{damaged}, string(damaged.Fingerprint)},
		"another fingerprint":    {nil, []store.StoredKey{wrong}, "the certificate is that of"},
		"too large":              {nil, []store.StoredKey{huge}, "256 KiB"},
		"twice accepted":         {nil, []store.StoredKey{alice().stored, alice().stored}, ""},
		"two in one":             {nil, []store.StoredKey{{State: store.KeyAccepted, Cert: append(bytes.Clone(alice().stored.Cert), mallory().stored.Cert...)}}, "2 certificates"},
		"nothing":                {nil, nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r, err := NewRing(tt.team, tt.accepted)
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Fatalf("error %v, want %q", err, tt.err)
			}
			if (r == nil) != (err != nil) {
				t.Errorf("ring %v, error %v", r, err)
			}
		})
	}
}

func TestRingOnlyAcceptedSpeaks(t *testing.T) {
	raw := mail(t, alice(), true, false)
	for state, want := range map[string]string{
		store.KeyAccepted: "verified good", store.KeyCandidate: "signed no-key", store.KeyRevoked: "signed revoked", "": "signed no-key",
	} {
		k := alice()
		k.stored.State = state
		p := readWith(raw, ring(t, team(), k)).Protection
		if got := p.Verdict + " " + statusList(p); got != want {
			t.Errorf("in state %q: %s, want %s", state, got, want)
		}
	}
	other := alice()
	other.stored.Addresses = []string{"else@site.example"}
	p := readWith(raw, ring(t, team(), other)).Protection
	if p.Verdict != "signed" || p.Signatures[0].FromMatch || p.Signatures[0].Address != "else@site.example" {
		t.Errorf("registered for another address: %s, %+v", p.Verdict, p.Signatures)
	}
}

func TestRingInfo(t *testing.T) {
	gone := mallory()
	gone.stored.State = store.KeyRevoked
	r := ring(t, team(), alice(), gone)
	if list := r.Accepted(); len(list) != 1 || list[0].Fingerprint != alice().stored.Fingerprint || list[0].UserIDs[0] != "Alice <"+aliceAddress+">" {
		t.Errorf("accepted are %+v", list)
	}
	if list := r.Team(); len(list) != 1 || !list[0].CanSign || !list[0].CanEncrypt {
		t.Errorf("team is %+v", list)
	}
	v6 := newPerson("Six", aliceAddress, func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd448, true })
	if info := ring(t, team(), v6).Accepted()[0]; info.Algorithm != "Ed448" || len(info.Fingerprint) != 64 {
		t.Errorf("the version 6 key is %+v", info)
	}
}

func TestUsable(t *testing.T) {
	short := newPerson("Short", "short@site.example", func(c *packet.Config) { c.KeyLifetimeSecs = 30 * 86400 })
	weak := rsa1024(t)
	revoked := newPerson("Gone", "gone@site.example", nil)
	if err := revoked.entity.Revoke(packet.KeySuperseded, "", &packet.Config{Time: func() time.Time { return born.AddDate(0, 1, 0) }}); err != nil {
		t.Fatal(err)
	}
	revoked = personOf(revoked.entity, revoked.name, revoked.address)
	signOnly := newPerson("Sign", "sign@site.example", nil)
	signOnly.entity.Subkeys = nil
	signOnly = personOf(signOnly.entity, signOnly.name, signOnly.address)
	withdrawn := newPerson("Withdrawn", "with@site.example", nil)
	withdrawn.stored.State = store.KeyRevoked
	r := ring(t, team(), alice(), short, weak, revoked, signOnly, withdrawn)
	for name, tt := range map[string]struct {
		key person
		err string
	}{
		"valid":         {alice(), ""},
		"our own":       {team(), ""},
		"unknown":       {mallory(), "not among the accepted"},
		"expired":       {short, "expired"},
		"weak":          {weak, "weak"},
		"revoked":       {revoked, "revoked"},
		"signs only":    {signOnly, "no key to encrypt to"},
		"withdrawn":     {withdrawn, "revoked here"},
		"not born then": {alice(), "future"},
	} {
		t.Run(name, func(t *testing.T) {
			now := today
			if name == "not born then" {
				now = born.AddDate(-1, 0, 0)
			}
			err := r.Usable(tt.key.stored.Fingerprint, now)
			var keyErr *KeyError
			if tt.err == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.As(err, &keyErr) || keyErr.Fingerprint != tt.key.stored.Fingerprint || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %v, want %q", err, tt.err)
			}
		})
	}
	if err := r.Usable(short.stored.Fingerprint, born.AddDate(0, 0, 5)); err != nil {
		t.Errorf("within its life: %v", err)
	}
}

// TestRingShared: workers may share one ring (run with -race).
func TestRingShared(t *testing.T) {
	people := []person{
		alice(),
		newPerson("P", "p@site.example", curve(packet.PubKeyAlgoECDSA, packet.CurveNistP256)),
		newPerson("B", "b@site.example", curve(packet.PubKeyAlgoECDSA, packet.CurveBrainpoolP256)),
		newPerson("S", "s@site.example", curve(packet.PubKeyAlgoECDSA, packet.CurveSecP256k1)),
		newPerson("R", "r@site.example", func(c *packet.Config) { c.Algorithm = packet.PubKeyAlgoRSA }),
		newPerson("X", "x@site.example", func(c *packet.Config) { c.Algorithm, c.V6Keys = packet.PubKeyAlgoEd448, true }),
	}
	var mails [][]byte
	for _, p := range people {
		payload := []byte(textPayload)
		packets := append(signaturePacket(t, p.entity.PrivateKey, payload, nil), literalPacket(payload)...)
		mails = append(mails, multipartEncrypted(t, p.address, encryptTo(t, packets, teamKey())))
	}
	r := ring(t, team(), people...)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			mine := r.Clone()
			for range 3 {
				for i, raw := range mails {
					o := Open(mime.Read(raw, mime.Limits{}), mine, Options{Now: today})
					if s := statusList(o.Protection); s != "good" && (s != "weak" || i != 3) {
						t.Errorf("mail of %s is %s", people[i].name, s)
					}
				}
				if _, err := Protect(letter(team()), mine, Cover{Sign: true, To: []store.Fingerprint{alice().stored.Fingerprint}, Now: today}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// TestRingMergesRepeats: a certificate given twice speaks for the addresses of
// both, and is revoked if one of them is.
func TestRingMergesRepeats(t *testing.T) {
	first, second := alice().stored, alice().stored
	first.Addresses, second.Addresses = []string{"else@site.example"}, []string{aliceAddress}
	raw := mail(t, alice(), true, false)
	for state, want := range map[string]string{store.KeyAccepted: "verified", store.KeyRevoked: "signed", store.KeyCandidate: "signed"} {
		second.State = state
		r, err := NewRing([]SecretKey{{Armor: team().secret}}, []store.StoredKey{first, second})
		if err != nil {
			t.Fatal(err)
		}
		if got := readWith(raw, r).Protection.Verdict; got != want {
			t.Errorf("second in state %s: %s, want %s", state, got, want)
		}
	}
}
