// Package pbxtest starts real exchanges for tests.
package pbxtest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pult/internal/claim"
)

// startLimit is how long Kamailio may take until it answers OPTIONS.
const startLimit = time.Minute

// Kamailio is a running registrar and proxy.
type Kamailio struct {
	Addr  netip.AddrPort // UDP
	Realm string

	// Of one that takes streams, see StartSecureKamailio.
	TCP, TLS    netip.AddrPort
	Certificate string // file, in PEM
	Fingerprint string // of the certificate, "sha256:AA:BB…"

	path, file, dir string
	stop            func() // ends the process and waits; harmless when it has ended
	strict          bool
	presence        bool
	alias           string
	trunk           netip.AddrPort
}

// Option is something that an exchange does otherwise.
type Option func(*Kamailio)

// Strict asks for the password within calls too.
func Strict(k *Kamailio) { k.strict = true }

// Trunk leads to whoever is called and not registered, as a provider does.
func Trunk(to netip.AddrPort) Option { return func(k *Kamailio) { k.trunk = to } }

// InPlaceOf takes the port of another exchange on another address, and speaks for
// it within its calls, as the second of a pair does.
func InPlaceOf(other *Kamailio, at netip.Addr) Option {
	return func(k *Kamailio) {
		k.Addr = netip.AddrPortFrom(at, other.Addr.Port())
		k.alias = "alias=udp:" + other.Addr.String() + "\n"
	}
}

// StartKamailio starts a Kamailio with digest authentication on a free port of
// 127.0.0.1 and stops it when the test ends. users are names and passwords.
// Calls to a registered user need no password; calls from one do. A machine
// without Kamailio fails the test: an absent exchange proves nothing.
func StartKamailio(tb testing.TB, users map[string]string, options ...Option) *Kamailio {
	tb.Helper()
	return start(tb, users, func(k *Kamailio) {
		for _, o := range options {
			o(k)
		}
	})
}

func start(tb testing.TB, users map[string]string, prepare func(*Kamailio)) *Kamailio {
	tb.Helper()
	path, err := exec.LookPath("kamailio")
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/kamailio"); err != nil {
			tb.Fatal("kamailio is not installed (Debian: apt-get install kamailio)")
		}
	}
	dir := tb.TempDir()
	k := &Kamailio{Addr: claim.Port(tb), Realm: "pult.test", path: path, dir: dir}
	k.file = filepath.Join(dir, "kamailio.cfg")
	prepare(k)
	k.writeTables(tb)
	if err := os.WriteFile(k.file, []byte(k.config(users)), 0o600); err != nil {
		tb.Fatal(err)
	}
	k.launch(tb)
	return k
}

// launch runs it. One that was killed may have left a worker at its port for a moment.
func (k *Kamailio) launch(tb testing.TB) {
	tb.Helper()
	for range 3 {
		if k.run(tb) {
			return
		}
	}
	tb.Fatal("kamailio does not start")
}

// run starts the process and waits for its first answer; false says that it died.
func (k *Kamailio) run(tb testing.TB) bool {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, k.path, "-f", k.file, "-DD", "-E", "-m", "64", "-M", "8",
		"-Y", k.dir, "-P", filepath.Join(k.dir, "pid"))
	cmd.Stdout, cmd.Stderr = &output, &output
	// SIGTERM lets it end its workers. With TLS it now and then waits for itself then,
	// and killing it alone would leave them behind.
	ownGroup(cmd)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	died := make(chan struct{})
	go func() {
		defer close(died)
		_ = cmd.Wait()
		killGroup(cmd)
	}()
	k.stop = func() {
		cancel()
		<-died
	}
	if !k.awaken(died) {
		k.stop()
		tb.Logf("kamailio: %s", output.String())
		return false
	}
	tb.Cleanup(k.stop)
	return true
}

// Stop ends the exchange, which forgets its registrations and calls.
func (k *Kamailio) Stop() { k.stop() }

// Restart starts it again on the port of before and waits until it answers.
func (k *Kamailio) Restart(tb testing.TB) {
	tb.Helper()
	k.launch(tb)
}

// Knows says whether a user is registered.
func (k *Kamailio) Knows(user string) bool {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(k.Addr))
	if err != nil {
		return false
	}
	defer conn.Close()
	answer := k.options(conn, user+"@", rand.Int(), time.Second)
	return strings.HasPrefix(answer, "SIP/2.0 200")
}

// options asks how a user is, or the exchange itself; "" is no answer.
func (k *Kamailio) options(conn *net.UDPConn, user string, n int, patience time.Duration) string {
	_, _ = fmt.Fprintf(conn, "OPTIONS sip:%[4]s%[1]s SIP/2.0\r\nVia: SIP/2.0/UDP %[2]s;rport;branch=z9hG4bKwake%[3]d\r\n"+
		"Max-Forwards: 5\r\nFrom: <sip:wake@%[1]s>;tag=wake\r\nTo: <sip:%[4]s%[1]s>\r\nCall-ID: wake%[3]d\r\n"+
		"CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n", k.Addr, conn.LocalAddr(), n, user)
	_ = conn.SetReadDeadline(time.Now().Add(patience))
	buffer := make([]byte, 4096)
	size, err := conn.Read(buffer)
	if err != nil {
		return ""
	}
	return string(buffer[:size])
}

