//go:build field

package station

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/feed"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// mailStation is a station with a mailbox on a real server, and one client. More are
// further lines of its settings.
func mailStation(t *testing.T, d *mailtest.Dovecot, post account.Server, more ...string) *Station {
	t.Helper()
	home := t.TempDir()
	password := filepath.Join(home, "mail.password")
	if err := os.WriteFile(password, []byte(mailtest.Password), 0o600); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("version = 1\nmanager = \"Белова Анна\"\n[mail]\nimap = \"imaps://%s\"\nsmtp = \"smtps://%s\"\ncertificate = %q\n"+
		"user = \"anna\"\naddress = \"anna@firm.example\"\npassword_file = \"mail.password\"\nsignature = \"Анна\"\n",
		d.IMAPS, post.Address, d.Fingerprint)
	text += strings.Join(more, "")
	if err := os.WriteFile(filepath.Join(home, conf.FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := conf.Load(home)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), cfg, Calls, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	// The two servers have certificates of their own; settings name one for both.
	s.Mailboxes[0].Account.SMTP.Fingerprint = post.Fingerprint
	batch := crm.Batch{Checkpoint: crm.Checkpoint{Kind: "clients", Round: 1, At: time.Now(), Done: true}}
	batch.Clients = []crm.Client{{Ref: crm.Ref{1}, Name: "Ромашка", Emails: []string{"Maria@Client.example"}}}
	if _, err := s.Store.Cache.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func clientLetter(n int, from string) []byte {
	return fmt.Appendf(nil, "From: =?utf-8?B?0JzQsNGA0LjRjw==?= <%s>\r\nTo: anna@firm.example\r\nSubject: order %d\r\nMessage-ID: <%d@client.example>\r\n"+
		"Date: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nПришлите счёт, пожалуйста.\r\n", from, n, n, time.Now().Format(time.RFC1123Z))
}

// A client's letter comes into the history by itself, is answered from there, and the
// answer stands beside it and among the sent letters, once.
func TestLetterComesAndIsAnswered(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	d.Deliver("anna", "", clientLetter(1, "stranger@other.example"))
	s := mailStation(t, d, server)
	events := s.Feed.Subscribe(1000)
	defer events.Close()
	d.Deliver("anna", "", clientLetter(2, "maria@client.example"))

	came := awaitEvent(t, events, func(e feed.LetterCame) bool { return true })
	if came.Client != "Ромашка" || came.Letter.From.Name != "Мария" || !strings.Contains(came.Letter.Text, "Пришлите счёт") {
		t.Errorf("%+v", came)
	}
	lines, err := s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
	if err != nil || len(lines) != 1 || lines[0].Subject != "order 2" {
		t.Fatalf("%v, %v", lines, err)
	}
	if files, err := os.ReadDir(s.Conf.Letters()); err != nil || len(files) != 1 {
		t.Errorf("letters kept: %v, %v; a stranger's is none of our business", files, err)
	}

	draft, err := s.Reply(t.Context(), lines[0].ID, true)
	if err != nil {
		t.Fatal(err)
	}
	draft.Text = "Счёт во вложении." + draft.Text
	draft.Files = []crm.DraftFile{{Name: "Счёт.pdf", Content: []byte("%PDF")}}
	for range 2 { // pressed twice
		if _, err := s.SendLetter(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
	}
	awaitEvent(t, events, func(feed.PostingsChanged) bool {
		_, err := s.Store.Journal.UnfiledPosting(context.Background(), "anna@firm.example")
		list, err2 := s.Store.Journal.Postings(context.Background())
		return errors.Is(err, crm.ErrNotFound) && err2 == nil && len(list) == 0
	})
	if got := post.Letters(); len(got) != 1 || !strings.Contains(got[0], "In-Reply-To: <2@client.example>") {
		t.Errorf("sent %d times: %q", len(got), got)
	}
	// Its copy among the sent letters is found and is the same letter.
	sent := crm.MailFolder{Account: "anna@firm.example", Name: "Sent", Sent: true}
	s.Mailboxes[0].Watcher.Retry()
	await(t, func() bool {
		place, err := s.Store.Journal.MailPlace(context.Background(), sent)
		return err == nil && place.Last == 1
	})
	lines, err = s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
	if err != nil || len(lines) != 2 || lines[0].Direction != crm.Outgoing {
		t.Errorf("%v, %v", lines, err)
	}
	letter, body, err := s.ReadLetter(t.Context(), lines[0].ID)
	if err != nil || len(body.Attachments) != 1 || len(letter.Attachments) != 1 {
		t.Errorf("%+v, %v", letter, err)
	}

	// «Личное» leaves nothing of the client's letter.
	if err := s.HideLetter(t.Context(), lines[1].ID); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(s.Conf.Letters()); err != nil || len(files) != 1 {
		t.Errorf("letters kept: %v, %v", files, err)
	}
}

// A letter from a new address of a client's domain is asked about by its header alone;
// its text is fetched when a person has said whose it is, and «личное» ends the matter.
func TestALetterInDoubtIsAskedAbout(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	s := mailStation(t, d, server)
	room := s.MailRoom()
	d.Deliver("anna", "", clientLetter(1, "new@client.example"))
	d.Deliver("anna", "", clientLetter(2, "other@client.example"))
	asked := func(n int) (list []crm.Letter) {
		t.Helper()
		await(t, func() bool {
			found, err := room.Doubtful(context.Background())
			list = found.Letters
			return err == nil && len(list) == n
		})
		return list
	}
	for _, l := range asked(2) {
		if l.Text != "" || l.Preview != "" || l.File != "" || l.From.Email == "" || len(l.Links) != 1 || l.Links[0].Reason != crm.MatchedByDomain {
			t.Errorf("before anybody decided: %+v", l)
		}
	}
	if files, err := os.ReadDir(s.Conf.Letters()); err == nil && len(files) > 0 {
		t.Errorf("kept are %v", files)
	}
	first := asked(2)[0]
	if _, err := room.Belongs(t.Context(), first.ID, crm.Ref{1}); err != nil {
		t.Fatal(err)
	}
	lines, err := s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
	if err != nil || len(lines) != 1 || !strings.Contains(lines[0].Text, "Пришлите счёт") {
		t.Errorf("history: %+v, %v", lines, err)
	}
	if sheet, err := room.Read(t.Context(), first.ID, ""); err != nil || sheet.Gone || !strings.Contains(sheet.Text, "Пришлите счёт") {
		t.Errorf("read: %+v, %v", sheet, err)
	}
	second := asked(1)[0]
	if err := room.Hide(t.Context(), second.ID); err != nil {
		t.Fatal(err)
	}
	asked(0)
}

// awaitEvent waits for an event that is as wanted.
func awaitEvent[E feed.Event](t *testing.T, events *feed.Subscription, is func(E) bool) E {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		select {
		case e := <-events.C:
			if e, ok := e.(E); ok && is(e) {
				return e
			}
		case <-deadline:
			t.Fatalf("no %T within a minute", *new(E))
		}
	}
}

// await waits until something is so.
func await(t *testing.T, is func() bool) {
	t.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(2 * time.Minute)
	for !is() {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatal("not within two minutes")
		}
	}
}

// A letter that comes back is said to be undelivered, with the reason, and is a matter
// of the day; of the report itself nothing is kept. A letter whose answer is missed is
// one too, and an answering machine is no answer.
func TestLetterComesBack(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	s := mailStation(t, d, server)
	write := func(subject string) crm.ID {
		t.Helper()
		draft, err := s.NewLetter(crm.Ref{1}, crm.Address{Email: "maria@client.example"})
		if err != nil {
			t.Fatal(err)
		}
		draft.Subject, draft.Text, draft.AnswerDays = subject, "Добрый день.", 3
		id, err := s.SendLetter(t.Context(), draft)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	day := func() crm.Day {
		t.Helper()
		found, err := s.Desk.Day(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	id := write("wrong address")
	await(t, func() bool { return len(post.Letters()) == 1 })
	await(t, func() bool { _, err := s.Store.Journal.Letter(context.Background(), id); return err == nil })

	report := "From: MAILER-DAEMON@mail.client.example\r\nTo: anna@firm.example\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: " +
		time.Now().Format(time.RFC1123Z) + "\r\nAuto-Submitted: auto-replied\r\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nSorry.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n" +
		"Reporting-MTA: dns; mail.client.example\r\n\r\nFinal-Recipient: rfc822; maria@client.example\r\nAction: failed\r\nStatus: 5.1.1\r\n" +
		"Diagnostic-Code: smtp; 550 no such user\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n" + post.Letters()[0] + "\r\n--x--\r\n"
	vacation := "From: maria@client.example\r\nTo: anna@firm.example\r\nSubject: out of office\r\nMessage-ID: <vacation@client.example>\r\nAuto-Submitted: auto-replied\r\nDate: " +
		time.Now().Format(time.RFC1123Z) + "\r\n\r\nI am away.\r\n"
	d.Deliver("anna", "", []byte(report))
	await(t, func() bool { return len(day().Bounced) == 1 })
	if l := day().Bounced[0]; l.Outcome != crm.Undelivered || l.Subject != "wrong address" || l.Reason != "5.1.1 550 no such user" {
		t.Errorf("%+v", l)
	}
	if files, err := os.ReadDir(s.Conf.Letters()); err != nil || len(files) != 1 {
		t.Errorf("letters kept: %v, %v", files, err)
	}

	id = write("price") // which does away with the one that came back
	await(t, func() bool { _, err := s.Store.Journal.Letter(context.Background(), id); return err == nil })
	if found := day(); len(found.Bounced) != 0 || len(found.Silent) != 0 {
		t.Errorf("%+v", found)
	}
	d.Deliver("anna", "", []byte(vacation))
	d.Deliver("anna", "", clientLetter(9, "stranger@other.example")) // comes after it
	inbox := crm.MailFolder{Account: "anna@firm.example", Name: "INBOX"}
	await(t, func() bool {
		place, err := s.Store.Journal.MailPlace(context.Background(), inbox)
		return err == nil && place.Last == 3
	})
	due := time.Now().AddDate(0, 0, 3).Add(time.Minute)
	if list, err := s.Store.Journal.Silent(t.Context(), due); err != nil || len(list) != 1 || list[0].Subject != "price" {
		t.Errorf("%v, %v", list, err)
	}
	d.Deliver("anna", "", clientLetter(10, "maria@client.example"))
	await(t, func() bool {
		list, err := s.Store.Journal.Silent(context.Background(), due)
		return err == nil && len(list) == 0
	})
}
