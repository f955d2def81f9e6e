package account

import (
	"context"
	"fmt"

	"github.com/emersion/go-sasl"

	"pult/app/crm"
)

// xoauth2 is the mechanism that Google made and Yandex and Mail.ru took over; it
// stands in no RFC. The library knows OAUTHBEARER only (RFC 7628).
type xoauth2 struct{ user, token string }

func (x *xoauth2) Start() (mechanism string, response []byte, err error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the challenge that tells why the token was refused; the refusal
// itself follows.
func (x *xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }

// Login is how one proves to be the owner of a mailbox. Mechanisms are those that
// the server names; with a token they are not asked: Yandex takes XOAUTH2 without
// naming it.
func (a *Account) Login(ctx context.Context, mechanisms []string) (sasl.Client, error) {
	if a.Token != nil {
		token, err := a.Token(ctx)
		if err != nil {
			return nil, fmt.Errorf("token of %s: %w", a.Name, err)
		}
		return &xoauth2{a.User, token}, nil
	}
	if a.Secret == nil {
		return nil, fmt.Errorf("mailbox %s: %w", a.Name, crm.ErrNoSecret)
	}
	password, err := a.Secret(ctx)
	if err != nil {
		return nil, fmt.Errorf("password of %s: %w", a.Name, err)
	}
	for _, m := range mechanisms {
		if m == sasl.Plain {
			return sasl.NewPlainClient("", a.User, password), nil
		}
	}
	return &login{user: a.User, password: password}, nil
}

// Credential is what Login would show: the token, or the password.
func (a *Account) Credential(ctx context.Context) (string, error) {
	switch {
	case a.Token != nil:
		return a.Token(ctx)
	case a.Secret != nil:
		return a.Secret(ctx)
	}
	return "", fmt.Errorf("mailbox %s: %w", a.Name, crm.ErrNoSecret)
}
