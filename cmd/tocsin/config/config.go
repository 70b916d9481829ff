// Package config reads tocsin.toml: one strict TOML file in which an unknown
// key, a wrong type, a bad value and a missing file are problems that name
// file, line and remedy, all of them at once. Secrets never stand in it: they
// lie in files that it names, or in systemd's credentials. Relative paths are
// relative to the folder of the file.
package config

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// Config is what the file says, with paths made absolute and defaults filled.
type Config struct {
	File string `toml:"-"` // the file it was read from

	Team       Team       `toml:"team"`
	Mailboxes  []Mailbox  `toml:"mailbox"`
	Submission Submission `toml:"submission"`
	Keys       Keys       `toml:"keys"`
	Store      Store      `toml:"store"`
	Handlers   []Handler  `toml:"handler"`
	Intake     Intake     `toml:"intake"`
	Routing    Routing    `toml:"routing"`
	Retention  Retention  `toml:"retention"`
	HTTP       HTTP       `toml:"http"`
}

// Team says who we are. The first address is the From of all that goes out.
type Team struct {
	Name      string   `toml:"name"`
	Tag       string   `toml:"tag"` // in references, TAG#2026-00042-7
	Addresses []string `toml:"addresses"`
	Timezone  string   `toml:"timezone"` // IANA name
	Languages []string `toml:"languages"`
	Phone     string   `toml:"phone"`

	Location *time.Location `toml:"-"` // Timezone, loaded
}

// Mailbox is one IMAP folder to take mail from.
type Mailbox struct {
	URL       string   `toml:"url"` // imaps://user@host/INBOX, or imap:// for STARTTLS
	Password  string   `toml:"password_file"`
	Mechanism string   `toml:"mechanism"` // login, plain, oauthbearer, xoauth2; "" chooses
	After     string   `toml:"after"`     // move:FOLDER, keyword:$NAME, leave, delete
	Poll      Duration `toml:"poll"`
	TLS       TLS      `toml:"tls"`

	Address Address `toml:"-"` // URL, taken apart
	Line    int     `toml:"-"` // where the table begins
}

// TLS says how a server proves itself.
type TLS struct {
	CA               string `toml:"ca"`                // PEM file, instead of the system's
	InsecureLoopback bool   `toml:"insecure_loopback"` // allow no TLS to 127.0.0.0/8 and ::1
}

// Submission is the server that outgoing mail is handed to.
type Submission struct {
	URL       string `toml:"url"` // submissions://, submission:// (STARTTLS), smtp://
	Password  string `toml:"password_file"`
	Mechanism string `toml:"mechanism"`
	Hello     string `toml:"hello"`  // our name in EHLO
	Bounce    string `toml:"bounce"` // envelope sender of mail that is no automatic answer
	Rate      int    `toml:"rate"`   // messages a minute at most, 0 for no bound
	TLS       TLS    `toml:"tls"`

	Address Address `toml:"-"`
	Line    int     `toml:"-"` // where the table begins
}

// Keys names the team's secret keys. Keys of others live in the store.
type Keys struct {
	Team       []string `toml:"team"`
	Passphrase string   `toml:"passphrase_file"`
}

// Store says where incidents are kept and which key seals them.
type Store struct {
	URL     string `toml:"url"` // bolt:tocsin.db
	SealKey string `toml:"seal_key_file"`

	Path string `toml:"-"` // of the bolt file
}

// Handler is a member of the team who hears of incidents and answers by mail.
type Handler struct {
	Name        string `toml:"name"`
	Address     string `toml:"address"`
	Fingerprint string `toml:"fingerprint"`
	Role        string `toml:"role"`
}

// Intake bounds what one message may cost and how often we answer.
type Intake struct {
	MessageSize      Size     `toml:"message_size"`
	Parts            int      `toml:"parts"`
	Depth            int      `toml:"depth"`
	DecompressedSize Size     `toml:"decompressed_size"`
	Ack              Ack      `toml:"ack"`
	AuthServ         string   `toml:"authserv_id"` // whose Authentication-Results count
	Forms            []string `toml:"forms"`       // own form definitions, globs
	Feed             string   `toml:"feed"`        // one or each: what becomes of a mail that lists many incidents
	Workers          int      `toml:"workers"`     // 0: one for each processor
}

// Ack bounds acknowledgements, so that we are no reflector. Zero is the
// default of package intake.
type Ack struct {
	PerSenderHour int      `toml:"per_sender_hour"`
	PerSenderDay  int      `toml:"per_sender_day"`
	PerDomainHour int      `toml:"per_domain_hour"`
	PerHour       int      `toml:"per_hour"`
	Sign          bool     `toml:"sign"`
	Delay         Duration `toml:"delay"` // of answers to encrypted mail
}

// Routing names the directory of teams and constituents.
type Routing struct {
	Directory       []string `toml:"directory"`        // globs; files below a folder auto/ are weak
	Default         string   `toml:"default"`          // "hold", or a team's id; "" as the directory says
	CountryFallback string   `toml:"country_fallback"` // hold or forward
}

// Retention says how long each class is kept: 7d, 3w, 3m, 1y.
type Retention struct {
	Raw        Keep `toml:"raw"`
	Incident   Keep `toml:"incident"`
	Contacts   Keep `toml:"contacts"`
	Quarantine Keep `toml:"quarantine"`
	Statistics Keep `toml:"statistics"`
}

// HTTP is the private door for health and metrics.
type HTTP struct {
	Listen string `toml:"listen"`
	Public string `toml:"public"`
}

// Problem is one thing that is wrong, or (Warning) worth a look.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
	Warning bool   `json:"warning,omitempty"`
}

// String gives file:line: message.
func (p Problem) String() string {
	text := p.Message
	if p.Warning {
		text = "warning: " + text
	}
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, text)
	}
	return p.File + ": " + text
}

// Errors returns the problems that are more than warnings.
func Errors(list []Problem) []Problem {
	var out []Problem
	for _, p := range list {
		if !p.Warning {
			out = append(out, p)
		}
	}
	return out
}

// Dir is the folder that relative paths start from.
func (c *Config) Dir() string { return filepath.Dir(c.File) }

// StateDir is the folder of the store, where the socket lies too.
func (c *Config) StateDir() string { return filepath.Dir(c.Store.Path) }

// Socket is the path of the Unix socket of a running daemon.
func (c *Config) Socket() string { return filepath.Join(c.StateDir(), "tocsin.sock") }

// path makes a file name of the config absolute, and finds credentials.
func (c *Config) path(name string) string {
	if name == "" || strings.HasPrefix(name, credentials) {
		return name
	}
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(c.Dir(), name)
}

// defaults fills what was left out.
func (c *Config) defaults() {
	for i := range c.Mailboxes {
		b := &c.Mailboxes[i]
		b.Poll = cmp.Or(b.Poll, Duration(time.Minute))
		b.After = cmp.Or(b.After, "leave")
	}
	in := &c.Intake
	in.MessageSize = cmp.Or(in.MessageSize, 50<<20)
	in.Feed = cmp.Or(in.Feed, "one")
	in.Parts = cmp.Or(in.Parts, 500)
	in.Depth = cmp.Or(in.Depth, 16)
	in.DecompressedSize = cmp.Or(in.DecompressedSize, 64<<20)
	c.Team.Timezone = cmp.Or(c.Team.Timezone, "UTC")
	c.Routing.CountryFallback = cmp.Or(c.Routing.CountryFallback, "hold")
	if len(c.Team.Languages) == 0 {
		c.Team.Languages = []string{"en"}
	}
}
