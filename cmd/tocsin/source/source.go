// Package source finds messages in files: single ones, mbox files, Maildir
// folders and standard input.
package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"tocsin/cmd/tocsin/control"
)

// maxMessage bounds one message read from a file, in bytes. What is longer is
// an error for that message; an mbox goes on with the next.
const maxMessage = 256 << 20

// Messages gives the messages in the named files, in order, each with a name
// for people. "-" is standard input. What can't be read is an error with its
// name, and the next follows.
func Messages(names []string, stdin io.Reader) iter.Seq2[control.Input, error] {
	return func(yield func(control.Input, error) bool) {
		for _, name := range names {
			if !each(name, stdin, yield) {
				return
			}
		}
	}
}

func each(name string, stdin io.Reader, yield func(control.Input, error) bool) bool {
	if name == "-" {
		return read("stdin", stdin, yield)
	}
	info, err := os.Stat(name)
	if err != nil {
		return yield(control.Input{Name: name}, cause(err))
	}
	if !info.IsDir() {
		return file(name, yield)
	}
	found, err := maildir(name)
	if err != nil {
		return yield(control.Input{Name: name}, err)
	}
	for _, f := range found {
		if !file(f, yield) {
			return false
		}
	}
	return true
}

func file(name string, yield func(control.Input, error) bool) bool {
	f, err := os.Open(name)
	if err != nil {
		return yield(control.Input{Name: name}, cause(err))
	}
	defer f.Close()
	return read(name, f, yield)
}

// maildir lists the messages of a Maildir folder, by name, which is by time.
func maildir(name string) ([]string, error) {
	var out []string
	for _, sub := range []string{"cur", "new"} {
		entries, err := os.ReadDir(filepath.Join(name, sub))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("a folder, but no Maildir (it has no %s/); name its files instead", sub)
		}
		if err != nil {
			return nil, cause(err)
		}
		for _, e := range entries {
			if e.Type().IsRegular() && e.Name()[0] != '.' {
				out = append(out, filepath.Join(name, sub, e.Name()))
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return bytes.Compare([]byte(filepath.Base(a)), []byte(filepath.Base(b))) })
	return out, nil
}

// read gives the message of a stream, or those of an mbox.
func read(name string, r io.Reader, yield func(control.Input, error) bool) bool {
	b := bufio.NewReaderSize(r, 64<<10)
	if start, _ := b.Peek(5); string(start) == "From " {
		return mbox(name, b, yield)
	}
	data, err := io.ReadAll(io.LimitReader(b, maxMessage+1))
	switch {
	case err != nil:
		err = cause(err)
	case len(data) > maxMessage:
		err = errTooLong
	case len(data) == 0:
		err = errors.New("empty: there is no message in it")
	}
	return yield(control.Input{Name: name, Data: data}, err)
}

var errTooLong = fmt.Errorf("longer than %d MiB", maxMessage>>20)

// separator is what begins a message in an mbox: "From ", whom from, and a
// time of day (RFC 4155). A line of text that begins with "From " is none.
var separator = regexp.MustCompile(`^From .*\d{1,2}:\d\d`)

// mbox splits at separators after an empty line (the first line is one in any
// case) and takes one ">" off quoted ">From " lines (mboxrd).
func mbox(name string, b *bufio.Reader, yield func(control.Input, error) bool) bool {
	n, long, blank, begun, fresh := 0, false, true, false, true
	var message []byte
	flush := func() bool {
		if !begun {
			return true
		}
		n++
		in := control.Input{Name: fmt.Sprintf("%s#%d", name, n), Data: bytes.Clone(withoutLastBlank(message))}
		var err error
		if long {
			in.Data, err = nil, errTooLong
		}
		message, long = message[:0], false
		return yield(in, err)
	}
	for {
		line, err := b.ReadSlice('\n')
		whole := err == nil
		switch {
		case blank && (!begun || separator.Match(line)):
			if !flush() {
				return false
			}
			begun = true
			for err == bufio.ErrBufferFull { // the rest of the separator
				_, err = b.ReadSlice('\n')
			}
		case len(message)+len(line) > maxMessage:
			long = true
		case fresh:
			message = append(message, unquote(line)...)
		default: // more of a very long line
			message = append(message, line...)
		}
		fresh = whole
		if err != nil && err != bufio.ErrBufferFull {
			return flush() && (err == io.EOF || yield(control.Input{Name: name}, cause(err)))
		}
		blank = whole && len(bytes.TrimRight(line, "\r\n")) == 0
	}
}

func unquote(line []byte) []byte {
	if rest := bytes.TrimLeft(line, ">"); len(rest) < len(line) && bytes.HasPrefix(rest, []byte("From ")) {
		return line[1:]
	}
	return line
}

// withoutLastBlank takes off the empty line that precedes the next separator.
func withoutLastBlank(m []byte) []byte {
	if bytes.HasSuffix(m, []byte("\r\n\r\n")) {
		return m[:len(m)-2]
	}
	if bytes.HasSuffix(m, []byte("\n\n")) {
		return m[:len(m)-1]
	}
	return m
}

// Count tells how many messages the named files hold, 0 if that can't be
// known before reading standard input.
func Count(names []string) int {
	if slices.Contains(names, "-") {
		return 0
	}
	n := 0
	for _, name := range names {
		n += count(name)
	}
	return n
}

func count(name string) (n int) {
	if found, err := maildir(name); err == nil {
		return len(found)
	}
	f, err := os.Open(name)
	if err != nil {
		return 1
	}
	defer f.Close()
	b := bufio.NewReader(f)
	if start, _ := b.Peek(5); string(start) != "From " {
		return 1
	}
	mbox(name, b, func(control.Input, error) bool { n++; return true })
	return n
}

// Files gives whole files, without looking for an mbox in them.
func Files(names []string, stdin io.Reader) iter.Seq2[control.Input, error] {
	return func(yield func(control.Input, error) bool) {
		for _, name := range names {
			data, err := One(name, stdin)
			if !yield(control.Input{Name: name, Data: data}, err) {
				return
			}
		}
	}
}

// One reads one whole file, "-" for standard input.
func One(name string, stdin io.Reader) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, cause(err)
		}
		defer f.Close()
		stdin = f
	}
	data, err := io.ReadAll(io.LimitReader(stdin, maxMessage+1))
	if err == nil && len(data) > maxMessage {
		return nil, errTooLong
	}
	return data, cause(err)
}

// cause takes the system call and the name, which stands before it anyway,
// out of a file error.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
