package outbox

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// row is a queue of one letter.
type row struct {
	mu      sync.Mutex
	p       crm.Posting
	why     crm.Fault
	changed chan struct{}
}

func newRow() *row {
	id := crm.NewID(noon)
	return &row{changed: make(chan struct{}, 100), p: crm.Posting{
		Letter: crm.Letter{Message: crm.Message{ID: id, Account: "anna", MessageID: id.String() + "@firm.example"}},
		State:  crm.PostingWaiting, Sender: "anna@firm.example", To: []string{"maria@client.example", "petr@client.example"},
		Raw: []byte("Subject: x\r\n\r\n.\r\n..\r\nend\r\n"),
	}}
}

func (r *row) become(s crm.PostingState, why crm.Fault) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.p.State, r.why = s, why
	r.tell()
	return nil
}

func (r *row) tell() {
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

func (r *row) ClaimPosting(context.Context, string, time.Time) (crm.Posting, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.p.State != crm.PostingWaiting || r.p.Attempts > 0 && !errors.Is(&r.why, crm.ErrDenied) {
		return crm.Posting{}, crm.ErrNotFound
	}
	r.p.State = crm.PostingSending
	r.p.Attempts++
	return r.p, nil
}

func (r *row) UnfiledPosting(context.Context, string) (crm.Posting, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.p.State != crm.PostingSent {
		return crm.Posting{}, crm.ErrNotFound
	}
	return r.p, nil
}

func (r *row) PostingDelayed(_ context.Context, _ crm.ID, _ time.Time, why crm.Fault) error {
	return r.become(crm.PostingWaiting, why)
}

func (r *row) PostingRefused(_ context.Context, _ crm.ID, why crm.Fault) error {
	return r.become(crm.PostingRefused, why)
}

func (r *row) PostingDoubtful(_ context.Context, _ crm.ID, why crm.Fault) error {
	return r.become(crm.PostingDoubtful, why)
}

func (r *row) PostingSent(context.Context, crm.ID) error {
	return r.become(crm.PostingSent, crm.Fault{})
}

func (r *row) PostingFiled(context.Context, crm.ID) error {
	return r.become(crm.PostingFiled, crm.Fault{})
}

func (r *row) AbandonedPostings(context.Context, string) ([]crm.Posting, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.p.State != crm.PostingSending && r.p.State != crm.PostingDoubtful {
		return nil, nil
	}
	r.p.State = crm.PostingDoubtful
	r.tell()
	return []crm.Posting{r.p}, nil
}

// drawer is a folder of sent letters.
type drawer struct {
	mu    sync.Mutex
	holds bool
	filed int
}

func (d *drawer) Holds(context.Context, crm.ID, string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.holds, nil
}

func (d *drawer) File(context.Context, []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.filed++
	d.holds = true
	return nil
}

// Each way a server may answer, and what becomes of the letter: sent once, tried
// again, refused with the server's words, or in doubt.
func TestDeliver(t *testing.T) {
	no := func(code int) func(string) error {
		return func(to string) error {
			if to == "petr@client.example" {
				return &smtp.SMTPError{Code: code, Message: "no such petr"}
			}
			return nil
		}
	}
	hangUp := func(c *smtp.Conn) error { return c.Close() }
	tests := []struct {
		name     string
		security account.Security
		post     *mailtest.Post
		password string
		want     crm.PostingState
		kind     error
		taken    int
	}{
		{"taken", account.Implicit, &mailtest.Post{}, mailtest.Password, crm.PostingFiled, nil, 1},
		{"taken over STARTTLS", account.StartTLS, &mailtest.Post{}, mailtest.Password, crm.PostingFiled, nil, 1},
		{"a server that knows LOGIN only", account.Implicit, &mailtest.Post{Login: true}, mailtest.Password, crm.PostingFiled, nil, 1},
		{"a wrong password by LOGIN", account.Implicit, &mailtest.Post{Login: true}, "wrong", crm.PostingWaiting, crm.ErrDenied, 0},
		{"one recipient unknown", account.Implicit, &mailtest.Post{OnRcpt: no(550)}, mailtest.Password, crm.PostingRefused, crm.ErrRefused, 0},
		{"greylisted", account.Implicit, &mailtest.Post{OnRcpt: no(451)}, mailtest.Password, crm.PostingWaiting, crm.ErrBusy, 0},
		{"refused after the dot", account.Implicit, &mailtest.Post{OnData: func(*smtp.Conn) error { return &smtp.SMTPError{Code: 554, Message: "spam"} }}, mailtest.Password, crm.PostingRefused, crm.ErrRefused, 1},
		{"gone after the dot", account.Implicit, &mailtest.Post{OnData: hangUp}, mailtest.Password, crm.PostingDoubtful, crm.ErrOffline, 1},
		{"wrong password", account.Implicit, &mailtest.Post{}, "wrong", crm.PostingWaiting, crm.ErrDenied, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server, dialer := tt.post.Start(t, tt.security)
			a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) { return tt.password, nil }}
			q, d := newRow(), &drawer{}
			c := New(a, dialer, q, d, func(error) {}, slog.New(slog.DiscardHandler))
			_ = c.round(t.Context())
			if q.p.State != tt.want || tt.kind != nil && !errors.Is(&q.why, tt.kind) {
				t.Errorf("%s: %v", q.p.State, q.why)
			}
			if got := tt.post.Letters(); len(got) != tt.taken || tt.taken == 1 && got[0] != string(q.p.Raw) {
				t.Errorf("the server has %q", got)
			}
			if tt.want == crm.PostingFiled && d.filed != 1 {
				t.Errorf("filed %d times", d.filed)
			}
		})
	}
}

