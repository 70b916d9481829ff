package router

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"tocsin/store"
)

var everyPhrase = []phrases{tlpMark, confidential, minors, credentials}

// asAnswer is what the sieve says of a text that a report carries.
func asAnswer(text string) kinds {
	var may kinds
	answers, _ := appendAnswer(nil, "here", text, ofAny)
	for _, a := range answers {
		may |= a.may
	}
	return may
}

func TestSieve(t *testing.T) {
	for text, want := range map[string]kinds{
		"":                                  0,
		"tlp":                               0, // no colour can follow
		"TLP:RED":                           ofTLP,
		"x tLp x":                           ofTLP,
		"Do\n\t Not  Be\r\nshared":          ofConfidential,
		"do not worry":                      0,
		"don’t pass it on":                  ofConfidential,
		"Ne\n\npas diffuser":                ofConfidential,
		"niet gezien, niet  delen":          ofConfidential,
		"VERTRAULICH":                       ofConfidential,
		"CHILD\u00a0ABUSE":                  ofMinors,
		"pe\u0301doporn":                    ofMinors,
		"ＰＥＤＯＰＯＲＮ":                          ofMinors,
		"Failed password for root from":     0,
		"Failed password for x\npassword :": ofCredentials,
		"passwd=x, TLP:GREEN, confidential": ofCredentials | ofTLP | ofConfidential,
		"Mot  de\npasse = x":                0, // as the shape has it
		"Mot  de\npasse \n: x":              ofCredentials,
	} {
		if got := asAnswer(text); got != want {
			t.Errorf("%q: kinds %b, want %b", text, got, want)
		}
	}
}

// What stands before or after a phrase hides it from nobody, at either end of
// a text, and a phrase in capitals over several lines is the same phrase.
func TestSieveKeepsEachStem(t *testing.T) {
	follow := []string{"x", "share", "delen", "private key", " is"}
	for _, p := range everyPhrase {
		for _, stem := range p.stems {
			for _, end := range follow {
				text := stem + end
				for _, wide := range []string{text, strings.ToUpper(text), strings.ReplaceAll(text, " ", " \r\n "), "é " + text, strings.Repeat("z", 70) + " " + text} {
					checkSieve(t, wide)
				}
			}
		}
	}
}

// A text is asked for the kinds wanted alone, and each is told by itself.
func TestSieveFindsWhatIsWanted(t *testing.T) {
	const text = "TLP:RED, confidential, csam, password=x"
	for want := range ofAny + 1 {
		if got := theSieve.find(text, want); got != want {
			t.Errorf("asked for %b, found %b", want, got)
		}
	}
}

// The sieve knows a place by three bytes of which a blank can be the last only:
// it does not read runs of blanks as one.
func TestStemsHaveAHead(t *testing.T) {
	known := 0
	for _, list := range theSieve.stems {
		for _, x := range list {
			known++
			if i := strings.IndexByte(x.stem, ' '); len(x.stem) < 3 || i >= 0 && i < 2 {
				t.Errorf("%q has no head", x.stem)
			}
			if got := theSieve.suspects(x.stem+strings.Join(x.next[:min(1, len(x.next))], ""), ofAny); got&x.kind == 0 {
				t.Errorf("%q is not found", x.stem)
			}
		}
	}
	if known < 70 {
		t.Errorf("%d stems", known)
	}
}

// An answer that was read as part of a whole text is not read again, unless
// something is there to be found.
func TestAnswersInWholeTexts(t *testing.T) {
	const log = "Failed password for root from 45.155.7.9\n"
	for _, c := range []struct {
		text, answer string
		skip         bool
	}{
		{"Log:\n" + log, log, true},
		{log + log + log, log, false}, // quicker read than looked for
		{log, log + " TLP:RED", false},
		{log + "TLP:RED", log, false},
		{log + "&#58;", log, false},
		{log + "é", log, false},
		{"", "", false},
	} {
		q := Question{Texts: []string{c.text, log}, Report: &store.Report{}}
		if _, idle := wholeTexts(q.Texts); idle.holds(c.answer) != c.skip {
			t.Errorf("%q in %q: skipped %v", c.answer, c.text, !c.skip)
		}
		for _, word := range []string{"", " TLP:RED"} {
			q.Report.Fields = map[string]string{"description": c.answer + word}
			if found := slices.ContainsFunc(answers(q), func(a answer) bool { return a.where == "form field description" }); found != strings.Contains(c.answer+word, "TLP") {
				t.Errorf("%q in %q: found %v", c.answer+word, c.text, found)
			}
		}
	}
}

// checkSieve holds the sieve to its word: what a shape finds around a stem it
// must not have taken out.
func checkSieve(t *testing.T, text string) {
	t.Helper()
	may, form := asAnswer(text), normal(text)
	for _, p := range everyPhrase {
		for _, stem := range p.stems {
			for at := 0; may&p.kind == 0; {
				i := strings.Index(form[at:], stem)
				if i < 0 {
					break
				}
				at += i
				if m := p.shape.FindString(form[max(0, at-1):min(len(form), at+reach)]); m != "" {
					t.Fatalf("the sieve lost %q in %q", m, text)
				}
				at += len(stem)
			}
		}
	}
}

func FuzzSieve(f *testing.F) {
	for _, s := range []string{"TLP:RED", "do not\nshare", "don’t pass", "pe\u0301doporn", "BEGIN RSA PRIVATE KEY", "İ\xffniet delen", "tlp\u00a0red"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkSieve(t, text)
		if part := text[len(text)/3:]; asItCame(text) && theSieve.find(text, ofAny)|theSieve.find(part, ofAny) != theSieve.find(text, ofAny) {
			t.Fatalf("more is found in %q than in %q", part, text)
		}
	})
}

// The short ways give what the long ones do.
func TestPlainNames(t *testing.T) {
	for _, name := range []string{"ku.dk", "a-b.c_d.dk", "-a.dk", "a--b.dk", "1.2", "x", "a..b", ".", "xn--mnchen-3ya.de", "münchen.de"} {
		long, err := idna.Lookup.ToASCII(name)
		if plainName(name) && err == nil && long != name {
			t.Errorf("%q is not its own normal form: %q", name, long)
		}
	}
	if !plainName("www.site-1.example") || plainName("Ä.de") || plainName("xn--a.de") || plainName("a b") {
		t.Error("plain names are not told from others")
	}
	for text, want := range map[string]bool{"": false, "192.0.2.1": true, "192.0.2.0/24": true, "::1": true, "fe80::1%eth0": true, "www.ku.dk": false, "AS1835": false} {
		if mayBeAddress(text) != want {
			t.Errorf("mayBeAddress(%q) is %v", text, !want)
		}
	}
}

func FuzzUnmarked(f *testing.F) {
	f.Add("Re: [DEMO#2026-00042-7] x", "DEMO")
	f.Add("demo 2026-00042", "DEMO")
	f.Add("[CIRCL #1234567]", "DEMO")
	f.Fuzz(func(t *testing.T, subject, tag string) {
		if len(tag) > 12 || strings.ContainsFunc(tag, func(r rune) bool { return !alnum(r) }) || !unmarked(subject, tag) {
			return
		}
		if marks := line(glyphs(subject)).marks(tag); len(marks) > 0 {
			t.Fatalf("%q holds %+v of %q", subject, marks, tag)
		}
	})
}
