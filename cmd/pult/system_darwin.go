package main

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
)

func (s system) startFile() string {
	root := s.root
	if root == "" {
		root, _ = os.UserHomeDir() // without one there is no session either
	}
	return filepath.Join(root, "Library", "LaunchAgents", "com.pult.panel.plist")
}

// Installed looks for the file of Install. Links are what the bundle of the
// program names in its Info.plist; it cannot be changed from here.
func (s system) Installed() (start, links bool) { return there(s.startFile()), false }

// Install writes or removes the file the session starts the panel by.
func (s system) Install(start, _ bool) error {
	words, err := s.program()
	if err != nil {
		return err
	}
	var list strings.Builder
	for _, w := range words {
		var text bytes.Buffer
		if err := xml.EscapeText(&text, []byte(w)); err != nil {
			return err
		}
		list.WriteString("<string>" + text.String() + "</string>")
	}
	return writeOrRemove(s.startFile(), `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>Label</key><string>com.pult.panel</string><key>ProgramArguments</key><array>`+
		list.String()+"</array><key>RunAtLoad</key><true/></dict></plist>\n", start)
}
