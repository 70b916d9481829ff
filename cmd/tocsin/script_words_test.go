package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	openpgp "github.com/ProtonMail/go-crypto/openpgp/v2"
	"github.com/rogpeppe/go-internal/testscript"

	"tocsin/store/bolt"
)

// status runs a command that has to exit with a certain status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		got = e.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d\n[stderr]\n%s", got, want, ts.ReadFile("stderr"))
	}
}

func replace(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 3, "replace OLD NEW FILE")
	text := ts.ReadFile(args[2])
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%s does not hold %q", args[2], args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Replace(text, args[0], args[1], 1)), 0o600))
}

func modes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: modes MODE FILE...")
	}
	for _, name := range args[1:] {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
			ts.Fatalf("%s has mode %s, want %s", name, got, args[0])
		}
	}
}

func chown(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 2, "chown UID FILE")
	uid, err := strconv.Atoi(args[0])
	ts.Check(errors.Join(err, os.Chown(ts.MkAbs(args[1]), uid, -1)))
}

func hold(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 1, "hold FILE")
	engine, err := bolt.Open(ts.MkAbs(args[0]), bolt.Options{})
	ts.Check(err)
	worldOf(ts).held = engine
}

func release(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 0, "release")
	ts.Check(worldOf(ts).held.Close())
}

func living(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 1, "living SOCKET")
	until(ts, func() bool {
		c, err := net.Dial("unix", ts.MkAbs(args[0]))
		if err == nil {
			c.Close()
		}
		return err == nil
	}, "nobody answers on %s", args[0])
}

func cut(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 2, "cut N FILE")
	n, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[1]), n))
}

// thief writes what anybody can: a subkey to encrypt to needs no consent.
func thief(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, neg, args, 2, "thief FROM TO")
	victims, err := openpgp.ReadArmoredKeyRing(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	e, err := openpgp.NewEntity("Thief", "", "thief@x.example", nil)
	ts.Check(err)
	stolen, binding := victims[0].Subkeys[0].PublicKey, *e.Subkeys[0].Bindings[0].Packet
	ts.Check(binding.SignKey(stolen, e.PrivateKey, nil))
	e.Subkeys[0] = openpgp.Subkey{Primary: e, PublicKey: stolen, Bindings: []*packet.VerifiableSignature{packet.NewVerifiableSig(&binding)}}
	var b bytes.Buffer
	w, err := armor.Encode(&b, openpgp.PublicKeyType, nil)
	ts.Check(err)
	ts.Check(errors.Join(e.Serialize(w), w.Close(), os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600)))
}
