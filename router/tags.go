package router

import "tocsin/store"

// A Claim is one of our references as somebody wrote it in a subject. It
// proves nothing: Thread decides what it is worth.
type Claim struct {
	Ref     store.Ref
	Checked bool   // the check character was there, and right
	Text    string // as written
}

// Tags reads the references in a subject: ours, whose team tag is tag, and
// other teams' numbers ("CIRCL#1234567").
func Tags(subject, tag string) (ours []Claim, foreign []string) {
	return nil, nil
}

// Tagged returns the subject with the reference once, strictly written and in
// front, where no mail program cuts it off.
func Tagged(subject string, r store.Ref) string {
	return "[" + string(r) + "] " + subject
}
