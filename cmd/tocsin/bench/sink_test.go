package bench

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"tocsin/router/courier/smtptest"
)

const sinkMark = "TOCSIN_BENCH_SINK"

// TestMain is the sink itself where a benchmark has started this binary anew,
// so that its cost does not count as ours.
func TestMain(m *testing.M) {
	if os.Getenv(sinkMark) != "" {
		runSink()
		return
	}
	runtime.MemProfileRate = 0 // as in the daemon, whose linker leaves the sampling of memory out; -memprofilerate sets it anew
	os.Exit(m.Run())
}

// runSink takes mail until its standard input ends, then prints what it saw.
func runSink() {
	var mails atomic.Int64
	s, err := smtptest.Start(smtptest.Options{Together: true, Deliver: func(smtptest.Mail) { mails.Add(1) }})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	fmt.Println(s.Addr())
	io.Copy(io.Discard, os.Stdin)
	fmt.Println(mails.Load(), s.Conns())
}

// A sink is that other process.
type sink struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	addr string
}

func startSink(tb testing.TB) *sink {
	tb.Helper()
	s := &sink{cmd: exec.Command(os.Args[0])}
	s.cmd.Env = append(os.Environ(), sinkMark+"=1", "GOGC=1000") // no part of what is measured: let it take little
	s.cmd.Stderr = os.Stderr
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		tb.Fatal(err)
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	s.out = bufio.NewReader(out)
	if err := s.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	line, err := s.out.ReadString('\n')
	if err != nil {
		tb.Fatalf("the sink did not start: %v", err)
	}
	s.addr = strings.TrimSpace(line)
	return s
}

// stop ends the sink and returns how many mails came over how many connections.
func (s *sink) stop(tb testing.TB) (mails, conns int) {
	tb.Helper()
	s.in.Close()
	if _, err := fmt.Fscan(s.out, &mails, &conns); err != nil {
		tb.Fatalf("the sink did not count: %v", err)
	}
	if err := s.cmd.Wait(); err != nil {
		tb.Fatal(err)
	}
	return mails, conns
}
