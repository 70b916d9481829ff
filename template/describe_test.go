package template

import (
	"strings"
	"testing"
)

func TestQuestions(t *testing.T) {
	f := builtin(t)
	for _, i := range f.List() {
		for _, lang := range i.Languages {
			list, err := f.Questions(i.ID, lang)
			if err != nil || len(list) < 5 {
				t.Fatalf("%s in %s asks %d questions: %v", i.ID, lang, len(list), err)
			}
			for _, q := range list {
				if _, ok := fieldKinds[q.Field]; !ok || len(q.Labels) == 0 {
					t.Errorf("%s in %s: %+v", i.ID, lang, q)
				}
			}
		}
	}
}

func TestQuestionsAsked(t *testing.T) {
	f := builtin(t)
	list, err := f.Questions("tocsin-1", "")
	if err != nil {
		t.Fatal(err)
	}
	if q := list[0]; q.Field != "contact_name" || !q.Required || q.Labels[0] != "Your name" || q.Section != "1. You" {
		t.Errorf("first: %+v", q)
	}
	roles := map[string]bool{}
	for _, q := range list {
		roles[q.Role] = true
		if q.Field == "assistance" && strings.Join(q.Choices, " ") != "none contact-sites recover urgent-help" {
			t.Errorf("assistance: %v", q.Choices)
		}
	}
	if !roles["target"] || !roles["source"] {
		t.Errorf("roles: %v", roles)
	}
	if _, err := f.Questions("nosuch", ""); err == nil || !strings.Contains(err.Error(), "there are") {
		t.Error(err)
	}
	if _, err := f.Questions("forthcert", "xx"); err == nil || !strings.Contains(err.Error(), "it is in en") {
		t.Error(err)
	}
}
