package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"

	"go.etcd.io/bbolt"
)

const (
	logBucket = "log"
	logFormat = 1
	logHead   = crc32.Size + 1 // bytes before the changes of a piece

	pieceSize = 64 << 10 // bytes of memory that pieces share, those of small transactions many
)

// A log is what one transaction adds to the log, in pieces.
type log struct {
	pieces [][]byte
	spare  []byte // what the transactions before left of their last memory
}

// add writes that a key has a value, or is gone from the log. The pair lies
// in the log's memory.
func (l *log) add(bucket string, key, value []byte, gone bool) pair {
	piece := l.room(1 + len(bucket) + 2*binary.MaxVarintLen64 + len(key) + len(value))
	length := uint64(len(value)) + 1
	if gone {
		length = 0
	}
	b := append(append(*piece, byte(len(bucket))), bucket...)
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(len(key))), length)
	start := len(b)
	b = append(append(b, key...), value...)
	*piece = b
	return makePair(b[start:len(b):len(b)], len(key), gone)
}

// room is a piece that n bytes fit into, where it is.
func (l *log) room(n int) *[]byte {
	if last := len(l.pieces) - 1; last >= 0 {
		if piece := &l.pieces[last]; cap(*piece)-len(*piece) >= n {
			return piece
		}
	}
	memory := l.spare
	if l.spare = nil; cap(memory) < logHead+n {
		memory = make([]byte, 0, max(pieceSize, logHead+n))
	}
	l.pieces = append(l.pieces, append(memory, 0, 0, 0, 0, logFormat))
	return &l.pieces[len(l.pieces)-1]
}

// keep writes the transaction's part of the log.
func (t *tx) keep() error {
	if len(t.log.pieces) == 0 {
		return nil
	}
	b, err := t.bolt.CreateBucketIfNotExists([]byte(logBucket))
	if err != nil {
		return err
	}
	b.FillPercent = dense
	next := &late{id: t.bolt.ID(), size: t.late.size, buckets: maps.Clone(t.late.buckets), seen: t.late.seen}
	for name, r := range t.rooms {
		if r.own {
			r.late.close()
			next.buckets[name] = r.late
		}
	}
	for _, piece := range t.log.pieces {
		binary.BigEndian.PutUint32(piece, checksum(piece))
		number, err := b.NextSequence()
		if err == nil {
			err = b.Put(logKey(number), piece)
		}
		if err != nil {
			return err
		}
		next.size += len(piece)
		next.spare = piece[len(piece):]
	}
	t.engine.late.Store(&versions{now: next, before: t.late})
	return nil
}

func logKey(number uint64) []byte { return binary.BigEndian.AppendUint64(nil, number) }

func checksum(piece []byte) uint32 {
	return crc32.Checksum(piece[crc32.Size:], crc32.MakeTable(crc32.Castagnoli))
}

// replay reads the log of a file that is being opened.
func (e *Engine) replay(t *bbolt.Tx) error {
	now := newLate(t.ID())
	if b := t.Bucket([]byte(logBucket)); b != nil {
		number := uint64(0)
		for c, k, piece := first(b); k != nil; k, piece = c.Next() {
			number++
			whole := len(piece) >= logHead && binary.BigEndian.Uint32(piece) == checksum(piece)
			if whole && piece[crc32.Size] != logFormat {
				return fmt.Errorf("bolt: %s was made by another version of Tocsin: use the version that made it, or restore a backup that this one made", e.path)
			}
			if !whole || !bytes.Equal(k, logKey(number)) || !now.read(bytes.Clone(piece)) {
				return e.damaged("its log can't be read")
			}
		}
		if number != b.Sequence() {
			return e.damaged("a part of its log is missing")
		}
	}
	for _, pairs := range now.buckets {
		pairs.close()
	}
	e.late.Store(&versions{now: now, before: now})
	return nil
}

func first(b *bbolt.Bucket) (c *bbolt.Cursor, k, v []byte) {
	c = b.Cursor()
	k, v = c.First()
	return c, k, v
}

// read takes in the changes of a piece; it is false when they are none.
func (l *late) read(piece []byte) bool {
	l.size += len(piece)
	for rest := piece[logHead:]; len(rest) > 0; {
		bucket, p, n := readChange(rest)
		if n == 0 {
			return false
		}
		if l.buckets[bucket] == nil {
			l.buckets[bucket] = &pairs{}
		}
		l.seen.of(bucket).add(p)
		l.buckets[bucket].set(p)
		rest = rest[n:]
	}
	return true
}

// readChange reads what add wrote; n is its length, 0 when it is none.
func readChange(b []byte) (bucket string, p pair, n int) {
	at := 1 + int(b[0])
	if len(b) < at {
		return "", p, 0
	}
	bucket = string(b[1:at])
	key, n1 := binary.Uvarint(b[at:])
	length, n2 := binary.Uvarint(b[at+max(0, n1):])
	left := uint64(len(b) - at - max(0, n1) - max(0, n2))
	if n1 <= 0 || n2 <= 0 || key == 0 || key > left || length > 0 && length-1 > left-key {
		return "", p, 0
	}
	at += n1 + n2
	if n = at + int(key); length > 0 {
		n += int(length - 1)
	}
	return bucket, makePair(b[at:n:n], int(key), length == 0), n
}
