package template

import (
	"fmt"
	"strconv"
	"strings"
	"text/template/parse"
)

// A part writes its piece of a letter; dot is what {{.}} stands for.
type part func(b *strings.Builder, v *Values, dot string)

// A slot is one value that letters can use.
type slot func(v *Values) string

// slots are the values by the names that letters use; one that is "" counts
// as not there.
var slots = map[string]slot{
	"Ref": func(v *Values) string { return v.Ref }, "Team": func(v *Values) string { return v.Team },
	"TeamID": func(v *Values) string { return v.TeamID }, "Tag": func(v *Values) string { return v.Tag },
	"Address": func(v *Values) string { return v.Address }, "Phone": func(v *Values) string { return v.Phone },
	"Subject": func(v *Values) string { return v.Subject }, "Reporter": func(v *Values) string { return v.Reporter },
	"Why": func(v *Values) string { return v.Why }, "Destination": func(v *Values) string { return v.Destination },
	"DestinationMail": func(v *Values) string { return v.DestinationMail }, "Kind": func(v *Values) string { return v.Kind },
	"Sender": func(v *Values) string { return v.Sender }, "Summary": func(v *Values) string { return v.Summary },
	"Mark":       func(v *Values) string { return v.Mark },
	"Obligation": func(v *Values) string { return v.Obligation },
	"Held":       func(v *Values) string { return v.Held }, "Kept": func(v *Values) string { return v.Kept },
	"Priority": func(v *Values) string {
		if v.Priority == 0 {
			return ""
		}
		return strconv.Itoa(v.Priority)
	},
}

// lists are the values that a letter can go through with range.
var lists = map[string]func(v *Values) []string{
	"Lines":      func(v *Values) []string { return v.Lines },
	"Missing":    func(v *Values) []string { return v.Missing },
	"Understood": func(v *Values) []string { return v.Understood },
}

// partsOf makes a letter ready to be written. Of the language of Go templates
// it may use values, date, len, if, with and range.
func partsOf(name, text string) ([]part, error) {
	known := map[string]any{"date": letterDate, "len": strconv.Itoa}
	trees, err := parse.Parse(name, text, "", "", known)
	if err != nil {
		return nil, err
	}
	return block(trees[name], trees[name].Root)
}

func block(t *parse.Tree, list *parse.ListNode) (parts []part, err error) {
	if list == nil {
		return nil, nil
	}
	for _, n := range list.Nodes {
		p, err := partOf(t, n)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func write(parts []part, b *strings.Builder, v *Values, dot string) {
	for _, p := range parts {
		p(b, v, dot)
	}
}

func partOf(t *parse.Tree, n parse.Node) (part, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		return func(b *strings.Builder, _ *Values, _ string) { b.WriteString(text) }, nil
	case *parse.ActionNode:
		return action(t, n)
	case *parse.IfNode:
		return branch(t, &n.BranchNode, false)
	case *parse.WithNode:
		return branch(t, &n.BranchNode, true)
	case *parse.RangeNode:
		return repeat(t, &n.BranchNode)
	}
	return nil, unknown(t, n)
}

func unknown(t *parse.Tree, n parse.Node) error {
	where, what := t.ErrorContext(n)
	return fmt.Errorf("%s: %s is not for letters: they may use their values, date, len, if, with and range", where, what)
}

// action is a value, {{.}}, the date or the length of a list.
func action(t *parse.Tree, n *parse.ActionNode) (part, error) {
	switch text := n.Pipe.String(); {
	case text == ".":
		return func(b *strings.Builder, _ *Values, dot string) { b.WriteString(dot) }, nil
	case text == "date .Received":
		return func(b *strings.Builder, v *Values, _ string) { b.WriteString(letterDate(v.Received)) }, nil
	case slots[value(text)] != nil:
		get := slots[value(text)]
		return func(b *strings.Builder, v *Values, _ string) { b.WriteString(get(v)) }, nil
	case lists[value(strings.TrimPrefix(text, "len "))] != nil:
		get := lists[value(strings.TrimPrefix(text, "len "))]
		return func(b *strings.Builder, v *Values, _ string) { b.WriteString(strconv.Itoa(len(get(v)))) }, nil
	}
	return nil, unknown(t, n)
}

// value is the name of a value written as ".Name", "" if it is none.
func value(text string) string {
	name, ok := strings.CutPrefix(text, ".")
	if !ok {
		return ""
	}
	return name
}

// branch writes one of two blocks; with makes the value the dot of the first.
// A list counts as there if it has entries.
func branch(t *parse.Tree, n *parse.BranchNode, with bool) (part, error) {
	name := value(n.Pipe.String())
	get, entries := slots[name], lists[name]
	if get == nil && (entries == nil || with) {
		return nil, unknown(t, n)
	}
	then, err := block(t, n.List)
	if err != nil {
		return nil, err
	}
	other, err := block(t, n.ElseList)
	return func(b *strings.Builder, v *Values, dot string) {
		text, there := "", false
		if get != nil {
			text = get(v)
			there = text != ""
		} else {
			there = len(entries(v)) > 0
		}
		switch {
		case !there:
			write(other, b, v, dot)
		case with:
			write(then, b, v, text)
		default:
			write(then, b, v, dot)
		}
	}, err
}

func repeat(t *parse.Tree, n *parse.BranchNode) (part, error) {
	get := lists[value(n.Pipe.String())]
	if get == nil || n.ElseList != nil {
		return nil, unknown(t, n)
	}
	each, err := block(t, n.List)
	return func(b *strings.Builder, v *Values, _ string) {
		for _, text := range get(v) {
			write(each, b, v, text)
		}
	}, err
}
