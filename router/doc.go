// Package router decides whose incident it is and who hears of it.
//
// It reads the subject tag and the thread of a message (Tags, EvidenceOf,
// Thread), finds the team that a report belongs to (Directory.Route), says
// who is to be written to (Notices) and what an incident may be connected
// with (Related). All of it is pure: values in, values out, no clock, no
// network, no file. What a decision rests on is cited in its trail, so that it
// can be run again and argued about. docs/routing.md is the operator's view.
package router
