package mime

import "time"

// testLetter is a letter with nothing odd about it.
func testLetter() Letter {
	return Letter{
		From:      Address{Name: "CERT Example", Addr: "incident@cert.example"},
		To:        Address{Addr: "reporter@example.org"},
		Subject:   "[CERT#2026-00042-7] Received",
		Date:      time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC),
		MessageID: "ack.1@cert.example",
		Text:      "Thank you.\n",
	}
}
