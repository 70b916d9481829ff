// Package control lets a command talk to the daemon that holds the store. The
// client sends its arguments, what it can show, and the inputs that the
// arguments name (it reads them, with its own rights); the daemon runs the
// very same command and streams back what it prints and its exit status.
//
// On the wire each frame is a kind (one byte), the length of its payload (four
// bytes, big endian) and the payload. The client sends one request, inputs,
// then the end of inputs; the daemon sends output and error text as they come,
// then one status.
package control

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

const (
	frameRequest = 'A' // JSON of Request
	frameInput   = 'F' // length of name (two bytes), name, data
	frameLarge   = 'L' // the same with the size of it all (eight bytes) before the data, its header
	frameBad     = 'B' // as frameInput with the reason why it can't be read
	frameEnd     = 'Z' // no more inputs
	frameOut     = 'O'
	frameErr     = 'E'
	frameStatus  = 'X' // one byte

	// maxFrame bounds one payload, and so one input.
	maxFrame = 512 << 20
)

// An Input is one thing that a command reads: a file, one message of an mbox.
type Input struct {
	Name string
	Data []byte
	Size int64 // of it all in bytes; more than is in Data when that is its header alone
}

// Header says whether Data is the header alone.
func (i Input) Header() bool { return i.Size > int64(len(i.Data)) }

// A sender writes frames, one goroutine at a time.
type sender struct {
	mu sync.Mutex
	w  io.Writer
}

func (s *sender) send(kind byte, payload ...[]byte) error {
	size := 0
	for _, p := range payload {
		size += len(p)
	}
	if size > maxFrame {
		return fmt.Errorf("control: %d bytes at once are more than the daemon takes", size)
	}
	head := binary.BigEndian.AppendUint32([]byte{kind}, uint32(size))
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.w.Write(head); err != nil {
		return err
	}
	for _, p := range payload {
		if _, err := s.w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

func (s *sender) named(kind byte, name string, data []byte) error {
	name = name[:min(len(name), 0xffff)]
	return s.send(kind, binary.BigEndian.AppendUint16(nil, uint16(len(name))), []byte(name), data)
}

// stream is the writer of one kind of frame.
type stream struct {
	*sender
	kind byte
}

// Write sends p as one frame.
func (s stream) Write(p []byte) (int, error) {
	if err := s.send(s.kind, p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// receive reads one frame. What a peer claims is not believed before it came:
// memory grows with the bytes that arrive.
func receive(r io.Reader) (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	size := int64(binary.BigEndian.Uint32(head[1:]))
	if size > maxFrame {
		return 0, nil, fmt.Errorf("control: a frame of %d bytes is too large", size)
	}
	payload, err = io.ReadAll(io.LimitReader(r, size))
	if err == nil && int64(len(payload)) < size {
		err = io.ErrUnexpectedEOF
	}
	return head[0], payload, err
}

// splitNamed takes an input frame apart.
func splitNamed(payload []byte) (Input, error) {
	if len(payload) < 2 || len(payload) < 2+int(binary.BigEndian.Uint16(payload)) {
		return Input{}, fmt.Errorf("control: an input frame is cut short")
	}
	n := 2 + int(binary.BigEndian.Uint16(payload))
	return Input{Name: string(payload[2:n]), Data: payload[n:]}, nil
}
