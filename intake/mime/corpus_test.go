//go:build corpus

package mime

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// expectation is what another program's test wants of a mail.
type expectation struct{ path, subject, text string }

// TestCorpus reads every mail under TOCSIN_CORPUS/mail and demands that none
// panics, takes more than two seconds, or yields what is not clean UTF-8. It
// prints how far the texts agree with what others expect of the same mails.
func TestCorpus(t *testing.T) {
	base := filepath.Join(os.Getenv("TOCSIN_CORPUS"), "mail")
	index, err := os.ReadFile(filepath.Join(base, "INDEX.tsv"))
	if err != nil {
		t.Fatalf("set TOCSIN_CORPUS to the folder that holds mail/: %v", err)
	}
	tally := map[string]int{}
	var slowest time.Duration
	var slow string
	for _, row := range strings.Split(string(index), "\n")[1:] {
		column := strings.Split(row, "\t")
		if len(column) < 8 || column[2] != "msg" && column[2] != "mbox" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(base, column[1]))
		if err != nil {
			t.Fatal(err)
		}
		mails := [][]byte{data}
		if column[2] == "mbox" {
			mails = nil
			for _, mail := range bytes.Split(append([]byte("\n"), data...), []byte("\nFrom "))[1:] {
				mails = append(mails, append([]byte("From "), mail...))
			}
		}
		for _, mail := range mails {
			began := time.Now()
			m := readClean(t, column[1], mail)
			if took := time.Since(began); took > slowest {
				slowest, slow = took, column[1]
			}
			count(tally, column[1], m)
			if column[7] != "" {
				compare(t, tally, m, expected(t, base, column[7]), column[1])
			}
		}
	}
	if slowest > 2*time.Second {
		t.Errorf("%s took %v", slow, slowest)
	}
	var names []string
	for name := range tally {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		t.Logf("%6d %s", tally[name], name)
	}
	t.Logf("slowest %v %s", slowest, slow)
}

// readClean reads all that can be read of a mail and checks it.
func readClean(t *testing.T, path string, mail []byte) *Message {
	t.Helper()
	m := Read(mail, Limits{})
	check := func(where, s string) {
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			t.Errorf("%s: %s is not clean: %.60q", path, where, s)
		}
	}
	for _, text := range m.Texts() {
		check("text "+text.Part, text.Text)
	}
	m.Root.Walk(func(p *Part) bool {
		check("part "+p.Path, p.Text())
		for _, f := range p.Header {
			check(f.Name, f.Value)
		}
		return true
	})
	check("Subject", m.Header.Text("Subject"))
	m.Header.From()
	m.Header.Addresses("To")
	m.Header.MessageIDs("References")
	return m
}

// count adds one mail to the table.
func count(tally map[string]int, path string, m *Message) {
	tally["messages"]++
	tally["structure "+m.Structure()]++
	if _, ok := m.Header.From(); !ok {
		tally["without one From"]++
	}
	if _, ok := m.Header.Date(); !ok && m.Header.Has("Date") {
		tally["with an unreadable Date"]++
		if os.Getenv("VERBOSE") != "" {
			println("date", path, m.Header.Get("Date"))
		}
	}
	if m.Exceeded != "" {
		tally["exceeded "+m.Exceeded]++
	}
	if len(m.Texts()) == 0 {
		tally["without text"]++
		if os.Getenv("VERBOSE") != "" {
			println("notext", path)
		}
	}
	for _, f := range m.Findings {
		tally["finding "+f.Code]++
	}
}

// compare counts agreement.
func compare(t *testing.T, tally map[string]int, m *Message, want expectation, path string) {
	t.Helper()
	if want.subject != "" {
		tally["expected subjects"]++
		if squeeze(m.Header.Text("Subject")) == squeeze(want.subject) {
			tally["expected subjects met"]++
		} else if os.Getenv("VERBOSE") != "" {
			t.Logf("%s: subject %q, want %q", path, m.Header.Text("Subject"), want.subject)
		}
	}
	if want.text != "" {
		tally["expected texts"]++
		all := ""
		for _, text := range m.Texts() {
			all += text.Text + "\n"
		}
		if strings.Contains(squeeze(all), squeeze(want.text)) {
			tally["expected texts met"]++
		} else if os.Getenv("VERBOSE") != "" {
			t.Logf("%s: text %.300q,\n want %.300q", path, squeeze(all), squeeze(want.text))
		}
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// expected reads what stalwart (JSON) or zammad (YAML) want of a mail.
func expected(t *testing.T, base, path string) (want expectation) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(base, path))
	if err != nil {
		t.Fatal(err)
	}
	want.path = path
	if strings.HasSuffix(path, ".json") {
		want.subject, want.text = stalwart(data)
		return want
	}
	for _, line := range strings.Split(string(data), "\n") {
		if value, ok := strings.CutPrefix(line, "subject: "); ok && !strings.HasPrefix(value, "!") && !strings.HasPrefix(value, "|") {
			want.subject = strings.Trim(value, `"'`)
		}
	}
	return want
}

// stalwart finds the subject and the first text body of a parsed message.
func stalwart(data []byte) (subject, text string) {
	var m struct {
		TextBody []int `json:"text_body"`
		Parts    []struct {
			Headers []struct {
				Name  any            `json:"name"`
				Value map[string]any `json:"value"`
			} `json:"headers"`
			Body map[string]any `json:"body"`
		} `json:"parts"`
	}
	if json.Unmarshal(data, &m) != nil || len(m.Parts) == 0 {
		return "", ""
	}
	for _, h := range m.Parts[0].Headers {
		if h.Name == "subject" {
			subject, _ = h.Value["Text"].(string)
		}
	}
	if len(m.TextBody) > 0 && m.TextBody[0] < len(m.Parts) {
		text, _ = m.Parts[m.TextBody[0]].Body["Text"].(string)
	}
	return subject, text
}
