package router

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"tocsin/store"
)

// ReadDirectory reads the files of a directory. self is the id of our own
// team; "" leaves it to the key self of a file. The directory is never nil:
// what could be read is in it, and the problems, in order of files and lines,
// say what could not.
func ReadDirectory(self string, files ...File) (*Directory, []Problem) {
	r := &reader{d: newDirectory(self)}
	for _, auto := range []bool{false, true} { // reviewed entries first: they win
		for _, f := range files {
			if f.Auto == auto {
				r.file(f)
			}
		}
	}
	r.finish()
	r.lint()
	order := map[string]int{}
	for i, f := range files {
		order[f.Name] = i
	}
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		if a.File != b.File {
			return order[a.File] - order[b.File]
		}
		return a.Line - b.Line
	})
	return r.d, r.problems
}

// A reader builds a directory and gathers what is wrong.
type reader struct {
	d        *Directory
	current  File
	lines    lineMap
	first    place // where the first file begins, for what is missing
	broken   bool  // a file could not be read at all
	named    []reference
	problems []Problem
}

// A reference is a place that names a team, to be checked at the end.
type reference struct {
	team string
	at   place
}

func (r *reader) problem(line int, warning bool, format string, args ...any) {
	r.problemAt(place{r.current.Name, line}, warning, format, args...)
}

func (r *reader) problemAt(at place, warning bool, format string, args ...any) {
	r.problems = append(r.problems, Problem{at.file, at.line, fmt.Sprintf(format, args...), warning})
}

func (r *reader) at(s spot) place { return place{r.current.Name, r.lines.line(s)} }

func (r *reader) file(f File) {
	r.current = f
	if r.first.file == "" {
		r.first = place{f.Name, 1}
	}
	if strings.HasSuffix(strings.ToLower(f.Name), ".csv") {
		r.table(string(f.Data))
		return
	}
	raw, ok := r.decode(f.Data)
	if !ok {
		r.broken = true
		return
	}
	r.lines = linesOf(f.Data)
	r.top(raw)
	for i, t := range raw.Team {
		r.team(i, t)
	}
	for i, c := range raw.Constituent {
		r.constituent(i, c)
	}
	for i, c := range raw.Carveout {
		r.refer(c.Team, spot{"carveout", i, "team", -1})
		e := entry{rule: "carveout", tier: tierAsset, rank: c.Rank + 1, team: c.Team}
		r.assets(spot{table: "carveout", n: i}, e, c.ASNs, c.CIDRs, c.Domains)
	}
	for i, c := range raw.Inhibit {
		e := entry{rule: "inhibit", tier: tierRestricted, until: day(c.Until), why: c.Why}
		r.assets(spot{table: "inhibit", n: i}, e, c.ASNs, c.CIDRs, c.Domains)
	}
	r.rest(raw)
}

// top reads what may stand before the tables, in reviewed files only.
func (r *reader) top(raw rawFile) {
	if r.current.Auto {
		if raw.Self != "" || raw.Default != "" || len(raw.Country)+len(raw.National) > 0 {
			r.problem(1, true, "self, default, country and [[national]] count in reviewed files only; passed over here")
		}
		return
	}
	if r.d.self == "" {
		r.d.self = raw.Self
	}
	if raw.Self != "" {
		r.refer(raw.Self, spot{key: "self", i: -1})
	}
	if raw.Default != "" {
		r.d.fallback, r.d.fallbackAt = raw.Default, r.at(spot{key: "default", i: -1})
		r.refer(raw.Default, spot{key: "default", i: -1})
	}
	for i, c := range raw.Country {
		if cc, ok := r.country(c, spot{key: "country", i: i}); ok {
			r.d.home = append(r.d.home, cc)
		}
	}
	for i, n := range raw.National {
		r.refer(n.Team, spot{"national", i, "team", -1})
		r.national(n.Team, n.CC, "national", spot{"national", i, "cc", -1})
	}
}

// refer notes that a team is named; an empty name is a problem at once.
func (r *reader) refer(team string, s spot) {
	if team == "" {
		r.problemAt(r.at(s), false, "[[%s]] names no team: add team = \"…\"", s.table)
		return
	}
	r.named = append(r.named, reference{team, r.at(s)})
}

