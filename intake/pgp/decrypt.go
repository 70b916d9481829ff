package pgp

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Bounds on the effort that one message can ask for, all its parts together.
const (
	maxSessionKeys = 64 // key packets
	maxPrivateOps  = 32 // private-key operations
	maxBulk        = 4  // decryptions of one packet with different session keys
)

// errClosed is the one failure of decryption. Why is not told: the difference
// between padding, key, tag and grammar is an oracle.
var errClosed = errors.New("not decryptable")

// errNotEncrypted says that data is no encrypted message at all.
var errNotEncrypted = errors.New("not encrypted")

// A decrypted message and the own certificate that opened it.
type decrypted struct {
	plain  []byte
	by     *certificate
	digest string // hex SHA-256 of the body of the encrypted packet
	clear  []byte // what is not encrypted at all
}

// An envelope is an encrypted message as it lies in memory: its key packets,
// and the data packet, in whose body it is decrypted.
type envelope struct {
	keys    []*packet.EncryptedKey
	data    packet.EncryptedDataPacket
	version int           // of SEIPD: the keys of version 2 are in version 6 packets
	body    []byte        // behind the head of the data packet
	unread  *bytes.Reader // what data has not read of that
	whole   bool          // the packet is there to its end, and nothing follows
}

// decrypt is phase one: it returns plaintext only after its integrity was
// checked, and no byte of it before. ops is how many private-key operations
// are left for this mail.
func (r *Ring) decrypt(from source, limit int64, ops *int) (decrypted, error) {
	data, damage := from()
	env, err := openEnvelope(data, damage)
	if errors.Is(err, errNotEncrypted) && damage == nil {
		return decrypted{clear: data}, err
	}
	if err != nil {
		return decrypted{}, err
	}
	keys, digest, bulk := env.keys, env.digest(), 0
	for _, try := range r.attempts(keys) {
		if *ops == 0 || bulk == maxBulk {
			break
		}
		*ops--
		esk := keys[try.esk]
		if safely(func() error { return esk.Decrypt(try.key.private, nil) }) != nil || (esk.Version == 6) != (env.version == 2) {
			continue
		}
		if bulk++; bulk > 1 {
			if env, err = openEnvelope(from()); err != nil {
				return decrypted{}, errClosed
			}
		}
		plain, err := env.open(esk.CipherFunc, esk.Key, limit)
		if err == nil {
			return decrypted{plain: plain, by: try.key.cert, digest: digest}, nil
		}
	}
	return decrypted{digest: digest}, errClosed
}

// An attempt is a session key packet and the key of ours that may open it.
type attempt struct {
	esk int
	key *material
}

// attempts lists what to try: first the packets that name a key of ours, then
// those that name none (hidden recipients) with each key of that algorithm.
func (r *Ring) attempts(keys []*packet.EncryptedKey) []attempt {
	var named, hidden []attempt
	for i, esk := range keys {
		for _, c := range r.team {
			for _, k := range c.keys {
				if k.private == nil || k.private.Dummy() || k.public.PubKeyAlgo != esk.Algo || !k.everEncrypted() {
					continue
				}
				switch esk.KeyId {
				case k.public.KeyId:
					named = append(named, attempt{i, k})
				case 0:
					hidden = append(hidden, attempt{i, k})
				}
			}
		}
		if len(named)+len(hidden) > maxSessionKeys*4 {
			break
		}
	}
	return append(named, hidden...)
}

// openEnvelope reads key packets up to the data packet. Markers and padding
// make no message: what has no key packet before the first thing that does not
// belong there is not encrypted. damage says why b ends before its end, if it
// does.
func openEnvelope(b []byte, damage error) (*envelope, error) {
	env := &envelope{}
	failure := errNotEncrypted
	for n := 0; n <= maxSessionKeys && len(b) > 0; n++ {
		tag := packetTag(b[0])
		switch tag {
		case tagPKESK, tagSKESK:
			failure = errClosed
		case tagMarker, tagPadding, tagSED, tagSEIPD, tagAEAD:
		default:
			return nil, failure
		}
		f, rest, err := nextFrame(b)
		switch {
		case tag == tagSED || tag == tagSEIPD || tag == tagAEAD:
			env.whole = err == nil && len(rest) == 0 && damage == nil
			return env, env.readData(f)
		case err != nil:
			return nil, failure
		}
		p, err := packet.Read(bytes.NewReader(b))
		if k, ok := p.(*packet.EncryptedKey); ok && err == nil {
			env.keys = append(env.keys, k)
		}
		b = rest
	}
	return nil, failure
}

// readData parses the head of the data packet. Tag 9 has no integrity
// protection and is refused.
func (env *envelope) readData(f frame) error {
	if f.tag == tagSED {
		return errClosed
	}
	head := binary.BigEndian.AppendUint32([]byte{0xc0 | f.tag, 0xff}, uint32(len(f.body)))
	env.unread = bytes.NewReader(f.body)
	p, err := packet.Read(io.MultiReader(bytes.NewReader(head), env.unread))
	if err != nil {
		return errClosed
	}
	switch d := p.(type) {
	case *packet.SymmetricallyEncrypted:
		env.data, env.version = d, d.Version
	case *packet.AEADEncrypted:
		env.data = d
	default:
		return errClosed
	}
	env.body = f.body[len(f.body)-env.unread.Len():]
	return nil
}

// open decrypts all of the data packet and checks its integrity and that
// nothing follows it.
func (env *envelope) open(c packet.CipherFunction, key []byte, limit int64) ([]byte, error) {
	if !env.whole {
		return nil, errClosed
	}
	if env.version == 1 && isAES(c) {
		return openMDC(env.body, c, key, limit)
	}
	rc, err := env.data.Decrypt(c, key)
	if err != nil {
		return nil, errClosed
	}
	plain, err := env.readOver(rc, limit)
	if err != nil || rc.Close() != nil {
		return nil, errClosed
	}
	return plain, nil
}

// readOver reads the plaintext of data to its end and lays it over the
// ciphertext that was read for it, so that a large message is never held twice.
func (env *envelope) readOver(r io.Reader, limit int64) ([]byte, error) {
	var piece [4 << 10]byte
	for at := 0; ; {
		n, err := r.Read(piece[:])
		if used := len(env.body) - env.unread.Len(); at+n > used || int64(at+n) > limit {
			return nil, errTooLarge
		}
		at += copy(env.body[at:], piece[:n])
		switch {
		case err == io.EOF:
			return env.body[:at], nil
		case err != nil:
			return nil, err
		}
	}
}

// digest returns the digest of the ciphertext, before it is decrypted.
func (env *envelope) digest() string {
	sum := sha256.Sum256(env.body)
	return hex.EncodeToString(sum[:])
}

// packetTag returns the tag in the first octet of a packet, 0 if it is none.
func packetTag(first byte) byte {
	switch {
	case first&0x80 == 0:
		return 0
	case first&0x40 == 0:
		return first >> 2 & 0xf
	}
	return first & 0x3f
}

// safely calls a cryptographic primitive with input from a stranger; should it
// panic on that, the input is no good.
func safely(f func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errPacket
		}
	}()
	return f()
}
