package intake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"tocsin/router"
	"tocsin/store"
	"tocsin/template"
)

// rowsAtOnce is how many incidents of one mail are filed at the same time, so
// that they share transactions.
const rowsAtOnce = 64

// keepRows files each incident that a feed lists by itself, where the team
// wants that: as a message of its own, made of what the feed says of it alone,
// so that a forward shows no team what belongs to another. They are filed
// before the feed: should we die in between, the feed comes again, and its
// rows are known by their bytes.
func (l *Line) keepRows(ctx context.Context, a Arrival, feed *Reading) error {
	trusted := feed.Sender.Authenticated || feed.Sender.Team != "" // a stranger opens one incident a mail
	if l.cfg.Feed != FeedEach || !trusted || len(feed.rows) < 2 || feed.Opened.Protection.Encrypted {
		return nil
	}
	feed.Message.Key = store.KeyOf(a.Raw)
	errs := make([]error, len(feed.rows))
	free := make(chan struct{}, rowsAtOnce)
	var all sync.WaitGroup
	for i := range feed.rows {
		free <- struct{}{}
		all.Go(func() {
			defer func() {
				if fault := recover(); fault != nil {
					errs[i] = fmt.Errorf("%w: row %d: %v", store.ErrDecide, i+1, fault)
				}
				<-free
			}()
			row, raw := l.row(feed, i)
			f := store.Filing{Message: row.Message, Raw: raw, Delivery: store.Delivery{Mailbox: "row:" + string(row.Message.Key), At: a.Delivery.At}}
			_, errs[i] = l.cfg.Store.File(ctx, f, l.decides(row))
		})
	}
	all.Wait()
	hold(&feed.Route, "rows")
	feed.Message.Findings = append(feed.Message.Findings, store.Finding{Code: "rows", Detail: fmt.Sprintf("each of its %d incidents is filed by itself", len(feed.rows))})
	return errors.Join(errs...)
}

// feedID names a feed however often and by whatever route it comes: one that two
// of our addresses get differs in its trace fields only.
func feedID(feed *store.Message) store.Key {
	if feed.MessageID == "" || feed.Content == "" {
		return feed.Key
	}
	return store.KeyOf([]byte(feed.MessageID + " " + feed.Content))
}

// row makes the reading of one row of a feed, and its message.
func (l *Line) row(feed *Reading, i int) (*Reading, []byte) {
	r := *feed
	r.rows, r.Report, r.Evidence, r.outer = nil, feed.rows[i], router.Evidence{}, router.Evidence{}
	r.Class.Answer = false
	r.origin = fmt.Sprintf("row %d of %d of the feed %s", i+1, len(feed.rows), feed.Message.Key)
	m := &r.Message
	m.Subject = fmt.Sprintf("%s (%d of %d)", m.Subject, i+1, len(feed.rows))
	id := feedID(&feed.Message)
	m.MessageID = fmt.Sprintf("%s.%d@%s", id[:32], i+1, l.domain)
	m.References, m.Findings = nil, nil
	m.Content = string(store.KeyOf(fmt.Appendf(nil, "row %d of %s", i+1, id))) // known again even if a later version words it differently
	m.Text = template.Summary(r.Report, store.Decision{})
	m.Protection = store.Protection{Structure: "ok", Coverage: "none", Verdict: "unsigned"}
	raw := rowMail(m, l.own[0])
	m.Key, m.Size = store.KeyOf(raw), int64(len(raw))
	bound(&r)
	l.readers.Load().routeRow(&r, l.cfg.CountryFallback)
	l.prepare(&r)
	return &r, raw
}

// routeRow decides whose one row is, by what it says itself.
func (b *bench) routeRow(r *Reading, fallback string) {
	held := r.Route.HeldFor
	q := question(r, fallback, usable(b.ring, r.Message.Received))
	q.Texts = []string{r.Message.Text}
	r.Route = b.directory.Route(q)
	for _, reason := range held {
		if reason == router.HeldDisclosure || reason == "unread" { // of the mail as a whole
			hold(&r.Route, reason)
		}
	}
}

// rowMail writes a row as a mail, the same whenever the feed is read again.
func rowMail(m *store.Message, to string) []byte {
	one := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	date := m.Date
	if date.IsZero() {
		date = time.Unix(0, 0).UTC()
	}
	head := []string{
		"From: <" + one(m.From) + ">", "To: <" + to + ">", "Subject: " + one(m.Subject), "Date: " + date.Format(time.RFC1123Z),
		"Message-ID: <" + m.MessageID + ">", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
	}
	return []byte(strings.Join(head, "\r\n") + "\r\n" + strings.ReplaceAll(m.Text, "\n", "\r\n"))
}
