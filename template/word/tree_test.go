package word

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lexiconOf is the lexicon of one subject that comes with Tocsin.
func lexiconOf(t testing.TB, subject string) *Lexicon {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../words", subject+".toml"))
	if err != nil {
		t.Fatal(err)
	}
	x, err := ReadLexicon(data)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestEveryPhraseIsFound: what stands in a lexicon is found in a text that
// says it, and in a line that breaks behind one of its words it may go on.
func TestEveryPhraseIsFound(t *testing.T) {
	said := strings.NewReplacer("*", "", "…", "")
	for _, subject := range []string{"kinds", "sectors", "answers", "clocks", "wishes", "speech", "lights", "harm", "duties"} {
		x := lexiconOf(t, subject)
		for n, w := range x.Terms {
			for _, s := range slices.Concat(slices.Collect(maps.Values(w.Words))...) {
				if whole, only := strings.CutPrefix(s, "="); only {
					if x.Is(whole) != w.Value {
						t.Errorf("%q is no whole answer", whole)
					}
					continue
				}
				p := AppendPhrase(nil, "("+said.Replace(s)+")")
				if m := x.At(p, 1); m.To != len(p) {
					t.Errorf("%q is not found: %+v", s, m)
				}
				if found, _ := x.Sought(p, Starts(p, nil)); !found && !x.beside.Has(n) {
					t.Errorf("%q is not sought", s)
				}
				if first, _, ok := strings.Cut(s, " "); ok && !strings.Contains(first, "*") && !x.beside.Has(n) {
					p := AppendPhrase(nil, "and "+first)
					if _, could := x.Sought(p, Starts(p, nil)); !could {
						t.Errorf("%q could not begin with %q", s, first)
					}
				}
			}
		}
	}
}

// TestTreeIsInOrder: idioms lie as the symbols of what they begin with go, the
// shorter first, and those that begin alike as the lexicon has them.
func TestTreeIsInOrder(t *testing.T) {
	var phrases []phrase
	for _, s := range []string{"storm", "stop", "stop*", "sto", "attack", "stop", "9 lives", "ätsch", "attack at", "storm … sea"} {
		w, err := newPhrase(len(phrases), s)
		if err != nil {
			t.Fatal(err)
		}
		phrases = append(phrases, w)
	}
	x := newTree(phrases)
	var got []string
	for i := range x.all {
		head := x.parts(&x.all[i])[0]
		got = append(got, fmt.Sprint(x.text[head.from:head.to], x.all[i].term))
	}
	if want := []string{"9 lives 6", "atsch 7", "attack 4", "attack at 8", "stop2", "stop 1", "stop 5", "storm 0", "storm 9", "sto 3"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSought(t *testing.T) {
	x := lexiconOf(t, "speech")
	for s, want := range map[string][2]bool{
		"do not share this":                            {true},
		"we ask you not to name us; do not pass it on": {true},
		"this must be kept strictly":                   {false, true},
		"do not":                                       {false, true},
		"CONFIDENTIAL":                                 {true},
		"this goes to the national team, do not":       {false, true},
		"strictly speaking":                            {},
		"the weather":                                  {},
		"sshd[1042]: Failed password for root from 192.0.2.7": {},
		"部外秘": {true},
		"":    {},
	} {
		p := AppendPhrase(nil, s)
		if found, could := x.Sought(p, Starts(p, nil)); found != want[0] || !found && could != want[1] {
			t.Errorf("%q: %v %v, want %v", s, found, could, want)
		}
	}
}

// FuzzTree: a tree visits each idiom that begins where it was asked.
func FuzzTree(f *testing.F) {
	f.Add("please do not share this with anyone; nous avons été victimes")
	f.Add("転送しないでください strictly confid")
	tree := &lexiconOf(f, "speech").tree
	f.Fuzz(func(t *testing.T, s string) {
		p := AppendPhrase(nil, strings.ToValidUTF8(s[:min(len(s), 60)], ""))
		for i := 1; i < len(p); i++ {
			if !begins(p, i) {
				continue
			}
			visited := map[*idiom]bool{}
			open := tree.begin(p[i:], func(w *idiom) { visited[w] = true })
			for k := range tree.all {
				w := &tree.all[k]
				switch tree.end(tree.parts(w), p, i) {
				case absent:
				case unfinished:
					if !visited[w] && !open {
						t.Errorf("%q: phrase %d could begin at %d", p, k, i)
					}
				default:
					if !visited[w] {
						t.Errorf("%q: phrase %d begins at %d", p, k, i)
					}
				}
			}
		}
	})
}
