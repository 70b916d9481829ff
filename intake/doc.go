// Package intake is the path of one message, in one place:
//
//	mime.Read       bytes                     → a tree of parts
//	pgp.Open        tree, keyring             → plaintext tree and Protection
//	Classify        header, tree              → Class: human, automatic, bounce, our own
//	template.Parse  texts                     → Report
//	router.Route    report, directory         → whose it is, should it open an incident
//	router.Evidence message                   → thread evidence
//	store.File ─┐ one transaction
//	  router.Thread  evidence                 → which incident, and why
//	  router.Notices incident, decision       → who hears, what, held or due
//	  template.Write notice, incident         → the text of each letter
//	←───────────┘ all or nothing
//
// All of Reader is pure and returns values: what is wrong with a message is a
// finding that is filed with it, so no message can block the line. Line adds
// the store: Take files what a mailbox fetched, TakeFile what came by another
// door, Retry what was quarantined, and Protect makes the bytes of an outbox
// entry for the courier. PGP runs before the transaction (Reader) or after it
// (Protect), never inside. Of a backlog a worker takes a trayful of messages
// through each step before the one after it (Line.read).
//
// What a message may cause to be sent is decided in Line.decide and nowhere
// else; it rests on these rules:
//
//   - An acknowledgement goes to the one valid From address of a human
//     message that opened an incident, is made of envelope and reference
//     alone, and is the same whether decryption worked, failed or found
//     nothing (design, section 5).
//   - Automatic mail, lists, bounces, our own mail coming back and
//     coordination copies are filed and never answered.
//   - A ciphertext seen before is a replay: it opens an incident of its own,
//     is acknowledged like any other mail (else the answer would tell), and
//     nothing of it is passed on.
//   - Whatever comes later may restrict what has not gone. The reporter's
//     corrections may have it routed anew, and nothing goes out twice by itself.
package intake
