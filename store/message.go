package store

import "time"

// A Key names a message: lower-case hex SHA-256 of its bytes as received,
// never the Message-ID, which its sender chooses.
type Key string

// Kinds of message, and the two directions.
const (
	KindReport       = "report"
	KindFollowUp     = "follow-up"
	KindCoordination = "coordination" // we were in Cc
	KindHandler      = "handler"
	KindAutomatic    = "automatic"
	KindBounce       = "bounce"
	KindNotification = "notification" // we wrote it to another site

	In  = "in"
	Out = "out"
)

// A Message is one mail that came or went, as filed. Addresses are bare
// addr-specs with the domain in lower case; message ids stand without <>.
type Message struct {
	Key        Key        `json:"key"`
	Ref        Ref        `json:"ref,omitempty"`
	Direction  string     `json:"direction"`
	Kind       string     `json:"kind"`
	From       string     `json:"from"` // the one valid From address; "" when none or several
	FromRaw    string     `json:"from_raw,omitempty"`
	ReplyTo    string     `json:"reply_to,omitempty"`
	To         []string   `json:"to,omitempty"`
	Cc         []string   `json:"cc,omitempty"`
	Date       time.Time  `json:"date"`
	Received   time.Time  `json:"received"`
	Subject    string     `json:"subject"`
	MessageID  string     `json:"message_id,omitempty"`
	References []string   `json:"references,omitempty"` // In-Reply-To, then References, nearest first, at most 20
	Content    string     `json:"content,omitempty"`    // hex SHA-256 of decoded texts and attachments
	Channel    string     `json:"channel,omitempty"`    // imap, file, fax, phone, …
	Size       int64      `json:"size"`
	Confirmed  bool       `json:"confirmed"`
	Why        string     `json:"why"` // why it is in this incident
	Protection Protection `json:"protection"`
	Findings   []Finding  `json:"findings,omitempty"`
	Report     *Report    `json:"report,omitempty"`
	Text       string     `json:"text,omitempty"` // what a person reads
	Deliveries []Delivery `json:"deliveries,omitempty"`
}

// A Delivery is one arrival of a message: by IMAP with all fields set, by
// `take` or another door with Mailbox naming the channel and UID 0.
type Delivery struct {
	Mailbox     string    `json:"mailbox"`
	UIDValidity uint32    `json:"uid_validity,omitempty"`
	UID         uint32    `json:"uid,omitempty"`
	At          time.Time `json:"at"`
}

// A Quarantined message could not be processed within its bounds. Its raw
// bytes are kept, and `tocsin quarantine retry` puts it through again.
type Quarantined struct {
	Key      Key        `json:"key"`
	Reason   string     `json:"reason"`
	At       time.Time  `json:"at"`
	Size     int64      `json:"size"`
	Attempts int        `json:"attempts"`
	Delivery []Delivery `json:"deliveries,omitempty"`
}
