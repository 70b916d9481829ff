package template

import (
	"strings"
	"testing"
)

// TestChoiceFaults: the mark of a choice without a value would be lost, and one
// that nobody acts on would be without effect.
func TestChoiceFaults(t *testing.T) {
	const form = "id = \"x\"\nlanguages = [\"en\"]\n[[section]]\n[[section.field]]\nname = \"NAME\"\nlabel.en = [\"Our question\"]\n" +
		"[[section.field.choice]]\nvalue = \"VALUE\"\nlabel.en = [\"Our answer\"]\n"
	for _, c := range []struct{ name, value, want string }{
		{"incident_type", "", `x.toml:9: field incident_type: choice "Our answer" has no value`},
		{"incident_type", "anything", ""},
		{"share_identity", "maybe", `x.toml:8: field share_identity: no such value "maybe"; use one of yes, no`},
		{"share_identity", "no", ""},
		{"assistance", "help", "use one of none, contact-sites, recover, urgent-help"},
		{"obligation", "yes", "use one of mandatory, voluntary"},
		{"disclosure", "no", `x.toml:8: field disclosure: value "no" leaves open what may be passed on`},
		{"disclosure", "none", ""},
		{"tlp", "WHITE", "use one of RED, AMBER+STRICT, AMBER, GREEN, CLEAR"},
	} {
		f := builtin(t)
		err := f.Add("x.toml", []byte(strings.NewReplacer("NAME", c.name, "VALUE", c.value).Replace(form)))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s = %q: %v", c.name, c.value, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s = %q: %v, want %s", c.name, c.value, err, c.want)
		}
	}
}

// TestEmptyAndTwins: no answer comes to what a choice may, and one wording to one
// value.
func TestEmptyAndTwins(t *testing.T) {
	const form = "id = \"x\"\nlanguages = [\"en\"]\n[[section]]\n[[section.field]]\nname = \"assistance\"\nempty = \"EMPTY\"\nlabel.en = [\"Our question\"]\n" +
		"[[section.field.choice]]\nvalue = \"none\"\nlabel.en = [\"Nothing\"]\n[[section.field.choice]]\nvalue = \"recover\"\nlabel.en = [\"TWIN\"]\n"
	for _, c := range [][3]string{
		{"foo", "Help", `x.toml:6: field assistance: no such value "foo"; use one of none,`},
		{"none", "nothing", `x.toml:13: field assistance: choice "nothing" means "none" and "recover"`},
		{"none", "Help", ""},
	} {
		err := builtin(t).Add("x.toml", []byte(strings.NewReplacer("EMPTY", c[0], "TWIN", c[1]).Replace(form)))
		if c[2] == "" && err != nil || c[2] != "" && (err == nil || !strings.Contains(err.Error(), c[2])) {
			t.Errorf("%s %s: %v, want %s", c[0], c[1], err, c[2])
		}
	}
}

// TestPlacesOfFaults: a fault tells its line however TOML is spaced and quoted.
func TestPlacesOfFaults(t *testing.T) {
	for text, want := range map[string]string{
		"id = \"x\"\nlanguages = [\"en\"]\n[[section]]\n[[section.field]]\nname=\"contact_nmae\"\nlabel.en = [\"Name\"]\n":                                                                `x.toml:5: no such field "contact_nmae"; did you mean "contact_name"?`,
		"id = \"x\"\nlanguages = [\"en\"]\n[[section]]\nrole  =  'victim'\n[[section.field]]\nname = \"host\"\nlabel.en = [\"Host\"]\n":                                                   `x.toml:4: role "victim"`,
		"id = \"x\"\nlanguages = [\"en\"]\nobligation = \"maybe\"\n[[section]]\n[[section.field]]\nname = \"host\"\nlabel.en = [\"Host\"]\n":                                              `x.toml:3: obligation "maybe": use mandatory or voluntary`,
		"id = \"x\"\nlanguages = [\"en\"]\n[[section]]\n[[section.field]]\nname = \"host\"\nlabel.en = [\"Host (a+b)?\"]\n[[section.field]]\nname = \"os\"\nlabel.en = ['host (a+b)?']\n": "x.toml:9: field os: label",
	} {
		if err := builtin(t).Add("x.toml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
