package mime

import (
	"bytes"
	"iter"
)

// Mbox yields the messages in an mbox file, without their "From " lines and
// the blank line that ends each; empty ones are passed over. A "From " line counts at the start and after
// a blank line. Of lines that begin with ">From ", ">>From " and so on, one
// ">" is taken off (mboxrd); a message without any is a slice of data.
// What does not begin with a "From " line is one message, as it is.
func Mbox(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if !bytes.HasPrefix(data, []byte("From ")) {
			if len(data) > 0 {
				yield(data)
			}
			return
		}
		for len(data) > 0 {
			data = data[lineEnd(data, 0):]
			end, next := mboxEnd(data)
			if end > 0 && !yield(unquoteFrom(data[:end])) {
				return
			}
			data = data[next:]
		}
	}
}

// mboxEnd returns where the message that data begins with ends, and where the
// "From " line of the next one begins.
func mboxEnd(data []byte) (end, next int) {
	for pos := 0; ; {
		i := bytes.Index(data[pos:], []byte("\nFrom "))
		if i < 0 {
			return len(data), len(data)
		}
		next = pos + i + 1
		before := trimEOL(data[:next])
		if len(before) == 0 || before[len(before)-1] == '\n' {
			return len(before), next
		}
		pos = next
	}
}

// unquoteFrom takes one ">" off each line of ">" and "From ".
func unquoteFrom(message []byte) []byte {
	if !bytes.Contains(message, []byte(">From ")) {
		return message
	}
	out := make([]byte, 0, len(message))
	for len(message) > 0 {
		end := lineEnd(message, 0)
		line := message[:end]
		if line[0] == '>' && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
			line = line[1:]
		}
		out = append(out, line...)
		message = message[end:]
	}
	return out
}
