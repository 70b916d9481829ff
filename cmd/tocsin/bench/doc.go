// Package bench holds no code but benchmarks of the whole line: from a
// backlog in a real Dovecot to the last acknowledgement at an SMTP sink in a
// process of its own, with the floors of its parts measured in the same run.
package bench
