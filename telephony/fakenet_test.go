package telephony

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/transact"
	"pult/telephony/internal/wire"
)

var (
	fakePeer = netip.MustParseAddrPort("192.0.2.1:5060")
	fakeHome = netip.MustParseAddrPort("192.0.2.9:5060")
)

// fakeNet is what a line finds inside of a synctest bubble, where real sockets
// would stop the clock. Its functions look at the time to decide.
type fakeNet struct {
	answer func(n int, req *sip.Request) *sip.Response // nil loses the request
	stream bool
	pongs  func() bool           // whether empty lines are answered
	home   func() netip.AddrPort // the address of this machine
	change func(*Config)

	mu    sync.Mutex
	at    []time.Time // of requests
	opens []time.Time // of links
}

// fakeLink is one socket of it.
type fakeLink struct {
	net     *fakeNet
	local   netip.AddrPort
	packets chan wire.Packet
	answers chan struct{} // to empty lines
	closed  chan struct{}
	once    sync.Once
}

func (n *fakeNet) open(netip.AddrPort) (wire.Link, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.opens = append(n.opens, time.Now())
	return &fakeLink{
		net: n, local: n.home(), packets: make(chan wire.Packet, 16),
		answers: make(chan struct{}, 16), closed: make(chan struct{}),
	}, nil
}

func (f *fakeLink) Serve(r wire.Reader) error {
	for {
		select {
		case p := <-f.packets:
			r.Deliver(p)
		case <-f.answers:
			r.Pong()
		case <-f.closed:
			return errors.New("closed")
		}
	}
}

func (f *fakeLink) Send(data []byte, _ netip.AddrPort) error {
	m, err := sip.ParseMessage(data)
	if err != nil {
		return err
	}
	req, ok := m.(*sip.Request)
	if !ok {
		return nil
	}
	f.net.mu.Lock()
	defer f.net.mu.Unlock()
	f.net.at = append(f.net.at, time.Now())
	if res := f.net.answer(len(f.net.at), req); res != nil {
		f.packets <- wire.Packet{Message: res, From: fakePeer, At: time.Now()}
	}
	return nil
}

func (f *fakeLink) Keepalive(netip.AddrPort) error {
	if f.net.pongs() {
		f.answers <- struct{}{}
	}
	return nil
}

func (f *fakeLink) Local() netip.AddrPort { return f.local }
func (f *fakeLink) Reliable() bool        { return f.net.stream }
func (f *fakeLink) Close() error          { f.once.Do(func() { close(f.closed) }); return nil }

func (f *fakeLink) Network() string {
	if f.net.stream {
		return "TCP"
	}
	return "UDP"
}

// timeline serves a line for a while of pretended time and gives the moments of
// its requests.
func (n *fakeNet) timeline(t *testing.T, during time.Duration) []time.Duration {
	t.Helper()
	if n.home == nil {
		n.home = func() netip.AddrPort { return fakeHome }
	}
	if n.pongs == nil {
		n.pongs = func() bool { return false }
	}
	cfg := Config{
		Server: "sip:192.0.2.1", User: testUser, Password: "x", probe: -1, open: n.open,
		source: func(netip.AddrPort) (netip.Addr, error) { return n.home().Addr(), nil },
	}
	if n.change != nil {
		n.change(&cfg)
	}
	l, err := New(cfg, newWitness(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	began := time.Now()
	done := make(chan struct{})
	go func() { defer close(done); _ = l.Serve(ctx) }()
	time.Sleep(during)
	synctest.Wait()
	n.mu.Lock()
	sent := slices.Clone(n.at)
	n.mu.Unlock()
	cancel()
	<-done
	var moments []time.Duration
	for _, at := range sent {
		moments = append(moments, at.Sub(began))
	}
	return moments
}

// timeline is that of a line over UDP.
func timeline(t *testing.T, during time.Duration, answer func(int, *sip.Request) *sip.Response) []time.Duration {
	t.Helper()
	return (&fakeNet{answer: answer}).timeline(t, during)
}

// registrar is an exchange that is away for a while and forgets everybody.
type registrar struct {
	began       time.Time
	away, until time.Duration
	never       bool // says whom it knows
	bound       []string
	granted     []time.Duration
	gone        []string // taken back
}

func (r *registrar) answer(_ int, req *sip.Request) *sip.Response {
	now := time.Since(r.began)
	if now >= r.away && now < r.until {
		r.bound = nil
		return nil
	}
	if r.away > 0 && now >= r.until {
		r.away, r.bound = 0, nil // also when nobody asked meanwhile
		r.until = 0
	}
	for _, h := range req.GetHeaders("contact") {
		c, _ := h.(*sip.ContactHeader)
		at := c.Address.HostPort()
		r.bound = slices.DeleteFunc(r.bound, func(other string) bool { return other == at })
		if expires, _ := c.Params.Get("expires"); expires == "0" {
			r.gone = append(r.gone, at)
			continue
		}
		r.bound = append(r.bound, at)
		r.granted = append(r.granted, now)
	}
	res := transact.Reply(req, 200, "OK", "")
	for _, at := range r.bound {
		if !r.never {
			res.AppendHeader(sip.NewHeader("Contact", "<sip:"+testUser+"@"+at+">;expires=120"))
		}
	}
	m, err := sip.ParseMessage([]byte(res.String()))
	if err != nil {
		panic(err)
	}
	parsed, _ := m.(*sip.Response)
	return parsed
}
