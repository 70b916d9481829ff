package template

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tocsin/store"
)

const halfReport = `Incident report form, tocsin-1

Your name .......................: Jane Doe
Your organisation ...............: Example School
Affected host name and address ..: www.school.example 198.51.100.7
The incident began on ...........: 03/04/2026 10:00
Description of what happened:
The web server was defaced.
`

// reportOf reads a text as the body of a mail.
func reportOf(t testing.TB, text string) store.Report {
	return builtin(t).Parse(Document{Texts: []Text{{Text: text}}})
}

func labelsOf(list []Said) (labels []string) {
	for _, s := range list {
		labels = append(labels, s.Label)
	}
	return labels
}

func TestReceipt(t *testing.T) {
	r := reportOf(t, halfReport)
	got := builtin(t).Receipt(&r, "en")
	for _, want := range []string{"Your name", "Your organisation", "Affected host name and address", "Description of what happened"} {
		if !slices.Contains(labelsOf(got.Understood), want) {
			t.Errorf("%q is not among what was understood: %v", want, got.Understood)
		}
	}
	asked := strings.Join(got.Ask, "\n")
	for _, want := range []string{"What should we do?", "[ ] We have been compromised, help us now", "The incident began on ...........:"} {
		if !strings.Contains(asked, want) {
			t.Errorf("%q is not asked:\n%s", want, asked)
		}
	}
	for _, no := range []string{"Your name", "Attacking host", "Description"} {
		if strings.Contains(asked, no) {
			t.Errorf("%q is asked again:\n%s", no, asked)
		}
	}
}

func TestReceiptLanguages(t *testing.T) {
	r := reportOf(t, halfReport)
	f := builtin(t)
	for lang, want := range map[string]string{"de": "Ihr Name", "fr": "Votre nom", "xx": "Your name"} {
		if got := labelsOf(f.Receipt(&r, lang).Understood); !slices.Contains(got, want) {
			t.Errorf("%s: %v", lang, got)
		}
	}
}

func TestReceiptOfProse(t *testing.T) {
	r := reportOf(t, "Hello,\nsomebody broke into our server 198.51.100.7 last night.\nJane")
	got := builtin(t).Receipt(&r, "en")
	if len(got.Understood) != 0 {
		t.Errorf("understood %v of prose", got.Understood)
	}
	if asked := strings.Join(got.Ask, "\n"); !strings.Contains(asked, "Affected host name and address") || !strings.Contains(asked, "What should we do?") {
		t.Errorf("asked:\n%s", asked)
	}
}

// TestReceiptAnswered sends what is asked back with answers, below a quoted
// acknowledgement, in every language: it corrects the report.
func TestReceiptAnswered(t *testing.T) {
	f := builtin(t)
	i := slices.IndexFunc(f.List(), func(i Info) bool { return i.ID == ownForm })
	for _, lang := range f.List()[i].Languages {
		r := reportOf(t, halfReport)
		var lines []string
		for _, l := range f.Receipt(&r, lang).Ask {
			if !strings.Contains(l, "[ ]") && strings.HasSuffix(l, ":") {
				l += " 2026-04-03 10:00 UTC"
			}
			lines = append(lines, "> "+l)
		}
		boxes := 0
		for i, l := range lines { // the third choice of the first question with boxes
			if strings.Contains(l, "[ ]") {
				if boxes++; boxes == 3 {
					lines[i] = strings.Replace(l, "[ ]", "[x]", 1)
				}
			}
		}
		reply := "Here you are.\n\nOn Monday the team wrote:\n> Thank you for writing. We read:\n>\n>     What should we do?\n>\n> What stands below is missing.\n>\n" + strings.Join(lines, "\n") + "\n"
		later := reportOf(t, reply)
		changed := Correct(&r, &later)
		if r.Time.Start != "2026-04-03T10:00:00Z" || !slices.Equal(r.Assistance, []string{"recover"}) {
			t.Errorf("%s: start %q, assistance %v, changed %v after\n%s", lang, r.Time.Start, r.Assistance, changed, reply)
		}
		if r.Fields["contact_name"] != "Jane Doe" || len(r.Hosts) != 1 {
			t.Errorf("%s: what was known is lost: %v %v", lang, r.Fields, r.Hosts)
		}
	}
}

