package router

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"tocsin/store"
)

// maxValues bounds how many values of one report are indexed, so that a mail
// of ten thousand addresses does not connect everything with everything.
const maxValues = 200

// CorrelationValues returns what of a report can connect it with others, as
// "kind:value": hosts, indicators, and the mail domains of those who reported
// where these are an organisation's own. What too many reports share (public
// resolvers, freemail, private addresses) is left out.
func CorrelationValues(r *store.Report, reporters ...string) []string {
	out := make([]string, 0, min(2*len(r.Hosts)+len(r.Indicators)+len(reporters), maxValues))
	for _, h := range r.Hosts {
		for _, f := range hostFacts(h, maxValues) {
			out = appendValue(out, f.Kind, f.Value)
		}
	}
	for _, i := range r.Indicators {
		switch i.Type {
		case "url", "email", "md5", "sha1", "sha256", "cve":
			out = appendValue(out, i.Type, strings.TrimSpace(i.Value))
		}
		if f, ok := indicatorFact(i); ok && f.Kind != kindMail {
			out = appendValue(out, f.Kind, f.Value)
		}
	}
	for _, address := range reporters {
		out = appendValue(out, "reporter", mailDomain(address))
	}
	return out
}

func appendValue(list []string, kind, value string) []string {
	if kind != "url" { // a path may be case-sensitive
		value = strings.ToLower(value)
	}
	if kind == "" || value == "" || len(list) >= maxValues || commonplace(kind, value) {
		return list
	}
	return appendNew(list, kind+":"+value)
}

// commonplace says whether a value is in so many reports that it means nothing.
func commonplace(kind, value string) bool {
	switch kind {
	case kindIP:
		return resolvers[value]
	case kindCIDR:
		p, err := netip.ParsePrefix(value)
		return err != nil || p.Bits() < 16
	case kindDomain, "reporter":
		return under(value, crowds)
	case "email":
		return strings.HasPrefix(value, "abuse@") || mailDomain(value) == ""
	}
	return false
}

// under says whether a name is one of a list or lies below one.
func under(name string, list map[string]bool) bool {
	for ; name != ""; _, name, _ = strings.Cut(name, ".") {
		if list[name] {
			return true
		}
	}
	return false
}

var (
	// resolvers are public DNS servers, which stand in every log.
	resolvers = setOf("8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9 149.112.112.112 208.67.222.222 208.67.220.220 4.2.2.1 4.2.2.2" +
		" 2001:4860:4860::8888 2001:4860:4860::8844 2606:4700:4700::1111 2606:4700:4700::1001 2620:fe::fe 2620:fe::9")
	// crowds are names that too many share: freemail, large platforms.
	crowds = setOf("gmail.com googlemail.com google.com yahoo.com yahoo.fr outlook.com outlook.fr hotmail.com hotmail.fr hotmail.de live.com" +
		" msn.com icloud.com me.com aol.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de orange.fr free.fr laposte.net" +
		" wanadoo.fr sfr.fr proton.me protonmail.com tutanota.com mail.ru yandex.ru yandex.com qq.com 163.com skynet.be telenet.be" +
		" proximus.be pt.lu internet.lu vo.lu ziggo.nl kpnmail.nl xs4all.nl microsoft.com apple.com facebook.com twitter.com x.com" +
		" youtube.com github.com wikipedia.org w3.org schemas.microsoft.com example.com example.org example.net virustotal.com")
)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// weights say how much a shared value of a kind tells, of 100.
func weight(kind string) int {
	switch kind {
	case "sha256", "sha1", "md5":
		return 60
	case "url":
		return 50
	case kindIP, "email":
		return 40
	case kindDomain:
		return 30
	case kindCIDR:
		return 20
	case "reporter", "cve":
		return 10
	}
	return 5
}

// Sharers is how many incidents that hold a value are worth finding: Related
// passes over what more than 20 others share.
const Sharers = tooCommon + 2

const (
	tooCommon    = 20 // a value in more incidents than these connects none of them
	maxRelations = 20
	maxReasons   = 10
)

// Related suggests connections of an incident: found maps each correlation
// value to the incidents that hold it. Each suggestion says which values are
// shared; its score is the sum of their weights, halved for each doubling of
// the incidents that share a value, at most 100. The strongest come first.
func Related(in *store.Incident, found map[string][]store.Ref) []store.Relation {
	r := relations{at: map[store.Ref]int{}}
	for _, value := range slices.Sorted(maps.Keys(found)) {
		others := slices.Clone(found[value])
		slices.Sort(others)
		others = slices.DeleteFunc(slices.Compact(others), func(r store.Ref) bool { return r == in.Ref })
		if len(others) <= tooCommon {
			r.share(value, others)
		}
	}
	return r.strongest()
}

// relations are those found so far, and where each incident stands in them.
type relations struct {
	list []store.Relation
	at   map[store.Ref]int
}

// share relates the incidents that hold a value.
func (r *relations) share(value string, others []store.Ref) {
	kind, plain, _ := strings.Cut(value, ":")
	points := weight(kind)
	for shared := len(others); shared > 1; shared /= 2 {
		points /= 2
	}
	if points == 0 || len(others) == 0 {
		return
	}
	why := []string{"same " + kind + " " + plain}
	for _, ref := range others {
		i, known := r.at[ref]
		if !known {
			r.at[ref] = len(r.list)
			r.list = append(r.list, store.Relation{Ref: ref, Why: why, Score: points})
			continue
		}
		one := &r.list[i]
		one.Score = min(100, one.Score+points)
		if len(one.Why) < maxReasons {
			one.Why = slices.Concat(one.Why, why) // they share their first
		}
	}
}

func (r *relations) strongest() []store.Relation {
	slices.SortFunc(r.list, func(a, b store.Relation) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Ref, a.Ref))
	})
	return nonNil(r.list[:min(len(r.list), maxRelations)])
}
