// Package template turns forms into reports and values into letters. Both are
// data: definitions under forms/*.toml, texts under letters/<language>/*.txt,
// with a small engine for each. It does no I/O and never fails on foreign text.
//
// A form is read in four steps, each begun in the file it is named after:
//
//	lines.go    text to lines: quote marks, cleartext dash escaping, rulers;
//	            frame.go undoes drawn frames; rows.go, pairs.go, record.go and
//	            stacked.go give each label on a line of the page one of its
//	            own, halved.go two that share an answer, notation.go those in
//	            YAML, JSON and TOML, unfold.go those of objects on one line;
//	            ledger.go finds tables of machines;
//	            stance.go, woven.go and alike.go tell labels that stand alone
//	            on their lines; marks.go spares the lines that have nothing
//	match.go    line to label, by one index over the labels of all definitions;
//	            enclosed.go passes over what stands in parentheses behind it,
//	            typos.go for labels with a character wrong, manner.go for how
//	            a text dresses its labels, gist.go for labels in other words
//	            (concept.go: what these mean); questions.go lists all that
//	            the layout shows, deduce.go what an unknown form asks by
//	            some words of a label and the looks of its answer (clue.go,
//	            looks.go); evidence.go, matter.go and recount.go weigh whether it
//	            is a form; topped.go keeps what stands above a quoted receipt
//	read.go     labels and what stands between them to answers and left-overs;
//	            believe.go doubts labels, instruction.go and hint.go know what
//	            forms print,
//	            tabled.go takes in tables, facet.go moments asked in parts,
//	            inline.go finds labels within answers, bare.go takes off what
//	            answers are dressed in
//	report.go   answers to a store.Report: hosts, times, choices, disclosure;
//	            series.go keeps several incidents in one mail apart,
//	            letterhead.go knows the house whose name stands above,
//	            joined.go puts the halves of a name together, card.go takes
//	            apart what one answer tells of a person; again.go looks once at
//	            lines that differ in figures alone
//
// What a text says by itself, whatever was asked, is read in rooms of their own
// that know nothing of forms:
//
//	word        what is one word in any spelling and script, and what phrases
//	            mean, by the lexicons under words/*.toml
//	moment      when something was, as people write it, and in which zone
//	indicator   addresses, domains, URLs, mail addresses, digests and files
//
// Labels are compared by their letters and digits alone (word.Fold). A number
// never selects a field, it only breaks a tie between equal labels. A text
// becomes a form only on enough evidence; without it nothing is filled in and
// addresses are kept as indicators. What no label claims goes into the
// description, so no word of the reporter is lost.
package template
