package wire

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/emiago/sipgo/sip"
)

// Keepalives for days, messages cut anywhere and glued together: all arrive, in
// order.
func TestStreamCutsAndGlues(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewStream(conn, "TCP")
	if err != nil {
		t.Fatal(err)
	}
	const messages = 50
	got := make(chan string, messages)
	served := make(chan error, 1)
	go func() {
		served <- s.Serve(Reader{
			Deliver: func(p Packet) { got <- p.Message.CallID().Value() },
			Garbled: func(int) {},
		})
	}()
	go func() { // pongs must be read, or the writer's buffers fill
		buffer := make([]byte, 4096)
		for {
			if _, err := client.Read(buffer); err != nil {
				return
			}
		}
	}()
	for range 100 {
		if _, err := client.Write([]byte(strings.Repeat("\r\n\r\n", 500))); err != nil {
			t.Fatal(err)
		}
	}
	var text strings.Builder
	for i := range messages {
		body := strings.Repeat("b", i)
		fmt.Fprintf(&text, "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK%[1]d\r\nCall-ID: %[1]d\r\n"+
			"CSeq: 1 OPTIONS\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nContent-Length: %[2]d\r\n\r\n%[3]s", i, len(body), body)
	}
	for rest := text.String(); rest != ""; {
		n := min(len(rest), 97)
		if _, err := client.Write([]byte(rest[:n])); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	for i := range messages {
		if id := <-got; id != fmt.Sprint(i) {
			t.Fatalf("message %d is %s", i, id)
		}
	}
	if _, err := client.Write([]byte("this is not SIP at all\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := <-served; err == nil {
		t.Error("garbage is read on")
	}
}

// The parser of sipgo puts whole datagrams into its errors; ours must not leave
// this package.
func TestGarbageIsCountedOnly(t *testing.T) {
	if m, err := Parse(sip.NewParser(), []byte("INVITE secret\r\n\r\n")); err == nil || m != nil && err == nil {
		t.Errorf("%v, %v", m, err)
	}
}

// A line of a header may go on in the next one, and a segment end between them. A
// message that cannot be read does not cost the connection.
func TestStreamCutsAFoldedHeader(t *testing.T) {
	const head = "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK1\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n"
	const whole = head + "From: <sip:a@b>;tag=1\r\nTo:\r\n <sip:a@b>\r\nContent-Length: 0\r\n\r\n"
	for cut := range len(whole) {
		got, err := readAll([]byte(head+"\r\n"+whole[:cut]), []byte(whole[cut:]+whole))
		if err != nil || len(got) != 2 {
			t.Fatalf("cut at %d: %d messages, %v", cut, len(got), err)
		}
	}
}

// One empty line is the answer to a ping, two are a ping.
func TestPingAndPong(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	at := netip.MustParseAddrPort(listener.Addr().String())
	first, err := DialStream(t.Context(), at, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	peer, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	pongs := make(chan struct{}, 10)
	served := make(chan error, 1)
	go func() { served <- first.Serve(Reader{Pong: func() { pongs <- struct{}{} }, Garbled: func(int) {}}) }()
	if err := first.Keepalive(at); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 4)
	if _, err := io.ReadFull(peer, buffer); err != nil || string(buffer) != "\r\n\r\n" {
		t.Fatalf("the ping is %q, %v", buffer, err)
	}
	if _, err := peer.Write([]byte("\r\n")); err != nil {
		t.Fatal(err)
	}
	<-pongs
	if _, err := peer.Write([]byte("\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(peer, buffer[:2]); err != nil || string(buffer[:2]) != "\r\n" || len(pongs) != 0 {
		t.Fatalf("the pong is %q, %v", buffer[:2], err)
	}
	// The exchange goes away; who connects again is found where it was.
	_ = peer.Close()
	if err := <-served; err == nil {
		t.Error("the end of a connection is no error")
	}
	again, err := DialStream(t.Context(), at, first.Local().Port(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.Local() != first.Local() {
		t.Errorf("connected from %v, before from %v", again.Local(), first.Local())
	}
	// A port that cannot be had is no reason to stay away.
	other, err := DialStream(t.Context(), at, again.Local().Port(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = other.Close()
}
