// Package e2e holds the end-to-end test: the built binary between a real
// Dovecot and a real Postfix, 204 mixed mails that GnuPG made and swaks sends,
// and SIGKILL at random moments. It wants root and the Debian packages
// dovecot-imapd, postfix, gnupg and swaks, takes a few minutes, and therefore
// runs only with the build tag e2e (`make test` sets it).
package e2e
