package station

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"pult/app/conf"
	"pult/app/crm"
	"pult/mail/account"
)

// ConsentMail has the owner of a mailbox allow us in, in the browser that open opens,
// and keeps what was given in the keychain. A mailbox that is watched is tried at once.
func (s *Station) ConsentMail(ctx context.Context, m conf.Mail, open func(address string) error) error {
	if err := s.consent(ctx, m, open, s.Words.ConsentPage); err != nil {
		return err
	}
	s.Consented(m.Name)
	return nil
}

// Consented tries a mailbox that is watched at once, after another consent.
func (s *Station) Consented(name string) {
	for _, box := range s.Mailboxes {
		if box.Account.Name != name || box.holder == nil {
			continue
		}
		box.holder.Forget()
		box.Watcher.Retry()
		if box.Courier != nil {
			box.Courier.Retry()
		}
	}
}

func (s *Station) consent(ctx context.Context, m conf.Mail, open func(address string) error, page func(error) string) error {
	h, err := s.holder(m)
	if err != nil {
		return err
	}
	grant, err := h.Authority.Consent(ctx, m.User, account.Browser{Open: open, Page: page, Client: s.web})
	if err != nil {
		return err
	}
	if err := h.Vault.Keep(grant); err != nil {
		return fmt.Errorf("keep the consent: %w", err)
	}
	return nil
}

// holder gives tokens for a mailbox whose provider we know.
func (s *Station) holder(m conf.Mail) (*account.Holder, error) {
	p, known := account.PresetOf(m.Address)
	if !known {
		p, known = account.PresetOfServer(m.IMAP)
	}
	if !known || p.Authority.Token == "" {
		return nil, &crm.Fault{Kind: crm.ErrInvalid, Subject: "mail.oauth_client", Detail: m.Name}
	}
	p.Authority.Client = m.OAuthClient
	p.Authority.Redirect = cmp.Or(m.OAuthRedirect, p.Authority.Redirect)
	return &account.Holder{Authority: p.Authority, Vault: vault{s.Conf, m}, Client: s.web}, nil
}

// vault keeps consents in the keychain of the system: what lasts of them, for some
// keychains hold little.
type vault struct {
	conf *conf.Config
	mail conf.Mail
}

// Grant reads one.
func (v vault) Grant() (g account.Grant, err error) {
	text, err := v.conf.MailGrant(v.mail)
	if err != nil {
		return g, err
	}
	if json.Unmarshal([]byte(text), &g) != nil {
		return account.Grant{}, fmt.Errorf("consent to read mail: %w", crm.ErrNoSecret)
	}
	return g, nil
}

// Keep writes one.
func (v vault) Keep(g account.Grant) error {
	if g.Refresh != "" {
		g = account.Grant{Refresh: g.Refresh}
	}
	text, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return v.conf.KeepMailGrant(v.mail, string(text))
}
