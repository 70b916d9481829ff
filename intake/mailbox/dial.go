package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"
)

// dial connects, secures the connection and returns it before any login. The
// raw connection comes along for the watchdog: closing it never blocks.
func (b *Box) dial(ctx context.Context) (w *wire, raw net.Conn, err error) {
	raw, err = b.cfg.Dial(ctx, "tcp", b.at.addr())
	if err != nil {
		return nil, nil, fmt.Errorf("cannot connect to %s: %w%s", b.at.addr(), err, remedy(err))
	}
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	_ = raw.SetDeadline(time.Now().Add(dialBudget)) // a dead connection says so on first use
	w, err = b.secure(ctx, raw)
	if err != nil {
		raw.Close()
		return nil, nil, err
	}
	_ = raw.SetDeadline(time.Time{})
	return w, raw, nil
}

// secure brings the connection to TLS, or proves that it may do without.
func (b *Box) secure(ctx context.Context, raw net.Conn) (*wire, error) {
	switch {
	case b.at.secure:
		conn, err := b.handshake(ctx, raw)
		return newWire(conn), err
	case b.cfg.InsecureLoopback && isLoopback(raw.RemoteAddr()):
		return newWire(raw), nil
	}
	if err := startTLS(raw); err != nil {
		return nil, fmt.Errorf("%s: %w", b.at.addr(), err)
	}
	conn, err := b.handshake(ctx, raw)
	// go-imap wants a greeting; the real one came before TLS, and its
	// capabilities must not be believed.
	return newWire(&prefixed{Conn: conn, rest: "* OK secured\r\n"}), err
}

func (b *Box) handshake(ctx context.Context, raw net.Conn) (net.Conn, error) {
	conf := b.cfg.TLS.Clone()
	if conf == nil {
		conf = &tls.Config{}
	}
	conf.ServerName = orElse(conf.ServerName, b.at.host)
	if conf.NextProtos == nil && b.at.secure {
		conf.NextProtos = []string{"imap"}
	}
	conn := tls.Client(raw, conf)
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("TLS with %s: %w%s", b.at.addr(), err, remedy(err))
	}
	return conn, nil
}

// remedy says what to do about the mistakes that are often made.
func remedy(err error) string {
	var header tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &header):
		return " (no TLS from the first byte there: try imap:// and port 143)"
	case errors.As(err, &unknown):
		return " (give its CA as tls.ca)"
	case errors.Is(err, syscall.ECONNREFUSED):
		return " (is the server up, and is this its port?)"
	}
	return ""
}

// isLoopback tells whether the peer is this machine.
func isLoopback(a net.Addr) bool {
	if a == nil {
		return false
	}
	ap, err := netip.ParseAddrPort(a.String())
	return err == nil && ap.Addr().Unmap().IsLoopback()
}

// startTLS asks for TLS on a fresh plain connection (RFC 9051 section 6.2.1). It
// reads byte by byte, so that nothing sent in the clear is taken for part of the
// secured stream.
func startTLS(conn net.Conn) error {
	greeting, err := readLine(conn)
	if errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("no greeting in time (if this port wants TLS from the first byte, write imaps://)")
	}
	if err != nil {
		return fmt.Errorf("no greeting: %w", err)
	}
	switch word := strings.ToUpper(greeting); {
	case strings.HasPrefix(word, "* BYE"):
		return goodbye(greeting[len("* BYE"):])
	case strings.HasPrefix(word, "* PREAUTH"):
		return errors.New("the server logs in before TLS (PREAUTH), which a third party could have forged; use imaps://")
	case !strings.HasPrefix(word, "* OK"):
		return fmt.Errorf("no IMAP server there: it says %q", shorten(greeting))
	}
	if _, err := conn.Write([]byte("S STARTTLS\r\n")); err != nil {
		return fmt.Errorf("STARTTLS: %w", err)
	}
	for {
		line, err := readLine(conn)
		if err != nil {
			return fmt.Errorf("STARTTLS: %w", err)
		}
		if strings.HasPrefix(strings.ToUpper(line), "S OK") {
			return nil
		}
		if strings.HasPrefix(line, "S ") {
			return fmt.Errorf("the server refuses STARTTLS (%s); use imaps://", shorten(line[2:]))
		}
	}
}

// readLine reads one line of at most 8 KiB without its end.
func readLine(conn net.Conn) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < 8<<10; line = append(line, one[0]) {
		if _, err := conn.Read(one); err != nil {
			return "", err
		}
		if one[0] == '\n' {
			return strings.TrimSuffix(string(line), "\r"), nil
		}
	}
	return "", errors.New("line too long")
}

// prefixed gives rest before what the connection gives.
type prefixed struct {
	net.Conn
	rest string
}

func (p *prefixed) Read(b []byte) (int, error) {
	if p.rest == "" {
		return p.Conn.Read(b)
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}
