package control

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"sync"
	"time"

	"tocsin/cmd/tocsin/console"
)

// A Request is a command to run in the daemon.
type Request struct {
	Args     []string       `json:"args"`     // without the program's name
	Screen   console.Screen `json:"screen"`   // of standard output
	Progress console.Screen `json:"progress"` // of standard error
}

// Handle runs one command and returns its exit status. Its context ends when
// the client goes away.
type Handle func(ctx context.Context, req Request, inputs iter.Seq2[Input, error], out, errs io.Writer) int

// A Server listens on a Unix socket that only its owner may open.
type Server struct {
	path     string
	listener net.Listener
}

// Listen makes the socket. Whoever calls it holds the store, so a socket file
// that lies there is one that a killed daemon left: it is replaced.
func Listen(path string) (*Server, error) {
	fresh := fmt.Sprintf("%s.%d", path, os.Getpid())
	l, err := net.Listen("unix", fresh)
	if err != nil {
		return nil, fmt.Errorf("control: can't listen on %s (its path may have 100 characters at most): %w", path, err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	err = errors.Join(os.Chmod(fresh, 0o600), os.Rename(fresh, path))
	if err != nil {
		l.Close()
		os.Remove(fresh)
		return nil, fmt.Errorf("control: %w", err)
	}
	return &Server{path: path, listener: l}, nil
}

// Serve answers until the context ends, then waits for running commands,
// whose contexts have ended too, and removes the socket.
func (s *Server) Serve(ctx context.Context, h Handle) error {
	defer os.Remove(s.path)
	defer context.AfterFunc(ctx, func() { s.listener.Close() })()
	var running sync.WaitGroup
	defer running.Wait()
	for {
		conn, err := s.listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("control: %w", err)
		}
		running.Go(func() { answer(ctx, conn, h) })
	}
}

// Close gives up a server that never served.
func (s *Server) Close() {
	s.listener.Close()
	os.Remove(s.path)
}

func answer(ctx context.Context, conn net.Conn, h Handle) {
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	kind, payload, err := receive(conn)
	var req Request
	if err != nil || kind != frameRequest || json.Unmarshal(payload, &req) != nil {
		return
	}
	conn.SetReadDeadline(time.Time{})
	to := &sender{w: conn}
	frames := make(chan frame)
	go read(ctx, cancel, conn, frames)
	status := h(ctx, req, inputs(ctx, frames), stream{to, frameOut}, stream{to, frameErr})
	to.send(frameStatus, []byte{byte(status)})
}

type frame struct {
	kind    byte
	payload []byte
}

// read takes frames off the wire and, after the last, waits for the client to
// go: that ends the command.
func read(ctx context.Context, gone context.CancelFunc, conn net.Conn, to chan<- frame) {
	defer gone()
	for {
		kind, payload, err := receive(conn)
		if err != nil {
			return
		}
		select {
		case to <- frame{kind, payload}:
		case <-ctx.Done():
			return
		}
	}
}

// inputs gives what the client sends, once.
func inputs(ctx context.Context, frames <-chan frame) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		for {
			var f frame
			select {
			case f = <-frames:
			case <-ctx.Done():
				yield(Input{}, context.Cause(ctx))
				return
			}
			if f.kind == frameEnd {
				return
			}
			in, err := splitNamed(f.payload)
			if err == nil && f.kind == frameBad {
				err, in.Data = errors.New(string(in.Data)), nil
			}
			if err == nil && f.kind == frameLarge && len(in.Data) >= 8 {
				in.Size, in.Data = int64(binary.BigEndian.Uint64(in.Data)), in.Data[8:]
			}
			if !yield(in, err) {
				return
			}
		}
	}
}
