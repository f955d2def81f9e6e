package telephony

import (
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/transact"
	"pult/telephony/internal/wire"
)

// Config describes the account. Zero values of the optional fields are good.
type Config struct {
	Server   string     // "sip:pbx.firm.example;transport=udp", also tcp and tls
	User     string     // extension or login, the user part of our address
	Password string     // for digest authentication (RFC 8760)
	Plan     phone.Plan // completes numbers that come without country or city
	Log      *slog.Logger
	Account  string // what people call the account; User by default

	Listen netip.Addr    // address to bind; by default the one that leads to the registrar
	Expiry time.Duration // lifetime of the registration to ask for; 2 minutes by default
	T1, T2 time.Duration // timers of RFC 3261 section 17; 500 ms and 4 s by default
	Calls  int           // calls at once, the next one hears "busy"; 4 by default

	// Fingerprint pins the certificate of the exchange, "sha256:AA:BB…": over TLS it
	// then proves itself by that one and no other. By default the system's roots
	// decide, and the certificate must be made out to the host of Server.
	Fingerprint string
	// SRTP says whether voice is encrypted; SRTPPreferred by default.
	SRTP SRTP

	// Mailbox subscribes to the voicemail of the account, see MessagesListener. Off
	// by default: exchanges without voicemail log each refusal.
	Mailbox bool

	// Companion is a line beside a desk phone: calls are shown and followed, and
	// never played. Dial rings the desk phone first, and no command but that and
	// Hangup before the number is called does anything; they wrap crm.ErrNotHere.
	// The dialog package (RFC 4235) tells what the desk phone does; without it a
	// call that was answered elsewhere has crm.Elsewhere, be it there, and one that
	// was dialled here ends as answered when it is, without a length.
	Companion  bool
	DeskPhone  string // extension of the desk phone; by default ours, as a second Contact of it
	AutoAnswer bool   // the desk phone is asked to answer by itself when we dial

	resolver    *net.Resolver
	roots       *x509.CertPool  // in place of the system's
	pauses      []time.Duration // between tries after network faults
	glareUnit   time.Duration   // of the pauses of RFC 3261 section 14.1
	keysInClear bool            // a test encrypts without TLS
	minSession  time.Duration   // shortest session interval of RFC 4028
	namePause   time.Duration   // how long the end of a call waits for who took it
	newsPause   time.Duration   // how long a call waits for what the desk phone does
	// probe is how often the exchange is asked whether it knows us, by default as
	// far away as it is; never when negative.
	probe   time.Duration
	ceiling time.Duration // of the pauses, when the exchange does not answer at all
	source  func(peer netip.AddrPort) (netip.Addr, error)
	wall    func() time.Time
	open    func(peer netip.AddrPort) (wire.Link, error) // in place of a socket
}

// retryPauses are multiplied with a random part, so that an office does not
// return to its exchange in one blow. They grow for an exchange that refuses; one
// that does not answer is asked again within silentCeiling, for that costs it
// nothing, and as soon as it is back people must be reached.
var retryPauses = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute,
}

const silentCeiling = 2 * time.Second

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Account == "" {
		c.Account = c.User
	}
	if c.Expiry <= 0 {
		c.Expiry = 2 * time.Minute
	}
	if c.Companion {
		c.Calls = besideCalls // how many the desk phone takes is its own matter
	}
	if c.Calls <= 0 {
		c.Calls = 4
	}
	if c.DeskPhone == "" {
		c.DeskPhone = c.User
	}
	if c.glareUnit <= 0 {
		c.glareUnit = 10 * time.Millisecond
	}
	if c.minSession <= 0 {
		c.minSession = minSession
	}
	if c.namePause <= 0 {
		c.namePause = namePause
	}
	if c.newsPause <= 0 {
		c.newsPause = newsPause
	}
	if c.resolver == nil {
		c.resolver = net.DefaultResolver
	}
	if c.pauses == nil {
		c.pauses = retryPauses
	}
	if c.ceiling <= 0 {
		c.ceiling = silentCeiling
	}
	if c.source == nil {
		c.source = wire.Source
	}
	if c.wall == nil {
		c.wall = time.Now
	}
	return c
}

func (c Config) timing() transact.Timing { return transact.Timing{T1: c.T1, T2: c.T2} }

// server is the registrar as the configuration names it.
type server struct {
	host      string
	port      int // 0 when not named
	transport string
}

// Fits tells whether a text can be the address of an exchange.
func Fits(server string) bool {
	_, err := parseServer(server)
	return err == nil
}

// parseServer reads the address of the exchange.
func parseServer(text string) (server, error) {
	bad := func(why string) (server, error) {
		return server{}, fmt.Errorf("telephony: server %q: %s: %w", text, why, crm.ErrInvalid)
	}
	if !strings.HasPrefix(strings.ToLower(text), "sip") {
		text = "sip:" + text
	}
	var uri sip.Uri
	if err := sip.ParseUri(strings.TrimSpace(text), &uri); err != nil || uri.Host == "" {
		return bad("want sip:host[:port][;transport=udp|tcp|tls]")
	}
	if uri.Port < 0 || uri.Port > 65535 {
		return bad("no such port")
	}
	s := server{host: strings.Trim(uri.Host, "[]"), port: uri.Port, transport: "udp"}
	if uri.IsEncrypted() {
		s.transport = "tls"
	}
	if transport, ok := uri.UriParams.Get("transport"); ok {
		s.transport = strings.ToLower(transport)
	}
	switch s.transport {
	case "udp", "tcp", "tls":
		return s, nil
	default:
		return bad("transport must be udp, tcp or tls")
	}
}

func (s server) portOrDefault() uint16 {
	switch {
	case s.port != 0:
		return uint16(s.port)
	case s.transport == "tls":
		return uint16(sip.DefaultTlsPort)
	default:
		return uint16(sip.DefaultUdpPort)
	}
}

// uri is the domain as Request-URI. It carries no parameters: some registrars
// compare it with the uri of the digest.
func (s server) uri(user string) sip.Uri {
	host := s.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return sip.Uri{Scheme: "sip", User: user, Host: host, Port: s.port}
}
