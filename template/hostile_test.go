package template

import (
	"fmt"
	"strings"
	"testing"
)

// hostile are texts that make a careless reader slow: each is repeated.
// BenchmarkHostile shows whether the time for a byte stays the same.
var hostile = map[string]string{
	"drawn rows":      "│ a1 │ b\n",
	"rows of bars":    "a1 | b | c | d | e | f\n",
	"heads of tables": "name   ip   os   use   name   ip\n",
	"rows of pairs":   "Name1   Otto    Phone1   555-0100\n",
	"quoted answers":  "word 1\n> answer 1\n",
	"labels":          "Remarks: x\n",
	"labels inline":   "Fax: ",
	"same":            "Your name: same\n",
	"hosts":           "Affected host name and address: 10.%.1.1\nAttacking host name and address: same\n",
	"host list":       "198.51.100.7, ",
	"zones":           "Affected host name and address: 198.51.100.7\nTime zone of the affected host: UTC+1\nThe incident ended on: 2026-11-20 10:00\n",
	"parentheses":     "Your name (\n",
	"open":            "((((((((",
	"boxes":           "[ ] ",
	"colons":          "a:",
	"long token":      "1.2.3.4:",
	"dots":            ".",
	"tlp":             "tlp ",
	"addresses":       "198.51.100.7 ",
	"quotes":          ">",
	"rulers":          "----\n",
	"headers":         "From: x\n",
	"blank lines":     "\n",
	"headings":        "Source of the attack\n\n\n\n",
	"dashes":          "192.0.2.1 - ",
	"urls":            "http://",
	"leaders":         "Your name ......",
	"answers":         "What should we do? yes / no / ",
	"nested":          `{"a":[`,
	"untimely":        "Detected by: the watchman\n",
	"damages":         "Impact: 5 EUR\n",
	"companies":       "Contact person: Quill Ltd\n",
	"typos":           "Yuor nmae and so on: x\n",
	"shy":             "Hotel: Ab\n",
	"one host":        "1) Host: www.uni.example 4711\n",
	"names":           "[b]Name[/b] a\n",
	"who and what":    "Who: a\nWhat: b\n",
	"objects":         "\"a\": {\"b\": 1},\n",
	"set off":         ">> a << / b / c\n",
	"incidents":       "The incident began on: 2026-11-20 10:%\nKind of incident: %\nDescription of what happened: %\nLog extracts: %\n",
}

// TestHostile reads such texts behind the head of a form and inside of its
// answers: whatever comes, the report stays bounded and true to its form.
func TestHostile(t *testing.T) {
	f := builtin(t)
	head := "Your name: Jane\nYour organisation: Site\nAffected host name and address: 198.51.100.1\nDescription of what happened: d\nWhat should we do? 1\n"
	for name, piece := range hostile {
		for _, where := range []string{head, head + "Attacking host name and address: ", head + "Restrictions on passing this on: ", ""} {
			text := where + strings.Repeat(piece, 64<<10/len(piece))
			r := f.Parse(body(text))
			if where != "" && r.Form != "tocsin-1" && r.Form != formNone {
				t.Errorf("%s: form %q", name, r.Form)
			}
			if len(r.Hosts) > mostHosts || len(r.Indicators) > mostIndicators {
				t.Errorf("%s: %d hosts, %d indicators", name, len(r.Hosts), len(r.Indicators))
			}
			checkReport(t, &r, strings.Count(text, "\n")+1)
		}
	}
}

func BenchmarkHostile(b *testing.B) {
	f := builtin(b)
	for name, piece := range hostile {
		for _, size := range []int{64 << 10, 1 << 20} {
			d := body(strings.Repeat(piece, size/len(piece)))
			b.Run(fmt.Sprintf("%s/%dKiB", strings.ReplaceAll(name, " ", "-"), size>>10), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					f.Parse(d)
				}
			})
		}
	}
}
