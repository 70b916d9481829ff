package intake

import (
	"slices"
	"strings"
	"testing"

	"tocsin/store"
)

// incidents lists all that are filed, oldest first.
func (b *bed) incidents() []store.Incident {
	b.Helper()
	list, err := b.line.cfg.Store.Incidents(b.Context(), store.Filter{})
	b.must(err)
	slices.Reverse(list)
	return list
}

// trustFeeds files each row of what the sensor's server signed.
func (b *bed) trustFeeds() {
	b.Helper()
	b.line.cfg.Feed, b.line.cfg.AuthServ = FeedEach, "mx.cert.example"
	b.must(b.line.Reload(b.Context(), b.line.readers.Load().directory))
}

// signedFeed is a mail whose DKIM signature our server saw.
func signedFeed(raw []byte) []byte {
	return append([]byte("DKIM-Signature: d=feed.example\r\nAuthentication-Results: mx.cert.example; dkim=pass header.d=feed.example\r\n"), raw...)
}

// A stranger's table opens one incident, however many rows it has.
func TestFeedOfStranger(t *testing.T) {
	b := newBed(t, false)
	b.trustFeeds()
	b.take(parcel("Feed", "multipart/mixed", "text/plain\n\nx\n", rows))
	if n := len(b.incidents()); n != 1 {
		t.Errorf("%d incidents", n)
	}
}

func feedMail() []byte {
	return signedFeed(parcel("Feed [TLP:AMBER]", "multipart/mixed", "text/plain\n\nToday's feed.\n", rows))
}

// Each incident of a feed is filed by itself, with what the feed says of it
// alone, once however often the feed comes; the feed itself goes nowhere.
func TestFeedEach(t *testing.T) {
	b := newBed(t, false)
	b.trustFeeds()
	feed, _ := b.take(feedMail())
	list := b.incidents()
	if len(list) != 3 {
		t.Fatalf("%d incidents, want 3", len(list))
	}
	for _, in := range list {
		if in.Subject == feed.Subject {
			if len(in.Report.Hosts) != 2 || in.Route.Decision == "forward" {
				t.Errorf("the feed: %+v %+v", in.Report.Hosts, in.Route)
			}
			continue
		}
		m, err := b.line.cfg.Store.Message(t.Context(), in.Messages[0])
		b.must(err)
		raw, err := b.line.cfg.Store.Raw(t.Context(), in.Messages[0])
		b.must(err)
		if got, _ := b.outbox(m.Key); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "ack") }) {
			t.Errorf("a row is acknowledged: %v", got)
		}
		if len(in.Report.Hosts) != 1 || !strings.Contains(m.Why, "of 2 of the feed "+string(feed.Key)) || in.Report.Disclosure.TLP != "AMBER" {
			t.Errorf("row: %+v, %s, TLP %q", in.Report.Hosts, m.Why, in.Report.Disclosure.TLP)
		}
		mine, other := "192.0.2.31", "192.0.2.32"
		if in.Report.Hosts[0].Addresses[0] == other {
			mine, other = other, mine
		}
		if text := string(raw); !strings.Contains(text, mine) || strings.Contains(text, other) {
			t.Errorf("the row of %s says:\n%s", mine, text)
		}
	}
	b.take(feedMail())
	b.take(append([]byte("Received: from mx2.example by other.example; Sat, 21 Nov 2026 10:00:05 +0100\r\n"), feedMail()...))
	if again := b.incidents(); len(again) != 3 {
		t.Errorf("%d incidents after the feed came again, and by another route", len(again))
	}
}

// Without that setting it is one incident with a table.
func TestFeedOne(t *testing.T) {
	b := newBed(t, false)
	_, in := b.take(feedMail())
	if list := b.incidents(); len(list) != 1 || len(in.Report.Hosts) != 2 {
		t.Errorf("%d incidents, hosts %v", len(list), in.Report.Hosts)
	}
}

// A row that fails quarantines its feed; the line goes on.
func TestFeedWithFailingRow(t *testing.T) {
	b := newBed(t, false)
	b.trustFeeds()
	s := &sheet{Arrival: Arrival{Raw: feedMail(), channel: "imap"}}
	b.line.read(s, func() *sheet { return nil })
	b.line.readers.Load().directory = nil // so that routing a row fails
	filed, err := b.line.kept(t.Context(), s)
	if err != nil || filed.Outcome != store.FiledQuarantined {
		t.Errorf("%+v, %v", filed, err)
	}
}
