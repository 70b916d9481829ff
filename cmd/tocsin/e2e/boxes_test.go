//go:build e2e

package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"tocsin/router/courier/postfix"
)

// ownerOf says who owns a file.
func ownerOf(t *testing.T, path string) (uid, gid int) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		t.Fatalf("%s: no owner", path)
	}
	return int(stat.Uid), int(stat.Gid)
}

// read returns the mails in somebody's box with CRLF, without what the last
// server put before them.
func (h *house) read(address string) (mails [][]byte) {
	h.Helper()
	raws, err := postfix.Read(h.boxes[address])
	if err != nil {
		h.Fatal(err)
	}
	for _, raw := range raws {
		mails = append(mails, wire(raw))
	}
	return mails
}

// wire gives a stored mail its CRLF back.
func wire(raw []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

// field returns a header field's value, unfolded; "" if there is none.
func field(mail []byte, name string) string {
	head, _, _ := bytes.Cut(mail, []byte("\r\n\r\n"))
	unfolded := regexp.MustCompile(`\r\n[ \t]+`).ReplaceAllString(string(head)+"\r\n", " ")
	m := regexp.MustCompile(`(?im)^` + regexp.QuoteMeta(name) + `:[ \t]*(.*?)\r?$`).FindStringSubmatch(unfolded)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[1])
}

// ids are the message ids in a field.
func ids(value string) (all []string) {
	for _, m := range regexp.MustCompile(`<([^<>\s]+)>`).FindAllStringSubmatch(value, -1) {
		all = append(all, m[1])
	}
	return all
}

// received are the keys (SHA-256 of the bytes as IMAP gives them) of what came
// to the team, by the number that we gave each mail; copies share a number.
func (h *house) received() map[int][]string {
	h.Helper()
	found := map[int][]string{}
	for _, folder := range []string{"", ".Filed"} {
		raws, err := postfix.Read(filepath.Join(h.inbox, folder))
		if err != nil {
			h.Fatal(err)
		}
		for _, raw := range raws {
			sum := sha256.Sum256(wire(raw))
			n, err := strconv.Atoi(field(wire(raw), "X-E2E"))
			if err != nil {
				h.Errorf("a mail to the team that we did not send: %.300s", raw)
			}
			found[n] = append(found[n], hex.EncodeToString(sum[:]))
		}
	}
	return found
}

// answered are the automatic answers in a reporter's box: distinct
// Message-IDs by the id that they answer.
func (h *house) answered(address string) map[string]map[string][]byte {
	h.Helper()
	acks := map[string]map[string][]byte{}
	for _, m := range h.read(address) {
		if !strings.Contains(field(m, "Auto-Submitted"), "auto-replied") {
			continue
		}
		for _, about := range ids(field(m, "In-Reply-To")) {
			if acks[about] == nil {
				acks[about] = map[string][]byte{}
			}
			for _, id := range ids(field(m, "Message-ID")) {
				acks[about][id] = m
			}
		}
	}
	return acks
}

// answers are the acknowledgements whose reference can be read by anybody, in
// the order of the mails that they answer.
func (h *house) answers(mails []mail) (all []answer) {
	h.Helper()
	boxes := map[string]map[string]map[string][]byte{}
	for _, m := range mails {
		if m.want != report {
			continue
		}
		if boxes[m.from] == nil {
			boxes[m.from] = h.answered(m.from)
		}
		for id, ack := range boxes[m.from][m.id] {
			if ref := regexp.MustCompile(`EX#\d{4}-\d{5,}-[0-9A-Z]`).FindString(field(ack, "Subject")); ref != "" {
				all = append(all, answer{m.from, id, ref})
			}
		}
	}
	return all
}
