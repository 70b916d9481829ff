package template

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tocsin/template/word"
)

// port notes a port as it is written: "22", "4444/tcp".
func (m *machine) port(p string) {
	if p != "" && !slices.Contains(m.ports, p) {
		m.ports = append(m.ports, p)
	}
}

// joins makes a name and an address, each with its ports, one host.
func (m *machine) joins(o machine) {
	m.name = cmp.Or(m.name, o.name)
	if len(m.addresses) == 0 {
		m.addresses = o.addresses
	}
	for _, p := range o.ports {
		m.port(p)
	}
}

// mostPort is the last of all ports.
const mostPort = 65535

// portOf reads a word that names a port beside a host: "4444/tcp", "udp/53",
// ":8080", and behind a word for a port any number. It is "" where the word is
// none, or the number no port; its protocol may stand behind it.
func portOf(w string, told bool) string {
	w = strings.Trim(w, ".,;()[]")
	if name, rest, ok := strings.Cut(w, "="); ok && portWord(name) {
		w, told = rest, true
	}
	if rest := strings.TrimPrefix(w, ":"); rest != w {
		w, told = rest, true
	}
	number, protocol, parted := strings.Cut(w, "/")
	if parted && word.Digits(number) == 0 {
		number, protocol = protocol, number
	}
	if number == "" || len(number) > 5 || word.Digits(number) != len(number) || !parted && !told {
		return ""
	}
	if n, _ := strconv.Atoi(number); n > mostPort {
		return ""
	}
	if protocol = strings.ToLower(protocol); parted {
		if protocol != "tcp" && protocol != "udp" && protocol != "sctp" {
			return ""
		}
		return number + "/" + protocol
	}
	return number
}

// portWord says whether a number behind a word is that of a port.
func portWord(w string) bool { return portWords[word.Fold(w)] }

// portWords name ports, as keys.
var portWords = word.Set("port ports puerto puertos porta portas porte poort poorten porten porty portti portit ポート ポート番号 端口 連接埠")

// takes says whether a piece behind a host on its line is no host of its own,
// and gives the host what the piece says: its ports, or a word such as "VPN"
// that has no figure in it and stands behind an address or a full name.
func (m *machine) takes(o machine) bool {
	switch {
	case o.name == "" && len(o.addresses) == 0:
		for _, p := range o.ports {
			m.port(p)
		}
		return true
	case len(o.addresses) > 0 || word.Digits(o.name) > 0 || strings.Contains(o.name, "."):
		return false
	case len(m.addresses) == 0 && !strings.Contains(m.name, "."):
		return false
	}
	m.remark = true
	return true
}

// firstPassing is the first of the ports that programs give connections which
// they open, on most systems: no service stands there.
const firstPassing = 32768

// passing says whether a port, as portOf writes it, is such a one.
func passing(p string) bool {
	number, _, _ := strings.Cut(p, "/")
	n, _ := strconv.Atoi(number)
	return n >= firstPassing
}

// settled takes the passing ports off machines that attack, and says whether
// there were some: "192.0.2.200 port 40022" is where a connection came from.
func settled(list []machine) (some bool) {
	for i := range list {
		kept := slices.DeleteFunc(slices.Clone(list[i].ports), passing)
		some = some || len(kept) < len(list[i].ports)
		list[i].ports = kept
	}
	return some
}
