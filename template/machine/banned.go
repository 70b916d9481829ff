package machine

import (
	"regexp"
	"strings"
	"time"

	"tocsin/store"
)

// The fixed sentences of blocklist.de's letters. Everything else in them
// changed over the years.
var (
	attackedBy  = regexp.MustCompile(`(?i)with\s+the\s+IP:?\s*\*?\[?([0-9a-f.:/]+)\]?\*?\s*(?:\([^)]*\)\s*)?has\s+attacked`)
	attackedVia = regexp.MustCompile(`(?is)the\s+method/service:?\s*\*?([A-Za-z0-9_-]+)\*?\s+on:?\s*\*?([A-Z][^*\n]{10,50}?)\*?\.?\s*\n`)
	attackedHow = regexp.MustCompile(`(?is)on\s+the\s+service:?\s*"?([A-Za-z0-9_-]+)"?\s+on\s+Time:\s*([A-Z][^\n]{10,50}?)\s*\n`)
	splitClock  = regexp.MustCompile(`(\d{1,2}): (\d\d:\d\d)`)
	ridNumber   = regexp.MustCompile(`(?i)\bRID[:=]\s*(\d{4,})`)
)

// readBlocklist reads the letters of blocklist.de and of those who use its
// text, where no X-ARF part came with them.
func readBlocklist(m *Message) (Found, bool) {
	if !strings.Contains(m.Body, "attacked") {
		return Found{}, false
	}
	body := clip(m.Body, 256<<10) + "\n"
	by := attackedBy.FindStringSubmatch(body)
	via := attackedVia.FindStringSubmatch(body)
	if via == nil {
		via = attackedHow.FindStringSubmatch(body)
	}
	d := newDraft("blocklist.de")
	if by == nil || via == nil || !d.host(store.RoleSource, by[1], "", lineOf(body, by[1])) {
		return Found{}, false
	}
	d.when("start", mended(via[2]))
	d.field("incident_type", via[1])
	d.category(via[1])
	if rid := ridNumber.FindStringSubmatch(m.Subject + "\n" + body); rid != nil {
		d.field("reference_theirs", rid[1])
	}
	d.field("description", m.Body)
	d.attachments(m, bodyPart(m))
	return one("blocklist.de", d, ""), true
}

// mended undoes the blank that some filters put behind the first colon.
func mended(date string) string {
	return splitClock.ReplaceAllString(date, "$1:$2")
}

// lineOf is the line of a text that a word first stands on, from 1.
func lineOf(text, word string) int {
	at := strings.Index(text, word)
	if at < 0 {
		return 0
	}
	return strings.Count(text[:at], "\n") + 1
}

// bodyPart is the part that the body came from.
func bodyPart(m *Message) int {
	for i := range m.Parts {
		if m.Parts[i].Type == "text/plain" {
			return i
		}
	}
	return len(m.Parts)
}

// What fail2ban writes: its own notices, and its letters to abuse desks. The
// name of the program need not stand there, the sentence does.
var (
	banned     = regexp.MustCompile(`(?i)The\s+IP\s+([0-9a-f.:/]+)\s+has\s+just\s+been\s+banned\s+by\s+Fail2Ban\s+after\s+(\d+)\s+attempts?\s+against\s+([^\s.]+)`)
	bannedTo   = regexp.MustCompile(`(?i)\[Fail2Ban\]\s+([^\s:]+):\s+banned\s+([0-9a-f.:/]+)`)
	abuseFrom  = regexp.MustCompile(`(?i)detected\s+abuse\s+from\s+(?:the\s+)?IP\s+(?:address\s+)?([0-9a-f.:/]+)`)
	localZone  = regexp.MustCompile(`(?i)(?:local\s+)?time\s?zone\s+(?:is|of[^\n]{0,40}is|:)\s*([+-]\d{4})`)
	syslogTime = regexp.MustCompile(`^([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)\s`)
	accessTime = regexp.MustCompile(`\[(\d{1,2}/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]`)
	isoTime    = regexp.MustCompile(`^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)`)
)

