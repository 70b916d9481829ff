package moment

import (
	"strings"
	"time"
)

// What keeps a relative time from being one that can be compared with others.
const (
	noDay    = "which day this is can't be told for sure"
	atNight  = "it was written at night, when one day is easily taken for another"
	inFuture = "that would be after it was written"
)

// Relative says whether the moment has no date of its own but is told by the
// day of writing, in a text of a language (ISO 639-1).
func (m *Moment) Relative(lang string) bool {
	return !m.Day && m.rel.said && !(m.rel.hier && (lang == "de" || lang == "nl"))
}

// Anchor gives such a moment its date, by when it was written: zero where that
// is not sure. A time that the text itself has stated may lack its zone and its
// time of day; one that it has not is in the zone of its writer. The zone is
// that of the moment and its form, as far as it is known.
func (m *Moment) Anchor(written time.Time, stated bool, z Zone) {
	m.Day = true
	switch {
	case written.IsZero():
		m.Doubt = noDay
	case m.rel.ago > 0:
		m.earlier(written, stated, z)
	case m.Clock:
		m.onDay(written, stated, z)
	}
}

// earlier settles a moment so long before that of writing. No zone is guessed:
// it only says in which one the moment is shown.
func (m *Moment) earlier(written time.Time, stated bool, z Zone) {
	if stated {
		m.Doubt = noDay // without the zone of the report's time
		return
	}
	at := written.Add(-m.rel.ago).Truncate(time.Minute)
	if z.Loc == nil {
		z = Zone{Loc: at.Location()}
	}
	at = at.In(z.Loc)
	m.Wall = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
	m.Zone, m.Clock, m.About = z, true, true
}

// smallHours end at this hour of the clock.
const smallHours = 5

// onDay settles a time of day on a day counted from that of writing.
func (m *Moment) onDay(written time.Time, stated bool, z Zone) {
	if z.Loc == nil && z.Text == "" && !stated {
		m.Zone = writers(written)
		z = m.Zone
	}
	if !stated {
		if z.Loc == nil {
			return // the text stays, for want of a zone
		}
		written = written.In(z.Loc)
		if written.Hour() < smallHours {
			m.Doubt = atNight
			return
		}
	}
	days, hour, ok := m.rel.placed(m.Wall.Hour())
	if !ok {
		m.Doubt = noDay
		return
	}
	y, mon, d := written.Date()
	_, mi, s := m.Wall.Clock()
	m.Wall = time.Date(y, mon, d+days, hour, mi, s, 0, time.UTC)
	now := time.Date(y, mon, d, written.Hour(), written.Minute(), 59, 0, time.UTC)
	if exact := !stated || written.Hour()+written.Minute() > 0; exact && m.Wall.After(now) {
		m.Doubt = inFuture
	} else if m.rel.part == lastNight && days < 0 && !m.Wall.AddDate(0, 0, 1).After(now) {
		m.Doubt = noDay
	}
}

// placed is the hour on the clock of 24 hours and its day, which differs from
// the one named for the night that ended this morning.
func (r relative) placed(hour int) (days, h int, ok bool) {
	days, h = r.days, hour
	switch r.part {
	case morning:
		return days, h, h < 13
	case dayside:
		if h < 8 {
			h += 12
		}
		return days, h, h >= 12 && h < 20
	case evening:
		if h >= 4 && h < 12 {
			h += 12
		}
		return days, h, h >= 16
	case nightly, lastNight:
		if h >= 8 && h < 12 {
			h += 12
		}
		if r.part == lastNight && h >= 18 {
			days--
		}
		return days, h, h >= 18 || r.part == lastNight && h < 7
	}
	return days, h, true
}

// writers is the zone of the clock by which a mail's writer speaks of today and
// yesterday: that of the mail's Date. Programs that do not know it write UTC,
// so that is none, nor is it sure in the weeks in which clocks are changed.
func writers(sent time.Time) Zone {
	if _, offset := sent.Zone(); offset == 0 || shifting(sent) {
		return Zone{}
	}
	_, offset := sent.Zone()
	return Zone{Text: sent.Format("-07:00") + " (Date of the mail)", Loc: time.FixedZone("", offset)}
}

// shifting says whether some country may have changed its clocks in the week
// before a day.
func shifting(t time.Time) bool {
	switch m, d := t.Month(), t.Day(); m {
	case time.March:
		return d >= 8
	case time.April, time.November:
		return d <= 14
	case time.September, time.October:
		return true
	}
	return false
}

// ByDate says whether a zone is that of the mail's Date.
func (z Zone) ByDate() bool { return strings.HasSuffix(z.Text, " (Date of the mail)") }
