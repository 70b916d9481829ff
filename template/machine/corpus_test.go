//go:build corpus

package machine_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

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
			part.Data = p.Decode()
			if strings.HasPrefix(p.Type, "text/") {
				part.Text = p.Text()
			}
		}
		m.Parts = append(m.Parts, part)
		return false
	})
	return m
}

// corpus lists the files below a folder of the corpus that a pattern matches.
func corpus(t *testing.T, dir, pattern string) []string {
	t.Helper()
	root := filepath.Join(os.Getenv("TOCSIN_CORPUS"), "mail", dir)
	var files []string
	filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if ok, _ := filepath.Match(pattern, filepath.Base(p)); err == nil && ok {
			files = append(files, p)
		}
		return nil
	})
	if len(files) == 0 {
		t.Fatalf("no %s in %s: set TOCSIN_CORPUS", pattern, root)
	}
	sort.Strings(files)
	return files
}

// noReports are mails among the samples that report nothing: a reader's wish
// to hear no more.
var noReports = []string{"sisimai/maildir/bsd/arf-26.eml"}

// TestCorpusMails reads the real mails, checks them against what their bytes
// state in plain sight, and holds the table in docs/reports.md to it.
func TestCorpusMails(t *testing.T) {
	doc, err := os.ReadFile("../../docs/reports.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(corpus(t, "abuseio", "*.eml"), corpus(t, "sisimai", "arf-*.eml")...) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, short, _ := strings.Cut(file, "/mail/")
		found, ok := machine.Read(messageOf(raw))
		if ok == slices.Contains(noReports, short) {
			t.Errorf("%s: recognised %v", short, ok)
		}
		row := fmt.Sprintf("| %s | %s | no | | |", family(short), filepath.Base(file))
		if ok {
			r := found.One()
			inPlainSight(t, short, raw, &r)
			row = fmt.Sprintf("| %s | %s | %s | %s | %s |", family(short), filepath.Base(file), found.Kind, sources(&r), times(&r))
		}
		if fmt.Println(row); !strings.Contains(string(doc), row+"\n") {
			t.Errorf("docs/reports.md does not hold the row\n%s", row)
		}
	}
}

// family is whose report it is, by the folder of the sample.
func family(short string) string {
	if strings.HasPrefix(short, "sisimai") {
		return "feedback loops (sisimai, " + filepath.Base(filepath.Dir(short)) + ")"
	}
	return filepath.Base(filepath.Dir(short))
}

var stated = regexp.MustCompile(`(?mi)^(?:Source-IP|Source|Infringers IP Address|Offending(?:/Source)? IP):[ \t]*\[?([0-9a-f.:]+)\]?\s*$`)

// inPlainSight checks that each address that a line states as the source is
// one, and that what the report gives as times are instants, where it gives any.
func inPlainSight(t *testing.T, short string, raw []byte, r *store.Report) {
	for _, s := range stated.FindAllStringSubmatch(string(raw), -1) {
		if a, err := netip.ParseAddr(s[1]); err == nil && !slices.Contains(strings.Split(all(r), " "), a.String()) {
			t.Errorf("%s: the source %s is missing in %s", short, a, all(r))
		}
	}
	for _, s := range []string{r.Time.Start, r.Time.End} {
		if _, err := time.Parse(time.RFC3339, s); s != "" && err != nil && len(r.Problems) == 0 {
			t.Errorf("%s: the time %q is no instant, and nothing says why", short, s)
		}
	}
}

// all lists the source addresses.
func all(r *store.Report) string {
	var list []string
	for _, h := range r.Hosts {
		if h.Role == store.RoleSource {
			list = append(list, h.Addresses...)
		}
	}
	return strings.Join(list, " ")
}

func sources(r *store.Report) string {
	var list []string
	for _, h := range r.Hosts {
		if h.Role == store.RoleSource {
			list = append(list, strings.TrimSpace(strings.Join(h.Addresses, " ")+" "+h.Name))
		}
	}
	if len(list) > 2 {
		list = append(list[:2], fmt.Sprintf("and %d more", len(list)-2))
	}
	return strings.Join(list, ", ")
}

func times(r *store.Report) string {
	return strings.TrimSuffix(r.Time.Start+" – "+r.Time.End, " – ")
}

// TestCorpusXARF holds each document of the X-ARF project's samples to its
// own members: the address and the date come back as they stand there.
func TestCorpusXARF(t *testing.T) {
	files := corpus(t, "xarf/samples/positive", "*.json")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Report struct{ SourceIp, DestinationIp, AttackerIp, Date, FirstSeen string }
		}
		if err := json.Unmarshal(raw, &doc); err != nil {
			t.Fatal(file, err)
		}
		found, ok := machine.Read(machine.Message{Parts: []machine.Part{{Type: "application/json", Name: "xarf.json", Data: raw}}})
		if !ok || found.Kind != "xarf-3" || found.Rows != 1 {
			t.Errorf("%s: read as %+v", file, found)
			continue
		}
		r := found.Reports[0]
		for _, want := range []string{doc.Report.SourceIp, doc.Report.AttackerIp} {
			if want != "" && !slices.Contains(strings.Split(all(&r), " "), want) {
				t.Errorf("%s: the source %s is missing", file, want)
			}
		}
		want := []string{doc.Report.Date, ""}
		if doc.Report.FirstSeen != "" {
			want = []string{doc.Report.FirstSeen, doc.Report.Date}
		}
		if r.Time.Start != want[0] || r.Time.End != want[1] || len(r.Problems) > 0 {
			t.Errorf("%s: span %+v, want %v; problems %v", file, r.Time, want, r.Problems)
		}
	}
	fmt.Printf("%d documents of X-ARF 3\n", len(files))
}

// TestCorpusOtherMail reads the rest of the corpus, which holds no machine
// reports but for bounces: nothing in it may be taken for one.
func TestCorpusOtherMail(t *testing.T) {
	for _, dir := range []string{"intelmq", "crisp-reply-parser", "talon", "schleuder", "rubymail", "stalwart", "zammad", "cpython-test_email", "sisimai"} {
		taken := 0
		files := corpus(t, dir, "*")
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil || strings.Contains(file, "/arf-") || strings.HasSuffix(file, ".csv") || strings.HasSuffix(file, ".json") {
				continue
			}
			if found, ok := machine.Read(messageOf(raw)); ok {
				taken++
				t.Errorf("%s is read as %s", file, found.Kind)
			}
		}
		fmt.Printf("%s: %d of %d files taken for machine reports\n", dir, taken, len(files))
	}
}
