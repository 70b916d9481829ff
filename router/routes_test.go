package router

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tocsin/store"
)

var november = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// danish is the directory of testdata; its problems must all be warnings.
func danish(t testing.TB) *Directory {
	t.Helper()
	d, problems := ReadDirectory("",
		File{Name: "auto/auto.toml", Data: testFile(t, "auto.toml"), Auto: true},
		File{Name: "directory.toml", Data: testFile(t, "directory.toml")},
		File{Name: "prefixes.csv", Data: testFile(t, "prefixes.csv")})
	for _, p := range problems {
		if !p.Warning && !strings.Contains(p.Message, "delt.dk") {
			t.Fatal(p)
		}
	}
	return d
}

func hostsOf(role, field string) (out []store.Host) {
	for _, name := range strings.FieldsFunc(field, func(r rune) bool { return r == '|' }) {
		out = append(out, store.Host{Role: role, Name: name})
	}
	return out
}

// asked makes the question of one labelled row.
func asked(row map[string]string) Question {
	flag := func(f string) bool { return slices.Contains(strings.Split(row["flags"], ","), f) }
	report := &store.Report{Disclosure: store.Disclosure{TLP: row["tlp"]},
		Fields: map[string]string{"sector": row["sector"], "country": row["country"], "description": row["text"]},
		Hosts:  append(hostsOf(store.RoleTarget, row["target"]), hostsOf(store.RoleSource, row["source"])...)}
	for i, v := range strings.Fields(row["prose"]) {
		report.Indicators = append(report.Indicators, store.Indicator{Type: "domain", Value: v, Role: store.RoleTarget, Line: i + 1})
	}
	q := Question{Report: report, Sender: Sender{Address: row["from"], Authenticated: flag("auth")}, Now: november,
		Anonymous: flag("anonymous"), Encrypted: flag("encrypted"), Automatic: flag("automatic"), Loop: flag("loop"), Attachments: flag("attachments")}
	set := func(f string, do func()) {
		if flag(f) {
			do()
		}
	}
	set("soft", func() { q.CountryFallback = "forward" })
	set("key", func() { q.Usable = func(store.Fingerprint) bool { return true } })
	set("mandatory", func() { q.Obligation = "mandatory" })
	set("hops", func() { q.Hops = 1 })
	set("vulnerable", func() { report.Category = []string{"vulnerable/vulnerable-system"} })
	set("critical", func() { report.Fields["severity"] = "Critical" })
	set("police", func() { report.Fields["law_enforcement"] = "yes, the police of Aarhus" })
	set("team:nren-se", func() { q.Sender.Team = "nren-se" })
	return q
}

// The labelled rows: each decision as wanted, and nothing sent that a person
// had to see first.
func TestLabelledRows(t *testing.T) {
	d := danish(t)
	lines := strings.Split(strings.TrimSpace(string(testFile(t, "routes.tsv"))), "\n")
	heads := strings.Split(lines[0], "\t")
	leaks, wrong := 0, 0
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, v := range strings.Split(line, "\t") {
			row[heads[i]] = v
		}
		got := d.Route(asked(row))
		want, team := Forward, row["want"]
		held := []string{}
		switch {
		case team == "HOLD":
			want, team = Hold, got.Team
		case team == "SPLIT":
			want, team = Split, got.Team
		case team == d.Self():
			want = Ours
		case strings.HasPrefix(team, "ASK "):
			team = team[4:]
			held = []string{HeldDestinationAsks}
		}
		if got.Decision == Forward && want != Forward {
			leaks++
		}
		ok := got.Decision == want && got.Team == team
		if want == Hold || want == Split {
			ok = ok && slices.Contains(got.HeldFor, row["held"])
		} else {
			ok = ok && slices.Equal(got.HeldFor, held)
		}
		if !ok {
			wrong++
			t.Errorf("%s (%s): want %s %s, got %s %q for %v\ntrail %+v\nlost %+v", row["id"], row["why"], row["want"], row["held"],
				got.Decision, got.Team, got.HeldFor, got.Trail, got.Lost)
		}
		if len(got.Trail) == 0 {
			t.Errorf("%s: a decision without a trail", row["id"])
		}
	}
	if leaks > 0 {
		t.Errorf("%d leaks", leaks)
	}
	if rows := len(lines) - 1; rows < 60 {
		t.Errorf("only %d rows, %d wrong", rows, wrong)
	}
}

// Whatever else is true, a restriction holds: each row again with TLP:RED.
func TestHoldsComeFirst(t *testing.T) {
	d := danish(t)
	lines := strings.Split(strings.TrimSpace(string(testFile(t, "routes.tsv"))), "\n")
	heads := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		for code, restrict := range map[string]func(*Question){
			HeldTLPRed:     func(q *Question) { q.Subject = "Fwd: tlp:red incident" },
			HeldAnonymous:  func(q *Question) { q.Anonymous = true },
			HeldLoop:       func(q *Question) { q.Loop = true },
			HeldDisclosure: func(q *Question) { q.Report.Disclosure.ShareIdentity = "no" },
		} {
			row := map[string]string{}
			for i, v := range strings.Split(line, "\t") {
				row[heads[i]] = v
			}
			q := asked(row)
			restrict(&q)
			got := d.Route(q)
			if got.Decision != Hold || len(got.HeldFor) == 0 || code == HeldTLPRed && got.HeldFor[0] != code {
				t.Errorf("%s with %s: got %s for %v", row["id"], code, got.Decision, got.HeldFor)
			}
		}
	}
}

func TestTrailCitesTheDirectory(t *testing.T) {
	d := danish(t)
	got := d.Route(asked(map[string]string{"target": "www.ku.dk,130.226.77.9"}))
	if len(got.Trail) != 1 {
		t.Fatalf("trail %+v", got.Trail)
	}
	s := got.Trail[0]
	if s.Rule != "carveout.prefix" || s.Tier != 2 || s.Match != "130.226.77.0/24" || s.Team != "council" || !strings.HasPrefix(s.Source, "directory.toml:") {
		t.Errorf("step %+v", s)
	}
	lines := strings.Split(string(testFile(t, "directory.toml")), "\n")
	at := strings.TrimPrefix(s.Source, "directory.toml:")
	if n := lineNumber(at); !strings.Contains(lines[n-1], "130.226.77.0/24") {
		t.Errorf("source %s is the line %q", s.Source, lines[n-1])
	}
	beaten := map[string]bool{}
	for _, l := range got.Lost {
		beaten[l.Rule+" "+l.Match] = l.Why != ""
	}
	if !beaten["team.prefix 130.226.0.0/16"] || !beaten["team.domain ku.dk"] {
		t.Errorf("lost %+v", got.Lost)
	}
}

func lineNumber(s string) (n int) {
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

func TestTrailNotesWhatDisagrees(t *testing.T) {
	d := danish(t)
	got := d.Route(asked(map[string]string{"target": "www.gov.fi,51.158.1.1", "sector": "private"}))
	if got.Decision != Forward || got.Team != "national-fi" {
		t.Fatalf("got %+v", got)
	}
	if len(got.Lost) == 0 || !strings.Contains(got.Lost[0].Why, "contradicts") {
		t.Errorf("the sector that speaks for another team is not noted: %+v", got.Lost)
	}
	got = d.Route(asked(map[string]string{"target": "80.161.1.1"}))
	if !slices.ContainsFunc(got.Lost, func(s store.Step) bool { return s.Rule == "shared" && strings.Contains(s.Match, "AS3292") }) {
		t.Errorf("the shared network is not noted: %+v", got.Lost)
	}
}
