//go:build e2e

package e2e

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"sync"
)

// inject sends mails with swaks over Postfix, two at a time.
func (h *house) inject(mails []mail) {
	h.Helper()
	work := make(chan mail)
	var senders sync.WaitGroup
	for range 2 {
		senders.Go(func() {
			for m := range work {
				if err := h.swaks(m); err != nil {
					h.Errorf("mail %d (%s): %v", m.number, m.title, err)
				}
			}
		})
	}
	for _, m := range mails {
		work <- m
	}
	close(work)
	senders.Wait()
}

// swaks sends one mail as it is: dots are stuffed and the last one is added
// here, since swaks would else also replace words in it.
func (h *house) swaks(m mail) error {
	from := m.envelope
	if from == "" {
		from = m.from
	}
	data := bytes.ReplaceAll(append([]byte("\r\n"), m.raw...), []byte("\r\n."), []byte("\r\n.."))[2:]
	cmd := exec.CommandContext(h.Context(), "swaks", "--server", h.smtp.Addr, "--helo", domain(m.from), "--from", from, "--to", team,
		"--no-data-fixup", "--data", "-", "--suppress-data", "--hide-all")
	cmd.Stdin = strings.NewReader(strings.TrimSuffix(string(data), "\r\n") + "\r\n.\r\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("swaks: %w: %s", err, out)
	}
	return nil
}
