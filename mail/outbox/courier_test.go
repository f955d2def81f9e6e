package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// post is a server that takes letters, or does as a test wants.
type post struct {
	mu       sync.Mutex
	letters  []string
	rcpt     func(to string) error
	data     func(c *smtp.Conn) error // after the last dot
	password string
}

func (p *post) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &postSession{post: p, conn: c}, nil
}

type postSession struct {
	*post
	conn *smtp.Conn
	in   bool
	to   []string
}

func (s *postSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *postSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "anna" || password != s.password {
			return &smtp.SMTPError{Code: 535, Message: "wrong"}
		}
		s.in = true
		return nil
	}), nil
}

func (s *postSession) Mail(string, *smtp.MailOptions) error {
	if !s.in {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	if s.rcpt != nil {
		return s.rcpt(to)
	}
	return nil
}

func (s *postSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.letters = append(s.letters, string(raw))
	s.mu.Unlock()
	if s.data != nil {
		return s.data(s.conn)
	}
	return nil
}

func (s *postSession) Reset()        { s.to = nil }
func (s *postSession) Logout() error { return nil }

// startPost starts it on a free port, with TLS from the first byte or by STARTTLS.
func startPost(t *testing.T, p *post, security account.Security) (account.Server, account.Dialer) {
	t.Helper()
	cert, key, roots := mailtest.Certificate(t)
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(p)
	server.Domain, server.TLSConfig = "mail.firm.example", config
	server.ErrorLog = silent{}
	address := l.Addr().String()
	if security == account.Implicit {
		l = tls.NewListener(l, config)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return account.Server{Address: address, Security: security}, account.Dialer{Roots: roots}
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

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
	return nil
}

func (r *row) ClaimPosting(context.Context, string, time.Time) (crm.Posting, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.p.State != crm.PostingWaiting || r.p.Attempts > 0 {
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
		post     *post
		password string
		want     crm.PostingState
		kind     error
		taken    int
	}{
		{"taken", account.Implicit, &post{}, "secret", crm.PostingFiled, nil, 1},
		{"taken over STARTTLS", account.StartTLS, &post{}, "secret", crm.PostingFiled, nil, 1},
		{"one recipient unknown", account.Implicit, &post{rcpt: no(550)}, "secret", crm.PostingRefused, crm.ErrRefused, 0},
		{"greylisted", account.Implicit, &post{rcpt: no(451)}, "secret", crm.PostingWaiting, crm.ErrBusy, 0},
		{"refused after the dot", account.Implicit, &post{data: func(*smtp.Conn) error { return &smtp.SMTPError{Code: 554, Message: "spam"} }}, "secret", crm.PostingRefused, crm.ErrRefused, 1},
		{"gone after the dot", account.Implicit, &post{data: hangUp}, "secret", crm.PostingDoubtful, crm.ErrOffline, 1},
		{"wrong password", account.Implicit, &post{}, "wrong", crm.PostingWaiting, crm.ErrDenied, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.post.password = "secret"
			server, dialer := startPost(t, tt.post, tt.security)
			a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) { return tt.password, nil }}
			q, d := newRow(), &drawer{}
			c := New(a, dialer, q, d, func() {}, slog.New(slog.DiscardHandler))
			_ = c.round(t.Context())
			if q.p.State != tt.want || tt.kind != nil && !errors.Is(&q.why, tt.kind) {
				t.Errorf("%s: %v", q.p.State, q.why)
			}
			if len(tt.post.letters) != tt.taken || tt.taken == 1 && tt.post.letters[0] != string(q.p.Raw) {
				t.Errorf("the server has %q", tt.post.letters)
			}
			if tt.want == crm.PostingFiled && d.filed != 1 {
				t.Errorf("filed %d times", d.filed)
			}
		})
	}
}

// A server that files letters itself is not given a second copy.
func TestFiledByTheServer(t *testing.T) {
	p := &post{password: "secret"}
	server, dialer := startPost(t, p, account.Implicit)
	a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) { return "secret", nil }}
	q, d := newRow(), &drawer{holds: true}
	if err := New(a, dialer, q, d, func() {}, slog.New(slog.DiscardHandler)).round(t.Context()); err != nil {
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
		c := New(&account.Account{Name: "anna"}, account.Dialer{}, q, d, func() {}, slog.New(slog.DiscardHandler))
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
		p := &post{password: "secret"}
		server, _ := startPost(t, p, security)
		a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) {
			t.Error("the password was asked for")
			return "secret", nil
		}}
		q := newRow()
		c := New(a, account.Dialer{}, q, &drawer{}, func() {}, slog.New(slog.DiscardHandler))
		if err := c.round(t.Context()); err == nil || len(p.letters) > 0 {
			t.Errorf("%v, %d letters", err, len(p.letters))
		}
	}
}
