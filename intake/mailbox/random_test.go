package mailbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"tocsin/intake/mailbox/imaptest"
)

// fickle breaks a good part of all commands in one of the ways that servers
// do, as the seed will have it, until it has broken most of them.
func fickle(r *rand.Rand, uids uint32, most int) imaptest.Fault {
	var mu sync.Mutex // connections may overlap
	pick := func() imaptest.Fault {
		mu.Lock()
		defer mu.Unlock()
		if most == 0 || r.IntN(3) > 0 {
			return imaptest.All()
		}
		ways := ways(1 + r.Uint32N(uids))
		return ways[r.IntN(len(ways))]
	}
	return func(w *imaptest.Wire, c imaptest.Command) bool {
		broke := pick()(w, c)
		if broke {
			mu.Lock()
			defer mu.Unlock()
			most = max(most-1, 0)
		}
		return broke
	}
}

// ways are the ways to break, with one message or at all.
func ways(uid uint32) []imaptest.Fault {
	return []imaptest.Fault{
		imaptest.CutLiteral(uid), imaptest.CutBefore(uid), imaptest.NilBody(uid), imaptest.UIDLast(uid),
		imaptest.UnsolicitedFirst(uid), imaptest.Twice(uid), imaptest.WrongSize(uid, int(uid)), imaptest.WrongSize(0, 3),
		imaptest.Shorter(uid, 40), imaptest.Huge(uid), imaptest.NilBody(0),
		imaptest.Silent("UID FETCH"), imaptest.Vanished("UID FETCH"), imaptest.StrayPlus("UID SEARCH"),
		imaptest.Bye("UID FETCH", "restarting"), imaptest.Refuse("UID FETCH", "NO no"), imaptest.Shrink("SELECT"),
		imaptest.Refuse("UID MOVE", "NO no"), imaptest.Bye("UID MOVE", "restarting"), imaptest.Silent("UID MOVE"),
		imaptest.Refuse("SELECT", "NO [INUSE] no"), imaptest.Bye("LOGIN", "full"), imaptest.Refuse("CREATE", "NO no"),
	}
}

// Whatever breaks, and whenever the program is started anew: in the end each
// message is filed once with its bytes and moved, or is filed as failed and
// still on the server.
func TestRandomFaultsLoseNothing(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { runFickle(t, rand.New(rand.NewPCG(seed, 1))) })
		})
	}
}

func runFickle(t *testing.T, random *rand.Rand) {
	const n = 40
	after := func(c *Config) { c.After = "move:Filed" }
	srv, r := scripted(t, n, fickle(rand.New(rand.NewPCG(random.Uint64(), 2)), n, 60), after)
	r.shelf.refuse = func(Fetched) error {
		if random.IntN(20) == 0 {
			return errStore
		}
		return nil
	}
	for round := 0; ; round++ {
		if round == 200 {
			t.Fatalf("no end: %+v, troubles %v", r.box.Status(), r.box.troubles)
		}
		if random.IntN(2) == 0 {
			r.box = newTestBox(t, r.pipe, r.shelf, after)
		}
		tally, err := r.box.Once(t.Context(), nil)
		if tally.Found != tally.Filed+tally.Failed+tally.Left {
			t.Errorf("tally %+v", tally)
		}
		if err == nil && tally.Left+tally.Failed+tally.Unmarked == 0 {
			break
		}
	}
	checkFickle(t, srv, r, n)
}

func checkFickle(t *testing.T, srv *imaptest.Scripted, r *rig, n int) {
	all := r.shelf.all()
	if len(all) != n || r.shelf.twice != 0 || r.shelf.unmarked() != 0 {
		t.Fatalf("%d filed of %d, %d twice, %d unmarked", len(all), n, r.shelf.twice, r.shelf.unmarked())
	}
	for i, f := range all {
		stays := slices.ContainsFunc(srv.Mails, func(m imaptest.Mail) bool { return m.UID == f.UID })
		whole := string(f.Raw) == string(mail(i+1))
		if f.Failed == "" && (!whole || stays) || f.Failed != "" && !stays {
			t.Errorf("UID %d: failed %q, whole %t, still on the server %t", f.UID, f.Failed, whole, stays)
		}
	}
}
