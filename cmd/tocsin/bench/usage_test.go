package bench

import (
	"syscall"
	"testing"
	"time"
)

// A usage is what this process has used so far, in all threads.
type usage syscall.Rusage

func usageNow() (u usage) {
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, (*syscall.Rusage)(&u)); err != nil {
		return usage{}
	}
	return u
}

// cpu is the time of the processor, the kernel's for us included.
func (u usage) cpu() time.Duration { return time.Duration(u.Utime.Nano() + u.Stime.Nano()) }

// report tells what was used between two usages for each of n mails: sys-ms is
// the kernel's part of cpu-ms, and switches are the times that a thread waited.
func report(b *testing.B, before, after usage, n int) (cpuPerMail float64) {
	cpuPerMail = (after.cpu() - before.cpu()).Seconds() * 1000 / float64(n)
	b.ReportMetric(cpuPerMail, "cpu-ms/mail")
	b.ReportMetric(float64(after.Stime.Nano()-before.Stime.Nano())/1e6/float64(n), "sys-ms/mail")
	b.ReportMetric(float64(after.Nvcsw-before.Nvcsw)/float64(n), "switches/mail")
	return cpuPerMail
}
