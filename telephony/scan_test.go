//go:build field

package telephony

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// scanner is an address that is not the exchange's.
var scanner = net.IPv4(127, 0, 0, 2)

// lines counts what is written to the log.
type lines struct {
	slog.Handler
	n *atomic.Int64
}

func (l lines) Enabled(context.Context, slog.Level) bool { return true }

func (l lines) Handle(context.Context, slog.Record) error {
	l.n.Add(1)
	return nil
}

// Whoever looks for telephones on the internet (SIPVicious) finds none here: nothing
// rings, nothing is logged, and not one byte comes back.
func TestScannersFindNothing(t *testing.T) {
	t.Parallel() // it mostly waits
	// The exchange has another address: some of the scanners choose their own.
	p := rawAt(t, 0)
	cfg := testConfig(p.conn.LocalAddr().String())
	logged := &atomic.Int64{}
	cfg.Log = slog.New(lines{slog.DiscardHandler, logged})
	s := startLine(t, cfg)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	before, facts := logged.Load(), s.told.count(func(fact) bool { return true })
	var scans sync.WaitGroup // which mostly wait for answers
	for _, scan := range [][]string{
		{"svmap", "-m", "OPTIONS"},
		{"svmap", "-m", "INVITE"},
		{"svmap", "-m", "REGISTER"},
		{"svwar", "--force", "--maximumtime=1", "-e100-120", "-m", "INVITE"},
		{"svwar", "--force", "--maximumtime=1", "-e100-120", "-m", "OPTIONS"},
		{"svwar", "--force", "--maximumtime=1", "-e100-120", "-m", "REGISTER"},
		{"svcrack", "--maximumtime=1", "-u" + testUser, "-r100-120"},
		// From the address of the exchange a call must name the one who is called.
		{"svmap", "-m", "INVITE", "-b", exchange.String()},
		{"svwar", "--force", "--maximumtime=1", "-e200-220", "-m", "INVITE", "-b", exchange.String()},
	} {
		if !slices.Contains(scan, "-b") {
			scan = append(scan, "-b", scanner.String())
		}
		scan = append(scan, "-p"+strconv.Itoa(p.to.Port), "127.0.0.1")
		dir := t.TempDir()
		scans.Go(func() { findsNothing(t, dir, scan) })
	}
	scans.Wait()
	silentTo(t, p, s)
	if now := s.told.count(func(fact) bool { return true }); now != facts {
		t.Errorf("%d events: %v", now-facts, s.told.kinds())
	}
	if n := logged.Load() - before; n != 0 {
		t.Errorf("%d lines in the log", n)
	}
	s.assertNoCalls(t)
}

// findsNothing runs a scanner.
func findsNothing(t *testing.T, dir string, scan []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, scan[0], scan[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		t.Errorf("%s (Debian: apt-get install sipvicious): %v", scan[0], err)
		return
	}
	if answered := []byte("method not allowed"); !bytes.Contains(out, []byte("nothing")) || bytes.Contains(out, answered) {
		t.Errorf("%v found something: %v\n%s", scan, err, out)
	}
}

// silentTo sends every kind of request from another address. The exchange's
// question after them is answered; by then theirs have been read.
func silentTo(t *testing.T, p *rawPeer, s *stage) {
	t.Helper()
	conn, err := net.ListenUDP("udp", &net.UDPAddr{IP: scanner})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	stranger := &rawPeer{t: t, conn: conn, to: s.localAddr(t), buf: make([]byte, 65535)}
	for i := range probes {
		for _, method := range []string{"INVITE", "OPTIONS", "REGISTER", "CANCEL", "BYE"} {
			id := method + strconv.Itoa(i)
			stranger.send(stranger.message(method, id, id, "", 1, "", ""))
		}
		stranger.send("nonsense\r\n\r\n")
		if i%10 == 9 { // more would not fit into the socket of a line that has to wait for its turn
			p.send(p.message("OPTIONS", "alive"+strconv.Itoa(i), "alive"+strconv.Itoa(i), "", 1, "", ""))
			p.response("alive"+strconv.Itoa(i), 200, sip.OPTIONS)
		}
	}
	_ = conn.SetReadDeadline(time.Now().Add(time.Millisecond))
	if n, _, err := conn.ReadFromUDP(stranger.buf); err == nil {
		t.Errorf("answered %q", stranger.buf[:n])
	}
}
