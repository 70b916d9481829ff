package mime

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/*.want anew")

// TestGolden reads testdata/*.eml and compares all that it yields with the
// .want beside it.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d mails in testdata: %v", len(files), err)
	}
	for _, file := range files {
		mail, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := dump(Read(mail, Limits{}))
		wantFile := strings.TrimSuffix(file, ".eml") + ".want"
		if *update {
			if err := os.WriteFile(wantFile, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(wantFile)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", file, d)
		}
	}
}

// dump writes down all that a message yields.
func dump(m *Message) string {
	var b strings.Builder
	texts := m.Texts()
	from, ok := m.Header.From()
	date, _ := m.Header.Date()
	fmt.Fprintf(&b, "from %q <%s> %v\nsubject %q\ndate %s\n", from.Name, from.Addr, ok, m.Header.Text("Subject"), date.Format(time.RFC3339))
	fmt.Fprintf(&b, "ids %q references %q\n", m.Header.MessageIDs("Message-ID"), m.Header.MessageIDs("References"))
	m.Root.Walk(func(p *Part) bool {
		fmt.Fprintf(&b, "part %q %s %s %q %d bytes\n", p.Path, p.Type, p.Disposition, p.Filename, len(p.Decode()))
		if s := strings.TrimSpace(string(p.Preamble) + string(p.Epilogue)); s != "" {
			fmt.Fprintf(&b, "outside %q\n", s)
		}
		return true
	})
	fmt.Fprintf(&b, "structure %s\n", m.Structure())
	for _, f := range m.Findings {
		fmt.Fprintf(&b, "finding %s %q %q\n", f.Code, f.Part, f.Detail)
	}
	for _, t := range texts {
		fmt.Fprintf(&b, "--- text %s %q %s attachment %v\n%s\n", t.Part, t.Name, t.Type, t.Attachment, strings.TrimRight(t.Text, "\n"))
	}
	return b.String()
}
