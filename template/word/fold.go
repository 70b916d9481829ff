package word

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words are compared by their key: letters and digits after NFKD, without
// marks (but those of Thai), in lower case, ß as ss; no blanks, no punctuation. So "E-Mail:",
// "e mail" and full-width "Ｅ-ｍａｉｌ" are one.

// asciiFold holds the keys of single bytes.
var asciiFold = func() (t [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	return t
}()

// FoldByte is the key of a byte of ASCII, 0 if it has none; the bytes of other
// characters have none.
func FoldByte(c byte) byte { return asciiFold[c] }

// Fold returns the key of a whole text.
func Fold(s string) string {
	var buf [128]byte
	return string(AppendFold(buf[:0], s))
}

// AppendFold appends the key of s to dst.
func AppendFold(dst []byte, s string) []byte {
	for s != "" {
		n := 0
		if s[0] < utf8.RuneSelf {
			dst, n = appendASCII(dst, s)
		} else {
			dst, n = foldRune(dst, s)
		}
		s = s[n:]
	}
	return dst
}

// appendASCII appends to a key the bytes that s begins with, up to the first that
// is beyond ASCII, and says how many they were.
func appendASCII(dst []byte, s string) ([]byte, int) {
	n := len(dst)
	dst = slices.Grow(dst, len(s))[:n+len(s)]
	for i := range len(s) {
		c := s[i]
		f := asciiFold[c]
		if dst[n] = f; f != 0 {
			n++
		} else if c >= utf8.RuneSelf {
			return dst[:n], i
		}
	}
	return dst[:n], len(s)
}

// stroked is what people without such a letter write for one that has no mark
// to take off, or its other form, "" for all others.
func stroked(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'ø', 'Ø':
		return "o"
	case 'ł', 'Ł':
		return "l"
	case 'đ', 'Đ':
		return "d"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	case 'ى', 'ی':
		return "ي"
	case 'ک':
		return "ك"
	case 'ة', 'ە':
		return "ه"
	}
	return ""
}

// A folding is what one character is in a key.
type folding struct {
	to   [6]byte
	n    uint8 // how many of them
	word bool  // a letter, a digit, or a mark that belongs to one
}

// The characters of most texts have their foldings ready: those of up to two
// bytes (Latin, Greek, Cyrillic and their neighbours), and kana.
const (
	readyTo  = 0x0800
	kanaFrom = 0x3000
	kanaTo   = 0x3100
)

var foldings = func() (t [readyTo + kanaTo - kanaFrom]folding) {
	for i := range t {
		r := rune(i)
		if i >= readyTo {
			r += kanaFrom - readyTo
		}
		f := &t[i]
		f.n = uint8(copy(f.to[:], foldOther(nil, r)))
		f.word = unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
	}
	return t
}()

// foldingOf returns the folding of a character that has one ready, else nil.
func foldingOf(r rune) *folding {
	switch {
	case r < readyTo:
		return &foldings[r]
	case r >= kanaFrom && r < kanaTo:
		return &foldings[r-kanaFrom+readyTo]
	}
	return nil
}

// ideograph says whether a character is of the great block that East Asian
// texts are written with: letters that are their own keys.
func ideograph(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// foldRune appends the key of the first rune of s and says how many bytes it took.
func foldRune(dst []byte, s string) ([]byte, int) {
	r, n := utf8.DecodeRuneInString(s)
	if f := foldingOf(r); f != nil {
		return append(dst, f.to[:f.n]...), n
	} else if ideograph(r) {
		return append(dst, s[:n]...), n
	}
	return foldOther(dst, r), n
}

// foldOther appends the key of any character.
func foldOther(dst []byte, r rune) []byte {
	if plain := stroked(r); plain != "" {
		return append(dst, plain...)
	}
	d := norm.NFKD.PropertiesString(string(r)).Decomposition()
	if len(d) == 0 {
		return foldPlain(dst, r)
	}
	for _, r := range string(d) {
		dst = foldPlain(dst, r)
	}
	return dst
}

// tatweel only stretches the Arabic letter before it.
const tatweel = 'ـ'

// foldPlain appends the lower case of a letter or digit, nothing else.
func foldPlain(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if f := asciiFold[r]; f != 0 {
			dst = append(dst, f)
		}
		return dst
	}
	if unicode.IsLetter(r) && r != tatweel || unicode.IsDigit(r) || Thai(r) && unicode.IsMark(r) {
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
	}
	return dst
}

