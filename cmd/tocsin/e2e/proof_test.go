//go:build e2e

package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"strings"
	"sync"
)

// A proof is what gpg found on one mail of ours.
type proof struct {
	signed, encrypted bool
}

// prove verifies and decrypts one of our mails with gpg, which shares no code
// with us. A mail without protection proves nothing and is no error.
func (h *house) prove(mail []byte) (p proof, err error) {
	kind, params, err := mime.ParseMediaType(field(mail, "Content-Type"))
	if err != nil {
		return p, fmt.Errorf("Content-Type: %w", err)
	}
	parts := split(mail, params["boundary"])
	switch {
	case kind == "multipart/signed" && len(parts) == 2:
		return proof{signed: true}, h.gpg.verify(parts[0], content(parts[1]))
	case kind == "multipart/encrypted" && len(parts) == 2:
		_, p.signed, err = h.gpg.decrypt(content(parts[1]))
		if err == nil && !p.signed {
			err = errors.New("encrypted but not signed by us")
		}
		p.encrypted = true
		return p, err
	case strings.Contains(string(mail), "BEGIN PGP") && !strings.Contains(kind, "mixed") && kind != "text/plain":
		return p, fmt.Errorf("OpenPGP in an unexpected structure %s of %d parts", kind, len(parts))
	}
	return p, nil
}

// split cuts a mail at its outermost boundary: the bytes of each part, as they
// were signed.
func split(mail []byte, boundary string) (parts [][]byte) {
	if boundary == "" {
		return nil
	}
	pieces := bytes.Split(mail, []byte("\r\n--"+boundary))
	for _, p := range pieces[min(1, len(pieces)):] {
		if bytes.HasPrefix(p, []byte("--")) {
			break
		}
		if i := bytes.Index(p, []byte("\r\n")); i >= 0 {
			parts = append(parts, p[i+2:])
		}
	}
	return parts
}

// content is a part without its header.
func content(part []byte) []byte {
	_, body, _ := bytes.Cut(part, []byte("\r\n\r\n"))
	return body
}

// proveAll goes through everybody's box, two mails at a time, and counts.
func (h *house) proveAll() (signed, encrypted int) {
	h.Helper()
	work := make(chan []byte)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for m := range work {
				p, err := h.prove(m)
				if err != nil {
					h.Errorf("gpg on our mail %s to %s: %v", field(m, "Message-ID"), field(m, "To"), err)
				}
				mu.Lock()
				signed, encrypted = signed+count(p.signed), encrypted+count(p.encrypted)
				mu.Unlock()
			}
		})
	}
	for _, address := range append(reporters(), handler, csirt, asking) {
		for _, m := range h.read(address) {
			work <- m
		}
	}
	close(work)
	workers.Wait()
	return signed, encrypted
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
