package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// receiving runs the first panel's side and gives the links it takes.
func receiving(t *testing.T, home string) <-chan string {
	t.Helper()
	links := make(chan string, 10)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- receive(ctx, home, func(link string) { links <- link }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return links
}

// hand hands a link over as soon as the first panel listens.
func hand(t *testing.T, home, link string) {
	t.Helper()
	for handOver(t.Context(), home, link) != nil {
		if t.Context().Err() != nil {
			t.Fatal("nobody takes the link")
		}
	}
}

func TestSecondStartHandsItsLinkOver(t *testing.T) {
	home := t.TempDir()
	// A panel that was killed leaves its socket; the next one takes its place.
	if err := os.WriteFile(socketPath(home), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	links := receiving(t, home)
	for _, link := range []string{"tel:+79731112233", "", "tel:+7\nINVITE"} {
		hand(t, home, link)
		if got, want := <-links, strings.ReplaceAll(link, "\n", ""); got != want {
			t.Errorf("link %q arrived as %q", link, got)
		}
	}
	info, err := os.Stat(socketPath(home))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket %v, %v; only its owner may reach it", info.Mode(), err)
	}
}

func TestLinkTooLongIsNotTaken(t *testing.T) {
	home := t.TempDir()
	links := receiving(t, home)
	hand(t, home, "tel:"+strings.Repeat("1", 2*maxLink))
	hand(t, home, "tel:101")
	if got := <-links; got != "tel:101" {
		t.Errorf("a link of %d bytes was taken", len(got))
	}
}

func TestLogIsForItsOwnerOnly(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, "pult.log")
	if err := os.WriteFile(path, make([]byte, maxLog+1), 0o600); err != nil {
		t.Fatal(err)
	}
	log, closeLog, err := openLog(home)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("the first line")
	closeLog()
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "the first line") || len(text) > 1000 {
		t.Errorf("log of %d bytes, %v; the old one was to be put aside", len(text), err)
	}
	for _, name := range []string{"pult.log", "pult.log.1", "crash.log"} {
		info, err := os.Stat(filepath.Join(home, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
