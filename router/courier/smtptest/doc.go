// Package smtptest is an SMTP server in the same process that takes mail as it
// comes and answers as it is told: for tests, benchmarks and the demo.
package smtptest
