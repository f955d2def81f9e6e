package account

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"pult/app/crm"
)

// Browser is how people are asked for their consent.
type Browser struct {
	Open func(address string) error
	// Page is what they read there afterwards, as HTML.
	Page func(err error) string
	// Client reaches the authority; that of the system when nil.
	Client *http.Client
}

// Consent has the owner of a mailbox allow us in, in the browser, and waits for it as
// long as the context allows. The browser comes back to a port of this machine that is
// open until then (RFC 8252 section 7.3).
func (a Authority) Consent(ctx context.Context, user string, b Browser) (Grant, error) {
	l, redirect, err := a.comeBack(ctx)
	if err != nil {
		return Grant{}, err
	}
	client := b.Client
	if client == nil {
		client = http.DefaultClient
	}
	q, err := newQuestion(a, client, redirect)
	if err != nil {
		_ = l.Close()
		return Grant{}, err
	}
	type answer struct {
		grant Grant
		err   error
	}
	came := make(chan answer, 1)
	var once sync.Once // a page may be loaded again
	server := &http.Server{ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 16 << 10}
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		code, ours, err := q.code(r.URL.Query())
		if r.URL.Path != "/" || r.Method != http.MethodGet || !ours {
			http.NotFound(w, r)
			return
		}
		once.Do(func() {
			var got answer
			if got.err = err; err == nil {
				got.grant, got.err = q.redeem(ctx, code)
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
			w.Header().Set("Referrer-Policy", "no-referrer")
			_, _ = io.WriteString(w, b.Page(got.err))
			came <- got
		})
	})
	var served sync.WaitGroup
	served.Go(func() { _ = server.Serve(l) })
	defer served.Wait()
	defer shut(context.WithoutCancel(ctx), server)
	if err := b.Open(q.page(user)); err != nil {
		return Grant{}, fmt.Errorf("open the browser: %w", err)
	}
	select {
	case got := <-came:
		return got.grant, got.err
	case <-ctx.Done():
		return Grant{}, &crm.Fault{Kind: crm.ErrDenied, Subject: oauthSubject, Detail: ctx.Err().Error()}
	}
}

// comeBack opens the port that the browser comes back to.
func (a Authority) comeBack(ctx context.Context) (l net.Listener, redirect string, err error) {
	u, err := url.Parse(cmp.Or(a.Redirect, "http://127.0.0.1/"))
	if err != nil || u.Scheme != "http" || u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost" || strings.Trim(u.Path, "/") != "" {
		return nil, "", &crm.Fault{Kind: crm.ErrInvalid, Subject: oauthSubject, Detail: a.Redirect}
	}
	if l, err = new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", cmp.Or(u.Port(), "0"))); err != nil {
		return nil, "", fmt.Errorf("wait for the browser: %w", err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	u.Host = net.JoinHostPort(u.Hostname(), port)
	return l, u.String(), err
}

// shut lets the page that is being shown be shown.
func shut(ctx context.Context, server *http.Server) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close()
	}
}

// Vault keeps a grant: the keychain of the system.
type Vault interface {
	// Grant is the one that was kept; crm.ErrNoSecret when there is none.
	Grant() (Grant, error)
	Keep(Grant) error
}

// Holder gives tokens that are good.
type Holder struct {
	Authority Authority
	Vault     Vault
	Client    *http.Client     // that of the system when nil
	Now       func() time.Time // time.Now when nil

	mu    sync.Mutex // two connections ask at once; a grant is used up by the first
	grant Grant      // as it is now; what is kept may be without its token
}

// Forget has the grant read anew, after another consent.
func (h *Holder) Forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.grant = Grant{}
}

// early is how long before its end a token is replaced.
const early = 2 * time.Minute

// Token is a token that is good for a while yet. It is what Account.Token wants.
func (h *Holder) Token(ctx context.Context) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.grant == (Grant{}) {
		g, err := h.Vault.Grant()
		if err != nil {
			return "", err
		}
		h.grant = g
	}
	g := h.grant
	now := time.Now
	if h.Now != nil {
		now = h.Now
	}
	if g.Access != "" && (g.Expires.IsZero() || now().Add(early).Before(g.Expires)) {
		return g.Access, nil
	}
	if g.Refresh == "" {
		return "", &crm.Fault{Kind: crm.ErrDenied, Subject: oauthSubject, Detail: "the token is over"}
	}
	client := h.Client
	if client == nil {
		client = http.DefaultClient
	}
	fresh, err := h.Authority.refresh(ctx, client, now(), g)
	if err != nil {
		return "", err
	}
	h.grant = fresh
	if fresh.Refresh != g.Refresh {
		if err := h.Vault.Keep(fresh); err != nil {
			return "", errors.Join(crm.ErrNoSecret, err)
		}
	}
	return fresh.Access, nil
}
