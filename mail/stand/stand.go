// Package stand is the mailbox of the practice company: an IMAP and an SMTP server
// on loopback, in memory, with letters that come when a lesson wants them. Letters
// sent by it go nowhere and can be looked at.
package stand

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"pult/app/crm"
)

// maxSent is how many sent letters are remembered.
const maxSent = 1000

// Mailbox is one mailbox at work.
type Mailbox struct {
	IMAP, SMTP  string // addresses
	Fingerprint string // of the certificate of both, "sha256:AA:BB…"

	user, password string
	box            *imapmemserver.User

	mu   sync.Mutex // guards sent
	sent []string
}

// New makes a mailbox; Serve opens it.
func New(user, password string) (*Mailbox, error) {
	m := &Mailbox{user: user, password: password, box: imapmemserver.NewUser(user, password)}
	for name, use := range map[string]imap.MailboxAttr{"INBOX": "", "Sent": imap.MailboxAttrSent} {
		var options *imap.CreateOptions
		if use != "" {
			options = &imap.CreateOptions{SpecialUse: []imap.MailboxAttr{use}}
		}
		if err := m.box.Create(name, options); err != nil {
			return nil, fmt.Errorf("practice mailbox: %w", err)
		}
	}
	return m, nil
}

// Listen opens both servers on free ports of loopback. serve works until the context
// ends.
func (m *Mailbox) Listen(ctx context.Context) (serve func(), err error) {
	pair, err := certificate()
	if err != nil {
		return nil, err
	}
	m.Fingerprint = crm.FingerprintOf(pair.Certificate[0]).String()
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	letters, err := m.listen(ctx, config, &m.IMAP)
	if err != nil {
		return nil, err
	}
	post, err := m.listen(ctx, config, &m.SMTP)
	if err != nil {
		return nil, errors.Join(err, letters.Close())
	}
	in := m.imapServer()
	out := smtp.NewServer(m)
	out.Domain, out.ErrorLog = "practice.example", log.New(io.Discard, "", 0)
	return func() {
		stop := context.AfterFunc(ctx, func() { _, _ = in.Close(), out.Close() })
		defer stop()
		var both sync.WaitGroup
		both.Go(func() { _ = in.Serve(letters) })
		both.Go(func() { _ = out.Serve(post) })
		both.Wait()
	}, nil
}

func (m *Mailbox) imapServer() *imapserver.Server {
	books := imapmemserver.New()
	books.AddUser(m.box)
	return imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return books.NewSession(), nil, nil
		},
		Caps:   imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
		Logger: log.New(io.Discard, "", 0),
	})
}

func (m *Mailbox) listen(ctx context.Context, config *tls.Config, address *string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 0).String())
	if err != nil {
		return nil, fmt.Errorf("practice mailbox: %w", err)
	}
	*address = l.Addr().String()
	return tls.NewListener(l, config), nil
}

// Deliver puts a letter into the inbox.
func (m *Mailbox) Deliver(letter []byte) error {
	_, err := m.box.Append("INBOX", literal{strings.NewReader(string(letter))}, &imap.AppendOptions{Time: time.Now()})
	if err != nil {
		return fmt.Errorf("practice mailbox: %w", err)
	}
	return nil
}

type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return int64(l.Len()) }

// Sent are the letters that were sent, oldest first.
func (m *Mailbox) Sent() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sent)
}

// NewSession takes a connection of who wants to send.
func (m *Mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &sender{box: m}, nil }

// sender is a connection of who sends letters.
type sender struct {
	box *Mailbox
	in  bool
}

func (s *sender) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *sender) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.box.user || password != s.box.password {
			return smtp.ErrAuthFailed
		}
		s.in = true
		return nil
	}), nil
}

func (s *sender) Mail(string, *smtp.MailOptions) error {
	if !s.in {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *sender) Rcpt(string, *smtp.RcptOptions) error { return nil }

func (s *sender) Data(r io.Reader) error {
	raw, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return err
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	if s.box.sent = append(s.box.sent, string(raw)); len(s.box.sent) > maxSent {
		s.box.sent = s.box.sent[1:]
	}
	return nil
}

func (s *sender) Reset()        {}
func (s *sender) Logout() error { return nil }

// certificate makes one for loopback. Panels pin it.
func certificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("practice mailbox: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "practice.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("practice mailbox: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
