package telephony

import (
	"crypto/tls"
	"errors"
	"time"

	"pult/app/crm"
)

// untrustedPause is between tries at an exchange whose certificate cannot be
// trusted. No password has been sent, and the network of a hotel that puts itself
// in between may be left behind; but people have to be asked first of all.
const untrustedPause = 2 * time.Minute

// secure is how the exchange proves who it is: by a certificate that an authority of
// the system vouches for, or by the very one that was pinned. There is no third way.
func (a *actor) secure() *tls.Config {
	host, pin := a.line.server.host, a.line.pin
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: host, RootCAs: a.cfg.roots}
	if pin.IsZero() {
		return c
	}
	// The pin takes the place of authority, name and dates: private certificates
	// seldom have them right. crypto/tls must not look at those, and asks us.
	c.InsecureSkipVerify = true
	c.VerifyConnection = func(state tls.ConnectionState) error {
		seen := crm.FingerprintOf(state.PeerCertificates[0].Raw)
		if !pin.Equal(seen) {
			return &crm.Fault{Kind: crm.ErrUntrusted, Subject: host, Detail: seen.String()}
		}
		return nil
	}
	return c
}

// untrusted finds a certificate that was not trusted in what became of a connection.
func (a *actor) untrusted(err error) (*crm.Fault, bool) {
	var fault *crm.Fault
	if errors.As(err, &fault) && errors.Is(fault, crm.ErrUntrusted) {
		return fault, true
	}
	var unverified *tls.CertificateVerificationError
	if !errors.As(err, &unverified) || len(unverified.UnverifiedCertificates) == 0 {
		return nil, false
	}
	a.log.Warn("certificate of the exchange", "err", unverified.Err)
	return &crm.Fault{
		Kind: crm.ErrUntrusted, Subject: a.line.server.host,
		Detail: crm.FingerprintOf(unverified.UnverifiedCertificates[0].Raw).String(),
	}, true
}
