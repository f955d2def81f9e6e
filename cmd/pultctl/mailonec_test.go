//go:build field

package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pult/mail/account"
	"pult/mail/mailtest"
	"pult/sync/standin"
)

// A client's letter and our answer stand in 1C once each, where the administrator
// allows it; where not, nothing of them leaves for 1C.
func TestLettersIntoOneC(t *testing.T) {
	for _, tt := range []struct {
		configuration string
		allowed       bool
	}{{standin.UT11, true}, {standin.UNF3, true}, {standin.BP3, true}, {standin.UT11, false}} {
		t.Run(fmt.Sprintf("%s, allowed %v", tt.configuration, tt.allowed), func(t *testing.T) {
			d := mailtest.StartDovecot(t)
			post := &mailtest.Post{Certificate: d.Certificate(), Key: d.Key()}
			server, _ := post.Start(t, account.Implicit)
			base := standin.New(standin.Options{Seed: 7, Clients: 60, Configuration: tt.configuration, User: "odata.user", Password: basePassword})
			o := &office{base: base, server: httptest.NewServer(base), home: t.TempDir()}
			t.Cleanup(o.server.Close)
			o.write(t, sipURI(exchange(t)))
			if tt.allowed {
				o.allow(t, "mails")
			}
			o.add(t, fmt.Sprintf("[mail]\nimap = \"imaps://%s\"\nsmtp = \"smtps://%s\"\ncertificate = %q\nuser = \"anna\"\naddress = \"anna@firm.example\"\npassword_file = \"mail.password\"\n",
				d.IMAPS, server.Address, d.Fingerprint))
			o.writeFile(t, "mail.password", mailtest.Password)
			o.sync(t)
			a := o.agent(t)
			a.tell(t, fmt.Sprintf("reply %s Yes, we have them.", o.letterFromClient(t, d, a)))
			waitUntil(t, "both letters on record", func() bool {
				_, sent := o.ourLetters(t)
				return len(sent) == 1
			})
			if !tt.allowed {
				a.quit(t)
				var facts []struct{ State string }
				if err := o.pultctl(t, &facts, "outbox"); err != nil || len(facts) != 0 || len(written(base)) != 0 {
					t.Errorf("nobody allowed it: %v wait, %v is in 1C, %v", facts, written(base), err)
				}
				return
			}
			waitUntil(t, "both letters in 1C", func() bool { return len(written(base)) >= 2 })
			o.sync(t) // what 1C has now is read again, and is nothing new
			a.quit(t)
			demo := standin.DemoClient()
			incoming := 0
			for _, e := range written(base) {
				if e.Incoming {
					incoming++
				}
				if !strings.Contains(e.Topic, "firs") || e.Marked || e.Address == "" {
					t.Errorf("written as %+v", e)
				}
				if !strings.Contains(e.Text, "firs") && !strings.Contains(e.Text, "Yes, we have them.") {
					t.Errorf("its text is %q", e.Text)
				}
			}
			if all := written(base); len(all) != 2 || incoming != 1 {
				t.Errorf("%d letters in 1C, %d of them from the client", len(all), incoming)
			}
			var lines []struct{ Kind, Fact string }
			if err := o.pultctl(t, &lines, "history", "--client", demo.Ref); err != nil || len(lines) != 2 || lines[0].Fact != "sent" || lines[1].Fact != "sent" {
				t.Errorf("history %+v, %v", lines, err)
			}
		})
	}
}

// written are the letters of the last hour that stand in 1C.
func written(base *standin.Server) (list []standin.Event) {
	for _, e := range base.Events() {
		if e.Kind == "letter" && time.Since(e.Date) < time.Hour {
			list = append(list, e)
		}
	}
	return list
}

// allow lets one more kind of facts be written into 1C.
func (o *office) allow(t *testing.T, kind string) {
	t.Helper()
	settings, err := os.ReadFile(filepath.Join(o.home, "pult.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.writeFile(t, "pult.toml", strings.Replace(string(settings), `write = ["calls"]`, fmt.Sprintf(`write = ["calls", %q]`, kind), 1))
}
