//go:build corpus

package template

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

// alarming is a subject under which a text is read as that of somebody in trouble.
const alarming = "we were hacked"

// TestCorpus reads the text of every file under TOCSIN_CORPUS/mail as a mail
// body: newsletters, bounces, spam, notes of machines. Nothing may panic or
// break the promises of a report, the time for a byte is bounded, and as none
// of them is an incident form there are neither hosts nor contact fields.
func TestCorpus(t *testing.T) {
	base := filepath.Join(os.Getenv("TOCSIN_CORPUS"), "mail")
	f := builtin(t)
	files, forms, bytesRead := 0, map[string]int{}, 0
	var spent time.Duration
	err := filepath.WalkDir(base, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := strings.ToValidUTF8(string(raw), "?")
		if _, below, ok := bytes.Cut(raw, []byte("\n\n")); ok {
			text = strings.ToValidUTF8(string(below), "?")
		}
		began := time.Now()
		r := f.Parse(Document{Subject: alarming, Texts: []Text{{Text: text}}})
		took := time.Since(began)
		if took > time.Second+time.Duration(len(text))*10*time.Microsecond {
			t.Errorf("%s: %d bytes took %v", path, len(text), took)
		}
		files, spent, bytesRead = files+1, spent+took, bytesRead+len(text)
		forms[r.Form]++
		checkReport(t, &r, strings.Count(text, "\n")+strings.Count(text, "\r")+1)
		checkNoForm(t, strings.TrimPrefix(path, base), text, &r)
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("set TOCSIN_CORPUS to the folder that holds mail/: %d files, %v", files, err)
	}
	t.Logf("%d files, %d bytes in %v; forms %v", files, bytesRead, spent, forms)
}

// checkNoForm demands that nothing was filled in: none of the mails is an
// incident form. Only those that carry an X-ARF report have labels at all.
func checkNoForm(t *testing.T, path, text string, r *store.Report) {
	t.Helper()
	if strings.Contains(text, "Report-Type:") {
		return
	}
	if r.Form != formNone || len(r.Hosts) > 0 || len(r.Assistance) > 0 {
		t.Errorf("%s: form %s, hosts %+v, assistance %v", path, r.Form, r.Hosts, r.Assistance)
	}
	for name, value := range r.Fields {
		if name != "description" {
			t.Errorf("%s is no form, but %s = %q", path, name, value)
		}
	}
}