// A server that files letters itself is not given a second copy.
func TestFiledByTheServer(t *testing.T) {
	p := &mailtest.Post{}
	server, dialer := p.Start(t, account.Implicit)
	a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) { return mailtest.Password, nil }}
	q, d := newRow(), &drawer{holds: true}
	if err := New(a, dialer, q, d, func(error) {}, slog.New(slog.DiscardHandler)).round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if q.p.State != crm.PostingFiled || d.filed != 0 {
		t.Errorf("%s, filed %d times", q.p.State, d.filed)
	}
}

// A letter that was being sent when the program died is never sent again: it is
// among the sent ones, or a person is asked.
func TestAbandoned(t *testing.T) {
	for _, arrived := range []bool{true, false} {
		q, d := newRow(), &drawer{holds: arrived}
		q.p.State = crm.PostingSending
		c := New(&account.Account{Name: "anna"}, account.Dialer{}, q, d, func(error) {}, slog.New(slog.DiscardHandler))
		if err := c.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := crm.PostingDoubtful
		if arrived {
			want = crm.PostingFiled
		}
		if q.p.State != want {
			t.Errorf("arrived %v: %s", arrived, q.p.State)
		}
	}
}

// A certificate nobody vouches for gets neither password nor letter.
func TestCertificateOfPost(t *testing.T) {
	for _, security := range []account.Security{account.Implicit, account.StartTLS} {
		p := &mailtest.Post{}
		server, _ := p.Start(t, security)
		server.Fingerprint = crm.Fingerprint{}
		a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) {
			t.Error("the password was asked for")
			return mailtest.Password, nil
		}}
		q := newRow()
		c := New(a, account.Dialer{}, q, &drawer{}, func(error) {}, slog.New(slog.DiscardHandler))
		if err := c.round(t.Context()); !errors.Is(err, crm.ErrUntrusted) || len(p.Letters()) > 0 {
			t.Errorf("%v, %d letters", err, len(p.Letters()))
		}
	}
}

// A password that was refused is not tried again, however often somebody writes: the
// provider would block the mailbox. It is told at once. A new password, or somebody who
// asks for it, ends the silence.
func TestWrongPasswordIsTriedOnce(t *testing.T) {
	p := &mailtest.Post{}
	server, dialer := p.Start(t, account.Implicit)
	password := "wrong"
	a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) { return password, nil }}
	q, stopped := newRow(), []error(nil)
	c := New(a, dialer, q, &drawer{}, func(err error) { stopped = append(stopped, err) }, slog.New(slog.DiscardHandler))
	for range 5 {
		c.Wake()
		_ = c.round(t.Context())
	}
	if p.Logins() != 1 || len(stopped) != 1 || !errors.Is(stopped[0], crm.ErrDenied) {
		t.Errorf("%d tries, told %v", p.Logins(), stopped)
	}
	c.Retry()
	for range 3 {
		_ = c.round(t.Context())
	}
	if p.Logins() != 2 {
		t.Errorf("%d tries after somebody asked for one", p.Logins())
	}
	password = mailtest.Password
	if err := c.round(t.Context()); err != nil || q.p.State != crm.PostingFiled || len(p.Letters()) != 1 {
		t.Errorf("%v, %s, %d letters", err, q.p.State, len(p.Letters()))
	}
	if last := stopped[len(stopped)-1]; last != nil {
		t.Errorf("told last: %v", last)
	}
}

// With a token no password is asked for; one that is refused is tried once, and the
// next one is taken.
func TestToken(t *testing.T) {
	p := &mailtest.Post{}
	server, dialer := p.Start(t, account.Implicit)
	token := "old"
	a := &account.Account{Name: "anna", User: "anna", SMTP: server, Token: func(context.Context) (string, error) { return token, nil }}
	q := newRow()
	c := New(a, dialer, q, &drawer{}, func(error) {}, slog.New(slog.DiscardHandler))
	for range 3 {
		_ = c.round(t.Context())
	}
	if p.Logins() != 1 || !errors.Is(c.stopped, crm.ErrDenied) {
		t.Errorf("%d tries, %v", p.Logins(), c.stopped)
	}
	token = mailtest.Token
	if err := c.round(t.Context()); err != nil || q.p.State != crm.PostingFiled {
		t.Errorf("%v, %s", err, q.p.State)
	}
}
