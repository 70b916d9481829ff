package router

import "tocsin/store"

// CorrelationValues returns what of a report can connect it with others.
func CorrelationValues(r *store.Report, reporters ...string) []string { return nil }

// Related suggests connections of an incident; found maps correlation values
// to the incidents that hold them.
func Related(in *store.Incident, found map[string][]store.Ref) []store.Relation { return nil }
