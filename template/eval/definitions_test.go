package eval

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/pelletier/go-toml/v2"

	"tocsin/template"
)

const formFiles = "../forms"

// texts holds wordings by language; the first is the one that is printed.
type texts map[string][]string

func (t texts) in(lang string) string {
	if len(t[lang]) == 0 {
		return ""
	}
	return t[lang][0]
}

// A definition is what the generator needs of one form's file.
type definition struct {
	ID        string    `toml:"id"`
	Languages []string  `toml:"languages"`
	Union     bool      `toml:"union"`
	Duty      string    `toml:"obligation"`
	Title     texts     `toml:"title"`
	Intro     texts     `toml:"intro"`
	Sections  []section `toml:"section"`
	file      string
	headed    bool // its headings are never left out
}

type section struct {
	Heading texts   `toml:"heading"`
	Role    string  `toml:"role"`
	Repeat  bool    `toml:"repeat"`
	Text    string  `toml:"text"`
	Note    texts   `toml:"note"`
	Fields  []field `toml:"field"`
}

type field struct {
	Name        string   `toml:"name"`
	Role        string   `toml:"role"`
	Number      string   `toml:"number"`
	Label       texts    `toml:"label"`
	Hint        texts    `toml:"hint"`
	Placeholder []string `toml:"placeholder"`
	Many        bool     `toml:"many"`
	Empty       string   `toml:"empty"`
	Shy         bool     `toml:"shy"` // another order of the fields would tell something else
	Choices     []choice `toml:"choice"`
}

type choice struct {
	Value string `toml:"value"`
	Label texts  `toml:"label"`
}

// definitions reads the forms that come with Tocsin; the union of everyday
// labels is none of them.
func definitions(t testing.TB) (list []*definition) {
	t.Helper()
	for _, file := range formNames(t) {
		data, err := os.ReadFile(filepath.Join(formFiles, file))
		if err != nil {
			t.Fatal(err)
		}
		d := &definition{file: file}
		if err := toml.Unmarshal(data, d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if !d.Union {
			list = append(list, d)
		}
	}
	return list
}

func formNames(t testing.TB) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(formFiles)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".toml") {
			list = append(list, e.Name())
		}
	}
	return list
}

// without gives the forms that come with Tocsin but one.
func without(t testing.TB, file string) *template.Forms {
	t.Helper()
	f := none()
	for _, name := range formNames(t) {
		if name == file {
			continue
		}
		data, err := os.ReadFile(filepath.Join(formFiles, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Add(name, data); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// none gives Forms that know no form. The package has no such constructor:
// whoever reads reports wants ours. Its one field points to an index of maps,
// which are made here.
func none() *template.Forms {
	f := &template.Forms{}
	ix := reflect.ValueOf(f).Elem().Field(0)
	fresh := reflect.New(ix.Type().Elem())
	for i := range fresh.Elem().NumField() {
		if m := fresh.Elem().Field(i); m.Kind() == reflect.Map {
			writable(m).Set(reflect.MakeMap(m.Type()))
		}
	}
	writable(ix).Set(fresh)
	return f
}

func writable(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}
