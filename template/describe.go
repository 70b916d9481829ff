package template

import "slices"

// A Question is one field of a form as its definition asks it, for people who
// look at what is read.
type Question struct {
	Section  string   `json:"section"` // heading above it, "" if none
	Role     string   `json:"role"`    // target, source, intermediary: of the host that it is about
	Field    string   `json:"field"`   // canonical name
	Number   string   `json:"number"`
	Labels   []string `json:"labels"` // the first is printed, the others are only read
	Choices  []string `json:"choices"`
	Empty    string   `json:"empty"` // what no answer means
	Required bool     `json:"required"`
}

// Questions lists what a form asks in one of its languages, or in its first
// where lang is "". The error names the forms or the languages there are.
func (f *Forms) Questions(id, lang string) ([]Question, error) {
	x, lang, err := f.find(id, lang)
	if err != nil {
		return nil, err
	}
	var list []Question
	for i := range x.Sections {
		s := &x.Sections[i]
		for j := range s.Fields {
			list = append(list, s.Fields[j].question(s, lang))
		}
		if s.Field != "" {
			list = append(list, Question{Section: wording1(s.Heading, lang), Field: s.Field, Labels: wordings(s.Heading, lang)})
		}
	}
	return list, nil
}

func (fd *field) question(s *section, lang string) Question {
	q := Question{
		Section: wording1(s.Heading, lang), Role: s.Role, Field: fd.Name, Number: fd.Number,
		Labels: slices.Clone(wordings(fd.Label, lang)), Empty: fd.Empty, Required: fd.Required,
	}
	if fd.Role != "" {
		q.Role = fd.Role
	}
	for _, c := range fd.Choices {
		q.Choices = append(q.Choices, c.Value)
	}
	return q
}
