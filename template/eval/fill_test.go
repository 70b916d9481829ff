package eval

import "strings"

// answer draws what is answered to a field, and writes down what it means.
// Fields of a role tell of the host h.
func (m *maker) answer(f *field, h *host, n int) (text string, marked []string) {
	if len(f.Choices) > 0 {
		return "", m.marks(f)
	}
	if h.Role != "" {
		if text, ok := m.ofHost(f, h, n); ok {
			return text, nil
		}
	}
	if m.r.IntN(8) == 0 || m.s.Fields[f.Name] != "" {
		return m.nothing(), nil
	}
	if text, ok := m.ofTime(f); ok {
		return text, nil
	}
	text = m.ofField(f.Name)
	if text != "" {
		m.s.Fields[f.Name] = text
	}
	return text, nil
}

// nothing is how people leave a field open.
func (m *maker) nothing() string {
	switch {
	case m.has("na-same-default"):
		return pick(m.r, []string{"N/A", "n/a", "-"})
	case m.has("placeholders-left"):
		return pick(m.r, []string{"[fill in]", "____________", "[ fill in]"})
	}
	return ""
}

func (m *maker) ofField(name string) string {
	switch name {
	case "contact_name":
		return m.who.name
	case "organisation":
		return m.who.org
	case "contact_email":
		return m.who.mail
	case "contact_phone":
		return m.who.phone
	case "description":
		return m.local(stories)
	case "actions_taken":
		return m.local(deeds)
	case "impact":
		return m.local(effects)
	case "log_extracts":
		return logLines("198.51.100.7")
	case "disclosure":
		text := map[string]string{"fr": "pas à la presse", "de": "nicht an die Presse"}[m.lang]
		if text == "" {
			text = "not to the press"
		}
		m.s.Disclosure.Text = text
		return text
	}
	if len(plain[name]) == 0 {
		return ""
	}
	text := pick(m.r, plain[name])
	if name == "incident_type" {
		m.s.Category = []string{kinds[text]}
		m.s.Optional.Category = []string{"malicious-code/malware-distribution"}
	}
	return text
}

// kinds are the RSIT types of the incidents that are answered.
var kinds = map[string]string{"phishing": "fraud/phishing", "malware": "malicious-code/infected-system", "DDoS": "availability/ddos"}

// ofTime answers what is asked about times and clocks.
func (m *maker) ofTime(f *field) (string, bool) {
	t := &m.s.Time
	var text string
	switch f.Name {
	case "incident_start", "incident_time":
		if t.Start != "" {
			return "", true
		}
		text, t.Start = m.moment(15, 8)
	case "incident_end":
		text, t.End = m.moment(16, 13)
	case "detection_time":
		text, t.Detected = m.moment(17, 9)
	case "timezone":
		return m.zone.text, true
	case "clock_source":
		text = "NTP"
		m.s.Clock.Source, m.s.Optional.Clock.Synchronised = text, "yes"
	case "clock_accuracy":
		text = pick(m.r, []string{"+/- 2 s", "1 s", "20 ms"})
		m.s.Clock.Accuracy = text
	default:
		return "", false
	}
	return text, true
}

// ofHost answers what is asked about a host; the second block may say SAME.
func (m *maker) ofHost(f *field, h *host, n int) (string, bool) {
	same := n > 0 && m.has("na-same-default")
	switch f.Name {
	case "host":
		return m.named(h), true
	case "host_name":
		h.Name = m.machine(h.Role, true).name
		return h.Name, true
	case "host_ip":
		a := m.machine(h.Role, false).address
		h.Addresses = []string{a}
		return a, true
	case "host_function":
		h.Function = m.local(uses)
		return m.again(&h.Function, same, func(o host) string { return o.Function }), true
	case "os":
		h.OS = pick(m.r, systems)
		return m.again(&h.OS, same, func(o host) string { return o.OS }), true
	case "source_contacted":
		return "", true
	case "timezone":
		h.Timezone = m.zone.text
		return h.Timezone, true
	}
	return "", false
}

// again answers SAME where the block before has that fact.
func (m *maker) again(fact *string, same bool, of func(host) string) string {
	if last := len(m.s.Hosts) - 1; same && last >= 0 && of(m.s.Hosts[last]) != "" {
		*fact = of(m.s.Hosts[last])
		return "SAME"
	}
	return *fact
}

// machine draws one that is not given away; with a name where one is needed.
func (m *maker) machine(role string, needName bool) machine {
	pool := sources
	if role == "target" {
		pool = targets
	}
	for {
		c := pick(m.r, pool)
		if needName && c.name == "" || m.used[c.address] && m.r.IntN(20) > 0 {
			continue
		}
		m.used[c.address] = true
		return c
	}
}

// named names a host, or several, in one of the ways of people.
func (m *maker) named(h *host) string {
	c := m.machine(h.Role, false)
	h.Name, h.Addresses = c.name, []string{c.address}
	address := c.address
	if m.has("sanitised") && !strings.ContainsAny(address, ":/") {
		address = pick(m.r, []string{strings.ReplaceAll(address, ".", "[.]"), strings.Replace(address, ".", "[.]", 1)})
	}
	if m.has("several-hosts") {
		if o := m.machine(h.Role, false); o.address != c.address {
			m.s.Hosts = append(m.s.Hosts, host{Role: h.Role, Addresses: []string{o.address}})
			h.Name = ""
			return address + ", " + o.address
		}
	}
	if c.name == "" {
		return address
	}
	return pick(m.r, []string{c.name + " (" + address + ")", c.name + ", " + address, c.name + " " + address, c.name + " / " + address})
}

// marks draws choices and writes down what they mean.
func (m *maker) marks(f *field) []string {
	if m.r.IntN(6) == 0 || m.s.Fields[f.Name] != "" {
		if f.Name == "assistance" && f.Empty != "" {
			m.s.Optional.Assistance = []string{f.Empty}
		}
		return nil
	}
	choice := pick(m.r, f.Choices)
	value := choice.Value
	switch f.Name {
	case "assistance":
		m.s.Assistance = []string{value}
	case "tlp":
		m.s.Disclosure.TLP = value
	case "share_identity":
		m.s.Disclosure.ShareIdentity = value
	case "clock_sync":
		m.s.Clock.Synchronised = value
	default:
		m.s.Fields[f.Name] = value
		if f.Name == "incident_type" {
			m.s.Fields[f.Name] = choice.Label.in(m.lang)
		}
		if f.Name == "incident_type" && strings.Contains(value, "/") {
			m.s.Category = []string{value}
		}
	}
	return []string{value}
}
