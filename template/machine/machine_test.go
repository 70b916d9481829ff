package machine

import "testing"

func TestReadLeavesOtherMailAlone(t *testing.T) {
	if found, ok := Read(Message{Subject: "lunch", Body: "Shall we meet at 12?\n"}); ok {
		t.Fatalf("a private mail was read as %+v", found)
	}
}
