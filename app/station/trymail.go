package station

import (
	"context"
	"errors"
	"net"
	"slices"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/inbox"
	"pult/mail/outbox"
)

// tryMailLimit is how long one server of a mailbox is given.
const tryMailLimit = 15 * time.Second

// TryMailbox logs in to both servers of a mailbox, and reads and sends nothing. Told
// hears of every step as it is made.
func (s *Station) TryMailbox(ctx context.Context, m conf.Mail, told func(crm.MailTrial)) crm.MailTrial {
	a := &account.Account{Secret: func(context.Context) (string, error) { return s.Conf.MailPassword(m) }}
	if m.OAuthClient != "" {
		a.Token = s.token(m)
	}
	return tryMailbox(ctx, m, a, told)
}

// token gives tokens of a mailbox, or says why there are none.
func (s *Station) token(m conf.Mail) func(context.Context) (string, error) {
	h, err := s.holder(m)
	if err != nil {
		return func(context.Context) (string, error) { return "", err }
	}
	return h.Token
}

// mailTrial is the trial of a mailbox under way.
type mailTrial struct {
	ticks  crm.MailTrial
	told   func(crm.MailTrial)
	lookup func(ctx context.Context, host string) ([]string, error)
}

func tryMailbox(ctx context.Context, m conf.Mail, a *account.Account, told func(crm.MailTrial)) crm.MailTrial {
	a.Name, a.Address, a.User = m.Name, m.Address, m.User
	t := &mailTrial{told: told, lookup: net.DefaultResolver.LookupHost}
	return t.run(ctx, m, a)
}

func (t *mailTrial) run(ctx context.Context, m conf.Mail, a *account.Account) crm.MailTrial {
	for _, step := range []crm.MailStep{crm.MailFound, crm.MailSecured, crm.MailEntered, crm.MailFolders, crm.SendSecured, crm.SendEntered} {
		t.ticks = append(t.ticks, crm.MailTick{Step: step})
	}
	t.receiving(ctx, m, a)
	if m.SMTP == "" {
		t.rest(crm.SendSecured, nil)
		return t.ticks
	}
	t.sending(ctx, m, a)
	return t.ticks
}

// receiving tries the server that letters come to.
func (t *mailTrial) receiving(ctx context.Context, m conf.Mail, a *account.Account) {
	ctx, stop := context.WithTimeout(ctx, tryMailLimit)
	defer stop()
	server, err := account.ReadServer(m.IMAP, m.Certificate)
	t.note(crm.MailFound, server.Host())
	t.begin(crm.MailFound)
	if err == nil {
		err = t.find(ctx, server)
	}
	if err != nil {
		t.rest(crm.MailFound, err)
		return
	}
	t.done(crm.MailFound, "", crm.MailSecured)
	a.IMAP = server
	at := crm.MailSecured
	sent, err := inbox.Try(ctx, a, account.Dialer{}, func(stage account.Stage) {
		next := map[account.Stage]crm.MailStep{account.Secured: crm.MailEntered, account.Entered: crm.MailFolders}[stage]
		t.done(at, "", next)
		at = next
	})
	if err != nil {
		t.rest(at, late(ctx, server, err))
		return
	}
	t.done(crm.MailFolders, sent, "")
}

// sending tries the server that letters are sent by. It is tried even where the other
// has failed: a password that is good here and not there says much.
func (t *mailTrial) sending(ctx context.Context, m conf.Mail, a *account.Account) {
	ctx, stop := context.WithTimeout(ctx, tryMailLimit)
	defer stop()
	server, err := account.ReadServer(m.SMTP, m.Certificate)
	t.note(crm.SendSecured, server.Host())
	t.begin(crm.SendSecured)
	if err == nil {
		err = t.find(ctx, server)
	}
	if err != nil {
		t.rest(crm.SendSecured, err)
		return
	}
	a.SMTP = server
	at := crm.SendSecured
	err = outbox.Try(ctx, a, account.Dialer{}, func(stage account.Stage) {
		if stage == account.Secured {
			t.done(crm.SendSecured, "", crm.SendEntered)
			at = crm.SendEntered
		}
	})
	if err != nil {
		t.rest(at, late(ctx, server, err))
		return
	}
	t.done(crm.SendEntered, "", "")
}

// find asks where a server is: a name that is mistyped is told from one that is silent.
func (t *mailTrial) find(ctx context.Context, server account.Server) error {
	_, err := t.lookup(ctx, server.Host())
	var dns *net.DNSError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &dns) && dns.IsNotFound:
		return &crm.Fault{Kind: crm.ErrNotFound, Subject: "server", Detail: server.Host()}
	}
	return &crm.Fault{Kind: crm.ErrOffline, Subject: server.Host(), Detail: err.Error()}
}

// late says of a trial whose time is over that the server was silent.
func late(ctx context.Context, server account.Server, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &crm.Fault{Kind: crm.ErrOffline, Subject: server.Host(), Detail: err.Error()}
	}
	return err
}

func (t *mailTrial) at(step crm.MailStep) *crm.MailTick {
	i := slices.IndexFunc(t.ticks, func(tick crm.MailTick) bool { return tick.Step == step })
	return &t.ticks[i]
}

func (t *mailTrial) note(step crm.MailStep, text string) { t.at(step).Note = text }

func (t *mailTrial) tell() { t.told(slices.Clone(t.ticks)) }

func (t *mailTrial) begin(step crm.MailStep) {
	t.at(step).State = crm.TrialRuns
	t.tell()
}

// done is the end of a step and the beginning of the next; empty for none.
func (t *mailTrial) done(step crm.MailStep, note string, next crm.MailStep) {
	tick := t.at(step)
	tick.State = crm.TrialDone
	if note != "" {
		tick.Note = note
	}
	if next != "" {
		t.at(next).State = crm.TrialRuns
	}
	t.tell()
}

// rest ends a server at a step: what follows there is not tried. Without an error
// there was nothing to try.
func (t *mailTrial) rest(step crm.MailStep, err error) {
	state := crm.TrialSkipped
	if err != nil {
		state = crm.TrialFailed
	}
	for i := slices.IndexFunc(t.ticks, func(tick crm.MailTick) bool { return tick.Step == step }); i < len(t.ticks); i++ {
		if step != crm.SendSecured && step != crm.SendEntered && t.ticks[i].Step == crm.SendSecured {
			break
		}
		t.ticks[i].State = state
		if state == crm.TrialFailed {
			t.ticks[i].Err = err
		}
		state = crm.TrialSkipped
	}
	t.tell()
}
