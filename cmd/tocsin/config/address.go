package config

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// Address is a server's URL, taken apart.
type Address struct {
	Scheme string
	User   string
	Host   string // host:port
	Folder string // of a mailbox
}

// String names the mailbox or server for people and ledgers, without secrets.
func (a Address) String() string {
	s := a.Host
	if a.User != "" {
		s = a.User + "@" + s
	}
	if a.Folder != "" {
		s += "/" + a.Folder
	}
	return s
}

// parseAddress reads a URL of one of the schemes (name → default port).
func parseAddress(text string, ports map[string]string) (Address, error) {
	var schemes []string
	for s := range ports {
		schemes = append(schemes, s+"://")
	}
	slices.Sort(schemes)
	scheme, rest, ok := strings.Cut(text, "://")
	port, known := ports[scheme]
	if !ok || !known {
		return Address{}, fmt.Errorf("%q must begin with %s", text, strings.Join(schemes, " or "))
	}
	// A user name is often an address itself: all but the last @ belongs to it.
	authority, folder, _ := strings.Cut(rest, "/")
	if i := strings.LastIndexByte(authority, '@'); i >= 0 && strings.Contains(authority[:i], ":") {
		return Address{}, fmt.Errorf("the password must not stand in the URL; name its file in password_file")
	}
	return splitAddress(scheme, port, authority, folder)
}

func splitAddress(scheme, port, authority, folder string) (Address, error) {
	user, host := "", authority
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		user, host = authority[:i], authority[i+1:]
	}
	u, err := url.Parse("x://" + host)
	name, err2 := url.PathUnescape(user)
	dir, err3 := url.PathUnescape(folder)
	if err != nil || err2 != nil || err3 != nil || u.Hostname() == "" || u.Host != host {
		return Address{}, fmt.Errorf("%q is no host name or address (with :port where it differs)", host)
	}
	if u.Port() != "" {
		port = u.Port()
	}
	return Address{Scheme: scheme, User: name, Host: net.JoinHostPort(u.Hostname(), port), Folder: dir}, nil
}
