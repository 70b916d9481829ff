package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tocsin/intake/mime"
	"tocsin/intake/pgp"
	"tocsin/store"
	"tocsin/template"
)

// Protect makes the bytes of an outbox entry: composed, signed by the team,
// encrypted where the entry asks for it. Content never falls back to plain
// text: an entry that requires encryption and has no usable key is held
// (*store.HoldError), one that prefers it goes out with its content-free
// text instead.
func (l *Line) Protect(ctx context.Context, o store.Outgoing) ([]byte, error) {
	if err := l.refresh(ctx); err != nil {
		return nil, unready{err}
	}
	raw, err := l.attached(ctx, o)
	if err == nil {
		o.Text, err = l.marked(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	var out []byte
	l.borrow(func(x *Reader) {
		o = x.keyed(o, l.cfg.Now())
		letter := l.letter(o)
		if raw != nil {
			if o.Encrypt != store.EncryptNever && len(o.Keys) > 0 {
				raw, err = x.carried(raw)
			}
			letter.Attach = []mime.Attachment{{Type: "message/rfc822", Name: "report-" + o.Created.UTC().Format(time.DateOnly) + ".eml", Data: raw}}
		}
		if err == nil {
			out, err = l.seal(x.Ring, letter, o)
		}
	})
	return out, err
}

// keyed gives a forward the keys that its team has by now: when it was decided
// there may have been none, or others that have run out since.
func (x *Reader) keyed(o store.Outgoing, at time.Time) store.Outgoing {
	if o.Kind != store.OutForward || x.Directory == nil {
		return o
	}
	can := usable(x.Ring, at)
	for _, team := range x.Directory.Teams() {
		keys := slices.DeleteFunc(slices.Clone(team.Keys), func(f store.Fingerprint) bool { return !can(f) })
		if len(keys) == 0 || !strings.EqualFold(team.Mail, o.To) {
			continue
		}
		if o.Keys = keys; o.Encrypt == store.EncryptNever {
			o.Encrypt = store.EncryptPrefer
		}
	}
	return o
}

// attached fetches the filed message that an entry carries, nil for none.
func (l *Line) attached(ctx context.Context, o store.Outgoing) ([]byte, error) {
	if o.Attach == "" {
		return nil, nil
	}
	raw, err := l.cfg.Store.Raw(ctx, o.Attach)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("the message %s to be carried is gone: %w", o.Attach, err)
	}
	if err != nil {
		return nil, unready{err}
	}
	return raw, nil
}

// marked is the text of an entry: above a forward stands what restricts its
// incident, where that was said after it was written.
func (l *Line) marked(ctx context.Context, o store.Outgoing) (string, error) {
	if o.Kind != store.OutForward {
		return o.Text, nil
	}
	in, err := l.cfg.Store.Incident(ctx, o.Ref)
	if errors.Is(err, store.ErrNotFound) {
		return o.Text, nil
	}
	if err != nil && !(errors.Is(err, store.ErrDamaged) && in.Ref == o.Ref) {
		return "", unready{err}
	}
	marks := template.Marks(in.Report.Disclosure)
	if strings.Contains(o.Text, marks) {
		return o.Text, nil
	}
	return marks + "\n" + o.Text, nil
}

// unready is a failure of ours, not of the entry: try again.
type unready struct{ error }

// Temporary tells the courier to try again.
func (unready) Temporary() bool { return true }

// Unwrap returns the cause.
func (u unready) Unwrap() error { return u.error }

func (l *Line) seal(ring *pgp.Ring, letter mime.Letter, o store.Outgoing) ([]byte, error) {
	sign := o.Kind != store.OutAck || l.cfg.Ack.Sign
	cover := pgp.Cover{Sign: sign, Now: l.cfg.Now(), HideSubject: "[" + string(o.Ref) + "]"}
	if o.Encrypt != store.EncryptNever && len(o.Keys) > 0 {
		cover.To = o.Keys
		raw, err := pgp.Protect(letter, ring, cover)
		var bad *pgp.KeyError
		if !errors.As(err, &bad) {
			return raw, err
		}
		if o.Encrypt == store.EncryptPrefer && o.Plain == "" {
			return nil, &store.HoldError{Reasons: []string{"no-usable-key"}}
		}
	}
	if o.Encrypt == store.EncryptRequire {
		return nil, &store.HoldError{Reasons: []string{"no-usable-key"}}
	}
	if o.Plain != "" && o.Encrypt == store.EncryptPrefer {
		letter.Text, letter.Attach = o.Plain, nil
		if o.PlainSubject != "" {
			letter.Subject = o.PlainSubject
		}
	}
	cover.To = nil
	if !sign {
		return letter.Compose()
	}
	return pgp.Protect(letter, ring, cover)
}

// letter lays out an entry as a mail. The Date of an acknowledgement is when
// it was decided; what may have waited for a person is dated when it goes.
func (l *Line) letter(o store.Outgoing) mime.Letter {
	date := o.Created
	if !o.Auto {
		date = l.cfg.Now()
	}
	letter := mime.Letter{
		From: mime.Address{Name: l.cfg.Team, Addr: o.From}, To: mime.Address{Addr: o.To}, Subject: o.Subject, Text: o.Text,
		Date: date.In(l.cfg.Timezone), MessageID: o.MessageID, InReplyTo: o.InReplyTo, References: o.References,
		Extra: []mime.Field{{Name: "X-Loop", Value: l.own[0]}},
	}
	if o.Auto {
		letter.Extra = append(letter.Extra,
			mime.Field{Name: "Auto-Submitted", Value: "auto-replied"},
			mime.Field{Name: "X-Auto-Response-Suppress", Value: "All"},
			mime.Field{Name: "Precedence", Value: "bulk"})
	} else {
		letter.Extra = append(letter.Extra, mime.Field{Name: "Auto-Submitted", Value: "auto-generated"})
	}
	if o.Kind == store.OutForward {
		letter.Extra = append(letter.Extra, mime.Field{Name: HandoverField, Value: fmt.Sprintf("from=%s; ref=%s; hop=1", l.domain, o.Ref)})
	}
	return letter
}
