package eval

import (
	"flag"
	"os"
	"testing"

	"tocsin/template"
)

// What is held back is not tuned on: its faults are not shown unasked.
var showHeld = flag.Bool("held", false, "list the faults of the hand-written sets that are not tuned on, too")

func builtin(t testing.TB) *template.Forms {
	t.Helper()
	f, err := template.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// scoreAll reads every sample and scores what is understood.
func scoreAll(f *template.Forms, samples []*sample) []*result {
	var list []*result
	for _, s := range samples {
		list = append(list, score(s, f.Parse(s.document())))
	}
	return list
}

func TestEvalHand(t *testing.T) {
	f := builtin(t)
	for _, folder := range hands {
		results := scoreAll(f, readHand(t, folder))
		if testing.Verbose() {
			list := each
			if folder != "dev" && !*showHeld {
				list = unlisted
			}
			table(os.Stdout, "hand/"+folder, results, list)
		}
		floor(t, "hand/"+folder, sum(results))
	}
}
