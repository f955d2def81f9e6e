package pbxtest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"pult/internal/claim"
)

// patience bounds every wait for baresip.
const patience = time.Minute

// Phone says how a baresip is to be.
type Phone struct {
	User, Password string
	Registrar      netip.AddrPort
	Transport      string // udp by default, tcp or tls
	Encryption     string // of its voice: none by default, srtp (when the other side can) or srtp-mand
	Authority      string // file with the certificate of the registrar, for tls
	Codec          string // pcma, pcmu or g722/16000: the only one it knows
	Manual         bool   // rings until "accept" is done, instead of answering at once
	Sound          string // WAV of the rate of the codec, said once in each talk; without one it says what it hears
}

// Baresip is a running telephone with an account at a registrar. It answers at
// once, says a file and keeps what it hears.
type Baresip struct {
	dir  string
	conn net.Conn
	pid  int

	mu     sync.Mutex
	events []event
	more   chan struct{}
}

// event is what baresip tells of a call, or its answer to a command.
type event struct {
	Type     string `json:"type"` // CALL_ESTABLISHED and the like
	Param    string `json:"param"`
	Response bool   `json:"response"`
	OK       bool   `json:"ok"`
	Data     string `json:"data"`
	Token    string `json:"token"`
}

// StartBaresip starts a baresip on 127.0.0.1, waits until it is registered and
// stops it when the test ends. A machine without it fails the test.
func StartBaresip(tb testing.TB, p Phone) *Baresip {
	tb.Helper()
	path, err := exec.LookPath("baresip")
	if err != nil {
		tb.Fatal("baresip is not installed (Debian: apt-get install baresip-core)")
	}
	modules, err := filepath.Glob("/usr/lib*/baresip/modules")
	if deeper, _ := filepath.Glob("/usr/lib/*/baresip/modules"); len(modules) == 0 {
		modules = deeper
	}
	if err != nil || len(modules) == 0 {
		tb.Fatal("the modules of baresip are not found (Debian: apt-get install baresip-core)")
	}
	b := &Baresip{dir: tb.TempDir(), more: make(chan struct{})}
	control := claim.Port(tb)
	b.configure(tb, p, modules[0], control)
	b.run(tb, path, control)
	b.awaitRegistration(tb)
	return b
}

