//go:build field

package station

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// relay stands before a server and counts who is there at once.
type relay struct {
	address string

	mu   sync.Mutex
	now  int
	most int
}

func newRelay(t *testing.T, to string) *relay {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{address: l.Addr().String()}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { r.pass(conn, to) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); all.Wait() })
	return r
}

func (r *relay) pass(conn net.Conn, to string) {
	r.count(1)
	defer r.count(-1)
	defer conn.Close()
	server, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	var back sync.WaitGroup
	back.Go(func() { _, _ = io.Copy(conn, server); _ = conn.Close() })
	_, _ = io.Copy(server, conn)
	_ = server.Close()
	back.Wait()
}

func (r *relay) count(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now += n
	r.most = max(r.most, r.now)
}

// A letter to a manager and to a shared mailbox is one entry with two owners and one
// file; a forged copy of it hides nothing. Neither mailbox takes more than two
// connections of the server both are on.
func TestOneLetterInTwoMailboxes(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	first, second := newRelay(t, d.IMAPS), newRelay(t, d.IMAPS)
	behind := &mailtest.Dovecot{IMAPS: first.address, Fingerprint: d.Fingerprint}
	s := mailStation(t, behind, server, fmt.Sprintf("[[mailbox]]\nimap = \"imaps://%s\"\ncertificate = %q\nuser = \"sales\"\naddress = \"sales@firm.example\"\npassword_file = \"mail.password\"\n",
		second.address, d.Fingerprint))
	letter := bytes.Replace(clientLetter(1001, "maria@client.example"), []byte("To: "), []byte("To: sales@firm.example, "), 1)
	d.Deliver("anna", "", letter)
	d.Deliver("sales", "", append([]byte("Received: by another way\r\n"), letter...))
	history := func() []crm.Interaction {
		lines, err := s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	await(t, func() bool {
		for _, account := range []string{"anna@firm.example", "sales@firm.example"} {
			place, err := s.Store.Journal.MailPlace(t.Context(), crm.MailFolder{Account: account, Name: "INBOX"})
			if err != nil || place.Last == 0 {
				return false
			}
		}
		return len(history()) > 0
	})
	await(t, func() bool {
		kept, err := s.Store.Journal.Letter(t.Context(), history()[0].ID)
		slices.Sort(kept.Owners)
		return err == nil && slices.Equal(kept.Owners, []string{"anna@firm.example", "sales@firm.example"})
	})
	if lines := history(); len(lines) != 1 {
		t.Errorf("%d entries", len(lines))
	}
	files := func() int {
		list, err := os.ReadDir(s.Conf.Letters())
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	await(t, func() bool { return files() == 1 })
	d.Deliver("sales", "", bytes.Replace(letter, []byte("\r\n\r\n"), []byte("\r\n\r\nOther words. "), 1))
	await(t, func() bool { return len(history()) == 2 })
	if n := files(); n != 2 {
		t.Errorf("%d files of two letters", n)
	}
	// What a person has made private stays so when another mailbox gets it too.
	for _, line := range history() {
		if err := s.HideLetter(t.Context(), line.ID); err != nil {
			t.Fatal(err)
		}
	}
	d.Deliver("anna", "", bytes.Replace(letter, []byte("\r\n\r\n"), []byte("\r\n\r\nOther words. "), 1))
	await(t, func() bool {
		place, err := s.Store.Journal.MailPlace(t.Context(), crm.MailFolder{Account: "anna@firm.example", Name: "INBOX"})
		return err == nil && place.Last == 2
	})
	if n, lines := files(), history(); n != 0 || len(lines) != 0 {
		t.Errorf("%d files and %d entries of what is private", n, len(lines))
	}
	for _, r := range []*relay{first, second} {
		r.mu.Lock()
		if r.most != 2 {
			t.Errorf("%d connections at once", r.most)
		}
		r.mu.Unlock()
	}
}

// A server that numbers a folder anew gives all letters again, and none of them is
// entered twice.
func TestAFolderIsNumberedAnew(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	s := mailStation(t, d, server)
	for n := range 3 {
		d.Deliver("anna", "", clientLetter(n, "maria@client.example"))
	}
	folder := crm.MailFolder{Account: "anna@firm.example", Name: "INBOX"}
	place := func() crm.MailPlace {
		p, err := s.Store.Journal.MailPlace(t.Context(), folder)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	await(t, func() bool { return place().Last == 3 })
	before := place().Validity
	d.Stop()
	for _, name := range []string{"dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache", "dovecot-uidvalidity"} {
		_ = os.Remove(filepath.Join(d.Box("anna", ""), name))
	}
	d.Deliver("anna", "", clientLetter(3, "maria@client.example"))
	d.Start()
	await(t, func() bool {
		p := place()
		return p.Validity != before && p.Last == 4
	})
	lines, err := s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
	if err != nil || len(lines) != 4 {
		t.Errorf("%d entries of 4 letters, %v", len(lines), err)
	}
	await(t, func() bool {
		files, err := os.ReadDir(s.Conf.Letters())
		return err == nil && len(files) == 4
	})
}
