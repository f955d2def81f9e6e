package pbxtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/internal/claim"
)

// StartSecureKamailio is StartKamailio with TCP and TLS beside UDP, and with a
// certificate that nobody but itself vouches for.
func StartSecureKamailio(tb testing.TB, users map[string]string) *Kamailio {
	tb.Helper()
	return start(tb, users, func(k *Kamailio) {
		k.TCP, k.TLS = claim.Port(tb), claim.Port(tb)
		k.Certificate, k.Fingerprint = writeCertificate(tb, k.dir)
	})
}

// writeCertificate makes a certificate for 127.0.0.1, with its key beside it.
func writeCertificate(tb testing.TB, dir string) (file, fingerprint string) {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "127.0.0.1"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		tb.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		tb.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		"tls.crt": {Type: "CERTIFICATE", Bytes: der},
		"tls.key": {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return filepath.Join(dir, "tls.crt"), crm.FingerprintOf(der).String()
}

// withStreams fills in what a script says of TCP and TLS.
func (k *Kamailio) withStreams(script string) string {
	streams, modules := "disable_tcp=yes", ""
	if k.TLS.IsValid() {
		streams = "listen=tcp:" + k.TCP.String() + "\nlisten=tls:" + k.TLS.String() + "\nenable_tls=yes\ntcp_children=2"
		modules = `loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "@DIR@/tls.crt")
modparam("tls", "private_key", "@DIR@/tls.key")`
	}
	return strings.NewReplacer("@STREAMS@", streams, "@MODULES@", modules).Replace(script)
}
