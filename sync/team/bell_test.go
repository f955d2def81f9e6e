package team

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"pult/app/crm"
)

const (
	token   = "очень-длинный-токен-1С"
	partner = "7c0f0000-0000-0000-0000-000000000001"
	order   = "7c0f0000-0000-0000-0000-000000000002"
	one     = `{"set":"Справочник.Партнеры","ref":"` + partner + `"}`
	two     = `{"changes":[{"set":"Catalog_Партнеры","ref":"` + partner + `"},{"set":"Документ.ЗаказКлиента","ref":"` + order + `"}]}`
)

// belfry is a bell that hangs.
type belfry struct {
	address string
	log     *lockedBuffer
	stop    func()

	mu    sync.Mutex
	heard []crm.Change
}

func (f *belfry) notice(changes []crm.Change) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard = append(f.heard, changes...)
	return len(changes)
}

func (f *belfry) sets() (sets []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.heard {
		sets = append(sets, c.Set)
	}
	return sets
}

type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

func hang(t *testing.T, o BellOptions) *belfry {
	t.Helper()
	f := &belfry{log: &lockedBuffer{}}
	o.Listen, o.Token, o.Notice = "127.0.0.1:0", token, f.notice
	o.Log = slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	b, err := NewBell(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := listen(t.Context(), o.Listen)
	if err != nil {
		t.Fatal(err)
	}
	f.address = l.Addr().String()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.serve(ctx, l) }()
	f.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("the bell ended with %v", err)
		}
	})
	t.Cleanup(f.stop)
	return f
}

func (f *belfry) request(t *testing.T, method, path, body string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://"+f.address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, strings.TrimSpace(string(text))
}

func TestPushOverHTTP(t *testing.T) {
	f := hang(t, BellOptions{})
	for body, want := range map[string]string{one: `{"taken":1}`, two: `{"taken":2}`, "\ufeff" + one: `{"taken":1}`} {
		if status, text := f.request(t, "POST", "/changed", body); status != 200 || text != want {
			t.Errorf("%d %s, want %s", status, text, want)
		}
	}
	sets := f.sets()
	slices.Sort(sets)
	if want := []string{"Catalog_Партнеры", "Catalog_Партнеры", "Catalog_Партнеры", "Document_ЗаказКлиента"}; !slices.Equal(sets, want) {
		t.Errorf("heard of %v", sets)
	}
}

func TestPushesThatAreRefused(t *testing.T) {
	f := hang(t, BellOptions{})
	tests := map[string]struct {
		method, path, body string
		header             []string
		status             int
	}{
		"wrong token":   {"POST", "/changed", one, []string{"Authorization", "Bearer wrong-token-of-somebody"}, 401},
		"other scheme":  {"POST", "/changed", one, []string{"Authorization", "Basic " + token}, 401},
		"no token":      {"POST", "/changed", one, []string{"Authorization", ""}, 401},
		"browser":       {"POST", "/changed", one, []string{"Origin", "http://127.0.0.1:8712"}, 403},
		"socket of one": {"GET", "/ws", "", []string{"Origin", "https://evil.example"}, 403},
		"no socket":     {"GET", "/ws", "", nil, 426},
		"get":           {"GET", "/changed", "", nil, 405},
		"elsewhere":     {"GET", "/", "", nil, 404},
		"no JSON":       {"POST", "/changed", "set=Партнеры", nil, 400},
		"nothing":       {"POST", "/changed", `{"changes":[]}`, nil, 400},
		"no GUID":       {"POST", "/changed", `{"set":"Catalog_Партнеры","ref":"1"}`, nil, 400},
		"no set":        {"POST", "/changed", `{"ref":"` + partner + `"}`, nil, 400},
		"too long":      {"POST", "/changed", `{"set":"` + strings.Repeat("я", maxMessage) + `"}`, nil, 413},
		"too many":      {"POST", "/changed", `{"changes":[` + strings.Repeat(one+",", mostChanges) + one + `]}`, nil, 400},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if status, text := f.request(t, tt.method, tt.path, tt.body, tt.header...); status != tt.status || !strings.Contains(text, "error") {
				t.Errorf("%d %s, want %d", status, text, tt.status)
			}
		})
	}
	if sets := f.sets(); len(sets) > 0 {
		t.Errorf("heard of %v", sets)
	}
	log := f.log.String()
	if !strings.Contains(log, "without the right token") || strings.Contains(log, "wrong-token") || strings.Contains(log, token) {
		t.Errorf("the log says %s", log)
	}
}

