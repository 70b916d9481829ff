//go:build corpus

package machine_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"tocsin/intake/mime"
	"tocsin/store"
	"tocsin/template/machine"
)

// messageOf takes a mail apart as intake does.
func messageOf(raw []byte) machine.Message {
	mail := mime.Read(raw, mime.DefaultLimits())
	m := machine.Message{Subject: mail.Header.Text("Subject"), Header: mail.Header.Text, Type: mail.Root.Type, Body: mail.Body()}
	mail.Root.Walk(func(p *mime.Part) bool {
		if len(p.Children) > 0 && !strings.HasPrefix(p.Type, "message/") {
			return true
		}
		part := machine.Part{Type: p.Type, Params: p.Params, Name: p.Filename, Data: p.Body, Header: p.Header.Text}
		if len(p.Children) == 0 {
			part.Data, part.Text = p.Decode(), ""
			if strings.HasPrefix(p.Type, "text/") {
				part.Text = p.Text()
			}
		}
		m.Parts = append(m.Parts, part)
		return false
	})
	return m
}

// TestCorpus reads the real machine reports and prints the table of
// docs/reports.md, one line a file.
func TestCorpus(t *testing.T) {
	root := os.Getenv("TOCSIN_CORPUS")
	var files []string
	for _, dir := range []string{"abuseio", "xarf/samples/positive", "intelmq", "sisimai"} {
		filepath.WalkDir(filepath.Join(root, "mail", dir), func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() && (strings.HasSuffix(p, ".eml") && (dir != "sisimai" || strings.Contains(p, "/arf-")) || strings.HasSuffix(p, ".json") || strings.HasSuffix(p, ".csv")) {
				files = append(files, p)
			}
			return nil
		})
	}
	sort.Strings(files)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := messageOf(raw)
		if !strings.HasSuffix(file, ".eml") {
			m = machine.Message{Parts: []machine.Part{{Name: filepath.Base(file), Type: "application/octet-stream", Data: raw}}}
		}
		found, ok := machine.Read(m)
		line := strings.TrimPrefix(file, filepath.Join(root, "mail")+"/")
		if !ok {
			fmt.Printf("| %s | no | | |\n", line)
			continue
		}
		r := found.One()
		fmt.Printf("| %s | %s (%d) | %s | %s | %v | %v\n", line, found.Kind, found.Rows, sources(&r), times(&r), r.Category, r.Problems)
	}
}

func sources(r *store.Report) string {
	var list []string
	for _, h := range r.Hosts {
		if h.Role == store.RoleSource {
			list = append(list, strings.TrimSpace(strings.Join(h.Addresses, " ")+" "+h.Name))
		}
	}
	if len(list) > 3 {
		list = append(list[:3], fmt.Sprintf("and %d more", len(list)-3))
	}
	return strings.Join(list, ", ")
}

func times(r *store.Report) string {
	return strings.Trim(strings.Join([]string{r.Time.Start, r.Time.End}, " – "), " –")
}
