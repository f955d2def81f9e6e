package station

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/zalando/go-keyring"

	"pult/app/conf"
	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/stand"
)

// practice is a mailbox with both of its servers.
func practice(t *testing.T) *stand.Mailbox {
	t.Helper()
	m, err := stand.New("anna", "practice")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	serve, err := m.Listen(ctx)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	var done sync.WaitGroup
	done.Go(serve)
	t.Cleanup(done.Wait)
	t.Cleanup(cancel)
	return m
}

// states are how the steps of a trial stand.
func states(t crm.MailTrial) (list []crm.TrialState) {
	for _, tick := range t {
		list = append(list, tick.State)
	}
	return list
}

// Each step of a trial is told of when it is made, and what fails does not keep the
// other server from being tried.
func TestAMailboxIsTriedStepByStep(t *testing.T) {
	keyring.MockInit()
	box := practice(t)
	s := NewSettings(&conf.Config{}, nil, slog.New(slog.DiscardHandler))
	typed := crm.Settings{Mailboxes: []crm.Mailbox{{
		Address: "anna@firm.example", User: "anna", Password: "practice", IMAP: "imaps://" + box.IMAP, SMTP: "smtps://" + box.SMTP, Certificate: box.Fingerprint,
	}}}
	const done, failed, skipped = crm.TrialDone, crm.TrialFailed, crm.TrialSkipped
	tests := []struct {
		name   string
		change func(m *crm.Mailbox)
		want   []crm.TrialState
		kind   error
		at     crm.MailStep
	}{
		{"all is well", func(*crm.Mailbox) {}, []crm.TrialState{done, done, done, done, done, done}, nil, ""},
		{"a wrong password", func(m *crm.Mailbox) { m.Password = "wrong" }, []crm.TrialState{done, done, failed, skipped, done, failed}, crm.ErrDenied, crm.MailEntered},
		{"no password", func(m *crm.Mailbox) { m.Password = "" }, []crm.TrialState{done, done, failed, skipped, done, failed}, crm.ErrNoSecret, crm.MailEntered},
		{"a certificate nobody vouches for", func(m *crm.Mailbox) { m.Certificate = "" }, []crm.TrialState{done, failed, skipped, skipped, failed, skipped}, crm.ErrUntrusted, crm.MailSecured},
		{"an address that is none", func(m *crm.Mailbox) { m.IMAP = "http://mail.firm.example" }, []crm.TrialState{failed, skipped, skipped, skipped, done, done}, crm.ErrInvalid, crm.MailFound},
		{"nothing to send by", func(m *crm.Mailbox) { m.SMTP = "" }, []crm.TrialState{done, done, done, done, skipped, skipped}, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			now := typed
			now.Mailboxes = []crm.Mailbox{typed.Mailboxes[0]}
			tt.change(&now.Mailboxes[0])
			var told []crm.MailTrial
			got := s.TryMail(t.Context(), now, 0, func(t crm.MailTrial) { told = append(told, t) })
			if !slices.Equal(states(got), tt.want) {
				t.Errorf("the steps stand %v, want %v; %+v", states(got), tt.want, got)
			}
			if tt.kind != nil && !errors.Is(got.Tick(tt.at).Err, tt.kind) {
				t.Errorf("%s: %v", tt.at, got.Tick(tt.at).Err)
			}
			if len(told) == 0 || told[0].Tick(crm.MailFound).State == crm.TrialWaits || !slices.Equal(states(told[len(told)-1]), tt.want) {
				t.Errorf("told of %d steps", len(told))
			}
			for i, one := range told[:len(told)-1] {
				if slices.Equal(states(one), states(told[i+1])) {
					t.Errorf("step %d is told of twice", i)
				}
			}
			if got.Tick(crm.MailFolders).State == done && got.Tick(crm.MailFolders).Note != "Sent" {
				t.Errorf("sent letters are in %q", got.Tick(crm.MailFolders).Note)
			}
		})
	}
}

// A name that leads nowhere is told from a server that is silent, and a trial that is
// ended goes no further.
func TestATrialThatLeadsNowhere(t *testing.T) {
	m := conf.Mail{IMAP: "imaps://imap.mial.example", SMTP: "smtps://smtp.mial.example"}
	quiet := func(crm.MailTrial) {}
	gone := &mailTrial{told: quiet, lookup: func(_ context.Context, host string) ([]string, error) {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}}
	got := gone.run(t.Context(), m, &account.Account{})
	var fault *crm.Fault
	if err := got.Tick(crm.MailFound).Err; !errors.As(err, &fault) || !errors.Is(err, crm.ErrNotFound) || fault.Detail != "imap.mial.example" {
		t.Errorf("a name that is mistyped: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waits := &mailTrial{told: quiet, lookup: func(ctx context.Context, _ string) ([]string, error) {
		cancel()
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	got = waits.run(ctx, m, &account.Account{})
	if got.Tick(crm.MailFound).State != crm.TrialFailed || got.Tick(crm.MailSecured).State != crm.TrialSkipped {
		t.Errorf("one that is ended: %+v", got)
	}
}
