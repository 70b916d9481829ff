package intake

import (
	"bytes"
	"fmt"
	"runtime"
	"time"

	"tocsin/store"
)

// How much a worker reads side by side: bytes of messages and of what was
// opened of them, and how long it may take to open these. What takes longer
// gains little by company, and others wait for it.
const (
	trayful  = 256 << 10
	trayTime = 10 * time.Millisecond
)

// A sheet is one message on its way from the door to the filing transaction.
type sheet struct {
	Arrival                          // Failed is also why it could not be read
	reading *Reading                 // nil as long as it has not been read, and if it could not be
	done    func(store.Filed, error) // hears what became of it, once; it must not block
}

// read reads a message, and those that next yields until they are a trayful.
// Each step is taken with all of them before the one after it, so that what it
// works with, such as a table of labels, is still in the processor's caches: for
// one message after the other it is fetched anew. Between them others get the
// reader. A message on which it fails goes into quarantine; the line goes on.
func (l *Line) read(first *sheet, next func() *sheet) (tray []*sheet) {
	b, weight, begun := l.readers.Load(), 0, l.cfg.Now()
	for s := first; s != nil; s = next() {
		runtime.Gosched() // a goroutine that goes on for 10 ms wakes the runtime's watcher, dozens of times
		b.borrow(func(x *Reader) { l.try(s, func() { s.open(x, l.cfg.MessageSize) }) })
		tray = append(tray, s)
		if weight += s.weight(); weight >= trayful || l.cfg.Now().Sub(begun) >= trayTime {
			break
		}
	}
	for _, step := range append(steps(), l.finish) {
		b.borrow(func(x *Reader) {
			for _, s := range tray {
				if s.reading != nil {
					l.try(s, func() { step(x, s.reading) })
				}
			}
		})
	}
	for _, s := range tray {
		s.oversize()
	}
	return tray
}

// finish is the last step: what is left to do before the message is filed.
func (l *Line) finish(_ *Reader, r *Reading) {
	l.prepare(r)
	r.release()
}

// try takes a step with a message.
func (l *Line) try(s *sheet, step func()) {
	defer func() {
		if fault := recover(); fault != nil {
			s.reading, s.Failed = nil, fmt.Sprintf("the reader failed: %v", fault)
			l.cfg.Log.Error("the reader failed on a message", "key", store.KeyOf(s.Raw), "fault", fault)
		}
	}()
	step()
}

// open lays out the message, if there is one, and opens it.
func (s *sheet) open(x *Reader, most int64) {
	if s.Failed != "" {
		return
	}
	s.Header = s.Header || most < int64(len(s.Raw))
	if paper(s.channel, s.Raw) {
		s.reading = x.openPaper(s.Raw, s.Delivery.At, s.channel, s.name)
	} else {
		s.reading = x.open(s.readable(), s.Delivery.At, s.channel)
	}
}

// weight is what the message takes of a tray. One with files beside its texts
// fills it: what is in them is not known before.
func (s *sheet) weight() int {
	n := len(s.Raw)
	if s.reading == nil {
		return n
	}
	opened := s.reading.Opened.Message
	if attachments(opened) {
		return trayful
	}
	for _, leaf := range opened.Root.Leaves() {
		n += len(leaf.Body) + len(leaf.Content)
	}
	return n
}

// readable is the part of the message that is read: an oversized one by its
// header alone.
func (a Arrival) readable() []byte {
	if !a.Header {
		return a.Raw
	}
	for _, blank := range []string{"\r\n\r\n", "\n\n"} {
		if end := bytes.Index(a.Raw, []byte(blank)); end > 0 {
			return a.Raw[:end+len(blank)]
		}
	}
	return a.Raw[:min(len(a.Raw), 64<<10)]
}

// oversize says of a message what it means that its header alone was read.
func (s *sheet) oversize() {
	if s.reading == nil || !s.Header {
		return
	}
	m := &s.reading.Message
	m.Size = s.Size
	m.Content = "" // unknown: it is no copy of another with that header
	m.Findings = append(m.Findings, store.Finding{Code: "oversize",
		Detail: fmt.Sprintf("%d bytes are more than this team takes in; only the header was read", s.Size)})
}
