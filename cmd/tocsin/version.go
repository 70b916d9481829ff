package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// A version says from which sources and with which Go this program was built.
type version struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // of the repository, "" if it was not built in one
	Time     string `json:"time"`     // of that revision
	Modified bool   `json:"modified"` // there were changes besides
	Go       string `json:"go"`
}

// versionOf reads what the builder noted.
func versionOf(info *debug.BuildInfo, ok bool) version {
	if !ok {
		return version{Version: "(unknown)"}
	}
	v := version{Version: info.Main.Version, Go: info.GoVersion}
	if v.Version == "" {
		v.Version = "(devel)"
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Revision = s.Value
		case "vcs.time":
			v.Time = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}

// String gives it in one line.
func (v version) String() string {
	text := v.Version
	if v.Revision != "" {
		text += fmt.Sprintf(" (%.12s of %s", v.Revision, v.Time)
		if v.Modified {
			text += ", changed"
		}
		text += ")"
	}
	return text + " " + v.Go
}

func (a *app) versionCommand() *cobra.Command {
	return leaf("version", "say which version this is", 0, 0, func(*cobra.Command, []string) error {
		v := versionOf(debug.ReadBuildInfo())
		return a.say(v, "tocsin %s", v)
	})
}
