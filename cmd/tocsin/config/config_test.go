package config

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const whole = `[team]
name = "CERT Example"
tag = "CERT-EX"
addresses = ["incident@cert.example", "abuse@cert.example"]
timezone = "Europe/Luxembourg"
languages = ["en", "fr"]

[[mailbox]]
url = "imaps://incident@cert.example@mail.cert.example/Reports/2026"
password_file = "imap.secret"
after = "move:Filed"
poll = "90s"

[submission]
url = "submission://mail.cert.example:2587"

[keys]
team = ["team.asc"]

[store]
url = "bolt:tocsin.db"
seal_key_file = "seal.key"

[[handler]]
name = "Anna"
address = "anna@cert.example"
fingerprint = "0123 4567 89ab cdef 0123 4567 89AB CDEF 0123 4567"

[intake]
message_size = "25 MiB"
ack = { per_sender_hour = 3, sign = true }

[routing]
directory = ["directory.toml", "auto/*.toml"]
`

// house writes a config and the files that it names.
func house(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"tocsin.toml": text, "imap.secret": "geheim\n", "team.asc": "key", "directory.toml": "",
		"seal.key": hex.EncodeToString(make([]byte, 32)),
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "tocsin.toml")
}

func TestReadWhole(t *testing.T) {
	file := house(t, whole)
	c, problems := Read(file)
	if len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	dir := filepath.Dir(file)
	box := c.Mailboxes[0]
	got := []any{box.Address, time.Duration(box.Poll), box.Password, c.Submission.Address, c.Store.Path, c.Socket(),
		c.Routing.Directory, c.Intake.MessageSize, c.Intake.Ack, c.Handlers[0].Fingerprint, c.Team.Location.String(), c.Routing.CountryFallback}
	want := []any{Address{"imaps", "incident@cert.example", "mail.cert.example:993", "Reports/2026"}, 90 * time.Second,
		filepath.Join(dir, "imap.secret"), Address{"submission", "", "mail.cert.example:2587", ""}, filepath.Join(dir, "tocsin.db"),
		filepath.Join(dir, "tocsin.sock"), []string{filepath.Join(dir, "directory.toml")}, Size(25 << 20),
		Ack{PerSenderHour: 3, Sign: true}, "0123456789ABCDEF0123456789ABCDEF01234567", "Europe/Luxembourg", "hold"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Each case changes the whole config by one replacement and expects these
// problems, in order, as beginnings after "tocsin.toml".
func TestProblems(t *testing.T) {
	cases := []struct {
		name, old, new string
		want           []string
	}{
		{"misspelt", "timezone =", "timezoen =", []string{`:5: unknown key "timezoen" in [team]; did you mean "timezone"?`}},
		{"misspelt table", "[submission]", "[submision]", []string{`:14: unknown key "submision" at the top of the file; did you mean "submission"?`, ``}},
		{"elsewhere", "tag =", "listen = \"x\"\ntag =", []string{`:3: unknown key "listen" in [team]; it belongs in [http]`}},
		{"inner", "per_sender_hour", "per_sender_huor", []string{`:31: unknown key "per_sender_huor" in [intake.ack]; did you mean "per_sender_hour"?`}},
		{"inline secret", "password_file =", "password =", []string{`:8: mailbox[0].password_file is missing`, `:10: unknown key "password" in [mailbox[0]]; secrets never stand in this file; did you mean "password_file"?`}},
		{"type", `name = "CERT Example"`, `name = 7`, []string{`:2: team.name must be a text in quotes, not a number`}},
		{"list", `["incident@cert.example", "abuse@cert.example"]`, `"a@b.example"`, []string{`:4: team.addresses must be a list`}},
		{"table", "[[handler]]", "[handler]", []string{`:24: handler must be written as [[handler]] in double brackets, not a table`, ``}},
		{"blank", `tag = "CERT-EX"`, `tag = ""`, []string{`:3: team.tag is still blank`}},
		{"missing", "tag = \"CERT-EX\"\n", "", []string{`:1: team.tag is missing`}},
		{"bad tag", `"CERT-EX"`, `"C#"`, []string{`:3: team.tag "C#" must be`}},
		{"address", `"abuse@cert.example"`, `"Abuse <abuse@cert.example>"`, []string{`:4: team.addresses[1] "Abuse`}},
		{"zone", "Europe/Luxembourg", "Europe/Luxemburg", []string{`:5: team.timezone "Europe/Luxemburg" is no time zone`}},
		{"language", `"fr"`, `"sv"`, []string{`:6: warning: team.languages[1] "sv" has no letters`}},
		{"feed", `message_size = "25 MiB"`, `feed = "all"`, []string{`:30: intake.feed "all" must be "one"`}},
		{"password in URL", "incident@cert.example@mail", "incident:geheim@mail", []string{`:9: mailbox[0].url the password must not stand in the URL`}},
		{"scheme", "imaps://", "pop3://", []string{`:9: mailbox[0].url "pop3://incident`}},
		{"no user", "imaps://incident@cert.example@", "imaps://", []string{`:9: mailbox[0].url lacks the user`}},
		{"file", "imap.secret", "smtp.secret", []string{`:10: mailbox[0].password_file /`}},
		{"after", "move:Filed", "archive", []string{`:11: mailbox[0].after "archive" must be`}},
		{"duration", `"90s"`, `"90"`, []string{`:12: mailbox[0].poll: "90" is no time span`}},
		{"poll", `"90s"`, `"9h"`, []string{`:12: mailbox[0].poll must lie between`}},
		{"credential", `"imap.secret"`, `"$CREDENTIALS_DIRECTORY/imap"`, []string{`:10: warning: mailbox[0].password_file can't be looked at`}},
		{"store", `"bolt:tocsin.db"`, `"mysql://x"`, []string{`:21: store.url "mysql://x" must be bolt:FILE`}},
		{"state dir", `"bolt:tocsin.db"`, `"bolt:no/tocsin.db"`, []string{`:21: store.url lies in /`}},
		{"seal", `"seal.key"`, `"team.asc"`, []string{`:22: store.seal_key_file /`}},
		{"fingerprint", `"0123 4567`, `"4567`, []string{`:27: handler[0].fingerprint must be the whole`}},
		{"no fingerprint", `fingerprint = "0123 4567`, `role = "0123 4567`, []string{`:24: warning: handler[0].fingerprint is missing: anna@cert.example gets notices without content, and mail counts as this handler's by its From alone`}},
		{"size", `"25 MiB"`, `"many"`, []string{`:30: intake.message_size: "many" is no size`}},
		{"negative", `per_sender_hour = 3`, `per_sender_hour = -3`, []string{`:31: intake.ack.per_sender_hour must be a whole number`}},
		{"directory", `"directory.toml"`, `"dir.toml"`, []string{`:34: routing.directory[0] /`}},
		{"retention", "[routing]", "[retention]\nraw = \"7 days\"\n[routing]", []string{`:34: retention.raw: "7 days" is no retention`}},
		{"listen", "[routing]", "[http]\nlisten = \"0.0.0.0:80\"\n[routing]", []string{`:34: warning: http.listen 0.0.0.0:80 is open`}},
		{"later", "[routing]", "[routing]\ndefault = \"forward\"", []string{`:34: warning: routing.default is for a later version`}},
		{"no directory", `["directory.toml", "auto/*.toml"]`, `["auto/*.toml"]`, []string{`:34: routing.directory names no file that is there`}},
		{"syntax", "[team]", "[team", []string{`:1: this is not TOML`}},
		{"twice", "tag =", "name = \"B\"\ntag =", []string{`:3: this is not TOML`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(whole, c.old) {
				t.Fatalf("%q is not in the config", c.old)
			}
			file := house(t, strings.Replace(whole, c.old, c.new, 1))
			_, problems := Read(file)
			if len(problems) != len(c.want) {
				t.Fatalf("%d problems, want %d: %v", len(problems), len(c.want), problems)
			}
			for i, p := range problems {
				if got := strings.TrimPrefix(p.String(), file); !strings.HasPrefix(got, c.want[i]) {
					t.Errorf("got  %s\nwant %s", got, c.want[i])
				}
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	text := strings.NewReplacer(`tag = "CERT-EX"`, `tga = 1`, `"90s"`, `true`, "[keys]", "[keis]", "anna@", "anna").Replace(whole)
	_, problems := Read(house(t, text))
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	if diff := cmp.Diff([]int{1, 3, 12, 17, 26, 0}, lines); diff != "" {
		t.Errorf("%s\n%v", diff, problems)
	}
}

func TestMissingFile(t *testing.T) {
	c, problems := Read(filepath.Join(t.TempDir(), "no.toml"))
	if c == nil || len(Errors(problems)) != 1 || !strings.Contains(problems[0].String(), "there is no such file; make one with: tocsin init") {
		t.Error(problems)
	}
}

// What can't be read is there: no reason to make another one.
func TestUnreadable(t *testing.T) {
	_, problems := Read(t.TempDir())
	if len(problems) != 1 || problems[0].Message != "can't be read: is a directory" {
		t.Error(problems)
	}
	got := unreadable(&os.PathError{Op: "open", Path: "tocsin.toml", Err: os.ErrPermission})
	if !strings.HasPrefix(got, "permission denied; run this as ") {
		t.Error(got)
	}
}

func TestOpenSecretWarned(t *testing.T) {
	file := house(t, whole)
	if err := os.Chmod(filepath.Join(filepath.Dir(file), "imap.secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, problems := Read(file)
	if len(problems) != 1 || !problems[0].Warning || !strings.Contains(problems[0].Message, "chmod 600") {
		t.Error(problems)
	}
}
