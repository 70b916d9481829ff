package intake

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

// document makes a docx of paragraphs.
func document(t *testing.T, lines ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte("<w:document><w:body><w:p><w:r><w:t>" + strings.Join(lines, "</w:t></w:r></w:p><w:p><w:r><w:t>") + "</w:t></w:r></w:p></w:body></w:document>"))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// attached makes a mail with a greeting and a file.
func attached(media, name string, data []byte) []byte {
	return []byte(strings.ReplaceAll(`From: Ines <ines@shop.example>
To: `+team+`
Subject: report
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Please see the form.
--b
Content-Type: `+media+`
Content-Disposition: attachment; filename=`+name+`
Content-Transfer-Encoding: base64

`+base64.StdEncoding.EncodeToString(data)+`
--b--
`, "\n", "\r\n"))
}

// TestFormInDocument: the form may come as its reporter's program saved it.
func TestFormInDocument(t *testing.T) {
	lines := []string{"Incident report form, tocsin-1", "Your name: Ines Muster", "Affected host name and address: www.shop.example 198.51.100.7", "Kind of incident: phishing"}
	table := "Your name;Ines Muster\nAffected host name and address;www.shop.example 198.51.100.7\nKind of incident;phishing\nYour telephone;+32 2 555\nYour organisation;Shop\n"
	for name, raw := range map[string][]byte{
		"docx":    attached("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "f.docx", document(t, lines...)),
		"by name": attached("application/octet-stream", "f.DOCX", document(t, lines...)),
		"csv":     attached("text/csv", "f.csv", []byte(table)),
	} {
		b := newBed(t, false)
		_, in := b.take(raw)
		r := in.Report
		if r.Form != "tocsin-1" || r.Fields["contact_name"] != "Ines Muster" || len(r.Hosts) != 1 || r.Hosts[0].Role != "target" {
			t.Errorf("%s: form %s, %v %v", name, r.Form, r.Fields, r.Hosts)
		}
	}
}

// TestBrokenDocument: what can't be read is filed all the same, with a finding.
func TestBrokenDocument(t *testing.T) {
	whole := document(t, "Your name: Ines")
	b := newBed(t, false)
	m, _ := b.take(attached("application/octet-stream", "f.docx", whole[:len(whole)/2]))
	if len(m.Findings) == 0 || m.Findings[len(m.Findings)-1].Code != "document" || m.Ref == "" {
		t.Errorf("findings %v", m.Findings)
	}
	m, _ = b.take(attached("application/octet-stream", "f.docx", []byte("no archive")))
	for _, f := range m.Findings {
		if f.Code == "document" {
			t.Errorf("finding %v for what only bears the name", f)
		}
	}
}

// What could not be read may restrict what was: it keeps the mail from leaving
// by itself, as does one document more than are read.
func TestUnreadDocumentIsHeld(t *testing.T) {
	whole := document(t, "Your name: Ines")
	var parts []string
	for range maxDocuments + 1 {
		parts = append(parts, "application/octet-stream; name=f.docx\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(whole)+"\n")
	}
	for name, c := range map[string]struct {
		raw  []byte
		held bool
	}{
		"whole":    {attached("application/octet-stream", "f.docx", whole), false},
		"broken":   {attached("application/octet-stream", "f.docx", whole[:len(whole)/2]), true},
		"as many":  {parcel("report", "multipart/mixed", parts[1:]...), false},
		"too many": {parcel("report", "multipart/mixed", parts...), true},
	} {
		b := newBed(t, false)
		b.line.borrow(func(x *Reader) {
			if r := x.Read(c.raw, b.now, "file"); slices.Contains(r.reservations(), "unread") != c.held {
				t.Errorf("%s: findings %v", name, r.Message.Findings)
			}
		})
	}
}