// awaken asks until there is an answer.
func (k *Kamailio) awaken(died <-chan struct{}) bool {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(k.Addr))
	if err != nil {
		return false
	}
	defer conn.Close()
	for n := range int(startLimit / (50 * time.Millisecond)) {
		select {
		case <-died:
			return false
		default:
		}
		if k.options(conn, "", n, 50*time.Millisecond) != "" {
			return true
		}
		time.Sleep(10 * time.Millisecond) // a refused port answers at once
	}
	return false
}

// config is a registrar and a proxy in one file, without a database: passwords
// stand in the script.
func (k *Kamailio) config(users map[string]string) string {
	var passwords strings.Builder
	names := make([]string, 0, len(users))
	for name := range users {
		names = append(names, name)
	}
	slices.Sort(names)
	local := make([]string, len(names))
	for i, name := range names {
		local[i] = fmt.Sprintf("$fU == %q", name)
		fmt.Fprintf(&passwords, "\tif ($au == %q) { $var(pw) = %q; }\n", name, users[name])
	}
	within := "" // who asks within a call
	if k.strict {
		within = fmt.Sprintf("\t\tif (!is_method(\"ACK\") && (%s)) { route(AUTH); remove_hf(\"Proxy-Authorization\"); }\n", strings.Join(local, " || "))
	}
	outside := ""
	if k.trunk.IsValid() {
		outside = fmt.Sprintf("\tif (!lookup(\"location\")) { $du = \"sip:%s\"; t_relay(); exit; }\n", k.trunk)
	}
	return strings.NewReplacer("@TRUNK@", outside, "@DIR@", k.dir, "@ALIAS@", k.alias, "@WITHIN@", within, "@ADDR@", k.Addr.String(), "@REALM@", k.Realm, "@PASSWORDS@", passwords.String(),
		"@LOCAL@", strings.Join(local, " || ")).
		Replace(k.withPresence(k.withStreams(kamailioConfig)))
}

const kamailioConfig = `#!KAMAILIO
debug=0
log_stderror=yes
# Two workers let messages of one call pass each other.
children=1
auto_aliases=no
listen=udp:@ADDR@
@STREAMS@
@ALIAS@
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "auth.so"
loadmodule "nathelper.so"
@MODULES@
@PRESENCE@

modparam("auth", "nonce_expire", 3)
modparam("auth", "qop", "auth")
modparam("usrloc", "db_mode", 0)
modparam("registrar", "min_expires", 10)
modparam("registrar", "max_expires", 600)
modparam("rr", "enable_full_lr", 1)
modparam("registrar|nathelper", "received_avp", "$avp(RECEIVED)")

request_route {
	if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
	if (is_method("OPTIONS") && uri==myself && $rU==$null) { sl_send_reply("200", "OK"); exit; }
	if (is_method("OPTIONS") && uri==myself) {
		if (registered("location")) { sl_send_reply("200", "OK"); } else { sl_send_reply("404", "Not Found"); }
		exit;
	}
	if (is_method("CANCEL")) {
		if (t_check_trans()) { t_relay(); }
		exit;
	}
	if (proto != UDP && is_method("INVITE|UPDATE")) { add_contact_alias(); }
	if (has_totag()) {
@WITHIN@@REFRESH@		if (loose_route() || is_method("ACK")) { handle_ruri_alias(); t_relay(); exit; }
		sl_send_reply("404", "Not Here");
		exit;
	}
	t_check_trans();
	if (is_method("REGISTER")) {
		route(AUTH);
		if (proto != UDP) { fix_nated_register(); }
		save("location");
		exit;
	}
@EVENTS@
	if (!is_method("INVITE")) { sl_send_reply("405", "Method Not Allowed"); exit; }
	if (@LOCAL@) { route(AUTH); }
	remove_hf("Proxy-Authorization");
	record_route();
@FOLLOW@
@TRUNK@	if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
	t_relay();
}

route[AUTH] {
	$var(pw) = "";
@PASSWORDS@
	if (is_method("REGISTER")) {
		if ($var(pw) == "" || !pv_www_authenticate("@REALM@", "$var(pw)", "0")) {
			www_challenge("@REALM@", "1");
			exit;
		}
		return;
	}
	if ($var(pw) == "" || !pv_proxy_authenticate("@REALM@", "$var(pw)", "0")) {
		proxy_challenge("@REALM@", "1");
		exit;
	}
}

# Who came over a stream is reached by the same one.
onreply_route {
	if (proto != UDP) { add_contact_alias(); }
}
`