// readFail2ban reads the mails of fail2ban and its like.
func readFail2ban(m *Message) (Found, bool) {
	body := clip(m.Body, 256<<10)
	if !strings.Contains(body, "ail2Ban") && !strings.Contains(body, "abuse from") && !strings.Contains(m.Subject, "[Fail2Ban]") {
		return Found{}, false
	}
	d := newDraft("fail2ban")
	addr, jail := "", ""
	if s := banned.FindStringSubmatch(body); s != nil {
		addr, jail = s[1], s[3]
		d.count(s[2])
	} else if s := bannedTo.FindStringSubmatch(m.Subject); s != nil {
		jail, addr = s[1], s[2]
	} else if s := abuseFrom.FindStringSubmatch(body); s != nil {
		addr = s[1]
	}
	if !d.host(store.RoleSource, addr, "", lineOf(body, addr)) {
		return Found{}, false
	}
	lines := d.evidenceLines(m, body, addr)
	if jail == "" && len(lines) == 0 {
		return Found{}, false // somebody's own words, not the program's
	}
	d.field("incident_type", jail)
	d.category(jail)
	if cut := strings.IndexAny(jail, "-_"); cut > 0 && len(d.r.Category) == 0 {
		d.category(jail[:cut])
	}
	zone := ""
	if s := localZone.FindStringSubmatch(body); s != nil {
		zone = s[1]
	}
	d.logTimes(lines, zone, readMoment(m.header("Date")))
	d.field("description", m.Body)
	return one("fail2ban", d, ""), true
}

// evidenceLines returns the lines of logs that name the address: those that
// begin with a time, in the body and the texts beside it.
func (d *draft) evidenceLines(m *Message, body, addr string) []string {
	var lines []string
	texts := []string{body}
	for i := bodyPart(m) + 1; i < len(m.Parts); i++ {
		texts = append(texts, m.Parts[i].text())
	}
	for _, text := range texts {
		for line := range strings.Lines(clip(text, 256<<10)) {
			line = strings.TrimLeft(strings.TrimSpace(line), "> ")
			if len(lines) < 500 && strings.Contains(line, addr) && logTime(line) != "" {
				lines = append(lines, line)
			}
		}
	}
	d.log(strings.Join(lines, "\n"))
	return lines
}

// logTime is the time that a line of a log begins with, or bears in brackets.
func logTime(line string) string {
	if s := syslogTime.FindStringSubmatch(line); s != nil {
		return s[1] + " " + s[2] + " " + s[3]
	}
	if s := isoTime.FindStringSubmatch(line); s != nil {
		return strings.Replace(s[1], ",", ".", 1)
	}
	if s := accessTime.FindStringSubmatch(line); s != nil {
		return s[1]
	}
	return ""
}

// logTimes takes the span from the first and last line. A log of syslog has
// neither year nor zone: the year is that of the mail, which came soon after;
// the zone is the one that the letter states, if it does.
func (d *draft) logTimes(lines []string, zone string, sent moment) {
	if len(lines) == 0 {
		return
	}
	for i, line := range []string{lines[0], lines[len(lines)-1]} {
		text := logTime(line)
		if syslogTime.MatchString(line) && !sent.wall.IsZero() {
			text = inYear(text, sent.wall)
		}
		m := readMoment(text)
		if east, ok := offset(zone); ok && !m.zone && !m.wall.IsZero() {
			m.zone, m.east = true, east
		}
		if i == 0 || len(lines) > 1 {
			d.moment([]string{"start", "end"}[i], m)
		}
	}
}

// inYear gives a date without year the last year in which it was before the
// mail was sent, a day's grace for zones.
func inYear(text string, sent time.Time) string {
	for _, year := range []int{sent.Year(), sent.Year() - 1} {
		full := text + " " + time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")
		if t, err := time.Parse("Jan 2 15:04:05 2006", full); err == nil && t.Before(sent.AddDate(0, 0, 1)) {
			return full
		}
	}
	return text
}
