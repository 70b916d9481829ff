package dovecot

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

// configure writes everything the server needs and returns its configuration file.
func configure(dir string, port int, owner account, version string, users []User) (string, error) {
	var passwd strings.Builder
	for _, u := range users {
		if strings.ContainsAny(u.Name+u.Password, ":\n/") {
			return "", fmt.Errorf("dovecot: user %q: no colon, slash or newline, please", u.Name)
		}
		fmt.Fprintf(&passwd, "%s:{PLAIN}%s\n", u.Name, u.Password)
	}
	files := map[string]string{"passwd": passwd.String(), "dovecot.conf": config(dir, port, owner, version)}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return "", fmt.Errorf("dovecot: %w", err)
		}
	}
	s := Server{dir: dir}
	for _, u := range users {
		for _, sub := range []string{"new", "cur", "tmp"} {
			if err := os.MkdirAll(filepath.Join(s.maildir(u.Name), sub), 0o777); err != nil {
				return "", fmt.Errorf("dovecot: %w", err)
			}
		}
	}
	return filepath.Join(dir, "dovecot.conf"), open(dir, owner)
}

func (s *Server) maildir(user string) string { return filepath.Join(s.dir, "mail", user, "Maildir") }

// An account is a user of this machine whom the mail belongs to.
type account struct {
	uid, gid int
	name     string
	group    string
	root     bool
}

// owner is who runs the tests. Dovecot serves no mail as root: there it is the
// user that Debian's package makes for it.
func owner() (account, error) {
	root := os.Getuid() == 0
	u, err := user.Current()
	if root {
		u, err = user.Lookup("dovecot")
	}
	if err != nil {
		return account{}, fmt.Errorf("dovecot: %w", err)
	}
	group, err := user.LookupGroupId(u.Gid)
	if err != nil {
		return account{}, fmt.Errorf("dovecot: %w", err)
	}
	uid, e1 := strconv.Atoi(u.Uid)
	gid, e2 := strconv.Atoi(u.Gid)
	if e1 != nil || e2 != nil {
		return account{}, fmt.Errorf("dovecot: user %s has no numeric id", u.Username)
	}
	return account{uid: uid, gid: gid, name: u.Username, group: group.Name, root: root}, nil
}

// open gives the mail to its owner, and lets it reach the folder.
func open(dir string, owner account) error {
	if !owner.root {
		return nil
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return fmt.Errorf("dovecot: %w", err)
	}
	return filepath.WalkDir(filepath.Join(dir, "mail"), func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, owner.uid, owner.gid)
	})
}

// config is the smallest configuration that serves Maildirs to plain logins on
// loopback, in the words of a version as "dovecot --version" prints it.
func config(dir string, port int, owner account, version string) string {
	login := owner.name
	chroot := "chroot ="
	if owner.root {
		login = "dovenull"
	}
	lines := since24(dir, owner)
	if strings.HasPrefix(version, "2.3.") {
		lines = before24(dir, owner)
	}
	lines = append(lines,
		"base_dir = "+dir+"/run", "state_dir = "+dir+"/state", "log_path = "+dir+"/log",
		"instance_name = tocsin-test", "protocols = imap", "listen = 127.0.0.1", "ssl = no",
		"auth_mechanisms = plain login", "auth_cache_size = 1M", "auth_failure_delay = 0",
		"default_internal_user = "+owner.name, "default_internal_group = "+owner.group, "default_login_user = "+login,
		"first_valid_uid = 1", "first_valid_gid = 1", fmt.Sprintf("mail_uid = %d", owner.uid), fmt.Sprintf("mail_gid = %d", owner.gid),
		"mail_max_userip_connections = 100", "mail_fsync = never", "mailbox_list_index = no",
		"namespace inbox {", "inbox = yes", "separator = /", "}",
		"service imap-login {", chroot, "inet_listener imap {", fmt.Sprintf("port = %d", port), "}", "inet_listener imaps {", "port = 0", "}", "}",
		"service anvil {", chroot, "unix_listener anvil-auth-penalty {", "mode = 0", "}", "}", "service stats {", chroot, "}",
	)
	return strings.Join(lines, "\n") + "\n"
}

// before24 and since24 say where mail and users are: 2.4 has new words for it,
// refuses the old ones, and wants its version named first.
func before24(dir string, owner account) []string {
	return []string{
		"disable_plaintext_auth = no", "mail_home = " + dir + "/mail/%u", "mail_location = maildir:" + dir + "/mail/%u/Maildir",
		"passdb {", "driver = passwd-file", "args = scheme=PLAIN " + dir + "/passwd", "}",
		"userdb {", "driver = static", fmt.Sprintf("args = uid=%d gid=%d home=%s/mail/%%u", owner.uid, owner.gid, dir), "}",
	}
}

func since24(dir string, owner account) []string {
	return []string{
		"dovecot_config_version = 2.4.0", "dovecot_storage_version = 2.4.0", "auth_allow_cleartext = yes",
		"mail_home = " + dir + "/mail/%{user}", "mail_driver = maildir", "mail_path = " + dir + "/mail/%{user}/Maildir",
		"passdb passwd-file {", "passwd_file_path = " + dir + "/passwd", "}",
		"userdb static {", "fields {", fmt.Sprintf("uid = %d", owner.uid), fmt.Sprintf("gid = %d", owner.gid), "home = " + dir + "/mail/%{user}", "}", "}",
	}
}
