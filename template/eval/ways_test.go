package eval

import "strings"

// ways are habits besides the style of labels.
var ways = []string{"instructions-deleted", "only-answered", "label-typos", "mixed-language", "repeated-group", "several-hosts", "sanitised",
	"na-same-default", "placeholders-left", "rulers", "choose-by-deleting", "choose-by-digit", "choose-by-emphasis",
	"rewrapped", "quoted", "quoted-twice", "forwarded", "crlf", "no-break-space", "trailing-blanks", "cleartext-signed", "attachment", "signature-footer"}

// finish does to the whole text what mail programs and people do.
func (m *maker) finish() {
	text := m.b.String()
	if m.has("trailing-blanks") {
		text = strings.ReplaceAll(text, "\n", "  \n")
	}
	if m.has("no-break-space") {
		text = strings.ReplaceAll(text, ": ", ":\u00a0")
	}
	if m.has("signature-footer") {
		text += "\n-- \nsent from my desk\n"
	}
	if m.has("rewrapped") {
		text = rewrap(text, 56)
	}
	if m.has("cleartext-signed") {
		text = signed(text)
	}
	subject := "Subject: report\n\n"
	switch {
	case m.has("attachment"):
		text = subject + "The form is attached.\n=== attachment report.txt\n" + text
	case m.has("forwarded"):
		text = subject + "for you\n\n---------- Forwarded message ----------\nFrom: someone <someone@example.org>\nDate: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: report\n\n" + text
	case m.has("quoted-twice"):
		text = subject + "see below\n\n" + quote(quote(text, "> "), "> ")
	case m.has("quoted"):
		text = subject + "see below\n\n" + quote(text, "> ")
	default:
		text = subject + text
	}
	if m.has("crlf") {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	m.s.Text = text
}

func quote(text, mark string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(mark+lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// signed wraps a text as RFC 4880 section 7.1 has it; the signature is a dummy.
func signed(text string) string {
	text = strings.ReplaceAll("\n"+text, "\n-", "\n- -")[1:]
	return "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n" + text +
		"-----BEGIN PGP SIGNATURE-----\n\niHUEARYKAB0WIQTestTestTestTestTestTestTestTestTestFAmcAAAAA\n=abcd\n-----END PGP SIGNATURE-----\n"
}

// rewrap breaks lines at a width, as forwarding programs do; not log lines.
func rewrap(text string, width int) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		for rest := []rune(l); len(rest) > width && !strings.Contains(l, "sshd["); {
			at := strings.LastIndex(string(rest[:width]), " ")
			if at <= 0 {
				break
			}
			head := string(rest)[:at]
			lines[i] = strings.TrimSuffix(lines[i], string(rest)) + head + "\n" + string(rest)[at+1:]
			rest = []rune(string(rest)[at+1:])
		}
	}
	return strings.Join(lines, "\n")
}
