//go:build corpus

package router

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

// blocks is what an operator's prefix table says of the labelled rows'
// addresses (announcing AS and registry country, 2026-06).
const blocks = `cidr,asn,cc
136.173.0.0/16,43375,LU
193.168.16.0/20,201441,LU
193.168.32.0/21,201441,LU
193.168.40.0/22,201441,LU
193.168.44.0/23,201441,LU
83.99.0.0/17,6661,LU
78.141.128.0/18,6661,LU
91.194.202.0/23,213160,BE
147.196.0.0/16,199541,BE
130.104.0.0/16,2611,BE
134.58.0.0/16,2611,BE
132.156.0.0/16,2665,CA
128.100.0.0/16,239,CA
142.22.0.0/16,,CA
51.15.0.0/16,12876,FR
`

// needTable are the rows that nothing but a prefix table can place.
var needTable = []string{"lu19", "lu21", "lu35", "be01", "be03", "be07", "ca01", "ca03", "ca07"}

// soft are the rows placed by sector or country only: held unless the
// operator sets country_fallback = "forward".
var softRows = []string{"lu15", "lu35", "be01", "be07", "ca03", "ca07"}

func readShared(t *testing.T, name string) []byte {
	t.Helper()
	corpus := os.Getenv("TOCSIN_CORPUS")
	if corpus == "" {
		t.Fatal("set TOCSIN_CORPUS to the corpus folder (the one that holds mail/ and pgp/)")
	}
	data, err := os.ReadFile(filepath.Join(corpus, "..", "routing", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func question(row map[string]string) Question {
	report := &store.Report{Fields: map[string]string{"sector": row["sector"]}, Disclosure: store.Disclosure{TLP: strings.ToUpper(row["tlp"])}}
	for _, role := range []string{store.RoleTarget, store.RoleSource} {
		for _, value := range strings.FieldsFunc(row[role], func(r rune) bool { return r == ',' }) {
			report.Hosts = append(report.Hosts, store.Host{Role: role, Name: value})
		}
	}
	return Question{Report: report, Sender: Sender{Address: row["from"]}, Anonymous: strings.Contains(row["flags"], "anonymous"),
		Now: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}
}

func sharedRows(t *testing.T) []map[string]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(string(readShared(t, "testset.tsv"))))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = '\t', -1, true
	list, err := r.ReadAll()
	if err != nil || len(list) < 2 {
		t.Fatalf("testset.tsv: %d rows, %v", len(list), err)
	}
	var rows []map[string]string
	for _, fields := range list[1:] {
		row := map[string]string{}
		for i, f := range fields {
			row[list[0][i]] = f
		}
		rows = append(rows, row)
	}
	return rows
}

// met says whether a decision is what a row wants.
func met(want, self string, d store.Decision) bool {
	switch want {
	case "HOLD":
		return d.Decision == Hold || d.Decision == Split
	case self:
		return d.Decision == Ours
	}
	return d.Decision == Forward && d.Team == want
}

func TestSharedRows(t *testing.T) {
	toml := File{Name: "directory.toml", Data: readShared(t, "directory.toml")}
	table := File{Name: "prefixes.csv", Data: []byte(blocks)}
	for _, c := range []struct {
		name, fallback string
		files          []File
		differ         []string
	}{
		{"table, soft evidence forwards", "forward", []File{toml, table}, nil},
		{"table, soft evidence holds", "hold", []File{toml, table}, softRows},
		{"no table, soft evidence forwards", "forward", []File{toml}, needTable},
		{"no table, soft evidence holds", "hold", []File{toml}, append(slices.Clone(needTable), "lu15")},
	} {
		d, problems := ReadDirectory("", c.files...)
		for _, p := range problems {
			t.Errorf("%s: %v", c.name, p)
		}
		for _, row := range sharedRows(t) {
			q := question(row)
			q.CountryFallback = c.fallback
			got := d.Route(q)
			if row["want"] == "HOLD" && got.Decision == Forward {
				t.Errorf("%s: LEAK %s to %s: %+v", c.name, row["id"], got.Team, got.Trail)
			}
			if ok := met(row["want"], d.Self(), got); ok == slices.Contains(c.differ, row["id"]) {
				t.Errorf("%s: %s wants %s, got %s %q for %v (known difference: %v)\n%+v", c.name, row["id"], row["want"],
					got.Decision, got.Team, got.HeldFor, !ok, got.Trail)
			}
			t.Logf("%s: %s %s %s %v", c.name, row["id"], got.Decision, got.Team, got.HeldFor)
		}
	}
}
