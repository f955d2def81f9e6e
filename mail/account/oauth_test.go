package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
)

// ministry is an authority of tests: it asks nobody, and checks what it is told.
type ministry struct {
	*httptest.Server
	mu        sync.Mutex
	challenge string // of the code that was given
	redirect  string
	refresh   string // the one that is good
	refreshed int
	word      string // of RFC 6749 that it refuses with
	status    int
	body      string // answered in place of a token
}

func newMinistry(t *testing.T) *ministry {
	t.Helper()
	m := &ministry{}
	mux := http.NewServeMux()
	mux.HandleFunc("/authorize", m.authorize)
	mux.HandleFunc("/token", m.token)
	m.Server = httptest.NewTLSServer(mux)
	t.Cleanup(m.Close)
	return m
}

func (m *ministry) authority() Authority {
	return Authority{Authorize: m.URL + "/authorize", Token: m.URL + "/token", Client: "pult", Scopes: []string{"mail"}}
}

func (m *ministry) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	m.mu.Lock()
	defer m.mu.Unlock()
	if q.Get("client_id") != "pult" || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("scope") != "mail" || len(q.Get("state")) < 40 {
		http.Error(w, "what?", http.StatusBadRequest)
		return
	}
	m.challenge, m.redirect = q.Get("code_challenge"), q.Get("redirect_uri")
	back := url.Values{"state": {q.Get("state")}, "code": {"code-1"}}
	if m.word != "" {
		back = url.Values{"state": {q.Get("state")}, "error": {m.word}}
	}
	http.Redirect(w, r, m.redirect+"?"+back.Encode(), http.StatusFound)
}

func (m *ministry) token(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.body != "" || m.status != 0 {
		w.WriteHeader(max(m.status, http.StatusOK))
		_, _ = io.WriteString(w, m.body)
		return
	}
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	good := false
	switch r.FormValue("grant_type") {
	case "authorization_code":
		good = r.FormValue("code") == "code-1" && r.FormValue("redirect_uri") == m.redirect && base64.RawURLEncoding.EncodeToString(sum[:]) == m.challenge
		m.challenge = "used"
	case "refresh_token":
		good = r.FormValue("refresh_token") == m.refresh
	}
	if !good || r.FormValue("client_id") != "pult" || r.URL.RawQuery != "" {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_grant"}`)
		return
	}
	m.refreshed++
	m.refresh = fmt.Sprintf("refresh-%d", m.refreshed)
	_, _ = fmt.Fprintf(w, `{"access_token":"access-%d","refresh_token":%q,"expires_in":3600,"token_type":"bearer"}`, m.refreshed, m.refresh)
}

// browser goes to the page and follows where it is sent.
func (m *ministry) browser(t *testing.T, before func(address string)) Browser {
	var pages sync.WaitGroup
	t.Cleanup(pages.Wait)
	return Browser{
		Client: m.Client(),
		Page:   func(err error) string { return fmt.Sprintf("page: %v", err) },
		Open: func(address string) error {
			pages.Go(func() {
				if before != nil {
					before(address)
				}
				response, err := m.Client().Get(address)
				if err != nil {
					return // nobody waits any more
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
			})
			return nil
		},
	}
}

type drawer struct {
	mu    sync.Mutex
	grant Grant
	kept  int
}

func (d *drawer) Grant() (Grant, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.grant == (Grant{}) {
		return Grant{}, crm.ErrNoSecret
	}
	return d.grant, nil
}

func (d *drawer) Keep(g Grant) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.grant = g
	d.kept++
	return nil
}

