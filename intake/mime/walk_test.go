package mime

import "testing"

func TestWalk(t *testing.T) {
	for in, want := range map[string]struct {
		outside string
		done    bool
	}{
		`a "b;" c`:            {`a      c`, true},
		`a (b;(c)) d`:         {`a         d`, true},
		`a (b "c) d" e`:       {`a        d   `, false},
		`"a (b" c) d`:         {`       c) d`, true},
		`a\"b" c`:             {`a\    c`, true},
		`"a\"b" c`:            {`       c`, true},
		`(a\)b) c`:            {`       c`, true},
		`a ) b`:               {`a ) b`, true},
		`"a`:                  {`  `, false},
		`(a \`:                {`    `, false},
		``:                    {``, true},
		`text/plain; x="(";y`: {`text/plain; x=   ;y`, true},
	} {
		var w Walk
		out := []byte(in)
		for i := range out {
			if w.Step(in[i]) != 0 {
				out[i] = ' '
			}
		}
		if string(out) != want.outside || w.Done() != want.done {
			t.Errorf("%s: outside stands %q, done %v", in, out, w.Done())
		}
	}
}
