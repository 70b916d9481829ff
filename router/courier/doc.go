// Package courier takes the outbox to the submission server.
package courier
