package pgp

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
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
}

// An envelope is the head of an encrypted message: its key packets, and the
// data packet with its body still to be read.
type envelope struct {
	keys []*packet.EncryptedKey
	data packet.EncryptedDataPacket
	v2   bool // SEIPD version 2, whose keys are in version 6 packets
	sum  hash.Hash
	body io.Reader // what is left of the data packet's body
	tail *bufio.Reader
}

// decrypt is phase one: it returns plaintext only after its integrity was
// checked, and no byte of it before. source starts the message anew each
// time; hint is about its size; ops is how many private-key operations are
// left for this mail.
func (r *Ring) decrypt(source func() io.Reader, hint int, limit int64, ops *int) (decrypted, error) {
	env, err := openEnvelope(source())
	if err != nil {
		return decrypted{}, err
	}
	bulk := 0
	for _, try := range r.attempts(env.keys) {
		if *ops == 0 || bulk == maxBulk {
			break
		}
		*ops--
		esk := env.keys[try.esk]
		if safely(func() error { return esk.Decrypt(try.key.private, nil) }) != nil || (esk.Version == 6) != env.v2 {
			continue
		}
		if bulk++; bulk > 1 {
			keys := env.keys
			if env, err = openEnvelope(source()); err != nil {
				return decrypted{}, errClosed
			}
			env.keys = keys
		}
		plain, err := env.open(esk.CipherFunc, esk.Key, hint, limit)
		if err == nil {
			return decrypted{plain: plain, by: try.key.cert, digest: env.digest()}, nil
		}
	}
	return decrypted{digest: env.digest()}, errClosed
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

// headRead is how much is read ahead to tell packets apart; what they hold is
// read past it.
const headRead = 512

// openEnvelope reads key packets up to the data packet. Markers and padding
// make no message: what has no key packet before the first thing that does not
// belong there is not encrypted.
func openEnvelope(r io.Reader) (*envelope, error) {
	env := &envelope{tail: bufio.NewReaderSize(r, headRead), sum: sha256.New()}
	failure := errNotEncrypted
	for n := 0; n <= maxSessionKeys; n++ {
		head, err := env.tail.Peek(1)
		if err != nil {
			return nil, failure
		}
		switch tag := packetTag(head[0]); tag {
		case tagPKESK, tagSKESK:
			failure = errClosed
		case tagMarker, tagPadding:
		case tagSED, tagSEIPD, tagAEAD:
			if err := env.readData(tag); err != nil {
				return nil, err
			}
			return env, nil
		default:
			return nil, failure
		}
		p, err := packet.Read(env.tail)
		if k, ok := p.(*packet.EncryptedKey); ok && err == nil {
			env.keys = append(env.keys, k)
		}
	}
	return nil, failure
}

// readData parses the head of the data packet and lets its body be hashed as
// it is read. Tag 9 has no integrity protection and is refused.
func (env *envelope) readData(tag byte) error {
	if tag == tagSED {
		return errClosed
	}
	p, err := packet.Read(env.tail)
	if err != nil {
		return errClosed
	}
	switch d := p.(type) {
	case *packet.SymmetricallyEncrypted:
		d.Contents = io.TeeReader(d.Contents, env.sum)
		env.v2 = d.Version == 2
		env.data, env.body = d, d.Contents
	case *packet.AEADEncrypted:
		d.Contents = io.TeeReader(d.Contents, env.sum)
		env.data, env.body = d, d.Contents
	default:
		return errClosed
	}
	return nil
}

// open decrypts all of the data packet, checks its integrity and that nothing
// follows it.
func (env *envelope) open(c packet.CipherFunction, key []byte, hint int, limit int64) ([]byte, error) {
	plain, err := env.decrypt(c, key, hint, limit)
	if err != nil {
		return nil, errClosed
	}
	if _, err := env.tail.ReadByte(); err != io.EOF {
		return nil, errClosed
	}
	return plain, nil
}

func (env *envelope) decrypt(c packet.CipherFunction, key []byte, hint int, limit int64) ([]byte, error) {
	if d, ok := env.data.(*packet.SymmetricallyEncrypted); ok && d.Version == 1 && isAES(c) {
		return openMDC(env.body, c, key, hint, limit)
	}
	rc, err := env.data.Decrypt(c, key)
	if err != nil {
		return nil, err
	}
	plain, err := readBounded(rc, hint, limit)
	return plain, errors.Join(err, rc.Close())
}

// digest returns the digest of the whole body, read to its end.
func (env *envelope) digest() string {
	_, _ = io.Copy(io.Discard, env.body)
	return hex.EncodeToString(env.sum.Sum(nil))
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
