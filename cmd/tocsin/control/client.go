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
	"syscall"
)

// ErrNone says that no daemon answers there: no socket, or one left behind.
var ErrNone = errors.New("no daemon is running")

// Call runs a command in the daemon behind the socket and returns its exit
// status. ErrNone means that nothing was run. Inputs are read only if a
// daemon answers.
func Call(ctx context.Context, path string, req Request, inputs iter.Seq2[Input, error], out, errs io.Writer) (int, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return 0, ErrNone
	case err != nil:
		return 0, fmt.Errorf("control: the daemon's socket: %w", err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	text, err := json.Marshal(req)
	if err != nil {
		return 0, fmt.Errorf("control: %w", err)
	}
	to := &sender{w: conn}
	if err := to.send(frameRequest, text); err != nil {
		return 0, fmt.Errorf("control: %w", err)
	}
	go give(to, inputs)
	return show(ctx, conn, out, errs)
}

// give sends the inputs. It stops when the daemon has heard enough.
func give(to *sender, inputs iter.Seq2[Input, error]) {
	for in, err := range inputs {
		switch {
		case err != nil:
			err = to.named(frameBad, in.Name, []byte(err.Error()))
		case in.Header():
			err = to.named(frameLarge, in.Name, append(binary.BigEndian.AppendUint64(nil, uint64(in.Size)), in.Data...))
		default:
			err = to.named(frameInput, in.Name, in.Data)
		}
		if err != nil {
			return
		}
	}
	to.send(frameEnd)
}

// show prints what comes until the status does.
func show(ctx context.Context, conn io.Reader, out, errs io.Writer) (int, error) {
	for {
		kind, payload, err := receive(conn)
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if err != nil {
			return 0, fmt.Errorf("control: the daemon went away before the command ended; what it did so far is kept: %w", err)
		}
		switch kind {
		case frameOut:
			_, err = out.Write(payload)
		case frameErr:
			_, err = errs.Write(payload)
		case frameStatus:
			if len(payload) == 1 {
				return int(payload[0]), nil
			}
			err = errors.New("control: the daemon sent no status")
		}
		if err != nil {
			return 0, err
		}
	}
}
