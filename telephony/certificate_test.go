package telephony

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// certificate makes one that signs itself, for an address until a moment.
func certificate(t *testing.T, host string, until time.Time) (tls.Certificate, crm.Fingerprint) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "exchange"},
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until, IPAddresses: []net.IP{net.ParseIP(host)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, crm.FingerprintOf(der)
}

// vault is an exchange over TLS that registers everybody and counts who comes.
type vault struct {
	addr   string
	came   atomic.Int32 // connections
	spoken atomic.Int32 // messages that were sent to it
}

func startVault(t *testing.T, c *tls.Config) *vault {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", c)
	if err != nil {
		t.Fatal(err)
	}
	v := &vault{addr: listener.Addr().String()}
	done := make(chan struct{})
	t.Cleanup(func() { _ = listener.Close(); <-done })
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			v.came.Add(1)
			v.serve(conn)
		}
	}()
	return v
}

// serve answers REGISTER until the other side leaves.
func (v *vault) serve(conn net.Conn) {
	defer conn.Close()
	parser := sip.NewParser().NewSIPStream()
	buffer := make([]byte, 65535)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		if _, err := parser.Write(buffer[:n]); err != nil {
			return
		}
		for {
			m, _, err := parser.ParseNext()
			if err != nil {
				break
			}
			v.spoken.Add(1)
			if req, ok := m.(*sip.Request); ok {
				_, _ = io.WriteString(conn, answer(req, 200, "OK", "", ""))
			}
		}
	}
}

func TestCertificateOfTheExchange(t *testing.T) {
	tomorrow, yesterday := time.Now().Add(24*time.Hour), time.Now().Add(-24*time.Hour)
	other := crm.FingerprintOf([]byte("another certificate")).String()
	tests := []struct {
		name   string
		host   string
		until  time.Time
		known  bool   // its authority is one of the system's
		pin    string // "right" is its own
		wanted bool
	}{
		{"known", "127.0.0.1", tomorrow, true, "", true},
		{"of its own", "127.0.0.1", tomorrow, false, "", false},
		{"expired", "127.0.0.1", yesterday, true, "", false},
		{"of another host", "127.0.0.2", tomorrow, true, "", false},
		{"pinned", "127.0.0.1", tomorrow, false, "right", true},
		{"pinned and expired", "127.0.0.1", yesterday, false, "right", true},
		{"pinned and of another host", "127.0.0.2", tomorrow, false, "right", true},
		{"another than pinned", "127.0.0.1", tomorrow, false, other, false},
		{"known, but another than pinned", "127.0.0.1", tomorrow, true, other, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, seen := certificate(t, tt.host, tt.until)
			v := startVault(t, &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS12})
			cfg := testConfig(v.addr + ";transport=tls")
			cfg.roots = x509.NewCertPool()
			if tt.known {
				leaf, err := x509.ParseCertificate(c.Certificate[0])
				if err != nil {
					t.Fatal(err)
				}
				cfg.roots.AddCert(leaf)
			}
			if cfg.Fingerprint = tt.pin; tt.pin == "right" {
				cfg.Fingerprint = strings.ToLower(strings.ReplaceAll(seen.String(), ":", ""))
				cfg.Fingerprint = strings.TrimPrefix(cfg.Fingerprint, "sha256")
			}
			s := startLine(t, cfg)
			if tt.wanted {
				s.told.awaitState(t, crm.LineRegistered)
				return
			}
			awaitUntrusted(t, s, v, seen)
		})
	}
}

// awaitUntrusted looks that the line tells what it saw, sends nothing and waits.
func awaitUntrusted(t *testing.T, s *stage, v *vault, seen crm.Fingerprint) {
	t.Helper()
	told := s.told.await(t, "distrust", 1, func(f fact) bool { return errors.Is(f.status.Err, crm.ErrUntrusted) })
	var fault *crm.Fault
	if !errors.As(told.status.Err, &fault) || fault.Detail != seen.String() || fault.Subject != "127.0.0.1" {
		t.Errorf("told %v, want %s", told.status.Err, seen)
	}
	// The pauses of tests are of milliseconds: who hammers would be here again.
	s.line.Retry()
	waitFor(t, func() bool { return v.came.Load() >= 2 })
	s.inside(t, func(a *actor) {
		if a.status.State != crm.LineConnecting || a.link != nil {
			t.Errorf("the line is %s", a.status.State)
		}
	})
	if n := v.came.Load(); n != 2 {
		t.Errorf("%d connections", n)
	}
	if n := v.spoken.Load(); n != 0 {
		t.Errorf("%d messages were sent to whom nobody trusts", n)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	c, seen := certificate(t, "127.0.0.1", time.Now().Add(time.Hour))
	v := startVault(t, &tls.Config{Certificates: []tls.Certificate{c}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	cfg := testConfig(v.addr + ";transport=tls")
	cfg.Fingerprint = seen.String()
	s := startLine(t, cfg)
	s.told.await(t, "refusal", 1, func(f fact) bool { return errors.Is(f.status.Err, crm.ErrOffline) })
	if n := v.spoken.Load(); n != 0 {
		t.Errorf("%d messages were sent", n)
	}
}
