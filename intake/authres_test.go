package intake

import (
	"strings"
	"testing"

	"tocsin/intake/mime"
)

func TestDKIMAligned(t *testing.T) {
	const pass = "Authentication-Results: mx.cert.example; "
	for name, c := range map[string]struct {
		fields string
		from   string
		want   bool
	}{
		"same domain":         {pass + "dkim=pass header.d=school.example", "jane@school.example", true},
		"below it":            {pass + "dkim=pass header.d=school.example", "jane@mail.school.example", true},
		"by identity":         {pass + "dkim=pass header.i=@school.example", "jane@school.example", true},
		"folded":              {pass + "spf=pass smtp.mailfrom=x.example;\n dkim=pass\n header.d=School.Example header.s=k1", "jane@school.example", true},
		"second signature":    {pass + "dkim=fail header.d=school.example; dkim=pass header.d=school.example", "jane@school.example", true},
		"version":             {"Authentication-Results: mx.cert.example 1; dkim=pass header.d=school.example", "jane@school.example", true},
		"another's":           {pass + "dkim=pass header.d=mailer.example", "jane@school.example", false},
		"a neighbour":         {pass + "dkim=pass header.d=evil.co.uk", "jane@good.co.uk", false},
		"a public suffix":     {pass + "dkim=pass header.d=co.uk", "jane@good.co.uk", false},
		"failed":              {pass + "dkim=fail header.d=school.example", "jane@school.example", false},
		"only SPF":            {pass + "spf=pass smtp.mailfrom=school.example", "jane@school.example", false},
		"none":                {pass + "none", "jane@school.example", false},
		"another server's":    {"Authentication-Results: mx.other.example; dkim=pass header.d=school.example", "jane@school.example", false},
		"a longer name":       {"Authentication-Results: mx.cert.example.evil.example; dkim=pass header.d=school.example", "jane@school.example", false},
		"forged below ours":   {pass + "dkim=none\n" + pass + "dkim=pass header.d=school.example", "jane@school.example", false},
		"ours above another":  {"Authentication-Results: relay.example; dkim=fail\n" + pass + "dkim=pass header.d=school.example", "jane@school.example", true},
		"in a comment":        {pass + "dkim=none (dkim=pass header.d=school.example)", "jane@school.example", false},
		"with a comment":      {pass + "dkim=pass (2048-bit key; unprotected (ever)) header.d=school.example", "jane@school.example", true},
		"a quoted envelope":   {pass + `spf=pass smtp.mailfrom="a; dkim=pass header.d=school.example b"@evil.example; dkim=none`, "jane@school.example", false},
		"a quoted quote":      {pass + `spf=pass smtp.mailfrom="a\"; dkim=pass header.d=school.example; x="@evil.example`, "jane@school.example", false},
		"an odd comment":      {pass + `spf=pass (of a; dkim=pass header.d=school.example \) b) smtp.mailfrom=evil.example`, "jane@school.example", false},
		"without an end":      {pass + "dkim=pass header.d=school.example (of", "jane@school.example", false},
		"forged below broken": {pass + "spf=pass smtp.mailfrom=a;b@evil.example; dkim=none\n" + pass + "dkim=pass header.d=school.example", "jane@school.example", false},
		"broken":              {pass + ";;;=", "jane@school.example", false},
		"no address":          {pass + "dkim=pass header.d=school.example", "", false},
		"nothing":             {"X-Other: y", "jane@school.example", false},
	} {
		m := mime.Read([]byte(strings.ReplaceAll(c.fields+"\n\nbody\n", "\n", "\r\n")), mime.DefaultLimits())
		if got := dkimAligned(m.Header, "mx.cert.example", c.from); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if dkimAligned(m.Header, "", c.from) {
			t.Errorf("%s: aligned though no server is trusted", name)
		}
	}
}
