package config

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// A filling puts a tree into a struct and notes each problem and the line of
// each key, by its path ("mailbox[0].url").
type filling struct {
	file     string
	lines    map[string]int
	problems []Problem
}

func (f *filling) problem(line int, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: f.file, Line: line, Message: fmt.Sprintf(format, args...)})
}

// table fills the struct v from n.
func (f *filling) table(v reflect.Value, n *node, path string) {
	if n.kind != "table" {
		f.problem(n.line, "%s must be a table ([%s] or { … }), not a %s", path, path, n.kind)
		return
	}
	fields := fieldsOf(v.Type())
	for _, key := range n.keys {
		child := n.table[key]
		i, ok := fields[key]
		if !ok {
			f.unknown(child.line, key, path, v.Type())
			continue
		}
		f.value(v.Field(i), child, join(path, key))
	}
}

// value fills one field.
func (f *filling) value(v reflect.Value, n *node, path string) {
	f.lines[path] = n.line
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if n.kind != "text" && n.kind != "number" {
			f.problem(n.line, "%s must be a text in quotes, not a %s", path, n.kind)
		} else if err := u.UnmarshalText([]byte(n.text)); err != nil {
			f.problem(n.line, "%s: %v", path, err)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		f.table(v, n, path)
	case reflect.Slice:
		f.list(v, n, path)
	default:
		f.scalar(v, n, path)
	}
}

func (f *filling) list(v reflect.Value, n *node, path string) {
	if n.kind != "list" {
		want := `a list, like ["one", "two"]`
		if v.Type().Elem().Kind() == reflect.Struct {
			want = "written as [[" + path + "]] in double brackets"
		}
		f.problem(n.line, "%s must be %s, not a %s", path, want, n.kind)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		f.value(v.Index(i), item, fmt.Sprintf("%s[%d]", path, i))
	}
}

func (f *filling) scalar(v reflect.Value, n *node, path string) {
	switch want := v.Kind(); {
	case want == reflect.String && n.kind == "text":
		v.SetString(n.text)
	case want == reflect.Bool && n.kind == "boolean":
		v.SetBool(n.text == "true")
	case want == reflect.Int && n.kind == "number":
		i, err := strconv.ParseInt(strings.ReplaceAll(n.text, "_", ""), 0, 64)
		if err != nil || i < 0 {
			f.problem(n.line, "%s must be a whole number from 0 up, not %s", path, n.text)
			return
		}
		v.SetInt(i)
	default:
		names := map[reflect.Kind]string{reflect.String: "a text in quotes", reflect.Bool: "true or false", reflect.Int: "a whole number"}
		f.problem(n.line, "%s must be %s, not a %s", path, names[want], n.kind)
	}
}

// unknown tells of a key that does not exist, with the nearest that does.
func (f *filling) unknown(line int, key, path string, t reflect.Type) {
	where := "at the top of the file"
	if path != "" {
		where = "in [" + path + "]"
	}
	text := fmt.Sprintf("unknown key %q %s", key, where)
	if secret := strings.ToLower(key); secret == "password" || secret == "passphrase" || secret == "seal_key" {
		text += "; secrets never stand in this file"
	}
	var valid []string
	for name := range fieldsOf(t) {
		valid = append(valid, name)
	}
	if best := Nearest(key, valid); best != "" {
		text += fmt.Sprintf("; did you mean %q?", best)
	} else if home := homeOf(key); home != "" {
		text += fmt.Sprintf("; it belongs in [%s]", home)
	}
	f.problem(line, "%s", text)
}

// fieldsOf gives the keys of a table and the index of the field of each.
func fieldsOf(t reflect.Type) map[string]int {
	out := map[string]int{}
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("toml"); tag != "" && tag != "-" {
			out[tag] = i
		}
	}
	return out
}

// homeOf finds the top-level table that has a key of this very name.
func homeOf(key string) string {
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		inner := t.Field(i).Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() != reflect.Struct {
			continue
		}
		if _, ok := fieldsOf(inner)[key]; ok {
			return t.Field(i).Tag.Get("toml")
		}
	}
	return ""
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
