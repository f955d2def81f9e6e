//go:build field

package station

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
	"pult/mail/parse"
)

// A server that writes no report is understood by its words. Of letters that merely
// look like its own nothing is believed: what they name is no letter of ours, or not
// said to have failed. None of them is kept.
func TestALetterComesBackWithoutAReport(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	s := mailStation(t, d, server)
	d.Deliver("anna", "", clientLetter(1, "maria@client.example"))
	draft, err := s.NewLetter(crm.Ref{1}, crm.Address{Email: "maria@client.example"})
	if err != nil {
		t.Fatal(err)
	}
	draft.Subject, draft.Text = "price", "Добрый день."
	id, err := s.SendLetter(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	await(t, func() bool {
		lines, err := s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
		return err == nil && len(lines) == 2
	})
	ours, err := parse.ReadHeader([]byte(post.Letters()[0]))
	if err != nil {
		t.Fatal(err)
	}
	daemon := func(subject, text string) []byte {
		return fmt.Appendf(nil, "From: Mail Delivery System <Mailer-Daemon@mail.client.example>\r\nTo: anna@firm.example\r\nSubject: %s\r\nDate: %s\r\n\r\n%s\r\n",
			subject, time.Now().Format(time.RFC1123Z), text)
	}
	outcomes := func() (list []crm.Outcome) {
		t.Helper()
		lines, err := s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			list = append(list, l.Outcome)
		}
		return list
	}
	for _, raw := range [][]byte{
		daemon("failed", "550 5.1.1 no such user\r\n\r\nMessage-ID: <1@client.example>"), // theirs
		daemon("failed", "550 5.1.1 no such user\r\n\r\nMessage-ID: <guessed@firm.example>"),
		daemon("Warning: delayed 24 hours", "450 4.2.1 try again\r\n\r\nMessage-ID: <"+ours.MessageID+">"),
		daemon("failed", "It could not be delivered.\r\n\r\nMessage-ID: <"+ours.MessageID+">"),
	} {
		d.Deliver("anna", "", raw)
	}
	inbox := crm.MailFolder{Account: "anna@firm.example", Name: "INBOX"}
	await(t, func() bool {
		place, err := s.Store.Journal.MailPlace(t.Context(), inbox)
		return err == nil && place.Last == 5
	})
	for _, outcome := range outcomes() {
		if outcome == crm.Undelivered {
			t.Fatal("a letter is said to have come back that has not")
		}
	}
	d.Deliver("anna", "", daemon("Mail delivery failed", "  maria@client.example\r\n    550 5.1.1 no such user\r\n\r\n------ This is a copy ------\r\n\r\n"+post.Letters()[0]))
	await(t, func() bool {
		letter, err := s.Store.Journal.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
		return err == nil && letter[0].ID == id && letter[0].Outcome == crm.Undelivered && letter[0].Reason == "5.1.1 550 5.1.1 no such user"
	})
	if files, err := os.ReadDir(s.Conf.Letters()); err != nil || len(files) != 2 {
		t.Errorf("letters kept: %v, %v", files, err)
	}
	if raw := post.Letters()[0]; !strings.Contains(raw, id.String()) {
		t.Errorf("our letter has no sign: %q", raw)
	}
}
