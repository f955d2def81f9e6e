package account

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"pult/app/crm"
)

// dialTime bounds a connection with its handshake.
const dialTime = 20 * time.Second

// Dialer opens connections. The zero value trusts the authorities of the system.
type Dialer struct {
	Roots *x509.CertPool
}

// Connect opens a connection to a server. One with Implicit is secret at once; one
// with StartTLS is not, and nothing may be believed or said on it but what leads to
// Secure.
func (d Dialer) Connect(ctx context.Context, s Server) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	// A peer that vanished is found by us long before the system would.
	conn, err := (&net.Dialer{KeepAlive: 15 * time.Second}).DialContext(ctx, "tcp", s.Address)
	if err != nil {
		return nil, &crm.Fault{Kind: crm.ErrOffline, Subject: s.Address, Detail: err.Error()}
	}
	if s.Security == StartTLS {
		return conn, nil
	}
	return d.Secure(ctx, conn, s)
}

// Secure makes a connection secret, or closes it.
func (d Dialer) Secure(ctx context.Context, conn net.Conn, s Server) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	secret := tls.Client(conn, d.Config(s))
	if err := secret.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, Distrust(s, err)
	}
	return secret, nil
}

// Config is how a server proves who it is: by a certificate that an authority
// vouches for, or by the very one that was pinned. There is no third way.
func (d Dialer) Config(s Server) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.Host(), RootCAs: d.Roots}
	if s.Fingerprint.IsZero() {
		return c
	}
	// The pin takes the place of authority, name and dates, which private
	// certificates seldom have right.
	c.InsecureSkipVerify = true
	c.VerifyConnection = func(state tls.ConnectionState) error {
		seen := crm.FingerprintOf(state.PeerCertificates[0].Raw)
		if !s.Fingerprint.Equal(seen) {
			return &crm.Fault{Kind: crm.ErrUntrusted, Subject: s.Host(), Detail: seen.String()}
		}
		return nil
	}
	return c
}

// Distrust tells a certificate nobody vouches for from a server that speaks no TLS.
func Distrust(s Server, err error) error {
	var fault *crm.Fault
	if errors.As(err, &fault) {
		return fault
	}
	var unverified *tls.CertificateVerificationError
	if errors.As(err, &unverified) && len(unverified.UnverifiedCertificates) > 0 {
		return &crm.Fault{
			Kind: crm.ErrUntrusted, Subject: s.Host(),
			Detail: crm.FingerprintOf(unverified.UnverifiedCertificates[0].Raw).String(),
		}
	}
	var header tls.RecordHeaderError
	var told *net.OpError // what the other side says of us is an error of the net too
	if errors.As(err, &header) || errors.As(err, &told) && told.Op == "remote error" || strings.HasPrefix(err.Error(), "tls: ") {
		return &crm.Fault{Kind: crm.ErrGarbled, Subject: s.Address, Detail: err.Error()}
	}
	return fmt.Errorf("TLS with %s: %w", s.Address, errors.Join(crm.ErrOffline, err))
}
