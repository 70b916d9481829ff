package main

import (
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	built := &debug.BuildInfo{GoVersion: "go1.26.1", Main: debug.Module{Path: "tocsin", Version: "v1.2.3"}}
	plain := &debug.BuildInfo{GoVersion: "go1.26.1"}
	built.Settings = []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.time", Value: "2026-11-21T10:00:00Z"}, {Key: "-trimpath", Value: "true"}}
	changed := *built
	changed.Settings = append(changed.Settings, debug.BuildSetting{Key: "vcs.modified", Value: "true"})
	for want, info := range map[string]*debug.BuildInfo{
		"v1.2.3 (0123456789ab of 2026-11-21T10:00:00Z) go1.26.1":          built,
		"v1.2.3 (0123456789ab of 2026-11-21T10:00:00Z, changed) go1.26.1": &changed,
		"(devel) go1.26.1": plain,
		"(unknown) ":       nil,
	} {
		if got := versionOf(info, info != nil).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
