// Package store holds the nouns of Tocsin and what happens to them.
package store
