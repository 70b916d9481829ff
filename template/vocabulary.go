package template

import (
	"embed"
	"fmt"
	"sync"
)

//go:embed words/*.toml
var wordFiles embed.FS

// A vocabulary is all words that are read for their meaning, by subject: one
// file under words each.
type vocabulary struct {
	kinds     *lexicon // kinds of incidents, as RSIT class/type
	sectors   *lexicon // sectors of the economy
	answers   *lexicon // yes, no, unknown, none, as above, and what forms print where the answer goes
	clocks    *lexicon // how a clock is set
	wishes    *lexicon // answers to what the team should do
	speech    *lexicon // requests and restrictions in running text
	lights    *lexicon // colours of the traffic light protocol
	sides     *lexicon // on which side of an attack an address stands
	harm      *lexicon // answers to what harm was done
	duties    *lexicon // mandatory or voluntary
	farewells *lexicon // what ends a mail

	compass *compass // sides, made ready
}

// builtinWords is the vocabulary that comes with Tocsin, read once.
var builtinWords = sync.OnceValues(readWords)

// vocab is the same where Builtin has succeeded.
func vocab() *vocabulary {
	v, _ := builtinWords()
	return v
}

func readWords() (*vocabulary, error) {
	v := &vocabulary{}
	for name, into := range map[string]**lexicon{
		"kinds": &v.kinds, "sectors": &v.sectors, "answers": &v.answers, "clocks": &v.clocks, "wishes": &v.wishes,
		"speech": &v.speech, "lights": &v.lights, "sides": &v.sides, "harm": &v.harm, "duties": &v.duties, "farewells": &v.farewells,
	} {
		file := "words/" + name + ".toml"
		data, err := wordFiles.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("template: %w", err)
		}
		if *into, err = readLexicon(data); err != nil {
			return nil, fmt.Errorf("template: %w", placed("builtin:"+file, err))
		}
	}
	v.compass = newCompass(v.sides)
	return v, nil
}
