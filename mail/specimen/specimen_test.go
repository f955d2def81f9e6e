package specimen

import (
	"bytes"
	"testing"

	_ "github.com/emersion/go-message/charset" // the charsets of the letters
	"github.com/emersion/go-message/mail"
)

// The same place of the same series is the same letter, whatever was asked before.
func TestSeries(t *testing.T) {
	a, b := Series{Seed: 7}, Series{Seed: 7}
	seen := map[string]bool{}
	for i, s := range a.All(60) {
		if !bytes.Equal(s.Raw, b.At(i).Raw) {
			t.Fatalf("letter %d differs", i)
		}
		if seen[s.MessageID] {
			t.Fatalf("letter %d has the name of another", i)
		}
		seen[s.MessageID] = true
	}
	if bytes.Equal(a.At(1).Raw, (Series{Seed: 8}).At(1).Raw) {
		t.Error("another seed gives the same letter")
	}
}

// Good letters are good for others too.
func TestGood(t *testing.T) {
	for i, s := range (Series{Seed: 3, Mix: Good}).All(100) {
		letter, err := mail.CreateReader(bytes.NewReader(s.Raw))
		if err != nil {
			t.Fatalf("letter %d, %s: %v", i, s.Kind, err)
		}
		if from, err := letter.Header.AddressList("From"); err != nil || from[0].Address != s.From.Email {
			t.Errorf("letter %d, %s: from %v, %v", i, s.Kind, from, err)
		}
	}
}

// Every kind is met in its share.
func TestMix(t *testing.T) {
	count := map[Kind]int{}
	for _, s := range (Series{Seed: 1}).All(600) {
		count[s.Kind]++
	}
	for kind, least := range map[Kind]int{UTF8: 130, KOI8R: 60, Windows1251: 80, RawCP1251: 15, File2231: 10, Nested: 1, ISO2022JP: 1, LongThread: 2} {
		if count[kind] < least {
			t.Errorf("%d letters of the kind %s, want %d", count[kind], kind, least)
		}
	}
}