// At says whether a word goes on at the start of s: a letter, a digit or
// a mark that belongs to one.
func At(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < utf8.RuneSelf {
		return asciiFold[s[0]] != 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	if f := foldingOf(r); f != nil {
		return f.word
	}
	return ideograph(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// Split splits a text into its folded words.
func Split(s string) []string { return strings.Fields(Phrase(s)) }

// Count says how many words Split finds.
func Count(s string) (n int) {
	for i := 0; i < len(s); {
		if asciiFold[s[i]] == 0 && !At(s[i:]) {
			_, width := utf8.DecodeRuneInString(s[i:])
			i += width
			continue
		}
		h, length := NoKey.Word(s[i:])
		if i += length; h != NoKey {
			n++ // more than marks that stand on no letter
		}
	}
	return n
}

// Len is the length in bytes of the word that s begins with.
func Len(s string) int {
	i := 0
	for i < len(s) {
		if asciiFold[s[i]] != 0 {
			i++
			continue
		}
		if s[i] < utf8.RuneSelf || !At(s[i:]) {
			break
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	return i
}

// AppendFirst appends the key of the word that s begins with, and says how long
// that is.
func AppendFirst(dst []byte, s string) (key []byte, length int) {
	i := 0
	for i < len(s) {
		if f := asciiFold[s[i]]; f != 0 {
			dst = append(dst, f)
			i++
			continue
		}
		if !At(s[i:]) {
			break
		}
		n := 0
		dst, n = foldRune(dst, s[i:])
		i += n
	}
	return dst, i
}

// Phrase is the words of a text with single blanks between and around them,
// so that strings.Contains(Phrase(s), " word ") finds whole words only.
func Phrase(s string) string {
	var buf [256]byte
	return string(AppendPhrase(buf[:0], s))
}

// AppendPhrase appends the same to dst, which may be nil.
func AppendPhrase(dst []byte, s string) []byte {
	from := len(dst)
	dst = append(slices.Grow(dst, len(s)+2), ' ')
	for s != "" {
		n := 0
		switch {
		case s[0] < utf8.RuneSelf:
			dst, n = phraseASCII(dst, s)
		case At(s):
			dst, n = foldRune(dst, s)
		default:
			_, n = utf8.DecodeRuneInString(s)
			dst = spaced(dst)
		}
		s = s[n:]
	}
	if len(dst) == from+1 {
		return append(dst, ' ')
	}
	return spaced(dst)
}

// spaced ends the last word with a blank.
func spaced(dst []byte) []byte {
	if dst[len(dst)-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst
}

// inPhrase maps a byte of ASCII to what it is in a phrase: folded, or a blank.
var inPhrase = func() (t [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		t[c] = max(asciiFold[c], ' ')
	}
	return t
}()

// phraseASCII appends to a phrase the bytes that s begins with, up to the
// first that is beyond ASCII, and says how many they were.
func phraseASCII(dst []byte, s string) ([]byte, int) {
	n, last := len(dst), dst[len(dst)-1]
	dst = slices.Grow(dst, len(s))[:n+len(s)]
	for i := range len(s) {
		f := inPhrase[s[i]]
		if f == 0 {
			return dst[:n], i
		}
		if dst[n] = f; f != ' ' || last != ' ' {
			n++
		}
		last = f
	}
	return dst[:n], len(s)
}

// WithoutUmlauts writes ä, ö, ü as ae, oe, ue, as people without them do.
func WithoutUmlauts(s string) string {
	if strings.IndexByte(s, "ä"[0]) < 0 {
		return s
	}
	return umlautWriter.Replace(s)
}

var umlautWriter = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")
