package intake

import (
	"strings"
	"testing"

	"tocsin/intake/mime"
)

func TestDKIMAligned(t *testing.T) {
	const pass = "Authentication-Results: mx.cert.example; "
	const signed, twice = "DKIM-Signature: v=1; a=rsa-sha256; d=School.example; s=k1;\n b=abc=\n", "DKIM-Signature: v=1; d=school.example; s=old\nDKIM-Signature: v=1; d=school.example; s=k1\n"
	for name, c := range map[string]struct {
		fields string
		from   string
		want   bool
	}{
		"same domain":         {signed + pass + "dkim=pass header.d=school.example", "jane@school.example", true},
		"below it":            {signed + pass + "dkim=pass header.d=school.example", "jane@mail.school.example", true},
		"by identity":         {signed + pass + "dkim=pass header.i=@school.example header.s=k1 header.b=abc=", "jane@school.example", true},
		"identity below":      {signed + pass + "dkim=pass header.i=x@mail.school.example header.d=school.example;", "jane@school.example", true},
		"folded":              {signed + pass + "spf=pass smtp.mailfrom=x.example;\n dkim=pass\n header.d=School.Example header.s=k1", "jane@school.example", true},
		"second signature":    {twice + pass + "dkim=fail header.d=school.example; dkim=pass header.d=school.example", "jane@school.example", true},
		"version":             {signed + "Authentication-Results: mx.cert.example 1; dkim/1=pass header.d=school.example", "jane@school.example", true},
		"with others":         {signed + pass + `spf=pass (of x) smtp.mailfrom=SRS0=a=b@school.example; dkim=pass reason="good; key" header.d=school.example; dmarc=pass action=none header.from=school.example`, "jane@school.example", true},
		"with a comment":      {signed + pass + "dkim=pass (2048-bit key; unprotected (ever)) header.d=school.example", "jane@school.example", true},
		"ours above another":  {signed + "Authentication-Results: relay.example; dkim=fail\n" + pass + "dkim=pass header.d=school.example", "jane@school.example", true},
		"another's":           {strings.ReplaceAll(signed, "School", "mailer") + pass + "dkim=pass header.d=mailer.example", "jane@school.example", false},
		"a neighbour":         {strings.ReplaceAll(signed, "School.example", "evil.co.uk") + pass + "dkim=pass header.d=evil.co.uk", "jane@good.co.uk", false},
		"a public suffix":     {strings.ReplaceAll(signed, "School.example", "co.uk") + pass + "dkim=pass header.d=co.uk", "jane@good.co.uk", false},
		"failed":              {signed + pass + "dkim=fail header.d=school.example", "jane@school.example", false},
		"only SPF":            {signed + pass + "spf=pass smtp.mailfrom=school.example", "jane@school.example", false},
		"none":                {signed + pass + "none", "jane@school.example", false},
		"another server's":    {signed + "Authentication-Results: mx.other.example; dkim=pass header.d=school.example", "jane@school.example", false},
		"a longer name":       {signed + "Authentication-Results: mx.cert.example.evil.example; dkim=pass header.d=school.example", "jane@school.example", false},
		"forged below ours":   {signed + pass + "dkim=none\n" + pass + "dkim=pass header.d=school.example", "jane@school.example", false},
		"in a comment":        {signed + pass + "dkim=none (dkim=pass header.d=school.example)", "jane@school.example", false},
		"a quoted envelope":   {signed + pass + `spf=pass smtp.mailfrom="a; dkim=pass header.d=school.example b"@evil.example; dkim=none`, "jane@school.example", false},
		"a quoted quote":      {signed + pass + `spf=pass smtp.mailfrom="a\"; dkim=pass header.d=school.example; x="@evil.example`, "jane@school.example", false},
		"an odd comment":      {signed + pass + `spf=pass (of a; dkim=pass header.d=school.example \) b) smtp.mailfrom=evil.example`, "jane@school.example", false},
		"without an end":      {signed + pass + "dkim=pass header.d=school.example (of", "jane@school.example", false},
		"forged below broken": {signed + pass + "spf=pass smtp.mailfrom=a;b@evil.example; dkim=none\n" + pass + "dkim=pass header.d=school.example", "jane@school.example", false},
		"broken":              {signed + pass + ";;;=", "jane@school.example", false},
		"no address":          {signed + pass + "dkim=pass header.d=school.example", "", false},
		"nothing":             {signed + "X-Other: y", "jane@school.example", false},

		// A server that repeats the envelope without its quotes.
		"its rest is left over":     {signed + pass + "spf=pass smtp.mailfrom=a; dkim=pass header.d=school.example x@evil.example", "jane@school.example", false},
		"its rest is in a property": {signed + pass + "spf=pass smtp.mailfrom=a; dkim=pass header.d=school.example@evil.example", "jane@school.example", false},
		"its rest is an identity":   {signed + pass + "spf=pass smtp.mailfrom=a; dkim=pass header.d=school.example header.i=x@evil.example", "jane@school.example", false},
		"twice a property":          {signed + pass + "dkim=pass header.d=school.example header.d=evil.example", "jane@school.example", false},
		"all of the grammar":        {pass + "spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=school.example; auth=pass smtp.auth=x@evil.example", "jane@school.example", false},
		"with a signature that is false": {signed + pass + "spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=school.example; auth=pass smtp.auth=x@evil.example; dkim=fail header.d=school.example",
			"jane@school.example", false},
		"with one of its own": {strings.ReplaceAll(signed, "School", "evil") + pass + "spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=school.example; auth=pass smtp.auth=x@evil.example; dkim=pass header.d=evil.example",
			"jane@school.example", false},
		"with more than a server looks at": {twice + twice + pass + "dkim=pass header.d=school.example", "jane@school.example", false},
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

// FuzzDKIMAligned: whatever a sender gets a server to repeat, its own signature
// speaks for its own domain alone.
func FuzzDKIMAligned(f *testing.F) {
	f.Add(`a; dkim=pass header.d=school.example; x=pass smtp.auth=b`)
	f.Add(`"a" (b; dkim=pass header.i=@school.example`)
	f.Fuzz(func(t *testing.T, said string) {
		said = strings.NewReplacer("\r", "", "\n", "").Replace(said)
		text := "DKIM-Signature: d=evil.example\r\nAuthentication-Results: mx.cert.example; spf=pass smtp.mailfrom=" + said + "@evil.example; dkim=pass header.d=evil.example\r\n\r\n"
		m := mime.Read([]byte(text), mime.DefaultLimits())
		if dkimAligned(m.Header, "mx.cert.example", "jane@school.example") {
			t.Errorf("%q speaks for school.example", said)
		}
	})
}