func namesOf(list []Change) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

func TestChange(t *testing.T) {
	if got := (Change{"contact_fax", "", "2"}).String() + "; " + (Change{"contact_fax", "1", "2"}).String(); got != "contact_fax: 2; contact_fax: 1 → 2" {
		t.Error(got)
	}
}

func TestCorrect(t *testing.T) {
	base := func() *store.Report {
		return &store.Report{Form: "tocsin-1", Fields: map[string]string{"contact_phone": "1", "description": "d"},
			Hosts: []store.Host{{Role: "target", Name: "a.example"}}, Assistance: []string{"none"},
			Clock: store.Clock{Synchronised: "unknown"}, Disclosure: store.Disclosure{TLP: "AMBER", ShareIdentity: "no"},
			Problems: []store.Problem{{Code: "missing", Field: "contact_fax"}, {Code: "missing", Field: "impact"}}}
	}
	blank := func() *store.Report {
		return &store.Report{Form: "tocsin-1", Fields: map[string]string{}, Clock: store.Clock{Synchronised: "unknown"}, Disclosure: store.Disclosure{ShareIdentity: "unknown"}}
	}
	for name, c := range map[string]struct {
		edit func(later *store.Report)
		want []string
		see  func(r *store.Report) bool
	}{
		"nothing":      {func(*store.Report) {}, nil, func(r *store.Report) bool { return len(r.Problems) == 2 }},
		"a field":      {func(l *store.Report) { l.Fields["contact_fax"] = "2" }, []string{"contact_fax"}, func(r *store.Report) bool { return r.Fields["contact_fax"] == "2" && len(r.Problems) == 1 }},
		"the same":     {func(l *store.Report) { l.Fields["contact_phone"] = "1" }, nil, func(r *store.Report) bool { return r.Fields["contact_phone"] == "1" }},
		"words":        {func(l *store.Report) { l.Fields["description"] = "e" }, nil, func(r *store.Report) bool { return r.Fields["description"] == "d" }},
		"looser":       {func(l *store.Report) { l.Disclosure.TLP = "CLEAR" }, nil, func(r *store.Report) bool { return r.Disclosure.TLP == "AMBER" }},
		"stricter":     {func(l *store.Report) { l.Disclosure.TLP = "RED" }, []string{"tlp"}, func(r *store.Report) bool { return r.Disclosure.TLP == "RED" }},
		"identity":     {func(l *store.Report) { l.Disclosure.ShareIdentity = "yes" }, nil, func(r *store.Report) bool { return r.Disclosure.ShareIdentity == "no" }},
		"a host":       {func(l *store.Report) { l.Hosts = []store.Host{{Role: "source", Name: "b.example"}} }, []string{"host (source)"}, func(r *store.Report) bool { return len(r.Hosts) == 2 }},
		"a known host": {func(l *store.Report) { l.Hosts = []store.Host{{Role: "target", Name: "a.example"}} }, nil, func(r *store.Report) bool { return len(r.Hosts) == 1 }},
		"its address": {func(l *store.Report) {
			l.Hosts = []store.Host{{Role: "target", Name: "A.example", Addresses: []string{"198.51.100.7"}}}
		}, []string{"host (target)"}, func(r *store.Report) bool { return len(r.Hosts) == 1 && r.Hosts[0].Addresses[0] == "198.51.100.7" }},
		"its other role": {func(l *store.Report) {
			l.Hosts = []store.Host{{Role: "source", Name: "a.example", Addresses: []string{"198.51.100.7"}}}
		}, []string{"host (source)"}, func(r *store.Report) bool { return len(r.Hosts) == 2 && len(r.Hosts[0].Addresses) == 0 }},
		"a call for it": {func(l *store.Report) { l.Assistance = []string{"urgent-help"} }, []string{"assistance"}, func(r *store.Report) bool { return r.Assistance[0] == "urgent-help" }},
	} {
		r, later, kept := base(), blank(), base()
		before := *kept
		c.edit(later)
		if diff := cmp.Diff(c.want, namesOf(Correct(r, later))); diff != "" || !c.see(r) {
			t.Errorf("%s: %s %+v", name, diff, r)
		}
		if diff := cmp.Diff(before, *kept); diff != "" {
			t.Errorf("%s: the earlier report was changed: %s", name, diff)
		}
	}
	prose := blank()
	prose.Form, prose.Fields["description"], prose.Disclosure.TLP = "none", "Thanks!", "RED"
	r := base()
	if changed := Correct(r, prose); changed != nil || r.Disclosure.TLP != "AMBER" {
		t.Errorf("prose changed %v", changed)
	}
}

