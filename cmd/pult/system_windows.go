package main

import (
	"errors"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

const (
	runKey = `Software\Microsoft\Windows\CurrentVersion\Run`
	runAs  = "Pult"
)

// linkKey is where the user's own programs for links are.
func linkKey(scheme string) string { return `Software\Classes\` + scheme }

const commandKey = `\shell\open\command`

// Installed looks into the registry of the user.
func (s system) Installed() (start, links bool) {
	if k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE); err == nil {
		_, _, err = k.GetStringValue(runAs)
		start = err == nil
		_ = k.Close()
	}
	if k, err := registry.OpenKey(registry.CURRENT_USER, linkKey(schemes[0])+commandKey, registry.QUERY_VALUE); err == nil {
		text, _, _ := k.GetStringValue("")
		links = strings.Contains(strings.ToLower(text), "pult")
		_ = k.Close()
	}
	return start, links
}

// Install writes or removes what Installed looks for.
func (s system) Install(start, links bool) error {
	words, err := s.program()
	if err != nil {
		return err
	}
	line := windows.ComposeCommandLine(words)
	_, ours := s.Installed()
	err = s.autostart(line, start)
	for _, scheme := range schemes {
		if links {
			err = errors.Join(err, write(linkKey(scheme), map[string]string{"": "URL:" + scheme, "URL Protocol": ""}),
				write(linkKey(scheme)+commandKey, map[string]string{"": line + ` "%1"`}))
			continue
		}
		if !ours {
			break // another program's are left alone
		}
		for _, key := range []string{commandKey, `\shell\open`, `\shell`, ""} {
			if e := registry.DeleteKey(registry.CURRENT_USER, linkKey(scheme)+key); e != nil && !errors.Is(e, registry.ErrNotExist) {
				err = errors.Join(err, e)
			}
		}
	}
	return err
}

func (s system) autostart(line string, on bool) error {
	if on {
		return write(runKey, map[string]string{runAs: line})
	}
	k, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := k.DeleteValue(runAs); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return err
	}
	return nil
}

func write(key string, values map[string]string) error {
	k, _, err := registry.CreateKey(registry.CURRENT_USER, key, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer k.Close()
	for name, text := range values {
		if err := k.SetStringValue(name, text); err != nil {
			return err
		}
	}
	return nil
}
