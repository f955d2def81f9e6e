// Package team is what workstations, hub and 1C say to each other over
// WebSocket. Its first inhabitant is the bell that 1C rings when an object has
// changed.
package team

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"pult/app/crm"
)

// BellOptions are the parts of a bell.
type BellOptions struct {
	Listen   string // "127.0.0.1:8712"
	Token    string // whoever rings has to know it
	CertFile string // with KeyFile: TLS
	KeyFile  string
	// Notice takes what was told and says how much of it will be read at once. It
	// does not wait.
	Notice func([]crm.Change) (taken int)
	Now    func() time.Time
	Log    *slog.Logger
}

// leastToken is a token nobody guesses.
const leastToken = 16

// Bounds of what a peer may do.
const (
	mostConnections = 64
	maxMessage      = 256 << 10
	messagesASecond = 20
	messagesAtOnce  = 100
	headerTime      = 5 * time.Second
	bodyTime        = 10 * time.Second
	idleTime        = time.Minute
	maxHeader       = 8 << 10
)

// Bell hears 1C over HTTP and WebSocket.
type Bell struct {
	BellOptions
	token    [sha256.Size]byte
	rate     *bucket
	refusals *bucket // lines about wrong tokens, so that nobody fills the log with them
	upgrader websocket.Upgrader

	mu      sync.Mutex
	closing bool
	sockets sync.WaitGroup
}

// NewBell makes a bell. It does not listen yet.
func NewBell(o BellOptions) (*Bell, error) {
	if len(o.Token) < leastToken {
		return nil, fmt.Errorf("token of the bell is shorter than %d characters: %w", leastToken, crm.ErrInvalid)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Bell{
		BellOptions: o, token: sha256.Sum256([]byte(o.Token)),
		rate: newBucket(messagesASecond, messagesAtOnce, o.Now), refusals: newBucket(1, 5, o.Now),
		upgrader: websocket.Upgrader{
			HandshakeTimeout: headerTime, ReadBufferSize: 4096, WriteBufferSize: 1024,
			CheckOrigin: func(*http.Request) bool { return true }, // known has refused all there are
		},
	}, nil
}

// Open tells a bell that anybody in the network could listen to: no TLS, and not
// on this computer alone.
func (o BellOptions) Open() bool {
	host, _, err := net.SplitHostPort(o.Listen)
	ip := net.ParseIP(host)
	return o.CertFile == "" && (err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()))
}

// Try looks whether the address can be listened at.
func (o BellOptions) Try(ctx context.Context) error {
	if o.CertFile != "" {
		if _, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile); err != nil {
			return fmt.Errorf("bell: %w: %w", crm.ErrInvalid, err)
		}
	}
	l, err := listen(ctx, o.Listen)
	if err != nil {
		return err
	}
	return l.Close()
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("bell: %w: %w", crm.ErrConflict, err)
	}
	return l, nil
}

// Serve hears until ctx ends.
func (b *Bell) Serve(ctx context.Context) error {
	l, err := listen(ctx, b.Listen)
	if err != nil {
		return err
	}
	return b.serve(ctx, l)
}

func (b *Bell) serve(ctx context.Context, l net.Listener) error {
	if b.Open() {
		b.Log.WarnContext(ctx, "1C is heard without TLS: whoever listens in the network learns the token", "address", b.Listen)
	}
	b.setClosing(false)
	ours, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{
		Handler: b, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(b.Log.Handler(), slog.LevelDebug),
		BaseContext: func(net.Listener) context.Context { return ours },
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	l = newNarrow(l, mostConnections)
	var err error
	if b.CertFile == "" {
		err = server.Serve(l)
	} else {
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		server.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){} // HTTP/2 knows no such upgrade
		err = server.ServeTLS(l, b.CertFile, b.KeyFile)
	}
	b.setClosing(true)
	cancel()
	_ = server.Close()
	b.sockets.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("bell: %w", err)
}

func (b *Bell) setClosing(on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closing = on
}

// enter counts a socket in as long as the bell is open.
func (b *Bell) enter() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closing {
		b.sockets.Add(1)
	}
	return !b.closing
}

// ServeHTTP answers POST /changed and the WebSocket at /ws.
func (b *Bell) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !b.known(w, r):
	case r.URL.Path == "/changed" && r.Method == http.MethodPost:
		b.changed(w, r)
	case r.URL.Path == "/changed":
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, "POST is meant")
	case r.URL.Path == "/ws":
		b.socket(w, r)
	default:
		refuse(w, http.StatusNotFound, "/changed and /ws are here")
	}
}

// known lets in whoever has the token. A browser has nothing to do here: any page
// a manager opens could make it knock.
func (b *Bell) known(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Origin") != "" {
		refuse(w, http.StatusForbidden, "not for browsers")
		return false
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	if strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(sum[:], b.token[:]) == 1 {
		return true
	}
	if b.refusals.take() == 0 {
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		b.Log.WarnContext(r.Context(), "a push without the right token was refused", "from", host)
	}
	w.Header().Set("WWW-Authenticate", "Bearer")
	refuse(w, http.StatusUnauthorized, "wrong token")
	return false
}

// answered is what 1C hears back.
type answered struct {
	Taken *int   `json:"taken,omitempty"`
	Error string `json:"error,omitempty"`
}

func (b *Bell) changed(w http.ResponseWriter, r *http.Request) {
	if wait := b.rate.take(); wait > 0 {
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusTooManyRequests, "too many messages")
		return
	}
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMessage))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		refuse(w, http.StatusRequestEntityTooLarge, "the message is too long")
		return
	}
	if err != nil {
		return // nobody is there to be answered
	}
	answer := b.ring(text)
	status := http.StatusOK
	if answer.Error != "" {
		status = http.StatusBadRequest
	}
	reply(w, status, answer)
}

// ring hands on what a message tells.
func (b *Bell) ring(text []byte) answered {
	changes, err := parseRing(text)
	if err != nil {
		return answered{Error: err.Error()}
	}
	taken := b.Notice(changes)
	return answered{Taken: &taken}
}

// refuse ends the connection too: who may not talk here shall not stay.
func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Connection", "close")
	reply(w, status, answered{Error: why})
}

func reply(w http.ResponseWriter, status int, answer answered) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // a peer that has gone hears nothing
}