func (b *Baresip) configure(tb testing.TB, p Phone, modules string, control netip.AddrPort) {
	tb.Helper()
	sound := "module aufile.so\naudio_source aufile," + p.Sound
	if p.Sound == "" {
		sound = "module aubridge.so\naudio_source aubridge,loop\naudio_player aubridge,loop"
	}
	mode := "auto"
	if p.Manual {
		mode = "manual"
	}
	transport, encryption, more := "", "", ""
	if p.Transport != "" {
		transport = ";transport=" + p.Transport
	}
	if p.Encryption != "" {
		encryption = ";mediaenc=" + p.Encryption
	}
	if p.Authority != "" {
		more = "sip_cafile " + p.Authority
	}
	files := map[string]string{
		"config": strings.NewReplacer("@SIP@", claim.Port(tb).String(), "@CONTROL@", control.String(),
			"@MODULES@", modules, "@DIR@", b.dir, "@SOUND@", sound, "@MORE@", more).Replace(baresipConfig),
		"accounts": fmt.Sprintf("<sip:%s@%s%s>;auth_user=%s;auth_pass=%s;regint=600;audio_codecs=%s;answermode=%s%s\n",
			p.User, p.Registrar, transport, p.User, p.Password, p.Codec, mode, encryption),
		"contacts": "",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
}

// run starts the process and connects to it.
func (b *Baresip) run(tb testing.TB, path string, control netip.AddrPort) {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var output bytes.Buffer
	cmd := exec.CommandContext(ctx, path, "-f", b.dir)
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second // then it is killed
	if err := cmd.Start(); err != nil {
		cancel()
		tb.Fatal(err)
	}
	b.pid = cmd.Process.Pid
	died := make(chan struct{})
	go func() {
		defer close(died)
		_ = cmd.Wait()
	}()
	if b.conn = dial(control, died); b.conn == nil {
		cancel()
		<-died
		tb.Fatalf("baresip does not start: %s", output.String())
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		b.read()
	}()
	tb.Cleanup(func() {
		cancel()
		<-died
		_ = b.conn.Close()
		<-read
		if tb.Failed() {
			tb.Logf("baresip: %s", output.String())
		}
	})
}

// dial connects to a process that is starting.
func dial(to netip.AddrPort, died <-chan struct{}) net.Conn {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for {
		if conn, err := net.Dial("tcp", to.String()); err == nil {
			return conn
		}
		select {
		case <-died:
			return nil
		case <-limit:
			return nil
		case <-tick.C:
		}
	}
}

// read takes events and answers, which come as netstrings, until the end.
func (b *Baresip) read() {
	reader := bufio.NewReader(b.conn)
	for {
		text, err := reader.ReadString(':')
		if err != nil {
			return
		}
		size, err := strconv.Atoi(strings.TrimSuffix(text, ":"))
		if err != nil || size < 0 || size > 1<<20 {
			return
		}
		body := make([]byte, size+1) // with its comma
		if _, err := io.ReadFull(reader, body); err != nil {
			return
		}
		var e event
		if json.Unmarshal(body[:size], &e) != nil {
			continue
		}
		b.mu.Lock()
		b.events = append(b.events, e)
		close(b.more)
		b.more = make(chan struct{})
		b.mu.Unlock()
	}
}

// await waits for the nth event of a type, or for an answer to a token.
func (b *Baresip) await(tb testing.TB, kind string, n int) event {
	tb.Helper()
	limit := time.After(patience)
	for {
		b.mu.Lock()
		count, last, more := 0, event{}, b.more
		for _, e := range b.events {
			if count < n && (e.Type == kind || e.Response && e.Token == kind) {
				count++
				last = e
			}
		}
		all := fmt.Sprint(b.events)
		b.mu.Unlock()
		if count >= n {
			return last
		}
		select {
		case <-more:
		case <-limit:
			tb.Fatalf("baresip did not tell %s; it told %s", kind, all)
		}
	}
}

// awaitRegistration asks: the event may have come before there was a connection.
func (b *Baresip) awaitRegistration(tb testing.TB) {
	tb.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range int(patience / (20 * time.Millisecond)) {
		if strings.Contains(b.Do(tb, "reginfo", ""), "OK") {
			return
		}
		<-tick.C
	}
	tb.Fatal("baresip is not registered")
}

// Do gives a command ("dial", "hangup", "hold", "resume", "transfer") and waits
// until it has been taken. It gives what baresip says to it.
func (b *Baresip) Do(tb testing.TB, command, params string) string {
	tb.Helper()
	b.mu.Lock()
	token := fmt.Sprintf("token%d", len(b.events))
	b.mu.Unlock()
	text, err := json.Marshal(map[string]string{"command": command, "params": params, "token": token})
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := fmt.Fprintf(b.conn, "%d:%s,", len(text), text); err != nil {
		tb.Fatal(err)
	}
	e := b.await(tb, token, 1)
	if !e.OK {
		tb.Fatalf("baresip: %s: %s", command, e.Data)
	}
	return e.Data
}

// PID is the process, for those who measure it.
func (b *Baresip) PID() int { return b.pid }

// Rings waits until baresip has been called n times.
func (b *Baresip) Rings(tb testing.TB, n int) { tb.Helper(); b.await(tb, "CALL_INCOMING", n) }

// Talking waits until baresip has n calls behind it that were answered.
func (b *Baresip) Talking(tb testing.TB, n int) { tb.Helper(); b.await(tb, "CALL_ESTABLISHED", n) }

// Ended waits until n calls have ended and their files are closed.
func (b *Baresip) Ended(tb testing.TB, n int) {
	tb.Helper()
	b.await(tb, "CALL_CLOSED", n)
	b.Do(tb, "reginfo", "") // it tells of the end first; its next answer comes after the files
}

// Heard are the WAV files of what it has heard, a file for each talk. They are
// whole once the talk has ended.
func (b *Baresip) Heard(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(b.dir, "dump-*-dec.wav"))
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

const baresipConfig = `poll_method epoll
sip_listen @SIP@
net_interface 127.0.0.1
call_max_calls 4
jitter_buffer_delay 2-10
rtp_ports 20000-29000
module_path @MODULES@
module g722.so
module g711.so
module sndfile.so
module srtp.so
@SOUND@
@MORE@
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen @CONTROL@
snd_path @DIR@
`
