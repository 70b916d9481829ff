package intake

import (
	"log/slog"
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// A Handler is a person of the team. With a Fingerprint only mail signed by
// that key counts as the handler's, and notices go out encrypted to it;
// without one the From address counts, and notices carry no content.
type Handler struct {
	Name        string
	Address     string
	Fingerprint store.Fingerprint
	Role        string
}

// An Ack bounds the automatic acknowledgements, so that a forged From makes
// no flood. Zero means the default in brackets.
type Ack struct {
	PerSenderHour int // [5] to one address
	PerSenderDay  int // [20]
	PerDomainHour int // [100] to one domain
	PerHour       int // [3600] to anybody
	Sign          bool
	// Delay puts off the acknowledgement of mail that carries ciphertext by
	// one to two times itself, to a multiple of it, so that its time tells
	// nothing of decryption.
	Delay time.Duration
}

// What becomes of a machine's mail that lists many incidents: one with a table
// of indicators, or beside it one for each.
const (
	FeedOne  = "one"
	FeedEach = "each"
)

// A Config is what the line needs to know of the team and its rooms.
type Config struct {
	Team            string // name, as it signs
	Tag             string // of references
	Addresses       []string
	Languages       []string // of the letters, first is the default
	Timezone        *time.Location
	Handlers        []Handler
	Limits          mime.Limits
	MessageSize     int64 // bytes; larger mail is filed by its header
	Ack             Ack
	Phone           string // for emergencies, in the acknowledgement
	CountryFallback string // hold or forward
	Feed            string // FeedOne or FeedEach: what becomes of a mail that lists many incidents
	AuthServ        string // authserv-id of the mail server whose DKIM verdicts count, "" for none
	Forms           *template.Forms
	Letters         *template.Letters
	Directory       *router.Directory
	Store           *store.Store
	TeamKeys        []pgp.SecretKey
	Workers         int // messages read at the same time
	Now             func() time.Time
	Log             *slog.Logger
}

func (c Config) withDefaults() Config {
	fill := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	fill(&c.Ack.PerSenderHour, 5)
	fill(&c.Ack.PerSenderDay, 20)
	fill(&c.Ack.PerDomainHour, 100)
	fill(&c.Ack.PerHour, 3600)
	fill(&c.Workers, 2)
	if c.MessageSize == 0 {
		c.MessageSize = 50 << 20
	}
	if c.Limits == (mime.Limits{}) {
		c.Limits = mime.DefaultLimits()
	}
	if c.Timezone == nil {
		c.Timezone = time.UTC
	}
	if len(c.Languages) == 0 {
		c.Languages = []string{"en"}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}
