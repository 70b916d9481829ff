package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A folder of one's own, or none, is no reason to refuse; nor is it for
// users that have no power over others' files.
func TestOwnFolder(t *testing.T) {
	dir := t.TempDir()
	if err := ownFolder(dir, os.Geteuid()); err != nil {
		t.Error(err)
	}
	if err := ownFolder(filepath.Join(dir, "none"), 0); err != nil {
		t.Error(err)
	}
	if os.Geteuid() != 0 {
		if err := ownFolder(dir, 0); err == nil || !strings.Contains(err.Error(), "run this as sudo -u") {
			t.Error("root in a user's folder:", err)
		}
		return
	}
	if err := os.Chown(dir, 64321, -1); err != nil {
		t.Fatal(err)
	}
	if err := ownFolder(dir, 0); err == nil || !strings.Contains(err.Error(), "sudo -u '#64321' tocsin") {
		t.Error("root in the folder of a user without a name:", err)
	}
	if err := ownFolder(dir, 1000); err != nil {
		t.Error(err)
	}
}
