package machine

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tocsin/store"
)

// Bounds on what one mail may become.
const (
	maxParts        = 100       // of one mail; those behind them are not looked at
	maxReports      = 1000      // incidents of one mail; Found.Rows has their true number
	maxValues       = 2000      // hosts or indicators of one report
	maxProblems     = 50        // of one report
	maxField        = 16 << 10  // bytes of one answer
	maxRestrictions = 4 << 10   // bytes of the restrictions in the reporter's words, about
	maxLogs         = 64 << 10  // bytes of the log extracts of one report
	maxLeft         = 256 << 10 // bytes of Found.Left
	maxText         = 8 << 20   // bytes read of one part
	maxNodes        = 200_000   // of one tree of XML or JSON
	maxTreeLevels   = 64
)

// A draft is a report in the making.
type draft struct {
	r    store.Report
	room int // for logs
	seen map[string]bool
}

func newDraft(kind string) *draft {
	return &draft{
		r: store.Report{Form: kind, Fields: map[string]string{}, Hosts: []store.Host{}, Category: []string{}, Assistance: []string{}, Logs: []string{},
			Indicators: []store.Indicator{}, Problems: []store.Problem{}, Clock: store.Clock{Synchronised: "unknown"}, Disclosure: store.Disclosure{ShareIdentity: "unknown"}},
		room: maxLogs, seen: map[string]bool{},
	}
}

// field fills one answer, unless it has one already.
func (d *draft) field(name, value string) {
	if value = clean(clip(value, maxField)); value != "" && d.r.Fields[name] == "" {
		d.r.Fields[name] = value
	}
}

// mailField fills an answer that has to be a mail address.
func (d *draft) mailField(name, value string) {
	value = clean(clip(value, 1000))
	value = strings.Trim(value[strings.LastIndexByte(value, '<')+1:], "<> ")
	if kind, mail := observable(strings.TrimPrefix(value, "mailto:")); kind == "email" {
		d.field(name, mail)
	}
}

// count fills the number of times that something was seen.
func (d *draft) count(value string) {
	if n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 32); err == nil && n > 0 {
		d.field("count", strconv.FormatUint(n, 10))
	}
}

// port notes a port and its protocol beside the address of a role.
func (d *draft) port(protocol, port string) {
	n, err := strconv.ParseUint(strings.TrimSpace(port), 10, 16)
	protocol = strings.ToLower(clean(protocol))
	if len(protocol) > 20 || strings.ContainsAny(protocol, " \t\n") {
		protocol = ""
	}
	switch {
	case err == nil && n > 0 && protocol != "":
		d.field("protocol_port", protocol+"/"+strconv.FormatUint(n, 10))
	case err == nil && n > 0:
		d.field("protocol_port", strconv.FormatUint(n, 10))
	case protocol != "":
		d.field("protocol_port", protocol)
	}
}

// host notes a machine in a role by its address, its name or both. What is
// neither is not a host.
func (d *draft) host(role, addr, name string, line int) bool {
	addr, ok := address(addr)
	name = domainName(refang(clean(name)))
	if !ok && name == "" || len(d.r.Hosts) >= maxValues {
		return false
	}
	h := store.Host{Role: role, Name: name, Line: line}
	if ok {
		h.Addresses = []string{addr}
		d.observe(addr, role, line)
	} else {
		h.Addresses = []string{}
	}
	if name != "" {
		d.observe(name, role, line)
	}
	id := "host " + role + " " + addr + " " + name
	if d.seen[id] {
		return true
	}
	d.seen[id] = true
	for i := range d.r.Hosts {
		if was := &d.r.Hosts[i]; ok && name != "" && was.Role == role && was.Name == name && len(was.Addresses) == 0 {
			was.Addresses = h.Addresses
			return true
		}
	}
	d.r.Hosts = append(d.r.Hosts, h)
	return true
}

// observe notes an indicator of any kind; what is none is left out.
func (d *draft) observe(value, role string, line int) bool {
	kind, value := observable(value)
	if kind == "" {
		return false
	}
	if id := kind + " " + role + " " + value; !d.seen[id] && len(d.r.Indicators) < maxValues {
		d.seen[id] = true
		d.r.Indicators = append(d.r.Indicators, store.Indicator{Type: kind, Value: value, Role: role, Line: line})
	}
	return true
}

