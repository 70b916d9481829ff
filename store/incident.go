package store

import "time"

// States of an incident.
const (
	StatusOpen    = "open"
	StatusWaiting = "waiting"
	StatusClosed  = "closed"
	StatusPurged  = "purged"
)

// An Incident is the case: what was reported, who takes part, what was
// decided, and each thing that happened, oldest first.
type Incident struct {
	Ref          Ref           `json:"ref"`
	Status       string        `json:"status"`
	Kind         string        `json:"kind"`       // event, incident, unclassified
	Obligation   string        `json:"obligation"` // mandatory, voluntary
	Priority     int           `json:"priority"`   // 1 highest … 5 lowest, 3 by default
	Received     time.Time     `json:"received"`
	Updated      time.Time     `json:"updated"`
	Subject      string        `json:"subject"`
	Reporter     string        `json:"reporter,omitempty"`
	Assignee     string        `json:"assignee,omitempty"`
	MergedInto   Ref           `json:"merged_into,omitempty"`
	Report       Report        `json:"report"`
	Route        Decision      `json:"route"`
	Participants []Participant `json:"participants,omitempty"`
	Messages     []Key         `json:"message_keys"` // in order of filing
	Related      []Relation    `json:"related"`
	References   []string      `json:"references"` // other teams' numbers, as they write them
	Events       []Event       `json:"events"`
}

// A Participant may add to an incident as confirmed: its reporter, or
// somebody a handler wrote to there.
type Participant struct {
	Address     string      `json:"address"`
	Fingerprint Fingerprint `json:"fingerprint,omitempty"`
	Role        string      `json:"role"` // reporter, site
	Since       time.Time   `json:"since"`
}

// A Relation is a suggested connection to another incident, with its reasons.
type Relation struct {
	Ref   Ref      `json:"ref"`
	Why   []string `json:"why"`
	Score int      `json:"score"`
}

// An Event is one entry of an incident's history (audit): who did what.
type Event struct {
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"` // tocsin, a handler's address, "cli"
	What   string    `json:"what"`  // filed, joined, acknowledged, held, sent, failed, note, assigned, closed, …
	Detail string    `json:"detail,omitempty"`
	Key    Key       `json:"key,omitempty"` // the message it is about
}