func (r *reader) team(i int, t rawTeam) {
	head := spot{"team", i, "", -1}
	if t.ID == "" {
		r.problemAt(r.at(head), false, "[[team]] without id: add id = \"…\", unique in the directory")
		return
	}
	if known, ok := r.d.teams[t.ID]; ok {
		r.problemAt(r.at(head), r.current.Auto && !known.Auto, "team %q stands already at %s; this entry is passed over", t.ID, known.Source)
		return
	}
	team := Team{ID: t.ID, Name: cmp.Or(strings.TrimSpace(t.Name), t.ID), Mail: strings.TrimSpace(t.Mail), Phone: t.Phone, Kind: t.Kind, Accepts: t.Accepts,
		Languages: t.Languages, Hold: t.Hold, Auto: r.current.Auto, Reviewed: day(t.Reviewed), at: r.at(head), Source: r.at(head).String()}
	team.Keys = r.fingerprints(t.Keys, spot{"team", i, "keys", 0})
	team.Encrypt = r.choice(t.Encrypt, spot{"team", i, "encrypt", -1}, store.EncryptPrefer, store.EncryptRequire)
	team.Forward = r.choice(t.Forward, spot{"team", i, "forward", -1}, ForwardAsk, ForwardAuto, ForwardNever)
	team.MailDomains = r.cleanDomains(t.MailDomains, spot{"team", i, "mail_domains", 0})
	if t.ReviewEvery != "" {
		every, ok := days(t.ReviewEvery)
		if !ok {
			r.problemAt(r.at(spot{"team", i, "review_every", -1}), false, "%q is no period; write it like \"180d\", \"26w\", \"1y\"", t.ReviewEvery)
		}
		team.ReviewEvery = every
	}
	if team.Mail != "" && (mailDomain(team.Mail) == "" || strings.ContainsAny(team.Mail, " \t\r\n<>,;")) {
		r.problemAt(r.at(spot{"team", i, "mail", -1}), false, "%q is no mail address", team.Mail)
		team.Mail = ""
	}
	team.domain = mailDomain(team.Mail)
	r.claims(i, t, &team)
	r.d.teams[t.ID] = team
}

// claims enters what a team answers for.
func (r *reader) claims(i int, t rawTeam, team *Team) {
	e := entry{rule: "team", tier: tierAsset, rank: t.Rank, team: t.ID}
	r.assets(spot{table: "team", n: i}, e, t.ASNs, t.CIDRs, t.Domains)
	if r.current.Auto {
		return // sectors and countries are never taken from imports
	}
	for k, s := range t.Sectors {
		e := entry{rule: "sector", tier: tierSector, rank: t.Rank, team: t.ID, match: cleanSector(s), at: r.at(spot{"team", i, "sectors", k})}
		r.d.sectors[e.match] = append(r.d.sectors[e.match], e)
	}
	for k, cc := range t.National {
		if cc, ok := r.national(t.ID, cc, "team.national", spot{"team", i, "national", k}); ok {
			team.National = append(team.National, cc)
		}
	}
}

func (r *reader) national(team, country, rule string, s spot) (string, bool) {
	cc, ok := r.country(country, s)
	twice := slices.ContainsFunc(r.d.countries[cc], func(e entry) bool { return e.team == team })
	if ok && !twice {
		r.d.countries[cc] = append(r.d.countries[cc], entry{rule: rule, tier: tierCountry, team: team, match: cc, at: r.at(s)})
	}
	return cc, ok
}

func (r *reader) country(country string, s spot) (string, bool) {
	cc, ok := cleanCountry(country)
	if !ok {
		r.problemAt(r.at(s), false, "%q is no ISO 3166 country code like \"LU\"", country)
	}
	return cc, ok
}

func (r *reader) choice(value string, s spot, first string, rest ...string) string {
	valid := append([]string{first}, rest...)
	if slices.Contains(valid, value) {
		return value
	}
	if value == "" {
		return first
	}
	text := ""
	if like := nearest(value, valid); like != "" {
		text = fmt.Sprintf("; did you mean %q?", like)
	}
	r.problemAt(r.at(s), false, "%s must be one of %s, not %q%s", s.key, strings.Join(valid, ", "), value, text)
	return first
}

// day returns the start of a date in UTC, zero when none was given.
func day(d toml.LocalDate) time.Time {
	if d == (toml.LocalDate{}) {
		return time.Time{}
	}
	return d.AsTime(time.UTC)
}
