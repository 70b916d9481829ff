package postfix

import (
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// mainCF keeps everything below one folder and every mail on this machine:
// all domains are ours, all addresses are Maildirs, nothing asks the DNS.
const mainCF = `compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
maillog_file = %[1]s/maillog
maillog_file_prefixes = %[1]s
myhostname = mail.test
mydomain = test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtputf8_enable = no
alias_maps =
alias_database =
local_recipient_maps =
local_header_rewrite_clients =
virtual_mailbox_domains = static:all
virtual_mailbox_base = /
virtual_mailbox_maps = regexp:%[1]s/etc/maildirs
virtual_transport = virtual
virtual_uid_maps = static:%[2]d
virtual_gid_maps = static:%[3]d
virtual_mailbox_limit = 0
mailbox_size_limit = 0
message_size_limit = %[4]d
default_transport = error:no mail leaves this machine
relay_transport = error:no mail leaves this machine
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
in_flow_delay = 0
`

// masterCF is Debian's without chroot, local delivery and the network.
const masterCF = `%s inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`

// configure writes the folder that Postfix lives in.
func (s *Server) configure(opt Options) error {
	uid, gid, err := owner(opt)
	if err != nil {
		return err
	}
	if s.Addr, err = freeAddress(); err != nil {
		return err
	}
	for _, d := range []string{"etc", "queue", "data"} {
		if err := os.MkdirAll(s.path(d), 0o755); err != nil {
			return err
		}
	}
	if err := passable(s.dir); err != nil {
		return err
	}
	main := fmt.Sprintf(mainCF, s.dir, uid, gid, opt.MessageSize) + strings.Join(append(opt.Extra, ""), "\n")
	for name, text := range map[string]string{"main.cf": main, "master.cf": fmt.Sprintf(masterCF, s.Addr), "maildirs": s.maildirs(opt)} {
		if err := os.WriteFile(s.path("etc", name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := s.give(uid, gid, opt); err != nil {
		return err
	}
	return chownTo("postfix", s.path("data"))
}

// maildirs is the table of addresses as regular expressions, catch-all last.
func (s *Server) maildirs(opt Options) string {
	if all := opt.Maildirs["*"]; all != "" {
		s.CatchAll = all
	}
	var b strings.Builder
	for _, address := range slices.Sorted(maps.Keys(opt.Maildirs)) {
		if address != "*" {
			fmt.Fprintf(&b, "/^%s$/ %s/\n", regexp.QuoteMeta(address), relative(opt.Maildirs[address]))
		}
	}
	fmt.Fprintf(&b, "/./ %s/\n", relative(s.CatchAll))
	return b.String()
}

// relative is a path below virtual_mailbox_base, which is the root.
func relative(path string) string { return strings.Trim(filepath.Clean(path), "/") }

// give makes the Maildirs that are not there yet, and theirs who deliver.
func (s *Server) give(uid, gid int, opt Options) error {
	for _, dir := range append(slices.Collect(maps.Values(opt.Maildirs)), s.CatchAll) {
		for _, sub := range []string{"", "tmp", "new", "cur"} {
			path := filepath.Join(dir, sub)
			if err := os.MkdirAll(path, 0o755); err != nil {
				return err
			}
			if err := os.Chown(path, uid, gid); err != nil {
				return err
			}
		}
	}
	return nil
}

// passable lets Postfix's own user through to dir: temporary folders are their
// owner's alone.
func passable(dir string) error {
	top := filepath.Clean(os.TempDir())
	for p := filepath.Clean(dir); p != top && p != "/" && p != "."; p = filepath.Dir(p) {
		info, err := os.Stat(p)
		if err != nil {
			return err
		}
		if info.Mode()&0o011 == 0o011 {
			continue
		}
		if err := os.Chmod(p, info.Mode()|0o011); err != nil {
			return err
		}
	}
	return nil
}

func chownTo(name, path string) error {
	uid, _, err := ids(name)
	if err != nil {
		return err
	}
	return os.Chown(path, uid, -1)
}

// freeAddress finds a port that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
