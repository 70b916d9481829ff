// Package word compares what people write, in any language and script: it says
// what is the same word, however it is spelt, and what a phrase means. It knows
// nothing of forms, does no I/O and never fails on foreign text.
//
//	fold.go      a text to its key: letters and digits alone, without marks, in
//	             lower case; and to its phrase: its keys, a blank around each
//	keys.go      keys to hashes, and tables and sieves by them, for what is
//	             looked up in every line; sets.go for what is looked up seldom
//	lexicon.go   phrases of many languages to the term that they mean; tree.go
//	             compares a place in a text with all of them at once
//	mistaken.go  two keys with one or two characters wrong
//	legible.go   a text of any script with its figures in ASCII
//	unspaced.go  scripts without blanks between words
//	text.go      what is asked of any text: figures, first and last word
//
// All offsets and lengths are in bytes. Errors come from reading a lexicon's
// file only; they tell the line, and who reads the file adds its name.
package word
