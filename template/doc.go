// Package template turns forms into reports and values into letters. Both are
// data: definitions under forms/*.toml, texts under letters/<language>/*.txt,
// with a small engine for each. It does no I/O and never fails on foreign text.
package template
