// Package corpus holds no code but a test, behind the build tag corpus, that
// takes every message of a folder of real mail through the whole line. The
// folder is not part of the project; TOCSIN_CORPUS names it.
package corpus
