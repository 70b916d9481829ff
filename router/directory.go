package router

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gaissmai/bart"

	"tocsin/store"
)

// A File is one file of the directory: TOML, or a prefix table ("cidr,asn,cc"
// lines) when its name ends in ".csv". Auto marks imports that nobody has
// reviewed: what they say is weak and never forwards by itself.
type File struct {
	Name string
	Data []byte
	Auto bool
}

// A Problem is what is wrong in a directory file, and what to do about it.
// Warnings do not stop a deployment; everything else does.
type Problem struct {
	File    string
	Line    int // 1 is the first; 0 when it is about the file as a whole
	Message string
	Warning bool
}

// String returns the problem as "file:line: message".
func (p Problem) String() string {
	kind := ""
	if p.Warning {
		kind = "warning: "
	}
	return fmt.Sprintf("%s: %s%s", place{p.File, p.Line}, kind, p.Message)
}

// How a team wants to be written to.
const (
	ForwardAuto  = "auto"
	ForwardAsk   = "ask" // the default: a handler approves each forward
	ForwardNever = "never"
)

// A Team is one CSIRT of the directory.
type Team struct {
	ID, Name, Mail, Phone string
	Kind                  []string // government, national, nren, sector, …: for people
	Keys                  []store.Fingerprint
	Encrypt               string   // store.EncryptRequire or store.EncryptPrefer
	Forward               string   // ForwardAuto, ForwardAsk or ForwardNever
	Accepts               []string // rfc822, misp, xarf
	Languages             []string // ISO 639-1, the preferred first
	MailDomains           []string // whence it writes, beside the domain of Mail
	National              []string // ISO 3166 codes it answers for
	Hold                  bool     // a person decides each time
	Auto                  bool     // known from an automatic import only
	Reviewed              time.Time
	ReviewEvery           time.Duration // 0: never goes stale
	Source                string        // "directory.toml:23"
	at                    place
	domain                string // of Mail, in normal form
}

// Stale says whether the entry should have been reviewed before now.
func (t Team) Stale(now time.Time) bool {
	return t.ReviewEvery > 0 && now.After(t.Reviewed.Add(t.ReviewEvery))
}

// A place is a line of a file.
type place struct {
	file string
	line int
}

func (p place) String() string {
	if p.line == 0 {
		return p.file
	}
	return p.file + ":" + strconv.Itoa(p.line)
}

// Tiers of the decision, strongest first (notes: docs/routing.md).
const (
	tierRestricted  = 0 // inhibitions: nothing goes out by itself
	tierConstituent = 1 // registered with us
	tierAsset       = 2 // reviewed networks and names of teams, carve-outs
	tierAuto        = 3 // the same, imported
	tierSector      = 4
	tierReporter    = 5
	tierCountry     = 6
)

// An entry says: what matches here belongs to that team.
type entry struct {
	rule         string // team.prefix, carveout.asn, constituent.domain, …
	tier         int
	rank         int // the greater wins between equal matches
	team         string
	match        string
	at           place
	since, until time.Time // zero: always
	why          string    // of an inhibition
}

func (e entry) active(now time.Time) bool {
	return (e.since.IsZero() || !now.Before(e.since)) && (e.until.IsZero() || now.Before(e.until))
}

// A network is what the prefix table knows of a prefix: the AS that
// announces it (0: unknown) and its country ("": unknown).
type network struct {
	asn uint32
	cc  string
	at  place
}

// A Directory knows which team answers for which networks and names. It does
// not change once read, and may be asked from many goroutines.
type Directory struct {
	self, fallback string
	fallbackAt     place
	home           []string // countries whose unplaced incidents go to fallback
	teams          map[string]Team
	ordered        []Team // by id
	prefixes       bart.Table[[]entry]
	asns           map[uint32][]entry
	domains        map[string][]entry
	mails          map[string][]entry
	keys           map[store.Fingerprint][]entry
	sectors        map[string][]entry
	countries      map[string][]entry
	shared         map[uint32]place
	networks       bart.Table[network]
}

func newDirectory(self string) *Directory {
	return &Directory{self: self, teams: map[string]Team{}, asns: map[uint32][]entry{}, domains: map[string][]entry{},
		mails: map[string][]entry{}, keys: map[store.Fingerprint][]entry{}, sectors: map[string][]entry{},
		countries: map[string][]entry{}, shared: map[uint32]place{}}
}

// Self returns the id of our own team.
func (d *Directory) Self() string { return d.self }

// Team returns the team with an id.
func (d *Directory) Team(id string) (Team, bool) {
	t, ok := d.teams[id]
	return t, ok
}

// Teams returns all teams in order of their ids.
func (d *Directory) Teams() []Team {
	return slices.Clone(d.ordered)
}

// order puts the teams into the order of their ids.
func (d *Directory) order() {
	d.ordered = make([]Team, 0, len(d.teams))
	for _, id := range slices.Sorted(maps.Keys(d.teams)) {
		d.ordered = append(d.ordered, d.teams[id])
	}
}

// TeamByMail returns the team that writes from an address: by the address
// itself, else by its domain where only one team has that.
func (d *Directory) TeamByMail(address string) (Team, bool) {
	domain := mailDomain(address)
	found, count := -1, 0
	for i := range d.ordered {
		t := &d.ordered[i]
		if t.Mail != "" && strings.EqualFold(t.Mail, address) {
			return *t, true
		}
		if t.writesFrom(domain) {
			found, count = i, count+1
		}
	}
	if count != 1 {
		return Team{}, false
	}
	return d.ordered[found], true
}

// writesFrom says whether a mail domain is the team's.
func (t *Team) writesFrom(domain string) bool {
	if domain == "" {
		return false
	}
	return domain == t.domain || slices.ContainsFunc(t.MailDomains, func(own string) bool {
		return domain == own || strings.HasSuffix(domain, "."+own)
	})
}

// mailDomain returns the normal form of an address's domain, "" if none.
func mailDomain(address string) string {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return ""
	}
	domain, _ := cleanDomain(address[i+1:])
	return domain
}
