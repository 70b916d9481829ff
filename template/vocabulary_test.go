package template

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"tocsin/template/word"
)

func TestVocabularyIsRead(t *testing.T) {
	if _, err := readWords(); err != nil {
		t.Fatal(err)
	}
}

// TestPrepare: the first mail of a process finds the words ready, which takes
// ten thousands of pieces of memory otherwise. They are read once a process, so
// this looks in one of its own.
func TestPrepare(t *testing.T) {
	const own = "TOCSIN_TEST_PREPARE"
	if os.Getenv(own) == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestPrepare$")
		cmd.Env = append(os.Environ(), own+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return
	}
	f := builtin(t)
	f.Prepare()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f.Parse(body(lineMail()))
	runtime.ReadMemStats(&after)
	if n := after.Mallocs - before.Mallocs; n > 5000 {
		t.Errorf("the first mail takes %d pieces of memory", n)
	}
}

// TestKindsAreComplete: each type of RSIT can be named in each language of our
// own form, but for those that only machines report.
func TestKindsAreComplete(t *testing.T) {
	x := lexicon(t, "kinds")
	if len(x.Terms) != 39 {
		t.Errorf("%d types, want the 39 of RSIT 1003", len(x.Terms))
	}
	for _, k := range x.Terms {
		for _, lang := range []string{"en", "fr", "de", "nl", "es", "pt", "it", "pl", "ja"} {
			if len(k.Words[lang]) == 0 && len(k.Words["xx"]) == 0 {
				t.Errorf("%s has no word in %s", k.Value, lang)
			}
		}
	}
}

func TestUnknownIsNoAnswer(t *testing.T) {
	for text, want := range map[string]void{
		"don't know": blank, "je ne sais pas": blank, "weiß nicht": blank, "weet ik niet": blank, "no lo sé": blank, "não sei": blank,
		"non lo so": blank, "nie wiem": blank, "不明": blank, "わかりません": blank, "vet ej": blank, "nevím": blank, "nem tudom": blank,
		"still unknown, sorry": blank, "derzeit unbekannt": blank, "unknown attacker in Paris": filled, "Nieznany Jan": filled,
	} {
		if got := voidOf(text, nil, false); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestSynchronised(t *testing.T) {
	for text, want := range map[string]string{
		"je ne sais pas": "", "non": "no", "oui, NTP": "yes", "nie wiem": "", "nie": "no", "tak, ntp": "yes", "no lo sé": "", "sí": "yes",
		"NTP, no drift": "", "not synchronised": "no", "nicht synchronisiert": "no", "同期していない": "no", "はい": "yes", "ano": "yes", "nem": "no",
		"NTP, no problems": "yes", "yes, stratum unknown": "yes", "by hand": "",
	} {
		if got := synchronised(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestNativeNearMisses: words that look like those of another language, and
// sentences that deny what a word of theirs says.
func TestNativeNearMisses(t *testing.T) {
	v := vocab()
	for _, c := range []struct {
		x          *word.Lexicon
		text, want string
	}{
		{v.kinds, "수사기관 문의", ""}, {v.kinds, "hotel reservation", ""},
		{v.sectors, "Bursa Teknik", ""}, {v.sectors, "수도권 소재", ""}, {v.sectors, "grad school of Leeds", "education"},
		{v.wishes, "нет доступа к серверу", ""}, {v.wishes, "ไม่มีข้อมูลสำรอง", ""}, {v.wishes, "백업 없음", ""}, {v.wishes, "nous ne savons pas", ""},
		{v.answers, "da verificare", ""}, {v.answers, "มีนาคม", ""}, {v.sides, "NAS box", ""},
	} {
		if got := strings.Join(c.x.Values(c.x.In(c.text)), " "); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	for text, want := range map[string]string{"da": "yes", "Да.": "yes", "มี": "yes", "nu": "no", "لا": "no", "нет": "no", "khong": "no"} {
		if got := v.answers.Is(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"атака с адреса злоумышленника 198.51.100.7": "source", "ผู้โจมตีใช้ 198.51.100.7": "source", "เครื่องของเรา 198.51.100.7": "target", "공격자 198.51.100.7": "source",
		"المهاجم 198.51.100.7": "source", "vir 198.51.100.7": "unknown", "κατά τις 10 το 198.51.100.7": "unknown", "Ellen 198.51.100.7": "unknown",
	} {
		if got := nearRole(text, strings.Index(text, "198")); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// lexicon reads one of the files of words.
func lexicon(t *testing.T, name string) *word.Lexicon {
	t.Helper()
	data, err := wordFiles.ReadFile("words/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	x, err := word.ReadLexicon(data)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
