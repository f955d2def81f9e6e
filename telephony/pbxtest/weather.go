package pbxtest

import (
	"bytes"
	"math/rand/v2"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Weather is a bad network between a telephone and its exchange. What is
// signalled passes unharmed, sound is lost and late. The telephone takes Addr
// for its exchange.
type Weather struct {
	Addr netip.AddrPort

	loss     float64
	late     time.Duration
	exchange netip.AddrPort
	near     *net.UDPConn // toward the telephone
	far      *net.UDPConn // toward the exchange

	mu    sync.Mutex // guards what follows
	luck  *rand.Rand
	phone netip.AddrPort
	calls map[string][]*gust // the two ends of a call, by Call-ID
	over  bool
	seen  int // packets of sound
	lost  int
	work  sync.WaitGroup
}

// gust takes the packets that are meant for one end of a call.
type gust struct {
	conn *net.UDPConn
	to   netip.AddrPort
}

// StartWeather loses that share of the packets of sound and delays each of the
// others by up to late. It ends with the test.
func StartWeather(tb testing.TB, exchange netip.AddrPort, loss float64, late time.Duration) *Weather {
	tb.Helper()
	w := &Weather{
		loss: loss, late: late, exchange: exchange,
		luck: rand.New(rand.NewPCG(1, 2)), calls: make(map[string][]*gust),
	}
	w.near, w.far = listen(tb), listen(tb)
	w.Addr = addrOf(w.near)
	w.pass(w.near, func(from netip.AddrPort, message []byte) {
		w.mu.Lock()
		w.phone = from
		w.mu.Unlock()
		_, _ = w.far.WriteToUDPAddrPort(w.lead(message), exchange)
	})
	w.pass(w.far, func(_ netip.AddrPort, message []byte) {
		w.mu.Lock()
		phone := w.phone
		w.mu.Unlock()
		_, _ = w.near.WriteToUDPAddrPort(w.lead(message), phone)
	})
	tb.Cleanup(w.close)
	return w
}

func listen(tb testing.TB) *net.UDPConn {
	tb.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		tb.Fatal(err)
	}
	return conn
}

func addrOf(conn *net.UDPConn) netip.AddrPort {
	addr, _ := netip.ParseAddrPort(conn.LocalAddr().String())
	return addr
}

func (w *Weather) close() {
	w.mu.Lock()
	w.over = true
	conns := []*net.UDPConn{w.near, w.far}
	for _, ends := range w.calls {
		for _, g := range ends {
			conns = append(conns, g.conn)
		}
	}
	w.mu.Unlock()
	for _, conn := range conns {
		_ = conn.Close()
	}
	w.work.Wait()
}

// pass reads a socket until it is closed.
func (w *Weather) pass(conn *net.UDPConn, take func(from netip.AddrPort, packet []byte)) {
	w.work.Go(func() {
		buffer := make([]byte, 65535)
		for {
			n, from, err := conn.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			take(netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), bytes.Clone(buffer[:n]))
		}
	})
}

var (
	audio   = regexp.MustCompile(`m=audio (\d+)`)
	address = regexp.MustCompile(`c=IN IP4 ([\d.]+)`)
	length  = regexp.MustCompile(`(?im)^(content-length|l)\s*:\s*\d+`)
	callID  = regexp.MustCompile(`(?im)^(?:call-id|i)\s*:\s*(\S+)`)
)

// lead has the sound of a message with SDP come this way.
func (w *Weather) lead(message []byte) []byte {
	head, body, ok := bytes.Cut(message, []byte("\r\n\r\n"))
	port, host, id := audio.FindSubmatch(body), address.FindSubmatch(body), callID.FindSubmatch(head)
	if !ok || port == nil || host == nil || id == nil {
		return message
	}
	end, err := netip.ParseAddrPort(string(host[1]) + ":" + string(port[1]))
	if err != nil || end.Port() == 0 {
		return message
	}
	at := w.gustTo(string(id[1]), end)
	body = audio.ReplaceAll(body, []byte("m=audio "+strconv.Itoa(int(at.Port()))))
	body = address.ReplaceAll(body, []byte("c=IN IP4 "+at.Addr().String()))
	head = length.ReplaceAll(head, []byte("Content-Length: "+strconv.Itoa(len(body))))
	return bytes.Join([][]byte{head, body}, []byte("\r\n\r\n"))
}

// gustTo is where the sound for one end of a call is to be sent instead.
func (w *Weather) gustTo(call string, end netip.AddrPort) netip.AddrPort {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, g := range w.calls[call] {
		if g.to == end {
			return addrOf(g.conn)
		}
	}
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil || w.over {
		return end
	}
	g := &gust{conn: conn, to: end}
	w.calls[call] = append(w.calls[call], g)
	w.pass(conn, func(_ netip.AddrPort, packet []byte) { w.blow(call, g, packet) })
	return addrOf(conn)
}

// blow carries a packet of sound on, or loses it. It leaves by the socket of the
// other end: that is whom the receiver knows.
func (w *Weather) blow(call string, g *gust, packet []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var by *net.UDPConn
	for _, other := range w.calls[call] {
		if other != g {
			by = other.conn
		}
	}
	if by == nil || w.over {
		return
	}
	w.seen++
	if w.luck.Float64() < w.loss {
		w.lost++
		return
	}
	time.AfterFunc(time.Duration(w.luck.Int64N(int64(w.late)+1)), func() {
		_, _ = by.WriteToUDPAddrPort(packet, g.to) // a closed socket is the end of the test
	})
}

// Lost tells how many packets of sound came this way and how many of them were
// lost.
func (w *Weather) Lost() (lost, of int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lost, w.seen
}
