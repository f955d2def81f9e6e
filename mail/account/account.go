// Package account is one mailbox: where its servers are, how one logs in, and
// connections to them that nobody can read or turn aside. Connections are
// encrypted always (RFC 8314); there is no way to ask for a plain one.
package account

import (
	"context"
	"fmt"
	"net"
	"net/url"

	"pult/app/crm"
)

// Account is one mailbox. Its name is what people call it and what the journal
// knows it by: it must not change with the password or the server.
type Account struct {
	Name    string
	Address string   // its own address
	Aliases []string // addresses that are its own too
	User    string
	IMAP    Server
	SMTP    Server
	Folders []string // watched beside the inbox and the sent ones

	// Secret gives the password; it is asked at each log-in, so that a new one is
	// taken without a restart.
	Secret func(context.Context) (string, error)
	// Token gives an access token of OAuth 2; with it no password is used. May be nil.
	Token func(context.Context) (string, error)
}

// Security says when a connection becomes secret.
type Security int

// Ways to be secret.
const (
	Implicit Security = iota // from the first byte, RFC 8314 section 3
	StartTLS                 // the server has to agree to it before anything is said
)

// Server is where to connect to.
type Server struct {
	Address  string // host:port
	Security Security
	// Fingerprint pins the certificate; zero trusts the authorities of the system.
	Fingerprint crm.Fingerprint
}

// Host is the name that the certificate has to have.
func (s Server) Host() string {
	host, _, err := net.SplitHostPort(s.Address)
	if err != nil {
		return s.Address
	}
	return host
}

// The schemes of addresses. The plain ones mean STARTTLS, which is then demanded.
var schemes = map[string]struct {
	port     string
	security Security
}{
	"imaps": {"993", Implicit}, "imap": {"143", StartTLS},
	"smtps": {"465", Implicit}, "smtp": {"587", StartTLS},
}

// ReadServer reads "imaps://mail.firm.example", "smtp://mail.firm.example:2525".
// The certificate may be empty, or "sha256:AA:BB…".
func ReadServer(address, certificate string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Server{}, fmt.Errorf("mail server %q: %w", address, crm.ErrInvalid)
	}
	scheme, ok := schemes[u.Scheme]
	if !ok || u.Hostname() == "" || u.User != nil || (u.Path != "" && u.Path != "/") || u.RawQuery != "" {
		return Server{}, fmt.Errorf("mail server %q, want imaps://HOST, imap://HOST, smtps://HOST or smtp://HOST: %w", address, crm.ErrInvalid)
	}
	port := u.Port()
	if port == "" {
		port = scheme.port
	}
	s := Server{Address: net.JoinHostPort(u.Hostname(), port), Security: scheme.security}
	if certificate == "" {
		return s, nil
	}
	if s.Fingerprint, err = crm.ParseFingerprint(certificate); err != nil {
		return Server{}, fmt.Errorf("certificate of %s: %w", u.Hostname(), err)
	}
	return s, nil
}

// Own are the addresses of the mailbox.
func (a *Account) Own() []string { return append([]string{a.Address}, a.Aliases...) }
