package template

import (
	"embed"
	"fmt"
	"sync"

	"tocsin/template/word"
)

//go:embed words/*.toml
var wordFiles embed.FS

// A vocabulary is all words that are read for their meaning, by subject: one
// file under words each.
type vocabulary struct {
	kinds     *word.Lexicon // kinds of incidents, as RSIT class/type
	denials   *word.Lexicon // what says that such a kind was not the one
	sectors   *word.Lexicon // sectors of the economy
	answers   *word.Lexicon // yes, no, unknown, none, as above, and what forms print where the answer goes
	clocks    *word.Lexicon // how a clock is set
	wishes    *word.Lexicon // answers to what the team should do
	speech    *word.Lexicon // requests and restrictions in running text
	lights    *word.Lexicon // colours of the traffic light protocol
	sides     *word.Lexicon // on which side of an attack an address stands
	harm      *word.Lexicon // answers to what harm was done
	matters   *word.Lexicon // what a text is about
	duties    *word.Lexicon // mandatory or voluntary
	farewells *word.Lexicon // what ends a mail

	compass *compass // sides, made ready

	fault, machines, mishap, security word.TermSet // matters: of a mishap to machines is an attack as well
}

// builtinWords is the vocabulary that comes with Tocsin, read once.
var builtinWords = sync.OnceValues(readWords)

// Prepare reads the words that answers are understood by, which the first Parse
// does otherwise: a daemon has them ready before its first mail comes. Commands
// that read no mail do without them.
func (f *Forms) Prepare() { vocab() }

// vocab is the same where Builtin has succeeded.
func vocab() *vocabulary {
	v, _ := builtinWords()
	return v
}

func readWords() (*vocabulary, error) {
	v := &vocabulary{}
	all := map[string]**word.Lexicon{
		"kinds": &v.kinds, "denials": &v.denials, "sectors": &v.sectors, "answers": &v.answers, "clocks": &v.clocks, "wishes": &v.wishes,
		"speech": &v.speech, "lights": &v.lights, "sides": &v.sides, "harm": &v.harm, "matters": &v.matters, "duties": &v.duties, "farewells": &v.farewells,
	}
	for name, into := range all {
		file := "words/" + name + ".toml"
		data, err := wordFiles.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("template: %w", err)
		}
		if *into, err = word.ReadLexicon(data); err != nil {
			return nil, fmt.Errorf("template: %w", placed("builtin:"+file, err))
		}
	}
	v.compass = newCompass(v.sides)
	v.fault, v.machines, v.mishap, v.security = v.matters.Set("fault"), v.matters.Set("machines", "attack"), v.matters.Set("mishap", "attack"), v.matters.Set("security")
	for _, x := range all {
		(*x).Forget()
	}
	return v, nil
}
