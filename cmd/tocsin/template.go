package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"tocsin/cmd/tocsin/source"
	"tocsin/store"
	"tocsin/template"
)

func (a *app) templateCommand() *cobra.Command {
	return group("template", "look at the forms that are read, and add one",
		`A form is one TOML file (docs/forms.md). Tocsin brings definitions of many teams' forms;
[intake] forms in the configuration names your own.`,
		a.templateList(), a.templateShow(), a.templatePrint(), a.templateNew(), a.templateTest())
}

// forms gives the built-in forms and those of the config that can be read, if
// there is one.
func (a *app) forms() *template.Forms { return a.partial().rooms.Forms }

func (a *app) templateList() *cobra.Command {
	return leaf("list [-json]", "list the forms that are known", 0, 0, func(c *cobra.Command, _ []string) error {
		return printList(a, a.forms().List(), nil, "no forms", []string{"id", "team", "version", "languages", "title", "file"}, func(i template.Info) []any {
			return []any{i.ID, i.Team, dash(i.Version), strings.Join(i.Languages, " "), i.Title, i.Source}
		})
	})
}

func (a *app) templateShow() *cobra.Command {
	var lang string
	c := leaf("show [-json] [-lang L] ID", "show what a form asks, and which field each question fills", 1, 1, func(c *cobra.Command, args []string) error {
		questions, err := a.forms().Questions(args[0], lang)
		return printList(a, questions, err, "no questions", []string{"section", "role", "field", "label", "choices"}, func(q template.Question) []any {
			label := strings.Join(q.Labels, " | ")
			if q.Required {
				label += " *"
			}
			return []any{dash(q.Section), dash(q.Role), q.Field, strings.TrimSpace(q.Number + " " + label), dash(strings.Join(q.Choices, " "))}
		})
	})
	langFlag(c, &lang)
	return c
}

func (a *app) templatePrint() *cobra.Command {
	var lang string
	c := leaf("print [-lang L] ID", "print the blank form, to be filled in", 1, 1, func(c *cobra.Command, args []string) error {
		text, err := a.forms().Blank(args[0], lang)
		if err != nil {
			return err
		}
		if a.json {
			return a.printJSON(map[string]string{"id": args[0], "text": text})
		}
		_, err = fmt.Fprint(a.out, text)
		return err
	})
	langFlag(c, &lang)
	return c
}

func (a *app) templateNew() *cobra.Command {
	var lang, id string
	c := leaf("new [-lang L] [-id ID] FILE|-", "derive a definition from another team's blank form", 1, 1, func(c *cobra.Command, args []string) error {
		raw, err := source.One(args[0], a.in)
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
			return fmt.Errorf("%s: no UTF-8 text; save the blank form as plain text in UTF-8 first", args[0])
		}
		forms := a.forms() // the configuration may name the very file that this fills, empty by now
		if id == "" {
			id = strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
		}
		text, unmapped := forms.Derive(id, lang, strings.TrimPrefix(string(raw), "\ufeff"))
		if text == "" {
			return fmt.Errorf("%s: it asks nothing; a question is a line that ends in a colon, a leader or a question mark", args[0])
		}
		if a.json {
			return a.printJSON(map[string]any{"id": id, "text": text, "unmapped": unmapped})
		}
		if _, err := fmt.Fprint(a.out, text); err != nil {
			return err
		}
		fmt.Fprintf(a.errs, "%d places are NOT MAPPED: give each label a field and each choice a value, or delete them; then name the file in [intake] forms and run: tocsin check\n", unmapped)
		return nil
	})
	c.Flags().StringVar(&lang, "lang", "en", "`LANGUAGE` that the form is in, as pl")
	c.Flags().StringVar(&id, "id", "", "`ID` of the form (default the file's name)")
	return c
}

func (a *app) templateTest() *cobra.Command {
	return leaf("test [-json] FILE|-", "show how a filled-in mail is read: form, each answer's line and label, what is left over", 1, 1, func(c *cobra.Command, args []string) error {
		x, raw, err := a.lookAt(args[0], nil)
		if err != nil {
			return err
		}
		report, how := x.Explain(raw, a.now())
		if a.json {
			return a.printJSON(struct {
				Report store.Report           `json:"report"`
				Texts  []template.TextReading `json:"texts"`
			}{report, how.Texts})
		}
		return a.showExplanation(how)
	})
}

func langFlag(c *cobra.Command, lang *string) {
	c.Flags().StringVar(lang, "lang", "", "`LANGUAGE`, as de (default the form's first)")
}