// A flood is slowed down, over either way, and fills neither memory nor the log.
func TestFloodOfPushes(t *testing.T) {
	stopped := time.Now()
	f := hang(t, BellOptions{Now: func() time.Time { return stopped }})
	refused := 0
	for range 2 * messagesAtOnce {
		if status, _ := f.request(t, "POST", "/changed", one); status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != messagesAtOnce || len(f.sets()) != messagesAtOnce {
		t.Errorf("%d refused, %d heard of %d", refused, len(f.sets()), 2*messagesAtOnce)
	}
	for range 50 {
		f.request(t, "POST", "/changed", one, "Authorization", "Bearer wrong")
	}
	if lines := strings.Count(f.log.String(), "without the right token"); lines != 5 {
		t.Errorf("%d lines about wrong tokens", lines)
	}
}

func (f *belfry) dial(t *testing.T, header http.Header) *websocket.Conn {
	t.Helper()
	conn, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws://"+f.address+"/ws", header)
	if err != nil {
		t.Fatalf("%v %v", err, res)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func bearer() http.Header { return http.Header{"Authorization": {"Bearer " + token}} }

func TestPushOverWebSocket(t *testing.T) {
	f := hang(t, BellOptions{})
	conn := f.dial(t, bearer())
	for _, m := range []struct{ say, hear string }{{one, `{"taken":1}`}, {two, `{"taken":2}`}, {"{", `{"error":`}, {one, `{"taken":1}`}} {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(m.say)); err != nil {
			t.Fatal(err)
		}
		if _, text, err := conn.ReadMessage(); err != nil || !strings.HasPrefix(string(text), m.hear) {
			t.Errorf("%s, want %s; %v", text, m.hear, err)
		}
	}
	if len(f.sets()) != 4 {
		t.Errorf("heard of %v", f.sets())
	}
	f.stop() // waits for the socket too
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("the end is %v", err)
	}
}

func TestWebSocketIsBounded(t *testing.T) {
	f := hang(t, BellOptions{})
	_, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws://"+f.address+"/ws", http.Header{"Authorization": {"Bearer nobody-knows-this"}})
	if err == nil || res == nil || res.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger: %v %v", res, err)
	}
	conn := f.dial(t, bearer())
	if err := conn.WriteMessage(websocket.TextMessage, make([]byte, maxMessage+1)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseMessageTooBig) {
		t.Errorf("a message too long ends with %v", err)
	}
}

// Places of connections that end are given to others.
func TestConnectionsAreBounded(t *testing.T) {
	f := hang(t, BellOptions{})
	for range 3 {
		var conns []*websocket.Conn
		for range mostConnections {
			conns = append(conns, f.dial(t, bearer()))
		}
		for _, c := range conns {
			_ = c.Close()
		}
	}
}

// certificate writes a key pair for 127.0.0.1.
func certificate(t *testing.T) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(t.TempDir(), name)
		text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
		if kind == "CERTIFICATE" {
			pool.AppendCertsFromPEM(text)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("bell.crt", "CERTIFICATE", raw), write("bell.key", "PRIVATE KEY", private), pool
}

func TestPushOverTLS(t *testing.T) {
	cert, key, pool := certificate(t)
	f := hang(t, BellOptions{CertFile: cert, KeyFile: key})
	dialer := websocket.Dialer{TLSClientConfig: &tls.Config{RootCAs: pool}}
	conn, _, err := dialer.DialContext(t.Context(), "wss://"+f.address+"/ws", bearer())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(one)); err != nil {
		t.Fatal(err)
	}
	if _, text, err := conn.ReadMessage(); err != nil || string(text) != `{"taken":1}` {
		t.Errorf("%s, %v", text, err)
	}
}

func TestBellIsTried(t *testing.T) {
	taken, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for address, want := range map[string]error{"127.0.0.1:0": nil, taken.Addr().String(): crm.ErrConflict} {
		if err := (BellOptions{Listen: address}).Try(t.Context()); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
	if err := (BellOptions{Listen: "127.0.0.1:0", CertFile: "nowhere.crt", KeyFile: "nowhere.key"}).Try(t.Context()); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a missing certificate: %v", err)
	}
	if _, err := NewBell(BellOptions{Token: "short"}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a token to be guessed: %v", err)
	}
	for address, open := range map[string]bool{"127.0.0.1:1": false, "[::1]:1": false, "localhost:1": false, ":1": true, "0.0.0.0:1": true, "10.0.0.5:1": true} {
		if got := (BellOptions{Listen: address}).Open(); got != open {
			t.Errorf("%s is open: %v", address, got)
		}
	}
}

func FuzzRing(f *testing.F) {
	f.Add([]byte(one))
	f.Add([]byte(two))
	f.Add([]byte(`{"set":".","ref":"` + partner + `","changes":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		changes, err := parseRing(text)
		if (err == nil) == (len(changes) == 0) || len(changes) > mostChanges {
			t.Errorf("%d changes, %v", len(changes), err)
		}
		for _, c := range changes {
			if c.Set == "" || len(c.Set) > maxSet || c.Ref.IsZero() || c.Deleted {
				t.Errorf("%+v", c)
			}
		}
	})
}
