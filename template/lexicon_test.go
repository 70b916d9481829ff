package template

import "testing"

func TestVocabularyIsRead(t *testing.T) {
	if _, err := readWords(); err != nil {
		t.Fatal(err)
	}
}
