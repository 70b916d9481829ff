package store

import "time"

// A Report is what a form says: the structured reading of one mail's text.
// Its JSON form is the answer of `tocsin parse -json`. Every text in it is
// valid UTF-8 as the reporter wrote it, trimmed.
type Report struct {
	Form       string            `json:"form"`   // definition id, or "none"
	Fields     map[string]string `json:"fields"` // canonical field name → answer
	Hosts      []Host            `json:"hosts"`
	Time       Span              `json:"time"`
	Clock      Clock             `json:"clock"`
	Category   []string          `json:"category"`   // RSIT "class/type"
	Assistance []string          `json:"assistance"` // none, contact-sites, recover, urgent-help
	Disclosure Disclosure        `json:"disclosure"`
	Logs       []string          `json:"logs"`
	Indicators []Indicator       `json:"indicators"`
	Problems   []Problem         `json:"problems"`
	Language   string            `json:"language,omitempty"` // of the form, ISO 639-1
}

// Roles of a host or an indicator in an incident.
const (
	RoleTarget       = "target"
	RoleSource       = "source"
	RoleIntermediary = "intermediary"
	RoleUnknown      = "unknown"
)

// A Host is one machine or network that the form names, in one role.
type Host struct {
	Role      string   `json:"role"`
	Name      string   `json:"name"`
	Addresses []string `json:"addresses"` // IP addresses and CIDR prefixes, refanged
	Timezone  string   `json:"timezone"`
	Function  string   `json:"function"`
	OS        string   `json:"os"`
	Contacted string   `json:"contacted"`
	Marks     []string `json:"marks,omitempty"` // documentation, private, loopback, multicast, own
	Line      int      `json:"line,omitempty"`
}

// A Span is when it happened: RFC 3339 where the zone is known, else the
// reporter's own text with a problem beside it.
type Span struct {
	Start       string `json:"start"`
	End         string `json:"end"`
	Detected    string `json:"detected"`
	Zone        string `json:"zone"`
	ZoneAssumed bool   `json:"zone_assumed"`
	Uncertainty string `json:"uncertainty,omitempty"` // how far the times may be off, as stated: "about", "15m", "2s"
}

// A Clock says how far the reporter's times can be trusted.
type Clock struct {
	Synchronised string `json:"synchronised"` // yes, no, unknown
	Source       string `json:"source"`
	Accuracy     string `json:"accuracy"`
}

// A Disclosure is what the reporter lets us pass on. TLP is "RED",
// "AMBER+STRICT", "AMBER", "GREEN", "CLEAR" or "" (unmarked, which is not CLEAR).
type Disclosure struct {
	TLP           string `json:"tlp"`
	Text          string `json:"text"`
	ShareIdentity string `json:"share_identity"` // yes, no, unknown
}

// An Indicator is one observable found in the text.
type Indicator struct {
	Type  string `json:"type"` // ipv4 ipv6 cidr domain url email md5 sha1 sha256 cve asn file
	Value string `json:"value"`
	Role  string `json:"role"`
	Line  int    `json:"line"`
}

// A Problem is what was odd about a form: a line for a person to look at.
type Problem struct {
	Code    string `json:"code"` // missing ambiguous unreadable placeholder zone-unknown needs-human
	Field   string `json:"field"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// A Finding is what was odd about a message: a repair in its MIME, a doubt
// about its signature. Findings are filed with the message, never refused.
type Finding struct {
	Code   string `json:"code"`
	Part   string `json:"part,omitempty"` // MIME part, "1.2"
	Detail string `json:"detail,omitempty"`
}

// A Fingerprint names an OpenPGP key: upper-case hex, 40 or 64 characters.
type Fingerprint string

// A Protection is what OpenPGP proved about one message: the JSON answer of
// `tocsin open -json`. It travels only beside the message it is about.
type Protection struct {
	Structure  string      `json:"structure"` // ok, ambiguous, malformed
	Encrypted  bool        `json:"encrypted"`
	Decrypted  bool        `json:"decrypted"`
	Coverage   string      `json:"coverage"` // full, partial, none
	Signatures []Signature `json:"signatures"`
	Verdict    string      `json:"verdict"` // verified, signed, unsigned, bad, unreadable
	Subject    string      `json:"subject"`
	Parts      []PartInfo  `json:"parts"`
	Findings   []Finding   `json:"findings"`
	// ForUs: the signature that makes the verdict "verified" names us as
	// recipient (intended-recipient subpacket or signed To/Cc).
	ForUs bool `json:"for_us,omitempty"`
}

// A Signature is one signature found in a message, and the verdict on it.
type Signature struct {
	Status      string      `json:"status"` // good bad no-key expired revoked key-expired weak unsupported future not-for-us
	Fingerprint Fingerprint `json:"fingerprint"`
	Address     string      `json:"address"` // the address registered for the key, "" if none
	FromMatch   bool        `json:"from_match"`
	Part        string      `json:"part"`
	Made        time.Time   `json:"made,omitzero"`
	Algorithm   string      `json:"algorithm,omitempty"`
	Coverage    string      `json:"coverage,omitempty"` // full: covers the whole message; partial
}

// A PartInfo describes one leaf of the MIME tree and what protects it.
type PartInfo struct {
	Part      string `json:"part"`
	Type      string `json:"type"`
	Name      string `json:"name,omitempty"`
	Size      int    `json:"size"`
	Encrypted bool   `json:"encrypted"`
	Signed    string `json:"signed"` // status of the signature over this part, "" if none
}
