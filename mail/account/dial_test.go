package account

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"testing"
	"time"

	"pult/app/crm"
)

// certificate vouches for itself, for one address.
func certificate(t *testing.T, host string, until time.Time) (tls.Certificate, *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: until.AddDate(0, 0, -30), NotAfter: until, IPAddresses: []net.IP{net.ParseIP(host)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, leaf
}

// serve answers one connection after another, each with a word when it is secret.
func serve(t *testing.T, config *tls.Config) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			if config != nil {
				conn = tls.Server(conn, config)
			}
			_, _ = io.WriteString(conn, "* OK hello\r\n")
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = l.Close(); <-done })
	return l.Addr().String()
}

// A server is spoken to when an authority vouches for it, for its name and for today,
// or when its certificate was pinned; one of an old TLS or of none never is. What was
// seen is told, for a person to decide.
func TestWhoIsSpokenTo(t *testing.T) {
	const here, elsewhere = "127.0.0.1", "127.0.0.2"
	tomorrow, yesterday := time.Now().AddDate(0, 0, 1), time.Now().AddDate(0, 0, -1)
	for _, tt := range []struct {
		name   string
		host   string
		until  time.Time
		known  bool
		pinned bool
		other  bool   // than was pinned
		most   uint16 // version of TLS
		want   error
	}{
		{name: "known", host: here, until: tomorrow, known: true},
		{name: "of an unknown authority", host: here, until: tomorrow, want: crm.ErrUntrusted},
		{name: "expired", host: here, until: yesterday, known: true, want: crm.ErrUntrusted},
		{name: "of another host", host: elsewhere, until: tomorrow, known: true, want: crm.ErrUntrusted},
		{name: "pinned", host: here, until: tomorrow, pinned: true},
		{name: "pinned, expired and of another host", host: elsewhere, until: yesterday, pinned: true},
		{name: "another than pinned", host: here, until: tomorrow, known: true, pinned: true, other: true, want: crm.ErrUntrusted},
		{name: "TLS 1.1", host: here, until: tomorrow, known: true, most: tls.VersionTLS11, want: crm.ErrGarbled},
		{name: "pinned, TLS 1.0", host: here, until: tomorrow, pinned: true, most: tls.VersionTLS10, want: crm.ErrGarbled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pair, leaf := certificate(t, tt.host, tt.until)
			server := Server{Address: serve(t, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS10, MaxVersion: tt.most})}
			d := Dialer{Roots: x509.NewCertPool()}
			if tt.known {
				d.Roots.AddCert(leaf)
			}
			if tt.pinned {
				server.Fingerprint = crm.FingerprintOf(leaf.Raw)
			}
			if tt.other {
				server.Fingerprint = crm.FingerprintOf([]byte("another"))
			}
			conn, err := d.Connect(t.Context(), server)
			if conn != nil {
				defer conn.Close()
			}
			if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
				t.Fatalf("%v, want %v", err, tt.want)
			}
			var fault *crm.Fault
			if errors.Is(err, crm.ErrUntrusted) && (!errors.As(err, &fault) || fault.Detail != crm.FingerprintOf(leaf.Raw).String()) {
				t.Errorf("told %v, want the fingerprint that was seen", err)
			}
			if err == nil {
				if said, err := io.ReadAll(conn); err != nil || string(said) != "* OK hello\r\n" {
					t.Errorf("%q, %v", said, err)
				}
			}
		})
	}
}

// A server that speaks in clear where secrecy is meant from the first byte is no server
// of ours.
func TestInClear(t *testing.T) {
	if _, err := (Dialer{}).Connect(t.Context(), Server{Address: serve(t, nil)}); !errors.Is(err, crm.ErrGarbled) {
		t.Errorf("%v", err)
	}
}
