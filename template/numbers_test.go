package template

import "testing"

func TestNumbersGoOn(t *testing.T) {
	for _, c := range []struct {
		next, last string
		want       bool
	}{
		{"4", "3", true}, {"A.4", "A.3", true}, {"1.10", "1.9", true}, {"2b", "2a", true}, {"3a", "2c", true}, {"3", "2d", true},
		{"三", "二", true}, {"十一", "十", true}, {"二十一", "二十", true}, {"⑩", "⑨", true}, {"二", "三", false}, {"二", "1", false}, {"三", "一", false},
		{"5", "3", false}, {"B.4", "A.3", false}, {"2c", "2a", false}, {"2a", "2b", false}, {"4a", "2c", false}, {"3b", "2c", false}, {"", "", false}, {"a", "1", false},
	} {
		if succeeds(c.next, c.last) != c.want {
			t.Errorf("%q after %q: %v", c.next, c.last, !c.want)
		}
	}
}

func TestEnclosedLetters(t *testing.T) {
	for s, want := range map[string]string{
		"(一)事業者名": "一", "（十二）実施した対策": "十二", "（3）氏名": "3", "（１）氏名": "１", "(가) 이름": "가", "①氏名": "①",
		"(株)白帆": "", "（注）氏名": "", "(一)": "", "(二〇二六)年": "", "（": "",
	} {
		off, number := unnumbered(s)
		if number != want || want != "" && off < len(want) {
			t.Errorf("%q has the number %q, want %q", s, number, want)
		}
	}
}
