package station

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/view"
)

// authority is the provider of tests, under the names of a real one.
type authority struct {
	*httptest.Server
	mu                  sync.Mutex
	challenge, redirect string
	given               int
	revoked             bool
}

func newAuthority() *authority {
	a := &authority{}
	mux := http.NewServeMux()
	mux.HandleFunc("oauth.yandex.ru/authorize", a.authorize)
	mux.HandleFunc("oauth.yandex.ru/token", a.token)
	a.Server = httptest.NewTLSServer(mux)
	return a
}

// client reaches the authority wherever it is asked to go; our own port is reached as
// it is.
func (a *authority) client() *http.Client {
	real, _ := a.Client().Transport.(*http.Transport)
	way := real.Clone()
	way.TLSClientConfig.ServerName = "example.com" // as the certificate of tests has it
	way.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "oauth.yandex.ru:") {
			address = a.Listener.Addr().String()
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	return &http.Client{Transport: way}
}

func (a *authority) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.challenge, a.redirect = q.Get("code_challenge"), q.Get("redirect_uri")
	if q.Get("client_id") != "pult" || q.Get("login_hint") != "anna@yandex.ru" || !strings.Contains(q.Get("scope"), "mail:imap_full") {
		http.Error(w, "what?", http.StatusBadRequest)
		return
	}
	http.Redirect(w, r, a.redirect+"?"+url.Values{"state": {q.Get("state")}, "code": {"code-1"}}.Encode(), http.StatusFound)
}

func (a *authority) token(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	first := r.FormValue("grant_type") == "authorization_code" && r.FormValue("code") == "code-1" && base64.RawURLEncoding.EncodeToString(sum[:]) == a.challenge
	again := r.FormValue("grant_type") == "refresh_token" && r.FormValue("refresh_token") == fmt.Sprintf("lasting-%d", a.given)
	if a.revoked || !first && !again {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_grant"}`)
		return
	}
	a.given++
	_, _ = fmt.Fprintf(w, `{"access_token":"access-%d","refresh_token":"lasting-%d","expires_in":3600,"token_type":"bearer"}`, a.given, a.given)
}

// consented walks the whole way of a consent, from the page in the browser to a token
// that another start of the panel takes out of the keychain, and tells what went wrong.
func consented(home string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	a := newAuthority()
	defer a.Close()
	file := filepath.Join(home, conf.FileName)
	text := "version = 1\n[mail]\nuser = \"anna@yandex.ru\"\nimap = \"imaps://imap.yandex.ru\"\noauth_client = \"pult\"\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	cfg, err := conf.Load(home)
	if err != nil {
		return err
	}
	box := cfg.Mailboxes()[0]
	begin := func() *Station {
		return &Station{Conf: cfg, Words: view.New(view.Russian, time.UTC, time.Now), web: a.client()}
	}
	if _, err := begin().token(box)(ctx); !errors.Is(err, crm.ErrNoSecret) {
		return fmt.Errorf("before anybody consented: %w", err)
	}
	page := make(chan string, 1)
	err = begin().ConsentMail(ctx, box, func(address string) error {
		go func() {
			response, err := a.client().Get(address)
			if err != nil {
				page <- err.Error()
				return
			}
			said, _ := io.ReadAll(response.Body)
			_ = response.Body.Close()
			page <- string(said)
		}()
		return nil
	})
	if err != nil {
		return fmt.Errorf("consent: %w", err)
	}
	if said := <-page; !strings.Contains(said, "Доступ к почте дан") {
		return fmt.Errorf("the browser shows %q", said)
	}
	kept, err := cfg.MailGrant(box)
	if err != nil || !strings.Contains(kept, "lasting-1") || strings.Contains(kept, "access-1") {
		return fmt.Errorf("kept is %q, %w", kept, err)
	}
	for n := 2; n <= 3; n++ { // two more starts, each with what the one before has left
		if token, err := begin().token(box)(ctx); err != nil || token != fmt.Sprintf("access-%d", n) {
			return fmt.Errorf("start %d: %q, %w", n, token, err)
		}
	}
	if now, err := os.ReadFile(file); err != nil || string(now) != text {
		return fmt.Errorf("the file is now %s, %w", now, err)
	}
	a.mu.Lock()
	a.revoked = true
	a.mu.Unlock()
	if _, err := begin().token(box)(ctx); !errors.Is(err, crm.ErrDenied) {
		return fmt.Errorf("a consent that was taken back: %w", err)
	}
	return nil
}

// What a consent gives is kept, lasts over starts, and stands in no file.
func TestAConsentLasts(t *testing.T) {
	keyring.MockInit()
	if err := consented(t.TempDir()); err != nil {
		t.Error(err)
	}
}
