package imaptest

import (
	"bytes"
	"context"
	"net"
	"sync"
)

// A Pipe is a listener whose connections are net.Pipes: nothing of them leaves
// the program, and testing/synctest can tell when all wait for each other.
type Pipe struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// NewPipe returns a listener; Dial connects to it.
func NewPipe() *Pipe { return &Pipe{conns: make(chan net.Conn), closed: make(chan struct{})} }

// Dial connects. The peer's address looks like one of 127.0.0.1.
func (p *Pipe) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- loopback{there}:
		return loopback{here}, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept gives the next connection.
func (p *Pipe) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends the listener, not its connections.
func (p *Pipe) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr is 127.0.0.1:143.
func (p *Pipe) Addr() net.Addr { return loopback{}.RemoteAddr() }

type loopback struct{ net.Conn }

func (loopback) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 143} }

// An accepting listener tells when it is first asked for a connection.
type accepting struct {
	net.Listener
	once  sync.Once
	begun chan struct{}
}

func (l *accepting) Accept() (net.Conn, error) {
	l.once.Do(func() { close(l.begun) })
	return l.Listener.Accept()
}

// An idleHider strikes IDLE from what the server says that it can, since
// imapserver always says it.
type idleHider struct{ net.Listener }

func (l idleHider) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return struckConn{c}, nil
}

type struckConn struct{ net.Conn }

func (c struckConn) Write(p []byte) (int, error) {
	if !bytes.Contains(p, []byte("CAPABILITY")) {
		return c.Conn.Write(p)
	}
	if _, err := c.Conn.Write(bytes.ReplaceAll(p, []byte(" IDLE"), nil)); err != nil {
		return 0, err
	}
	return len(p), nil
}
