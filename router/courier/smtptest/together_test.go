package smtptest

import (
	"net"
	"strings"
	"testing"
)

// Commands in one write are answered in one; so is the end of a mail.
func TestAnswersComeTogether(t *testing.T) {
	s, err := Start(Options{Together: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, c := range []struct{ say, want string }{
		{"", "220"},
		{"EHLO a.example\r\n", "250"},
		{"MAIL FROM:<a@a.example>\r\nRCPT TO:<b@b.example>\r\nDATA\r\n", "250 250 354"},
		{"Subject: x\r\n\r\nx\r\n.\r\nMAIL FROM:<a@a.example>\r\nRCPT TO:<b@b.example>\r\nDATA\r\n", "250 250 250 354"},
		{"y\r\n.\r\nQUIT\r\n", "250 221"},
	} {
		if _, err := conn.Write([]byte(c.say)); err != nil {
			t.Fatal(err)
		}
		answer := make([]byte, 4096)
		n, err := conn.Read(answer)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for line := range strings.Lines(string(answer[:n])) {
			if line[3] == ' ' {
				codes = append(codes, line[:3])
			}
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%q is answered by %q, want %q", c.say, got, c.want)
		}
	}
	if got := len(s.Mails()); got != 2 {
		t.Errorf("%d mails", got)
	}
}
