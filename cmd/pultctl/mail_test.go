//go:build field

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"pult/mail/account"
	"pult/mail/mailtest"
	"pult/sync/standin"
)

// A client's letter is told within moments of its arrival, answered, found by its
// words; the doctor logs in to the mailbox.
func TestAgentMail(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{}
	server, _ := post.Start(t, account.Implicit)
	o := openOffice(t, 60, sipURI(exchange(t)))
	o.add(t, fmt.Sprintf("[mail]\nimap = \"imaps://%s\"\nsmtp = \"smtps://%s\"\ncertificate = %q\nuser = \"anna\"\naddress = \"anna@firm.example\"\npassword_file = \"mail.password\"\n",
		d.IMAPS, server.Address, d.Fingerprint))
	o.writeFile(t, "mail.password", mailtest.Password)
	o.sync(t)
	var card struct{ Emails []string }
	if err := o.pultctl(t, &card, "card", standin.DemoClient().Ref); err != nil || len(card.Emails) == 0 {
		t.Fatalf("%+v, %v", card, err)
	}
	a := o.agent(t)
	a.await(t, "mailbox")
	d.Deliver("anna", "", fmt.Appendf(nil, "From: %s\r\nTo: anna@firm.example\r\nSubject: firs\r\nMessage-ID: <1@client.example>\r\nDate: %s\r\n\r\nTwo hundred firs, please.\r\n",
		card.Emails[0], time.Now().Format(time.RFC1123Z)))
	e := a.await(t, "message")
	if e.Name != standin.DemoClient().Name {
		t.Errorf("told as %+v", e)
	}
	var found []letterAnswer
	if err := o.pultctl(t, &found, "letters", "hundred firs"); err != nil || len(found) != 1 || len(found[0].Clients) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	var checks []examined
	_ = o.pultctl(t, &checks, "doctor") // no sound on this machine, and one certificate for two servers
	for _, c := range checks {
		if c.Check == "mail" && (!strings.Contains(strings.Join(c.Lines, " "), "Sent") || !strings.Contains(c.Cure, "sha256:")) {
			t.Errorf("the doctor says %+v", c)
		}
	}
	out, err := o.command(t.Context(), "mailbox", "anna@firm.example", "--json").Output()
	if err == nil {
		t.Error("a server whose certificate nobody vouches for is well")
	}
	var steps []mailboxStep
	var stand []string
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); {
		var s mailboxStep
		if err := lines.Decode(&s); err != nil {
			t.Fatal(err)
		}
		steps, stand = append(steps, s), append(stand, s.Step+" "+s.State)
	}
	if got := strings.Join(stand, ", "); got != "found done, secured done, entered done, folders done, send_secured failed, send_entered skipped" || steps[3].Note != "Sent" || !strings.Contains(steps[4].Cure, "sha256:") {
		t.Errorf("the steps are %s; %+v", got, steps)
	}
	a.quit(t)
}
