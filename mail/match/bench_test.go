//go:build bench && unix

package match

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"pult/app/crm"
	"pult/mail/parse"
	"pult/mail/specimen"
)

// TestBenchLetters judges pages of headers in a firm with many colleagues and many
// rules. Its share of the time to read a header must stay small.
func TestBenchLetters(t *testing.T) {
	const letters, pageSize = 20_000, 500
	crowded := Rules{OwnDomains: []string{"firm.example"}}
	for i := range 200 {
		crowded.Own = append(crowded.Own, fmt.Sprintf("colleague%d@other.example", i))
		crowded.KeptOut = append(crowded.KeptOut, crm.MailRule{Kind: crm.ExcludedDomain, Value: fmt.Sprintf("shop%d.example", i)})
	}
	var page []Letter
	for _, s := range (specimen.Series{Seed: 1}).All(pageSize) {
		h, err := parse.ReadHeader(s.Raw)
		if err != nil {
			t.Fatal(err)
		}
		page = append(page, Letter{Header: h, Account: "maria", Folder: "INBOX"})
	}
	began := processor(t)
	for range letters / pageSize {
		if _, err := crowded.Letters(t.Context(), page, &book{}); err != nil {
			t.Fatal(err)
		}
	}
	rate := letters / (processor(t) - began).Seconds()
	t.Logf("%.0f letters a second of the processor", rate)
	if rate < 20_000 {
		t.Errorf("%.0f letters a second, want 20,000", rate)
	}
}

func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
