package store

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Ref is the reference number of an incident, "TAG#2026-00042-7": team tag,
// year, sequence within the year (five digits or more) and one check
// character over year and sequence (ISO 7064 MOD 37,36), so that a number with
// one wrong character never names another incident, and one with two
// neighbours swapped does in 1 case of 400: a check over single characters
// can't see all of those with 36 signs. The sender still has to fit.
type Ref string

// ErrRef says that a text is not a reference in the strict form.
var ErrRef = errors.New("not a reference")

// MakeRef builds the reference of the n-th incident of a year.
func MakeRef(tag string, year, n int) Ref {
	number := padded(year, 4) + "-" + padded(n, 5)
	return Ref(tag + "#" + number + "-" + string(CheckCharacter(number)))
}

// padded writes a number with so many digits at least.
func padded(n, digits int) string {
	s := strconv.Itoa(n)
	return "0000000"[:max(0, digits-len(s))] + s
}

// ParseRef reads a reference in the strict form that MakeRef writes. A wrong
// check character is an error; the lenient reading of subjects is router's.
func ParseRef(s string) (Ref, error) {
	tag, number, ok := strings.Cut(s, "#")
	parts := strings.Split(number, "-")
	if !ok || tag == "" || len(parts) != 3 || len(parts[0]) != 4 || len(parts[1]) < 5 || len(parts[2]) != 1 {
		return "", fmt.Errorf("%w: %q is not of the form TAG#2026-00042-C", ErrRef, s)
	}
	year, err1 := strconv.ParseUint(parts[0], 10, 16)
	n, err2 := strconv.ParseUint(parts[1], 10, 31)
	if err1 != nil || err2 != nil {
		return "", fmt.Errorf("%w: %q has letters where digits belong", ErrRef, s)
	}
	if ref := MakeRef(tag, int(year), int(n)); string(ref) == s {
		return ref, nil
	}
	return "", fmt.Errorf("%w: the check character of %q does not fit its digits", ErrRef, s)
}

// Tag returns the part before '#'.
func (r Ref) Tag() string {
	tag, _, _ := strings.Cut(string(r), "#")
	return tag
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// CheckCharacter returns the ISO 7064 MOD 37,36 check character of a text of
// digits and upper-case letters; other characters are passed over.
func CheckCharacter(text string) byte {
	const modulus = 36
	p := modulus
	for i := range len(text) {
		v := strings.IndexByte(alphabet, text[i])
		if v < 0 {
			continue
		}
		if p = (p + v) % modulus; p == 0 {
			p = modulus
		}
		p = p * 2 % (modulus + 1)
	}
	return alphabet[(modulus+1-p)%modulus]
}
