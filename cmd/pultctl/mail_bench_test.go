//go:build bench

package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/inbox"
	"pult/mail/mailtest"
	"pult/mail/specimen"
	"pult/sync/standin"
)

const (
	mailLetters = 10_000
	mailRounds  = 5      // of reading a mailbox, ours and mbsync's in turn
	mailNews    = 60     // letters that come one by one
	mailMany    = 50_000 // letters of the mailbox whose memory is measured
	// mostMailKB is what the agent may take with such a mailbox.
	mostMailKB = 120 << 10
)

// TestFiguresOfMail measures mail alone, or a part of it; TestBench writes the same
// rows.
func TestFiguresOfMail(t *testing.T) {
	for name, measure := range map[string]func(*testing.T) []row{"rates": mailRates, "news": letterNews, "memory": mailMemory, "kills": manyKills} {
		t.Run(name, func(t *testing.T) {
			for _, r := range measure(t) {
				t.Logf("| %s | %s | %s | %s | %s |", r.what, r.p50, r.p99, r.aim, r.floor)
			}
		})
	}
}

// mail measures the reading of a mailbox on a real server, beside mbsync, and the
// sending of letters by a process that is killed.
func mail(t *testing.T) []row {
	return slices.Concat(mailRates(t), letterNews(t), mailMemory(t), manyKills(t))
}

// manyKills is TestKilledWhileALetterIsSent, longer.
func manyKills(t *testing.T) []row {
	n := killsWhileSending(t, 100)
	return []row{{
		what: fmt.Sprintf("the agent killed %d times while it sent a letter: sent once, asked about; twice or lost", n.given),
		p50:  fmt.Sprintf("%d, %d", n.sent, n.asked), p99: "0", aim: "0",
	}}
}

// fillMailbox puts letters of all kinds into a mailbox and has the server count them.
func fillMailbox(t *testing.T, d *mailtest.Dovecot, user string, n int, text func(i int, raw []byte) []byte) {
	t.Helper()
	for i, s := range (specimen.Series{Seed: 6}).All(n) {
		d.Deliver(user, "", text(i, s.Raw))
	}
	if _, err := inbox.Try(t.Context(), mailAccount(d, user), account.Dialer{Roots: d.Roots}, func(account.Stage) {}); err != nil {
		t.Fatal(err)
	}
}

func asItIs(_ int, raw []byte) []byte { return raw }

func mailAccount(d *mailtest.Dovecot, user string) *account.Account {
	return &account.Account{
		Name: user, Address: user + "@firm.example", User: user, IMAP: account.Server{Address: d.IMAPS},
		Secret: func(context.Context) (string, error) { return mailtest.Password, nil },
	}
}

// reader keeps letters as files, or none of them when it has no folder. Headers come
// to it made readable.
type reader struct {
	dir   string
	seen  atomic.Int64
	until int64
	done  chan struct{}
}

func (r *reader) Place(context.Context, inbox.Folder) (inbox.Place, error) { return inbox.Place{}, nil }

func (r *reader) Answered(context.Context, inbox.Folder, uint32, []uint32) error { return nil }

func (r *reader) Wanted(_ context.Context, f inbox.Folder, list []inbox.Header) (wanted []uint32, err error) {
	for _, h := range list {
		if h.Fields.Writer().Email == "" && h.Fields.Date.IsZero() {
			return nil, fmt.Errorf("letter %d is not readable", h.UID)
		}
		if r.dir != "" {
			wanted = append(wanted, h.UID)
		}
	}
	if r.dir == "" && !f.Sent && r.seen.Add(int64(len(list))) == r.until {
		close(r.done)
	}
	return wanted, nil
}

func (r *reader) Keep(_ context.Context, f inbox.Folder, list []inbox.Letter, _ inbox.Place) error {
	for _, l := range list {
		if err := os.WriteFile(filepath.Join(r.dir, fmt.Sprint(l.UID)), l.Whole, 0o600); err != nil {
			return err
		}
	}
	if r.dir != "" && !f.Sent && len(list) > 0 && r.seen.Add(int64(len(list))) == r.until {
		close(r.done)
	}
	return nil
}

