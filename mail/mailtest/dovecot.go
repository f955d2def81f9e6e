// Package mailtest starts a real mail server for tests.
package mailtest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/internal/claim"
)

// Password is that of every user of the server.
const Password = "тест-пароль-1"

// nobody owns the mail when tests run as root: Dovecot opens no mailbox of root.
const nobody = 65534

// startLimit is how long the server may take until it greets.
const startLimit = time.Minute

// Dovecot is a running IMAP server. Every user with Password may log in, and has an
// empty mailbox with a folder for sent letters.
type Dovecot struct {
	IMAPS string // address with TLS from the first byte
	IMAP  string // address with STARTTLS
	Roots *x509.CertPool
	// Fingerprint pins the certificate, "sha256:AA:BB…".
	Fingerprint string
	Fault       string // what it says when it does not start

	tb    testing.TB
	dir   string
	cmd   *exec.Cmd
	died  chan struct{} // closed when cmd has ended
	count atomic.Uint64
}

// StartDovecot starts a server on free ports of 127.0.0.1 and stops it when the test
// ends. A machine without Dovecot fails the test.
func StartDovecot(tb testing.TB) *Dovecot {
	tb.Helper()
	path, err := exec.LookPath("dovecot")
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/dovecot"); err != nil {
			tb.Fatal("dovecot is not installed (Debian: apt-get install dovecot-imapd)")
		}
	}
	dir, err := os.MkdirTemp("", "pult-mail-") // short: its sockets live there
	if err != nil {
		tb.Fatal(err)
	}
	d := &Dovecot{tb: tb, dir: dir}
	tb.Cleanup(func() {
		d.Stop()
		_ = os.RemoveAll(dir)
	})
	d.certificate()
	d.IMAPS, d.IMAP = claim.Port(tb).String(), claim.Port(tb).String()
	d.write("dovecot.conf", d.config())
	if !d.run(path) {
		tb.Fatalf("dovecot does not start: %s", d.Fault)
	}
	return d
}

func (d *Dovecot) config() string {
	_, tlsPort, _ := net.SplitHostPort(d.IMAPS)
	_, port, _ := net.SplitHostPort(d.IMAP)
	user, internal := fmt.Sprintf("uid=%d gid=%d", os.Getuid(), os.Getgid()), ""
	if os.Getuid() == 0 {
		user = fmt.Sprintf("uid=%d gid=%d", nobody, nobody)
	} else if out, err := exec.Command("id", "-un").Output(); err == nil {
		me := strings.TrimSpace(string(out))
		internal = "default_internal_user = " + me + "\ndefault_login_user = " + me + "\n" +
			"service anvil {\n chroot =\n}\nservice imap-login {\n chroot =\n}\n"
	}
	return fmt.Sprintf(`protocols = imap
listen = 127.0.0.1
base_dir = %[1]s/run
state_dir = %[1]s/run
log_path = %[1]s/log
ssl = yes
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
disable_plaintext_auth = yes
first_valid_uid = 1
mail_location = maildir:%[1]s/mail/%%u
mail_fsync = never
mail_max_userip_connections = 50
%[5]s
passdb {
  driver = static
  args = password=%[6]s
}
userdb {
  driver = static
  args = %[4]s home=%[1]s/mail/%%u
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \Sent
  }
}
service imap-login {
  inet_listener imap {
    port = %[3]s
  }
  inet_listener imaps {
    port = %[2]s
    ssl = yes
  }
}
`, d.dir, tlsPort, port, user, internal, Password)
}

