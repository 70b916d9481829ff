package store

// A Decision says whose incident it is: the JSON answer of `tocsin route -json`.
type Decision struct {
	Decision string   `json:"decision"` // ours, forward, hold, split
	Team     string   `json:"team"`     // directory id, our own included
	HeldFor  []string `json:"held_for"`
	Trail    []Step   `json:"trail"`
	Lost     []Step   `json:"lost"` // claims that a stronger one beat
}

// A Step is one line of the trail: which rule met which fact and what it says.
// Steps can be run again and cite the line of the directory they rest on.
type Step struct {
	Rule   string `json:"rule"` // e.g. constituent.prefix, team.asn, sector, country
	Tier   int    `json:"tier"`
	Fact   Fact   `json:"fact"`
	Match  string `json:"match"`
	Team   string `json:"team"`
	Source string `json:"source"` // directory.toml:23
	Why    string `json:"why,omitempty"`
}

// A Fact is one thing a report says that routing can rest on.
type Fact struct {
	Role  string `json:"role"` // target, source, intermediary, reporter, unknown
	Kind  string `json:"kind"` // ip, cidr, asn, domain, mail, sector, country, org
	Value string `json:"value"`
	Where string `json:"where"` // "form field host", "body line 37", "From"
}