// subject notes what a report is about, given as address, URL, name or mail
// address, in a role.
func (d *draft) subject(role, value string, line int) bool {
	kind, v := observable(value)
	switch kind {
	case "ipv4", "ipv6", "cidr":
		return d.host(role, v, "", line)
	case "domain":
		return d.host(role, "", v, line)
	case "url":
		d.observe(v, role, line)
		host := webAddress(v)
		d.host(role, host, host, line)
		return true
	case "":
		return false
	}
	return d.observe(v, role, line)
}

// category notes what kind of incident a foreign word means, if it is known.
func (d *draft) category(words ...string) {
	for _, w := range words {
		if c := categoryOf(w); c != "" && !slices.Contains(d.r.Category, c) {
			d.r.Category = append(d.r.Category, c)
		}
	}
}

// when fills a time of the span, "start", "end" or "detected", unless it is
// filled. A time without zone is kept as it was written.
func (d *draft) when(which, text string) { d.moment(which, readMoment(text)) }

// timeFields are what the form reader calls the times of a span, so that a
// problem with one is asked back like a form's.
var timeFields = map[string]string{"start": "incident_start", "end": "incident_end", "detected": "detection_time"}

func (d *draft) moment(which string, m moment) {
	at := map[string]*string{"start": &d.r.Time.Start, "end": &d.r.Time.End, "detected": &d.r.Time.Detected}[which]
	if m.text == "" || *at != "" {
		return
	}
	if t, ok := m.utc(); ok {
		*at = stamp(t)
		d.r.Time.Zone = "UTC"
		return
	}
	*at = clip(m.text, 200)
	if _, err := time.Parse(time.DateOnly, m.text); err == nil {
		d.problem("zone-unknown", timeFields[which], 0, "only a day is stated: "+m.text)
		return
	}
	if m.wall.IsZero() {
		d.problem("unreadable", timeFields[which], 0, "this time could not be read for sure: "+clip(m.text, 100))
		return
	}
	d.problem("zone-unknown", timeFields[which], 0, "no time zone is stated: "+clip(m.text, 100))
}

func (d *draft) problem(code, field string, line int, message string) {
	if len(d.r.Problems) < maxProblems {
		d.r.Problems = append(d.r.Problems, store.Problem{Code: code, Field: field, Line: line, Message: message})
	}
}

// log notes evidence, within the room that is left for it.
func (d *draft) log(text string) {
	if text = clean(clip(text, d.room)); text != "" {
		d.room -= len(text)
		d.r.Logs = append(d.r.Logs, text)
	}
}

// levels are the marks of the Traffic Light Protocol from lax to strict.
var levels = []string{"", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

// tlp notes a marking; the strictest of several counts. One that is not known
// is a problem and keeps its words, so that a person decides.
func (d *draft) tlp(mark string) {
	mark = strings.ToUpper(clean(clip(mark, 100)))
	mark = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(mark, "TLP"), ":"))
	switch mark {
	case "":
		return
	case "WHITE", "UNLIMITED":
		mark = "CLEAR"
	case "AMBER-STRICT", "AMBER STRICT", "AMBER_STRICT":
		mark = "AMBER+STRICT"
	}
	at := slices.Index(levels, mark)
	if at < 0 {
		d.restrict("TLP:" + mark)
		d.problem("ambiguous", "tlp", 0, "not a mark of the Traffic Light Protocol: "+clip(mark, 60))
		return
	}
	if at > slices.Index(levels, d.r.Disclosure.TLP) {
		d.r.Disclosure.TLP = mark
	}
}

// restrict notes a restriction in the reporter's own words. Of very many the
// first do: one alone makes a person decide.
func (d *draft) restrict(words string) {
	if len(d.r.Disclosure.Text) > maxRestrictions {
		return
	}
	if words = clean(clip(words, 500)); words != "" && !strings.Contains(d.r.Disclosure.Text, words) {
		d.r.Disclosure.Text = strings.TrimSpace(d.r.Disclosure.Text + "\n" + words)
	}
}

// share notes whether the reporter may be named.
func (d *draft) share(answer string) {
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "true", "yes", "1":
		d.r.Disclosure.ShareIdentity = "yes"
	case "false", "no", "0":
		d.r.Disclosure.ShareIdentity = "no"
	}
}
