package router

import (
	"slices"
	"strings"

	"tocsin/store"
)

// Why a report is held: the codes of Decision.HeldFor and Outgoing.HeldFor.
// docs/routing.md tells handlers what to do about each.
const (
	// Restrictions of the source: they hold a report whoever it belongs to.
	HeldTLPRed     = "tlp-red"
	HeldTLPAmber   = "tlp-amber"   // AMBER and AMBER+STRICT
	HeldTLPUnclear = "tlp-unclear" // several marks, or one that is none of the five
	HeldDisclosure = "disclosure"  // the reporter restricts passing on
	HeldAnonymous  = "anonymous"
	HeldLoop       = "loop"       // our own forward came back, or would go back
	HeldHops       = "hops"       // another team has handed it over before
	HeldRestricted = "restricted" // an [[inhibit]] entry matches

	// Doubt about whose it is.
	HeldNoEvidence    = "no-evidence"
	HeldRoleUnknown   = "role-unknown" // only prose names a known network
	HeldTie           = "tie"
	HeldContradiction = "contradiction"
	HeldSplit         = "split"
	HeldConcernsUs    = "concerns-us" // ours as well as another team's
	HeldSectorOnly    = "sector-only"
	HeldTooMany       = "too-many" // more hosts or indicators than are looked at
	HeldReporterOnly  = "reporter-only"
	HeldCountryOnly   = "country-only"

	// What the report is: a person decides before it leaves.
	HeldMandatory      = "mandatory"
	HeldAutomatic      = "automatic"
	HeldCritical       = "critical"
	HeldVulnerability  = "vulnerability"
	HeldMinors         = "minors"
	HeldLawEnforcement = "law-enforcement"
	HeldUnverified     = "unverified" // credentials or files from a sender not proved

	// The destination.
	HeldDestinationAsks  = "destination-asks" // the default of a team; the only one that a forward may have
	HeldDestinationNever = "destination-never"
	HeldDestinationHold  = "destination-hold"
	HeldDestinationStale = "destination-stale"      // due for review
	HeldDestinationWeak  = "destination-unreviewed" // known from an import only
	HeldNoAddress        = "no-address"
	HeldNoKey            = "no-key"              // it wants encryption, no key is usable
	HeldEncryptedNoKey   = "encrypted-no-key"    // the report came encrypted, no key is usable
	HeldSenderUnverified = "sender-unverified"   // a notice to a reporter who is not proved
	HeldApproval         = store.HeldForApproval // a forward that waits for a person's decision
	HeldForwarded        = "forwarded-before"    // a correction leads elsewhere than a forward that went, or that a person ended

	wantsForward = "forward" // CountryFallback
	negative     = " none no nein non nee n/a na - -- keine keiner aucune aucun geen nil unrestricted public "
	critical     = " critical emergency notfall kritisch critique kritiek urgence noodgeval "
)

// bar holds a report for a restriction of its source.
func (r *routing) bar(code, kind, value, where string) {
	r.barred = true
	r.hold(code)
	r.note(code, kind, value, where)
}

func (r *routing) note(code, kind, value, where string) {
	f := store.Fact{Role: roleReporter, Kind: kind, Value: value, Where: where}
	r.trail = append(r.trail, store.Step{Rule: "hold." + code, Fact: f})
}

// restrictions are the holds that never depend on the way found.
func (r *routing) restrictions() {
	r.tlp()
	r.disclosure()
	if r.q.Anonymous {
		r.bar(HeldAnonymous, kindMail, "", "From")
	}
	if r.q.Loop {
		r.bar(HeldLoop, "mail", "", "header")
	}
	if r.q.Hops > 0 {
		r.bar(HeldHops, "mail", "", "header")
	}
}

func isNegative(text string) bool {
	return strings.Contains(negative, " "+strings.ToLower(strings.Trim(strings.TrimSpace(text), ".!"))+" ")
}

// deniesFirst says whether an answer begins with a no: "no, not yet".
func deniesFirst(text string) bool {
	first, _, _ := strings.Cut(tidy(strings.NewReplacer(",", " ", ";", " ", ".", " ").Replace(text)), " ")
	return isNegative(text) || isNegative(first)
}

// destination gathers what stands between a report and the team it belongs to.
func (r *routing) destination(lead group) {
	r.content()
	if r.q.CountryFallback != wantsForward {
		r.soft(lead.tier)
	}
	team, ok := r.d.Team(lead.team)
	if !ok {
		r.hold(HeldNoAddress)
		return
	}
	for _, c := range []struct {
		code string
		held bool
	}{
		{HeldDestinationHold, team.Hold},
		{HeldDestinationNever, team.Forward == ForwardNever},
		{HeldDestinationStale, team.Stale(r.q.Now)},
		{HeldDestinationWeak, team.Auto || lead.tier == tierAuto},
		{HeldNoAddress, team.Mail == ""},
		{HeldLoop, r.returns(team)},
		{HeldEncryptedNoKey, r.q.Encrypted && !r.usable(team)},
		{HeldNoKey, team.Encrypt == store.EncryptRequire && !r.usable(team)},
		{HeldDestinationAsks, team.Forward == ForwardAsk},
	} {
		if c.held {
			r.hold(c.code)
		}
	}
}

// soft holds what soft evidence alone has placed.
func (r *routing) soft(tier int) {
	switch tier {
	case tierSector:
		r.hold(HeldSectorOnly)
	case tierReporter:
		r.hold(HeldReporterOnly)
	case tierCountry:
		r.hold(HeldCountryOnly)
	}
}

// returns says whether a forward would go back where it came from, or to us.
func (r *routing) returns(team Team) bool {
	ours := r.d.teams[r.d.self].domain
	return r.q.Sender.Team == team.ID || team.writesFrom(mailDomain(r.q.Sender.Address)) ||
		ours != "" && team.domain == ours
}

func (r *routing) usable(team Team) bool {
	return r.q.Usable != nil && slices.ContainsFunc(team.Keys, r.q.Usable)
}

// content holds what a person must have read before it leaves.
func (r *routing) content() {
	report := r.q.Report
	if r.q.Obligation == "mandatory" {
		r.hold(HeldMandatory)
	}
	if r.q.Automatic {
		r.hold(HeldAutomatic)
	}
	if severity := strings.ToLower(strings.TrimSpace(report.Fields["severity"])); severity != "" && strings.Contains(critical, " "+severity+" ") {
		r.hold(HeldCritical)
	}
	if slices.ContainsFunc(report.Category, func(c string) bool { return strings.HasPrefix(c, "vulnerable/") }) {
		r.hold(HeldVulnerability)
	}
	if p, _ := r.says(minors); p != "" {
		r.hold(HeldMinors)
	}
	if text := report.Fields["law_enforcement"]; text != "" && !deniesFirst(text) {
		r.hold(HeldLawEnforcement)
	}
	if !r.q.Sender.Authenticated {
		if p, _ := r.says(credentials); p != "" || r.q.Attachments {
			r.hold(HeldUnverified)
		}
	}
}