// readMailbox reads a mailbox from its first letter to its last, and tells how long
// that took by the clock.
func readMailbox(t *testing.T, d *mailtest.Dovecot, user, dir string, letters int) time.Duration {
	t.Helper()
	r := &reader{dir: dir, until: int64(letters), done: make(chan struct{})}
	w := inbox.New(mailAccount(d, user), account.Dialer{Roots: d.Roots}, r, nil, inbox.Options{}, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	began := time.Now()
	go func() { defer close(ended); _ = w.Serve(ctx) }()
	select {
	case <-r.done:
	case <-time.After(10 * stepTime):
		t.Fatalf("%d of %d letters were read", r.seen.Load(), letters)
	}
	took := time.Since(began)
	stop()
	<-ended
	return took
}

// memoryFolder is a folder in memory: making ten thousand files on a disk takes 0.3 s at
// one time and 1.9 s at another, which would drown who is compared.
func memoryFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "letters")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// mbsync reads the same mailbox into a new folder.
func mbsync(t *testing.T, d *mailtest.Dovecot, user string) time.Duration {
	t.Helper()
	dir := memoryFolder(t)
	_, port, _ := strings.Cut(d.IMAPS, ":")
	settings := fmt.Sprintf("FSync no\nIMAPAccount a\nHost localhost\nPort %s\nUser %s\nPass %q\nSSLType IMAPS\nCertificateFile %s\n\n"+
		"IMAPStore far\nAccount a\n\nMaildirStore near\nPath %s/\nInbox %s/INBOX\n\nChannel c\nFar :far:\nNear :near:\nPatterns INBOX\nSync Pull New\nCreate Near\nSyncState *\n",
		port, user, mailtest.Password, d.Certificate(), dir, dir)
	path := filepath.Join(dir, "mbsyncrc")
	if err := os.WriteFile(path, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if out, err := exec.CommandContext(t.Context(), "mbsync", "-q", "-c", path, "c").CombinedOutput(); err != nil {
		t.Fatalf("mbsync: %v\n%s", err, out)
	}
	took := time.Since(began)
	came, err := filepath.Glob(filepath.Join(dir, "INBOX", "*", "*"))
	if err != nil || len(came) < mailLetters {
		t.Fatalf("mbsync has read %d letters of %d, %v", len(came), mailLetters, err)
	}
	return took
}

// mailRates reads ten thousand letters: their headers alone, then whole ones, in
// turn with mbsync.
func mailRates(t *testing.T) []row {
	d := mailtest.StartDovecot(t)
	fillMailbox(t, d, "anna", mailLetters, asItIs)
	readMailbox(t, d, "anna", "", mailLetters) // what a server remembers of letters is made once
	var headers, whole, theirs []time.Duration
	for range mailRounds {
		headers = append(headers, readMailbox(t, d, "anna", "", mailLetters))
		theirs = append(theirs, mbsync(t, d, "anna"))
		whole = append(whole, readMailbox(t, d, "anna", memoryFolder(t), mailLetters))
	}
	slices.Sort(headers)
	slices.Sort(whole)
	slices.Sort(theirs)
	middle := mailRounds / 2
	rate := mailLetters / headers[middle].Seconds()
	share := theirs[middle].Seconds() / whole[middle].Seconds()
	if rate < 5000 || share < 0.8 {
		t.Errorf("%.0f headers a second, letters at %.2f of mbsync's speed", rate, share)
	}
	perSecond := func(took time.Duration) string { return fmt.Sprintf("%.0f", mailLetters/took.Seconds()) }
	return []row{
		{
			what: fmt.Sprintf("headers of a mailbox of %d letters on Dovecot, each made readable, a second: middle and worst of %d (load %s)", mailLetters, mailRounds, load(t)),
			p50:  perSecond(headers[middle]), p99: perSecond(headers[mailRounds-1]), aim: "5000",
		},
		{
			what: "whole letters of it into files in memory, in turn with mbsync: middle of both; speed as a share of its",
			p50:  fmt.Sprintf("%.2f s", whole[middle].Seconds()), p99: fmt.Sprintf("%.2f", share), aim: "0.80",
			floor: fmt.Sprintf("mbsync %.2f s; best of each %.2f s, %.2f s", theirs[middle].Seconds(), whole[0].Seconds(), theirs[0].Seconds()),
		},
	}
}

// mailOffice is an office with a mailbox, and one client of its base who writes.
func mailOffice(t *testing.T, d *mailtest.Dovecot) (o *office, client string) {
	t.Helper()
	o = openOffice(t, 60, sipURI(exchange(t)))
	o.add(t, fmt.Sprintf("[mail]\nimap = \"imaps://%s\"\ncertificate = %q\nuser = \"anna\"\naddress = \"anna@firm.example\"\npassword_file = \"mail.password\"\ndays = 4000\n",
		d.IMAPS, d.Fingerprint))
	o.writeFile(t, "mail.password", mailtest.Password)
	o.sync(t)
	var card struct{ Emails []string }
	if err := o.pultctl(t, &card, "card", standin.DemoClient().Ref); err != nil || len(card.Emails) == 0 {
		t.Fatalf("%+v, %v", card, err)
	}
	return o, card.Emails[0]
}

// letterNews has letters come one by one and tells how long after the server's
// notice each is on record and told of. The notice is what another connection, that
// does nothing but wait, is given.
func letterNews(t *testing.T) []row {
	d := mailtest.StartDovecot(t)
	o, client := mailOffice(t, d)
	a := o.agent(t)
	a.await(t, "mailbox")
	notices := waitIdle(t, d)
	var told, noticed, after []time.Duration
	for n := range mailNews {
		<-time.After(time.Duration(200+n*7) * time.Millisecond) // not in step with anything
		began := time.Now()
		d.Deliver("anna", "", fmt.Appendf(nil, "From: %s\r\nTo: anna@firm.example\r\nSubject: news %d\r\nMessage-ID: <news%d@client.example>\r\nDate: %s\r\n\r\nText.\r\n",
			client, n, n, time.Now().Format(time.RFC1123Z)))
		e := a.await(t, "message")
		told = append(told, e.received.Sub(began))
		notice := <-notices
		noticed = append(noticed, notice.Sub(began))
		after = append(after, max(0, e.received.Sub(notice)))
	}
	a.quit(t)
	for _, list := range [][]time.Duration{told, noticed, after} {
		slices.Sort(list)
	}
	if percentile(after, 99) > time.Second {
		t.Errorf("letters are told of %s after the server's notice", ms(after, 99))
	}
	return []row{{
		what: fmt.Sprintf("a client's letter on record and told of, after Dovecot has noticed it, %d letters", mailNews),
		p50:  ms(after, 50), p99: ms(after, 99), aim: "1 s",
		floor: "from its file to the notice " + ms(noticed, 50) + " / " + ms(noticed, 99) + ", to our event " + ms(told, 50) + " / " + ms(told, 99),
	}}
}

// waitIdle is a bare connection in IDLE that tells when the server speaks of a new
// letter.
func waitIdle(t *testing.T, d *mailtest.Dovecot) <-chan time.Time {
	t.Helper()
	notices := make(chan time.Time, mailNews)
	client, err := imapclient.DialTLS(d.IMAPS, &imapclient.Options{
		TLSConfig: &tls.Config{RootCAs: d.Roots},
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{Mailbox: func(m *imapclient.UnilateralDataMailbox) {
			if m.NumMessages != nil {
				notices <- time.Now()
			}
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if err := client.Login("anna", mailtest.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	idle, err := client.Idle()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = idle.Close() })
	return notices
}

// mailMemory has the agent read a large mailbox, of which every tenth letter is a
// client's, and tells what memory it took.
func mailMemory(t *testing.T) []row {
	d := mailtest.StartDovecot(t)
	o, client := mailOffice(t, d)
	theirs := specimen.Series{Seed: 6, Owner: crm.Address{Email: "anna@firm.example"}, Writers: []crm.Address{{Email: client}}, Mix: specimen.Only(specimen.UTF8)}
	ours := 0
	fillMailbox(t, d, "anna", mailMany, func(i int, raw []byte) []byte {
		if i%10 != 0 {
			return raw
		}
		ours++
		return theirs.At(i).Raw
	})
	began := time.Now()
	a := o.agent(t)
	for end := began.Add(10 * stepTime); ; <-time.After(time.Second) {
		var lines []struct{ ID crm.ID }
		err := o.pultctl(t, &lines, "history", "--limit", "100000", "--client", standin.DemoClient().Ref)
		if err == nil && len(lines) >= ours {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%d of %d letters are on record, %v", len(lines), ours, err)
		}
	}
	took := time.Since(began)
	pid := a.cmd.Process.Pid
	peak, now := peakKB(t, pid), residentKB(t, pid)
	a.quit(t)
	if peak > mostMailKB {
		t.Errorf("the agent took %s with %d letters", mb(peak), mailMany)
	}
	return []row{{
		what: fmt.Sprintf("memory of the agent with a mailbox of %d letters, %d of them of a client, read in %s: the most, after", mailMany, ours, seconds(took)),
		p50:  mb(peak), p99: mb(now), aim: mb(mostMailKB),
	}}
}
