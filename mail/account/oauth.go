package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pult/app/crm"
)

// Authority gives tokens for mailboxes, RFC 6749. We are a program on somebody's
// machine: there is no secret that it could keep, so proof is by RFC 7636.
type Authority struct {
	Authorize string // page on which people consent
	Token     string // where a code becomes a token
	Client    string // our name there
	Secret    string // which some demand of programs too; it protects nothing
	Scopes    []string
	// Redirect is where the browser comes back to, for authorities that want it said
	// beforehand: "http://127.0.0.1:8765/"; without a port, any that is free, RFC 8252
	// section 7.3. "http://127.0.0.1/" when empty.
	Redirect string
}

// Grant is what a consent gave.
type Grant struct {
	Access  string    `json:"access"`
	Refresh string    `json:"refresh"`
	Expires time.Time `json:"expires"` // zero when nobody said
}

// oauthSubject marks faults of this kind, for words.
const oauthSubject = "oauth"

// question is one consent under way.
type question struct {
	authority Authority
	client    *http.Client
	now       func() time.Time
	redirect  string // where the browser is sent back to
	state     string
	verifier  string
}

func newQuestion(a Authority, client *http.Client, redirect string) (*question, error) {
	for _, address := range []string{a.Authorize, a.Token} {
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Host == "" || a.Client == "" {
			return nil, &crm.Fault{Kind: crm.ErrInvalid, Subject: oauthSubject, Detail: address}
		}
	}
	return &question{authority: a, client: client, now: time.Now, redirect: redirect, state: random(), verifier: random()}, nil
}

// random is a word nobody can guess, of 43 signs.
func random() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // it never fails
	return base64.RawURLEncoding.EncodeToString(raw)
}

// page is the address that people consent at.
func (q *question) page(user string) string {
	sum := sha256.Sum256([]byte(q.verifier))
	values := url.Values{
		"response_type": {"code"}, "client_id": {q.authority.Client}, "redirect_uri": {q.redirect}, "state": {q.state},
		"scope": {strings.Join(q.authority.Scopes, " ")}, "login_hint": {user},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
		"access_type": {"offline"}, "prompt": {"consent"}, // Google gives no lasting grant without these
	}
	return q.authority.Authorize + "?" + values.Encode()
}

// code reads what the browser brought back. Anything on the machine can call us:
// what does not know our word is not an answer.
func (q *question) code(values url.Values) (code string, ours bool, err error) {
	if subtle.ConstantTimeCompare([]byte(values.Get("state")), []byte(q.state)) != 1 {
		return "", false, nil
	}
	if said := values.Get("error"); said != "" {
		return "", true, refusedToken(said, values.Get("error_description"))
	}
	if code = values.Get("code"); code == "" {
		return "", true, &crm.Fault{Kind: crm.ErrGarbled, Subject: oauthSubject, Detail: "no code"}
	}
	return code, true, nil
}

func (q *question) redeem(ctx context.Context, code string) (Grant, error) {
	return q.authority.ask(ctx, q.client, q.now(), url.Values{
		"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {q.redirect}, "code_verifier": {q.verifier},
	})
}

// refresh takes a new token. Some authorities give a new grant with it, and the old one
// is worth nothing then.
func (a Authority) refresh(ctx context.Context, client *http.Client, now time.Time, old Grant) (Grant, error) {
	fresh, err := a.ask(ctx, client, now, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.Refresh}})
	if err == nil && fresh.Refresh == "" {
		fresh.Refresh = old.Refresh
	}
	return fresh, err
}

const (
	tokenTime = 30 * time.Second
	maxAnswer = 64 << 10
)

// ask asks for a token.
func (a Authority) ask(ctx context.Context, client *http.Client, now time.Time, values url.Values) (Grant, error) {
	ctx, cancel := context.WithTimeout(ctx, tokenTime)
	defer cancel()
	values.Set("client_id", a.Client)
	if a.Secret != "" {
		values.Set("client_secret", a.Secret)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.Token, strings.NewReader(values.Encode()))
	if err != nil {
		return Grant{}, fmt.Errorf("ask for a token: %w", crm.ErrInvalid)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/json")
	straight := *client
	straight.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := straight.Do(request)
	if err != nil {
		// Its words may hold the address, which holds nothing secret: all is in the body.
		return Grant{}, &crm.Fault{Kind: crm.ErrOffline, Subject: oauthSubject, Detail: err.Error()}
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return Grant{}, &crm.Fault{Kind: crm.ErrOffline, Subject: oauthSubject, Detail: err.Error()}
	}
	return readGrant(response.StatusCode, raw, now)
}

func readGrant(status int, raw []byte, now time.Time) (Grant, error) {
	var said struct {
		Access      string      `json:"access_token"`
		Refresh     string      `json:"refresh_token"`
		Seconds     json.Number `json:"expires_in"` // some write it as a text
		Error       string      `json:"error"`
		Description string      `json:"error_description"`
	}
	err := json.Unmarshal(raw, &said)
	switch {
	case status/100 == 5:
		return Grant{}, &crm.Fault{Kind: crm.ErrBusy, Subject: oauthSubject, Detail: http.StatusText(status)}
	case err == nil && said.Error != "":
		return Grant{}, refusedToken(said.Error, said.Description)
	case err != nil || status != http.StatusOK || said.Access == "":
		return Grant{}, &crm.Fault{Kind: crm.ErrGarbled, Subject: oauthSubject, Detail: http.StatusText(status)}
	}
	g := Grant{Access: said.Access, Refresh: said.Refresh}
	if n, err := said.Seconds.Int64(); err == nil && n > 0 && n < 1<<31 {
		g.Expires = now.Add(time.Duration(n) * time.Second)
	}
	return g, nil
}

// refusedToken makes of a word of RFC 6749 what it means to people.
func refusedToken(word, description string) error {
	kind := crm.ErrRefused
	switch word {
	case "access_denied", "invalid_grant":
		kind = crm.ErrDenied // people have to consent, again perhaps
	case "invalid_client", "unauthorized_client", "invalid_scope", "unsupported_response_type", "invalid_request", "unsupported_grant_type":
		kind = crm.ErrForbidden // the provider does not know this program, or not for this
	case "temporarily_unavailable", "server_error", "slow_down":
		kind = crm.ErrBusy
	}
	detail := word
	if description != "" {
		detail += ": " + description
	}
	if len(detail) > 300 {
		detail = strings.ToValidUTF8(detail[:300], "")
	}
	return &crm.Fault{Kind: kind, Subject: oauthSubject, Detail: detail}
}
