//go:build !windows && !darwin

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// folder is one of the user's, by the rules of XDG.
func (s system) folder(variable, usual string) string {
	if s.root != "" {
		return filepath.Join(s.root, usual)
	}
	if dir := os.Getenv(variable); dir != "" {
		return dir
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return usual
	}
	return filepath.Join(home, usual)
}

func (s system) startFile() string {
	return filepath.Join(s.folder("XDG_CONFIG_HOME", ".config"), "autostart", "pult.desktop")
}

func (s system) linksFile() string {
	return filepath.Join(s.folder("XDG_DATA_HOME", ".local/share"), "applications", "pult-links.desktop")
}

// Installed looks for the files of Install.
func (s system) Installed() (start, links bool) { return there(s.startFile()), there(s.linksFile()) }

// Install writes or removes the files the session reads.
func (s system) Install(start, links bool) error {
	words, err := s.program()
	if err != nil {
		return err
	}
	entry := func(more string) string {
		return "[Desktop Entry]\nType=Application\nName=Pult\nName[ru]=Пульт\nTerminal=false\nStartupNotify=false\n" + more
	}
	line := execLine(words)
	errStart := writeOrRemove(s.startFile(), entry("Exec="+line+"\n"), start)
	var kinds []string
	for _, scheme := range schemes {
		kinds = append(kinds, "x-scheme-handler/"+scheme)
	}
	errLinks := writeOrRemove(s.linksFile(), entry("Exec="+line+" %u\nNoDisplay=true\nMimeType="+strings.Join(kinds, ";")+";\n"), links)
	if err := errors.Join(errStart, errLinks); err != nil || !links || s.root != "" {
		return err
	}
	// The file alone offers the panel; this makes it the usual one.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xdg-mime", append([]string{"default", filepath.Base(s.linksFile())}, kinds...)...).CombinedOutput() //nolint:gosec // names of ours
	if err != nil {
		return fmt.Errorf("xdg-mime: %w: %s", err, out)
	}
	return nil
}

// execLine quotes words by the rules of desktop entries.
func execLine(words []string) string {
	list := make([]string, len(words))
	for i, w := range words {
		w = strings.NewReplacer(`\`, `\\\\`, `"`, `\\"`, "`", "\\\\`", "$", `\\$`, "%", "%%").Replace(w)
		list[i] = `"` + w + `"`
	}
	return strings.Join(list, " ")
}
