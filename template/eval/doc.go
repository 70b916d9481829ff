// Package eval holds the form reader against labelled reports: those under
// testdata/form that people wrote, and those that a seeded generator makes of
// the definitions and the ways in which forms are filled in. It has tests only:
//
//	sample_test.go      reads the labelled set
//	score_test.go       compares a report with what is wanted, part by part
//	table_test.go       prints precision, recall and the list of faults
//	generate_test.go    definition + answers + habits to text and expectation
//	home_test.go        forms that nobody defined, of everyday labels
//
// `make eval` prints it all; a plain `go test` sees to it that nothing falls
// below the floors in floors_test.go.
package eval
