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
	"strings"

	"tocsin/cmd/tocsin/control"
)

// maxFile bounds a file that is read whole, in bytes.
const maxFile = 256 << 20

// Messages gives the messages in the named files, in order, each with a name
// for people. "-" is standard input. What can't be read is an error with its
// name, and the next follows. Of a message with more than limit bytes only the
// header is kept, and no more than limit bytes are held while it is read.
func Messages(names []string, stdin io.Reader, limit int64) iter.Seq2[control.Input, error] {
	return func(yield func(control.Input, error) bool) {
		for _, name := range names {
			if !each(name, stdin, limit, yield) {
				return
			}
		}
	}
}

func each(name string, stdin io.Reader, limit int64, yield func(control.Input, error) bool) bool {
	if name == "-" {
		return stream("stdin", stdin, limit, yield)
	}
	info, err := os.Stat(name)
	if err != nil {
		return yield(control.Input{Name: name}, cause(err))
	}
	if !info.IsDir() {
		return file(name, IsOne(name), limit, yield)
	}
	found, err := maildir(name)
	if err != nil {
		return yield(control.Input{Name: name}, err)
	}
	for _, f := range found {
		if !file(f, true, limit, yield) {
			return false
		}
	}
	return true
}

// file gives what is in a file: one message, or those of an mbox unless it is
// known to be one.
func file(name string, one bool, limit int64, yield func(control.Input, error) bool) bool {
	f, err := os.Open(name)
	if err != nil {
		return yield(control.Input{Name: name}, cause(err))
	}
	defer f.Close()
	if one {
		return read(name, bufio.NewReaderSize(f, 64<<10), limit, yield)
	}
	return stream(name, f, limit, yield)
}

// IsOne reports whether the name says that a file is one message, whatever its
// first line: mail programs save so what they took from an mbox.
func IsOne(name string) bool { return strings.EqualFold(filepath.Ext(name), ".eml") }

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

// stream gives the message of a stream, or those of an mbox.
func stream(name string, r io.Reader, limit int64, yield func(control.Input, error) bool) bool {
	b := bufio.NewReaderSize(r, 64<<10)
	if isMbox(b) {
		return mbox(name, b, limit, yield)
	}
	return read(name, b, limit, yield)
}

// isMbox reports whether b begins as an mbox does. One with CR alone as line
// end, of an old Macintosh, is read as one message.
func isMbox(b *bufio.Reader) bool {
	if !beginsFrom(b) {
		return false
	}
	start, _ := b.Peek(4096)
	end := bytes.IndexAny(start, "\r\n")
	return end < 0 || start[end] == '\n' || bytes.HasPrefix(start[end:], []byte("\r\n"))
}

func beginsFrom(b *bufio.Reader) bool {
	start, _ := b.Peek(5)
	return string(start) == "From "
}

// read gives the one message in b, without the line of an mbox before it.
func read(name string, b *bufio.Reader, limit int64, yield func(control.Input, error) bool) bool {
	if beginsFrom(b) {
		skipLine(b)
	}
	m := message{limit: limit}
	_, err := io.Copy(&m, b)
	switch {
	case err != nil:
		err = cause(err)
	case m.size == 0:
		err = errors.New("empty: there is no message in it")
	}
	return yield(control.Input{Name: name, Data: m.data, Size: m.size}, err)
}

// skipLine reads over a line that ends with CR, LF or both.
func skipLine(b *bufio.Reader) {
	for {
		switch c, err := b.ReadByte(); {
		case err != nil || c == '\n':
			return
		case c == '\r':
			if next, _ := b.Peek(1); string(next) != "\n" {
				return
			}
		}
	}
}

// maxHeader is how much is kept of a large message that has no header, in bytes.
const maxHeader = 64 << 10

// A message is one being read. Beyond limit bytes only its header is left.
type message struct {
	limit int64
	size  int64
	data  []byte
}

// Write takes more of the message.
func (m *message) Write(p []byte) (int, error) {
	was := m.size
	m.size += int64(len(p))
	switch {
	case m.size <= m.limit:
		m.data = append(m.data, p...)
	case was <= m.limit:
		m.data = bytes.Clone(header(append(m.data, p...)))
	}
	return len(p), nil
}

func header(data []byte) []byte {
	for _, blank := range []string{"\r\n\r\n", "\n\n"} {
		if end := bytes.Index(data, []byte(blank)); end > 0 {
			return data[:end+len(blank)]
		}
	}
	return data[:min(len(data), maxHeader)]
}

// take gives what was read of a message of an mbox, and makes ready for the next.
func (m *message) take(name string) control.Input {
	in := control.Input{Name: name, Data: m.data, Size: m.size}
	if m.size <= m.limit {
		in.Data = bytes.Clone(withoutLastBlank(m.data))
		in.Size = int64(len(in.Data))
		m.data = m.data[:0]
	} else {
		m.data = nil
	}
	m.size = 0
	return in
}

// separator is what begins a message in an mbox: "From ", whom from, and a
// time of day (RFC 4155). A line of text that begins with "From " is none.
var separator = regexp.MustCompile(`^From .*\d{1,2}:\d\d`)

// mbox splits at separators after an empty line (the first line is one in any
// case) and takes one ">" off quoted ">From " lines (mboxrd).
func mbox(name string, b *bufio.Reader, limit int64, yield func(control.Input, error) bool) bool {
	n, blank, begun, fresh := 0, true, false, true
	m := message{limit: limit}
	flush := func() bool {
		if !begun {
			return true
		}
		n++
		return yield(m.take(fmt.Sprintf("%s#%d", name, n)), nil)
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
		case fresh:
			m.Write(unquote(line))
		default: // more of a very long line
			m.Write(line)
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
	if IsOne(name) {
		return 1
	}
	f, err := os.Open(name)
	if err != nil {
		return 1
	}
	defer f.Close()
	return Several(f)
}

// Several counts the messages of an mbox; anything else is one.
func Several(r io.Reader) (n int) {
	b := bufio.NewReader(r)
	if !isMbox(b) {
		return 1
	}
	mbox("", b, 0, func(control.Input, error) bool { n++; return true })
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
	data, err := io.ReadAll(io.LimitReader(stdin, maxFile+1))
	if err == nil && len(data) > maxFile {
		return nil, fmt.Errorf("longer than %d MiB", maxFile>>20)
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
