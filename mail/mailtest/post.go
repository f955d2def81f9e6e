package mailtest

import (
	"crypto/tls"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"pult/app/crm"
	"pult/mail/account"
)

// Token is good for the user anna of a Post.
const Token = "ya29.token"

// Post is an SMTP server that takes letters of the user anna, or does as a test wants.
type Post struct {
	OnRcpt func(to string) error
	OnData func(c *smtp.Conn) error // after the last dot
	Login  bool                     // it knows no other mechanism
	// Certificate and Key are files of those it shows; it makes its own without them.
	Certificate, Key string

	mu      sync.Mutex
	letters []string
	logins  int
}

// NewSession takes a connection.
func (p *Post) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &postSession{Post: p, conn: c}, nil
}

type postSession struct {
	*Post
	conn *smtp.Conn
	in   bool
	to   []string
}

func (s *postSession) AuthMechanisms() []string {
	if s.Login {
		return []string{sasl.Login}
	}
	return []string{sasl.Plain, "XOAUTH2"}
}

func (s *postSession) Auth(mechanism string) (sasl.Server, error) {
	if mechanism == "XOAUTH2" {
		return bearer{s}, nil
	}
	if mechanism == sasl.Login {
		return &asker{postSession: s}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return s.enter(user, password) }), nil
}

func (s *postSession) enter(user, password string) error {
	s.mu.Lock()
	s.logins++
	s.mu.Unlock()
	if user != "anna" || password != Password {
		return &smtp.SMTPError{Code: 535, Message: "wrong"}
	}
	s.in = true
	return nil
}

// asker takes a name and a password in the way of LOGIN, in words of its own.
type asker struct {
	*postSession
	user  string
	named bool
}

func (a *asker) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte("User Name\x00"), false, nil
	case !a.named:
		a.user, a.named = string(response), true
		return []byte("Password\x00"), false, nil
	}
	return nil, true, a.enter(a.user, string(response))
}

// bearer takes Token in the way of XOAUTH2.
type bearer struct{ *postSession }

func (b bearer) Next(response []byte) (challenge []byte, done bool, err error) {
	b.mu.Lock()
	b.logins++
	b.mu.Unlock()
	if string(response) != "user=anna\x01auth=Bearer "+Token+"\x01\x01" {
		return nil, true, &smtp.SMTPError{Code: 535, Message: "wrong token"}
	}
	b.in = true
	return nil, true, nil
}

func (s *postSession) Mail(string, *smtp.MailOptions) error {
	if !s.in {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	if s.OnRcpt != nil {
		return s.OnRcpt(to)
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
	if s.OnData != nil {
		return s.OnData(s.conn)
	}
	return nil
}

func (s *postSession) Reset()        { s.to = nil }
func (s *postSession) Logout() error { return nil }

// Letters are those that were taken.
func (p *Post) Letters() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.letters)
}

// Logins is how often somebody tried to log in.
func (p *Post) Logins() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.logins
}

// Start starts it on a free port of 127.0.0.1 until the test ends, with TLS from the
// first byte or by STARTTLS.
func (p *Post) Start(t testing.TB, security account.Security) (account.Server, account.Dialer) {
	t.Helper()
	cert, key, roots := Certificate(t)
	if p.Certificate != "" {
		cert, key = read(t, p.Certificate), read(t, p.Key)
	}
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
	pin, err := crm.ParseFingerprint(Fingerprint(cert))
	if err != nil {
		t.Fatal(err)
	}
	return account.Server{Address: address, Security: security, Fingerprint: pin}, account.Dialer{Roots: roots}
}

func read(t testing.TB, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}
