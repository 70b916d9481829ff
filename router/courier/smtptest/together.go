package smtptest

import (
	"net"
	"sync"
)

// mostTogether is how many bytes of answers wait for more of them.
const mostTogether = 4 << 10

// together makes a listener whose connections send answers like Postfix does
// (RFC 2920 section 3.2): those to commands that came in one go go out in one.
type together struct{ net.Listener }

// Accept is net.Listener's.
func (l together) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &gathering{Conn: conn}, nil
}

// A gathering connection keeps what is written until it is read from: then the
// server has nothing left to answer.
type gathering struct {
	net.Conn
	mu  sync.Mutex
	out []byte
}

// Write keeps b, as long as there is room.
func (c *gathering) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.out = append(c.out, b...); len(c.out) < mostTogether {
		return len(b), nil
	}
	return len(b), c.flush()
}

func (c *gathering) flush() error {
	if len(c.out) == 0 {
		return nil
	}
	_, err := c.Conn.Write(c.out)
	c.out = c.out[:0]
	return err
}

// Read sends what was kept, and reads.
func (c *gathering) Read(b []byte) (int, error) {
	c.mu.Lock()
	err := c.flush()
	c.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// Close sends what was kept, and closes.
func (c *gathering) Close() error {
	c.mu.Lock()
	_ = c.flush() // whoever closes does not wait for an answer
	c.mu.Unlock()
	return c.Conn.Close()
}
