package store

import (
	"context"
	"errors"
	"strings"
	"testing"

	"tocsin/store/kv"
)

// plainMail is a mail of one text, and that text.
func plainMail(lines int) (raw []byte, text string) {
	text = strings.Repeat("sshd[7]: Failed password for root from 192.0.2.7\n", lines)
	return []byte("From: ann@site.example\r\nSubject: report\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n")), text
}

// fileText files a mail into an incident; fn may change the message.
func fileText(t *testing.T, s *Store, raw []byte, text string, fn func(*Message)) (Key, Ref) {
	t.Helper()
	filed, err := s.File(context.Background(), Filing{Message: Message{Text: text}, Raw: raw}, func(tx *Tx, m *Message) Outcome {
		fn(m)
		return Outcome{Incident: &Incident{Ref: tx.NextRef("T", 2026)}}
	})
	if err != nil {
		t.Fatal(err)
	}
	return filed.Key, filed.Ref
}

func asItIs(*Message) {}

// recordOf is what the record of a message has itself.
func recordOf(t *testing.T, s *Store, key Key) (m *messageRecord) {
	t.Helper()
	err := s.read(context.Background(), func(v *view) (err error) {
		m, _, _, err = v.messageBrief(v.id("message", string(key)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestTextIsKeptOnce: a text that its mail tells is not kept a second time, and
// is there whoever asks, also when the message was moved.
func TestTextIsKeptOnce(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	raw, text := plainMail(40)
	key, ref := fileText(t, s, raw, text, asItIs)
	for _, step := range []func() error{
		func() error { return nil },
		func() (err error) { ref, err = s.Move(ctx, key, "", "ann"); return err },
		func() error { s = reopened(t, e); return nil },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
		if m := recordOf(t, s, key); m.Text != "" || m.TextAt == 0 {
			t.Errorf("%d bytes of text are kept, from %d on", len(m.Text), m.TextAt)
		}
		if m, err := s.Message(ctx, key); m.Text != text || err != nil {
			t.Errorf("%.80q, %v", m.Text, err)
		}
		if list, err := s.Messages(ctx, ref); len(list) != 1 || list[0].Text != text || err != nil {
			t.Errorf("%d messages, %v", len(list), err)
		}
	}
	_, err := s.File(ctx, Filing{Raw: []byte("another")}, func(tx *Tx, _ *Message) Outcome {
		if m, ok := tx.Message(key); !ok || m.Text != text {
			t.Errorf("a decision sees %.80q", m.Text)
		}
		return Outcome{}
	})
	if err != nil {
		t.Error(err)
	}
}

// TestTextThatItsMailDoesNotTell is kept as it is.
func TestTextThatItsMailDoesNotTell(t *testing.T) {
	raw, text := plainMail(40)
	large, much := plainMail(4000)
	for name, c := range map[string]struct {
		raw  []byte
		text string
		fn   func(*Message)
	}{
		"another text":         {raw, text + "x", asItIs},
		"a piece of it":        {raw, text[:len(text)-1], asItIs},
		"other ends of lines":  {raw, strings.ReplaceAll(text, "\n", "\r"), asItIs},
		"a short one":          {[]byte("A: b\r\n\r\nshort"), "short", asItIs},
		"changed by decision":  {raw, text, func(m *Message) { m.Text = "changed" }},
		"beside the engine":    {large, much, asItIs},
		"no mail":              {nil, text, asItIs},
		"no end of the header": {[]byte(text), text, asItIs},
	} {
		s, _ := remembering(t)
		f := c.text
		key := Key("k")
		if c.raw != nil {
			key, _ = fileText(t, s, c.raw, c.text, c.fn)
		} else if _, err := s.File(context.Background(), Filing{Message: Message{Key: key, Text: f}}, func(*Tx, *Message) Outcome { return Outcome{} }); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "changed") {
			f = "changed"
		}
		if m := recordOf(t, s, key); m.TextAt != 0 || m.Text != f {
			t.Errorf("%s: %.80q, from %d on", name, m.Text, m.TextAt)
		}
		if m, err := s.Message(context.Background(), key); m.Text != f || err != nil {
			t.Errorf("%s: %.80q, %v", name, m.Text, err)
		}
	}
}

// TestTextOfDamagedMail: a text that can't be read is told, never empty, and
// keeps no incident from being purged.
func TestTextOfDamagedMail(t *testing.T) {
	ctx := context.Background()
	s, e := remembering(t)
	raw, text := plainMail(40)
	key, ref := fileText(t, s, raw, text, asItIs)
	err := e.Update(ctx, func(w kv.Writer) error {
		for k, value := range w.Scan(bMessage, nil, nil) {
			value = append([]byte{}, value...)
			value[len(value)-1] ^= 1
			w.Put(bMessage, append([]byte{}, k...), value)
			break
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := s.Message(ctx, key); !errors.Is(err, errSealed) || m.Text != "" {
		t.Errorf("%.80q, %v", m.Text, err)
	}
	if list, err := s.Messages(ctx, ref); len(list) != 0 || !errors.Is(err, ErrDamaged) {
		t.Errorf("%d messages, %v", len(list), err)
	}
	if err := s.Purge(ctx, ref, "ann"); err != nil {
		t.Error(err)
	}
}

// FuzzText: what isText takes for a text of some bytes is what textOf makes of
// them, and nothing else is.
func FuzzText(f *testing.F) {
	f.Add([]byte("a\r\nb\r\n"), "a\nb\n")
	f.Add([]byte("a\rb\n\r\n\r"), "a\rb\n\n\r")
	f.Add([]byte("\r\n"), "")
	f.Add([]byte(""), "\n")
	f.Fuzz(func(t *testing.T, raw []byte, text string) {
		if !isText(raw, textOf(raw)) {
			t.Errorf("%q is no text of itself", raw)
		}
		if isText(raw, text) != (text == textOf(raw)) {
			t.Errorf("%q of %q", text, raw)
		}
	})
}
