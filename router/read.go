package router

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// The tables of a directory file; docs/routing.md tells operators what each
// key is for.
type (
	rawFile struct {
		Self        string           `toml:"self"`
		Default     string           `toml:"default"`
		Country     []string         `toml:"country"`
		Team        []rawTeam        `toml:"team"`
		Constituent []rawConstituent `toml:"constituent"`
		Carveout    []rawCarveout    `toml:"carveout"`
		Inhibit     []rawInhibit     `toml:"inhibit"`
		Shared      rawShared        `toml:"shared"`
		National    []rawNational    `toml:"national"`
		ASN         []rawASN         `toml:"asn"`
	}
	rawTeam struct {
		ID          string         `toml:"id"`
		Name        string         `toml:"name"`
		Kind        []string       `toml:"kind"`
		Mail        string         `toml:"mail"`
		Phone       string         `toml:"phone"`
		Keys        []string       `toml:"keys"`
		Encrypt     string         `toml:"encrypt"`
		Accepts     []string       `toml:"accepts"`
		Forward     string         `toml:"forward"`
		Languages   []string       `toml:"languages"`
		ASNs        []int64        `toml:"asns"`
		CIDRs       []string       `toml:"cidrs"`
		Domains     []string       `toml:"domains"`
		MailDomains []string       `toml:"mail_domains"`
		Sectors     []string       `toml:"sectors"`
		National    []string       `toml:"national"`
		Hold        bool           `toml:"hold"`
		Rank        int            `toml:"rank"`
		Source      string         `toml:"source"`
		Reviewed    toml.LocalDate `toml:"reviewed"`
		ReviewEvery string         `toml:"review_every"`
		Note        string         `toml:"note"`
	}
	rawConstituent struct {
		Org     string         `toml:"org"`
		Team    string         `toml:"team"`
		ASNs    []int64        `toml:"asns"`
		CIDRs   []string       `toml:"cidrs"`
		Domains []string       `toml:"domains"`
		Mails   []string       `toml:"mails"`
		Keys    []string       `toml:"keys"`
		Sector  string         `toml:"sector"`
		CI      bool           `toml:"ci"`
		Since   toml.LocalDate `toml:"since"`
		Until   toml.LocalDate `toml:"until"`
		Note    string         `toml:"note"`
	}
	rawCarveout struct {
		Team    string   `toml:"team"`
		ASNs    []int64  `toml:"asns"`
		CIDRs   []string `toml:"cidrs"`
		Domains []string `toml:"domains"`
		Rank    int      `toml:"rank"`
		Note    string   `toml:"note"`
	}
	rawInhibit struct {
		Why     string         `toml:"why"`
		ASNs    []int64        `toml:"asns"`
		CIDRs   []string       `toml:"cidrs"`
		Domains []string       `toml:"domains"`
		Until   toml.LocalDate `toml:"until"`
	}
	rawShared struct {
		ASNs []int64 `toml:"asns"`
	}
	rawNational struct {
		CC   string `toml:"cc"`
		Team string `toml:"team"`
	}
	rawASN struct {
		Number  int64    `toml:"number"`
		Name    string   `toml:"name"`
		Country string   `toml:"country"`
		CIDRs   []string `toml:"cidrs"`
	}
)

// decode reads one TOML file strictly. False when nothing of it can be used.
func (r *reader) decode(data []byte) (raw rawFile, ok bool) {
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	err := dec.Decode(&raw)
	var strict *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case err == nil:
		return raw, true
	case errors.As(err, &strict):
		for _, e := range strict.Errors {
			row, _ := e.Position()
			r.problem(row, false, "%s", unknownKey(e.Key()))
		}
		return raw, true
	case errors.As(err, &wrong):
		row, _ := wrong.Position()
		r.problem(row, false, "%s", wrongType(wrong))
	default:
		r.problem(0, false, "%v", err)
	}
	return rawFile{}, false
}

// wrongType says what a key takes where it was given something else, and of
// what is no TOML what its reader says.
func wrongType(err *toml.DecodeError) string {
	key := err.Key()
	text := strings.TrimPrefix(err.Error(), "toml: ")
	if len(key) == 0 || !strings.HasPrefix(text, "cannot decode") {
		return text
	}
	t := reflect.TypeFor[rawFile]()
	for _, k := range key {
		t = keysOf(t)[k]
	}
	return strings.Join(key, ".") + " must be " + taken(t)
}

// taken is what a key of a type is written as.
func taken(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text in quotes"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Slice:
		switch t.Elem().Kind() {
		case reflect.String:
			return `a list of texts, like ["one", "two"]`
		case reflect.Int64:
			return "a list of whole numbers, like [64496, 64497]"
		}
		return "tables, each under its name in double brackets"
	}
	return "a table, under its name in brackets"
}

// unknownKey says what is wrong with a key, and which one may be meant.
func unknownKey(key toml.Key) string {
	t := reflect.TypeFor[rawFile]()
	for i, k := range key {
		valid := keysOf(t)
		if next, ok := valid[k]; ok {
			t = next
			continue
		}
		where := "at the top of the file"
		if i > 0 {
			where = "in [" + strings.Join(key[:i], ".") + "]"
		}
		text := fmt.Sprintf("unknown key %q %s", k, where)
		if like := nearest(k, names(valid)); like != "" {
			text += fmt.Sprintf("; did you mean %q?", like)
		}
		return text
	}
	return fmt.Sprintf("unknown key %q", strings.Join(key, "."))
}

// keysOf returns the keys of a table and the tables below them.
func keysOf(t reflect.Type) map[string]reflect.Type {
	for t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	out := map[string]reflect.Type{}
	if t.Kind() != reflect.Struct {
		return out
	}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("toml"); tag != "" {
			out[tag] = t.Field(i).Type
		}
	}
	return out
}

func names(m map[string]reflect.Type) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}