// Whoever writes may make a restriction stricter, and nobody looser.
func TestRestrict(t *testing.T) {
	for _, c := range []struct {
		was, said, want store.Disclosure
		changed         []string
	}{
		{said: store.Disclosure{TLP: "CLEAR"}},
		{said: store.Disclosure{TLP: "GREEN", ShareIdentity: "yes"}},
		{said: store.Disclosure{TLP: "AMBER"}, want: store.Disclosure{TLP: "AMBER"}, changed: []string{"tlp"}},
		{was: store.Disclosure{TLP: "CLEAR"}, said: store.Disclosure{TLP: "GREEN"}, want: store.Disclosure{TLP: "GREEN"}, changed: []string{"tlp"}},
		{was: store.Disclosure{TLP: "RED", Text: "not to a.example"}, said: store.Disclosure{TLP: "AMBER+STRICT", Text: "a.example"}, want: store.Disclosure{TLP: "RED", Text: "not to a.example"}},
		{was: store.Disclosure{Text: "not to A", ShareIdentity: "yes"}, said: store.Disclosure{Text: "nor to B", ShareIdentity: "no"},
			want: store.Disclosure{Text: "not to A\nnor to B", ShareIdentity: "no"}, changed: []string{"disclosure", "share_identity"}},
	} {
		r := store.Report{Disclosure: c.was}
		changed := namesOf(Restrict(&r, c.said))
		if diff := cmp.Diff(c.want, r.Disclosure) + cmp.Diff(c.changed, changed); diff != "" {
			t.Errorf("%+v after %+v: %s", c.was, c.said, diff)
		}
	}
}

// A report that is corrected again and again stays within bounds.
func TestCorrectIsBounded(t *testing.T) {
	r := &store.Report{Form: "tocsin-1", Fields: map[string]string{}}
	for i := range 100 {
		later := &store.Report{Form: "tocsin-1", Logs: []string{fmt.Sprint(i, strings.Repeat("x", 4000))}, Disclosure: store.Disclosure{Text: fmt.Sprint(i, strings.Repeat("y", 4000))}}
		for j := range 50 {
			later.Hosts = append(later.Hosts, store.Host{Role: "source", Name: fmt.Sprintf("h%d-%d.example", i, j)})
		}
		Correct(r, later)
	}
	if logs := len(strings.Join(r.Logs, "")); len(r.Hosts) != mostCorrectedHosts || logs > mostCorrected || logs == 0 || len(r.Disclosure.Text) > mostCorrected+10 || r.Disclosure.Text == "" {
		t.Errorf("%d hosts, %d bytes of logs, %d of restrictions", len(r.Hosts), logs, len(r.Disclosure.Text))
	}
	long := &store.Report{Form: "tocsin-1", Disclosure: store.Disclosure{Text: strings.Repeat("z", 2*mostCorrected)}}
	if r := (&store.Report{}); len(Correct(r, long)) != 1 || r.Disclosure.Text == "" {
		t.Error("a long restriction is lost")
	}
}