// run starts the process and waits for its greeting; false says that it died.
func (d *Dovecot) run(path string) bool {
	d.tb.Helper()
	if err := os.MkdirAll(filepath.Join(d.dir, "mail"), 0o755); err != nil {
		d.tb.Fatal(err)
	}
	if err := os.Chmod(d.dir, 0o755); err != nil {
		d.tb.Fatal(err)
	}
	d.own(filepath.Join(d.dir, "mail"))
	var output bytes.Buffer
	d.cmd = exec.Command(path, "-F", "-c", filepath.Join(d.dir, "dovecot.conf"))
	d.cmd.Stdout, d.cmd.Stderr = &output, &output
	ownGroup(d.cmd)
	d.cmd.WaitDelay = time.Second // its workers may hold its output a while
	if err := d.cmd.Start(); err != nil {
		d.tb.Fatal(err)
	}
	died := make(chan struct{})
	d.died = died
	go func(cmd *exec.Cmd) {
		defer close(died)
		_ = cmd.Wait()
	}(d.cmd)
	deadline := time.Now().Add(startLimit)
	for time.Now().Before(deadline) {
		conn, err := tls.DialWithDialer(&net.Dialer{Timeout: time.Second}, "tcp", d.IMAPS, &tls.Config{RootCAs: d.Roots})
		if err == nil {
			_ = conn.Close()
			return true
		}
		select {
		case <-died:
			log, _ := os.ReadFile(filepath.Join(d.dir, "log"))
			d.Fault = output.String() + string(log)
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	d.Fault = "no greeting"
	d.Stop()
	return false
}

// Stop ends the server at once, as a crash does. Start brings it back.
func (d *Dovecot) Stop() {
	if d.cmd == nil || d.cmd.Process == nil {
		return
	}
	killGroup(d.cmd)
	// Its workers leave the group; they end when their master is gone.
	<-d.died
	d.cmd = nil
}

// Start brings a server back that was stopped, at the same addresses.
func (d *Dovecot) Start() {
	d.tb.Helper()
	path, err := exec.LookPath("dovecot")
	if err != nil {
		path = "/usr/sbin/dovecot"
	}
	for deadline := time.Now().Add(startLimit); time.Now().Before(deadline); {
		if d.run(path) { // its last workers may still hold the ports
			return
		}
	}
	d.tb.Fatalf("dovecot does not come back: %s", d.Fault)
}

// Certificate is the file of its certificate, for programs that trust by a file.
func (d *Dovecot) Certificate() string { return filepath.Join(d.dir, "cert.pem") }

// Key is the file of the key that belongs to the certificate.
func (d *Dovecot) Key() string { return filepath.Join(d.dir, "key.pem") }

// Deliver puts a letter into a folder of a user; "" is the inbox.
func (d *Dovecot) Deliver(user, folder string, letter []byte) {
	d.tb.Helper()
	box := d.Box(user, folder)
	for _, sub := range []string{"tmp", "new", "cur"} {
		if err := os.MkdirAll(filepath.Join(box, sub), 0o755); err != nil {
			d.tb.Fatal(err)
		}
		d.own(filepath.Join(box, sub))
	}
	d.own(box)
	d.own(filepath.Join(d.dir, "mail", user))
	n := d.count.Add(1)
	name := fmt.Sprintf("%d.M%06dP%d.test,S=%d", 1700000000+n, n, os.Getpid(), len(letter))
	tmp := filepath.Join(box, "tmp", name)
	if err := os.WriteFile(tmp, letter, 0o644); err != nil {
		d.tb.Fatal(err)
	}
	d.own(tmp)
	if err := os.Rename(tmp, filepath.Join(box, "new", name)); err != nil {
		d.tb.Fatal(err)
	}
}

// Box is the folder in which a user's letters are kept, one a file.
func (d *Dovecot) Box(user, folder string) string {
	box := filepath.Join(d.dir, "mail", user)
	if folder != "" {
		box = filepath.Join(box, "."+folder)
	}
	return box
}

func (d *Dovecot) own(path string) {
	if os.Getuid() == 0 {
		if err := os.Chown(path, nobody, nobody); err != nil {
			d.tb.Fatal(err)
		}
	}
}

func (d *Dovecot) write(name, text string) {
	d.tb.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
		d.tb.Fatal(err)
	}
}

// certificate makes one for 127.0.0.1, signed by itself.
func (d *Dovecot) certificate() {
	d.tb.Helper()
	cert, key, roots := Certificate(d.tb)
	d.Roots, d.Fingerprint = roots, Fingerprint(cert)
	d.write("cert.pem", cert)
	d.write("key.pem", key)
}

// Certificate makes one for 127.0.0.1 and localhost that vouches for itself.
func Certificate(tb testing.TB) (cert, key string, roots *x509.CertPool) {
	tb.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "mail.firm.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		tb.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		tb.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		tb.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	cert = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	key = string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}))
	return cert, key, roots
}

// Fingerprint is that of a certificate in PEM.
func Fingerprint(cert string) string {
	block, _ := pem.Decode([]byte(cert))
	return crm.FingerprintOf(block.Bytes).String()
}