// The way of a consent: the browser, our port, a code that is worth nothing without
// our word, a token that is replaced in time, once however many ask for it.
func TestConsent(t *testing.T) {
	m := newMinistry(t)
	// Another program of the machine calls our port first, with a word of its own.
	foreign := func(address string) {
		u, err := url.Parse(address)
		if err != nil {
			t.Error(err)
			return
		}
		response, err := http.Get(u.Query().Get("redirect_uri") + "?state=guess&code=stolen")
		if err != nil {
			t.Error(err)
			return
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusNotFound {
			t.Errorf("a stranger was answered %s", response.Status)
		}
	}
	g, err := m.authority().Consent(t.Context(), "anna@firm.example", m.browser(t, foreign))
	if err != nil || g.Access != "access-1" || g.Refresh != "refresh-1" || time.Until(g.Expires) < 50*time.Minute {
		t.Fatalf("%+v, %v", g, err)
	}
	d := &drawer{grant: g}
	clock := time.Now()
	h := &Holder{Authority: m.authority(), Vault: d, Client: m.Client(), Now: func() time.Time { return clock }}
	ask := func(want string) {
		t.Helper()
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if got, err := h.Token(t.Context()); err != nil || got != want {
					t.Errorf("%q, %v, want %q", got, err, want)
				}
			})
		}
		all.Wait()
	}
	ask("access-1")
	clock = clock.Add(59 * time.Minute)
	ask("access-2")
	if d.kept != 1 || d.grant.Refresh != "refresh-2" {
		t.Errorf("kept %d times: %+v", d.kept, d.grant)
	}
	// The consent was taken back: that is said, and not asked for ever.
	m.refresh = "none"
	clock = clock.Add(2 * time.Hour)
	if _, err := h.Token(t.Context()); !errors.Is(err, crm.ErrDenied) {
		t.Errorf("%v", err)
	}
}

// An authority that wants the way back by name is told it with a port that is free.
func TestConsentComesBackByName(t *testing.T) {
	m := newMinistry(t)
	a := m.authority()
	a.Redirect = "http://localhost"
	if _, err := a.Consent(t.Context(), "anna@firm.example", m.browser(t, nil)); err != nil {
		t.Fatal(err)
	}
	if back, err := url.Parse(m.redirect); err != nil || back.Hostname() != "localhost" || back.Port() == "" || back.Path != "" {
		t.Errorf("the browser was sent back to %q, %v", m.redirect, err)
	}
}

func TestConsentRefused(t *testing.T) {
	tests := []struct {
		name string
		do   func(m *ministry, a *Authority)
		want error
	}{
		{"the owner says no", func(m *ministry, _ *Authority) { m.word = "access_denied" }, crm.ErrDenied},
		{"the provider does not know us", func(m *ministry, _ *Authority) { m.word = "unauthorized_client" }, crm.ErrForbidden},
		{"later", func(m *ministry, _ *Authority) { m.word = "temporarily_unavailable" }, crm.ErrBusy},
		{"the server of tokens fails", func(m *ministry, _ *Authority) { m.status = http.StatusBadGateway }, crm.ErrBusy},
		{"no token", func(m *ministry, _ *Authority) { m.body = "<html>" }, crm.ErrGarbled},
		{"a token of nothing", func(m *ministry, _ *Authority) { m.body = "{}" }, crm.ErrGarbled},
		{"endless", func(m *ministry, _ *Authority) { m.body = `{"access_token":"` + strings.Repeat("a", 100<<10) + `"}` }, crm.ErrGarbled},
		{"in clear", func(_ *ministry, a *Authority) { a.Token = strings.Replace(a.Token, "https", "http", 1) }, crm.ErrInvalid},
		{"back to another machine", func(_ *ministry, a *Authority) { a.Redirect = "http://198.51.100.1:80/" }, crm.ErrInvalid},
		{"without a name of ours", func(_ *ministry, a *Authority) { a.Client = "" }, crm.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := newMinistry(t)
			a := m.authority()
			tt.do(m, &a)
			g, err := a.Consent(t.Context(), "anna@firm.example", m.browser(t, nil))
			if !errors.Is(err, tt.want) || g != (Grant{}) {
				t.Errorf("%v, %v, want %v", g, err, tt.want)
			}
		})
	}
	// Nobody comes back: it ends with the context.
	ctx, stop := context.WithCancel(t.Context())
	m := newMinistry(t)
	b := m.browser(t, nil)
	b.Open = func(string) error { stop(); return nil }
	if _, err := m.authority().Consent(ctx, "anna@firm.example", b); !errors.Is(err, crm.ErrDenied) {
		t.Errorf("%v", err)
	}
}
