//go:build field || bench

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"pult/app/crm"
	"pult/app/store"
	"pult/mail/account"
	"pult/mail/mailtest"
	"pult/sync/standin"
)

// mailKills is how often the agent is killed while it sends. The long run of it is
// in the bench.
const mailKills = 10

// Whatever moment the agent is killed at, a letter is sent once, or somebody is asked
// whether it arrived: never twice, and none is forgotten.
func TestKilledWhileALetterIsSent(t *testing.T) {
	killsWhileSending(t, mailKills)
}

// tally is what became of letters.
type tally struct{ given, sent, asked int }

// killsWhileSending has the agent write a letter and kills it, so many times: before
// the server has it, when it has and has not said so, just after, and anywhere. It
// looks what the server has, and what the journal says.
func killsWhileSending(t *testing.T, kills int) tally {
	t.Helper()
	d := mailtest.StartDovecot(t)
	k := &killer{}
	post := &mailtest.Post{Certificate: d.Certificate(), Key: d.Key()}
	post.OnRcpt = func(string) error { k.at(killedBefore); return nil }
	post.OnData = func(*smtp.Conn) error { k.at(killedInDoubt); k.at(killedAfter); return nil }
	server, _ := post.Start(t, account.Implicit)
	o := openOffice(t, 60, sipURI(exchange(t)))
	o.add(t, fmt.Sprintf("[mail]\nimap = \"imaps://%s\"\nsmtp = \"smtps://%s\"\ncertificate = %q\nuser = \"anna\"\naddress = \"anna@firm.example\"\npassword_file = \"mail.password\"\n",
		d.IMAPS, server.Address, d.Fingerprint))
	o.writeFile(t, "mail.password", mailtest.Password)
	o.sync(t)
	a := o.agent(t)
	letter := o.letterFromClient(t, d, a)
	moments := rand.New(rand.NewPCG(3, 4))
	pause := func() time.Duration { return time.Duration(moments.IntN(15_000)) * time.Microsecond }
	for n := range kills {
		where := n % 4
		k.arm(a, where, pause())
		a.tell(t, fmt.Sprintf("reply %s answer %d", letter, n))
		if where == killedAnywhere {
			<-time.After(4 * pause())
			a.kill()
		}
		select {
		case <-a.ended:
		case <-time.After(stepTime):
			t.Fatalf("the letter does not get as far as %d", where)
		}
		k.wait()
		a = o.agent(t)
		a.awaitThat(t, "the mailbox", func(e event) bool { return e.Event == "mailbox" && e.Online })
	}
	k.arm(nil, killedAnywhere, 0)
	waitUntil(t, "no letter on its way", func() bool {
		left, _ := o.ourLetters(t)
		return len(left[crm.PostingWaiting])+len(left[crm.PostingSending])+len(left[crm.PostingSent]) == 0
	})
	a.quit(t)
	return o.assertSentOnce(t, post.Letters(), d.Box("anna", "Sent"), kills)
}

// Where a letter is when its sender is killed.
const (
	killedAnywhere = iota
	killedBefore   // the server has not the letter yet
	killedInDoubt  // it has, and has not said so
	killedAfter    // it has said so, a moment ago
)

// killer kills an agent from inside of the server it speaks with.
type killer struct {
	mu     sync.Mutex
	victim *agentProcess
	where  int
	pause  time.Duration
	late   sync.WaitGroup
}

func (k *killer) arm(a *agentProcess, where int, pause time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.victim, k.where, k.pause = a, where, pause
}

// at kills the agent if that is where it is to be. After the answer means a moment
// later: it is given when we have returned.
func (k *killer) at(where int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.victim == nil || k.where != where {
		return
	}
	victim, pause := k.victim, k.pause
	k.victim = nil
	if where != killedAfter {
		victim.kill()
		return
	}
	k.late.Go(func() {
		<-time.After(pause)
		victim.kill()
	})
}

func (k *killer) wait() { k.late.Wait() }

// letterFromClient is one that can be answered.
func (o *office) letterFromClient(t *testing.T, d *mailtest.Dovecot, a *agentProcess) string {
	t.Helper()
	var card struct{ Emails []string }
	if err := o.pultctl(t, &card, "card", standin.DemoClient().Ref); err != nil || len(card.Emails) == 0 {
		t.Fatalf("%+v, %v", card, err)
	}
	d.Deliver("anna", "", fmt.Appendf(nil, "From: %s\r\nTo: anna@firm.example\r\nSubject: firs\r\nMessage-ID: <firs@client.example>\r\nDate: %s\r\n\r\nTwo hundred firs, please.\r\n",
		card.Emails[0], time.Now().Format(time.RFC1123Z)))
	return a.await(t, "message").Letter
}

// ourLetters are the Message-IDs of letters that are not sent, by what is the matter
// with them, and of those that are.
func (o *office) ourLetters(t *testing.T) (left map[crm.PostingState][]string, sent []string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: o.home, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Journal.Postings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	left = map[crm.PostingState][]string{}
	for _, p := range list {
		left[p.State] = append(left[p.State], p.Letter.MessageID)
	}
	if p, err := s.Journal.UnfiledPosting(t.Context(), "anna@firm.example"); err == nil {
		left[crm.PostingSent] = append(left[crm.PostingSent], p.Letter.MessageID)
	}
	lines, err := s.Journal.History(t.Context(), crm.HistoryFilter{Limit: 10_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if l.Kind == crm.MailKind && l.Direction == crm.Outgoing {
			sent = append(sent, l.Message)
		}
	}
	return left, sent
}

// assertSentOnce compares what the server took with what the journal says.
func (o *office) assertSentOnce(t *testing.T, taken []string, sentFolder string, given int) tally {
	t.Helper()
	took := count(taken)
	left, sent := o.ourLetters(t)
	asked := left[crm.PostingDoubtful]
	told := map[string]int{}
	for _, id := range slices.Concat(sent, asked) {
		told[id]++
	}
	for id, n := range took {
		if n != 1 || told[id] != 1 {
			t.Errorf("letter %s: taken %d times, told of %d times", id, n, told[id])
		}
	}
	for _, id := range sent {
		if took[id] != 1 {
			t.Errorf("letter %s is in the history, and was taken %d times", id, took[id])
		}
	}
	var copies []string
	files, err := filepath.Glob(filepath.Join(sentFolder, "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if raw, err := os.ReadFile(f); err == nil && strings.Contains(f, "/cur/") || strings.Contains(f, "/new/") {
			copies = append(copies, string(raw))
		}
	}
	filed := count(copies)
	for _, id := range sent {
		if filed[id] != 1 {
			t.Errorf("letter %s lies among the sent ones %d times", id, filed[id])
		}
	}
	// Of four kills one may come before the letter was accepted.
	if len(told) < given*3/4 || len(sent) == 0 {
		t.Errorf("of %d letters %d were sent and %d are asked about", given, len(sent), len(asked))
	}
	t.Logf("%d kills: %d letters sent, %d asked about", given, len(sent), len(asked))
	return tally{given, len(sent), len(asked)}
}

// count counts letters by their Message-ID.
func count(letters []string) map[string]int {
	n := map[string]int{}
	for _, l := range letters {
		_, rest, _ := strings.Cut(l, "Message-Id: <")
		id, _, _ := strings.Cut(rest, ">")
		n[id]++
	}
	return n
}
