package config

import "strings"

// Nearest returns the candidate that a mistyped word was most likely meant to
// be, or "" when none is near: at most a third of its letters differ, or one
// is the beginning of the other.
func Nearest(word string, candidates []string) string {
	best, bound := "", len([]rune(word))/3+2
	lower := strings.ToLower(word)
	for _, c := range candidates {
		d := distance(lower, c)
		if len(lower) >= 3 && (strings.HasPrefix(c, lower) || strings.HasPrefix(lower, c)) {
			d = min(d, 1)
		}
		if d < bound || d == bound && best != "" && c < best {
			best, bound = c, d
		}
	}
	return best
}

// distance counts the letters to change, add, drop or swap with their
// neighbour to turn a into b.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range t {
		rows[0][j+1] = j + 1
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
