package station

import (
	"cmp"
	"context"
	"net"
	"strings"

	"pult/app/conf"
	"pult/app/crm"
	"pult/mail/account"
)

// mailDays is how old letters are looked at unless the file says otherwise.
const mailDays = 90

// mailOf are the settings of the first mailbox and what is no letter of a client.
func mailOf(c *conf.Config) crm.MailSettings {
	m, rules := c.Mail, c.MailRules
	return crm.MailSettings{
		Address: cmp.Or(m.Address, m.User), IMAP: m.IMAP, SMTP: m.SMTP, User: m.User, Name: m.Name, Signature: m.Signature,
		Aliases: m.Aliases, Folders: m.Folders, Days: cmp.Or(m.Days, mailDays), Certificate: m.Certificate,
		OAuthClient: m.OAuthClient, OAuthRedirect: m.OAuthRedirect,
		Own: rules.Own, Exclude: rules.Exclude, ExcludeFolders: rules.Folders, ExcludeSubjects: rules.Words,
	}
}

// post are the keys of [mail] and [mail_rules].
func post(before, after crm.MailSettings) []*part {
	box, rules := newPart("mail"), newPart("mail_rules")
	list := func(p *part, key string, was, is []string) {
		if len(was)+len(is) > 0 { // none is none, however it is written
			p.set(key, was, is, true)
		}
	}
	box.set("address", before.Address, after.Address, true)
	box.set("imap", before.IMAP, after.IMAP, true)
	box.set("smtp", before.SMTP, after.SMTP, true)
	box.set("user", before.User, cmp.Or(after.User, after.Address), true)
	box.set("name", before.Name, after.Name, true)
	box.set("signature", before.Signature, after.Signature, true)
	box.set("days", before.Days, after.Days, true)
	box.set("certificate", before.Certificate, after.Certificate, true)
	box.set("oauth_client", before.OAuthClient, after.OAuthClient, true)
	box.set("oauth_redirect", before.OAuthRedirect, after.OAuthRedirect, true)
	list(box, "aliases", before.Aliases, after.Aliases)
	list(box, "folders", before.Folders, after.Folders)
	list(rules, "own_domains", before.Own, after.Own)
	list(rules, "exclude", before.Exclude, after.Exclude)
	list(rules, "exclude_folders", before.ExcludeFolders, after.ExcludeFolders)
	list(rules, "exclude_subjects", before.ExcludeSubjects, after.ExcludeSubjects)
	return []*part{box, rules}
}

// theirs is an address of each provider that can be named.
var theirs = map[string]string{"yandex": "a@yandex.ru", "mailru": "a@mail.ru", "gmail": "a@gmail.com", "outlook": "a@outlook.com"}

// MailServers are where the mailbox of an address most likely is. A firm's own domain
// does not tell by whom it is kept: then a person names the provider, or FindMail asks.
// Nobody is asked here, for it is called with each key.
func (s *Settings) MailServers(address, provider string) crm.MailHome {
	return mailServers(address, provider)
}

func mailServers(address, provider string) crm.MailHome {
	if of, ok := theirs[provider]; ok {
		address = of
	}
	nobody := func(context.Context, string) ([]string, error) { return nil, crm.ErrOffline }
	return findMail(context.Background(), address, nobody)
}

// FindMail asks the network who takes the mail of an address.
func (s *Settings) FindMail(ctx context.Context, address string) crm.MailHome {
	return findMail(ctx, address, exchangers)
}

func findMail(ctx context.Context, address string, mx func(ctx context.Context, domain string) ([]string, error)) crm.MailHome {
	if !strings.Contains((crm.Address{Email: address}).Domain(), ".") {
		return crm.MailHome{}
	}
	p, known := account.Find(ctx, address, mx)
	return crm.MailHome{Provider: p.Provider, IMAP: p.IMAP, SMTP: p.SMTP, Known: known}
}

// exchangers are the hosts that take the mail of a domain.
func exchangers(ctx context.Context, domain string) ([]string, error) {
	list, err := net.DefaultResolver.LookupMX(ctx, domain)
	hosts := make([]string, len(list)) // of an answer that is partly broken the rest is good
	for i, mx := range list {
		hosts[i] = mx.Host
	}
	if len(hosts) > 0 {
		return hosts, nil
	}
	return nil, err
}

// MailByBrowser tells whether the mailbox as it was typed is entered in the browser.
func (s *Settings) MailByBrowser(m crm.MailSettings) bool {
	if m.OAuthClient == "" {
		return false
	}
	_, err := (&Station{Conf: s.now()}).holder(typedBox(m))
	return err == nil
}

// ConsentMail has the owner of the mailbox as it was typed allow us in, in the browser
// that open opens. Page is what it shows afterwards.
func (s *Settings) ConsentMail(ctx context.Context, m crm.MailSettings, open func(address string) error, page func(error) string) error {
	return consent(ctx, s.now(), typedBox(m), open, page)
}

// typedBox is a mailbox as the file would name it.
func typedBox(m crm.MailSettings) conf.Mail {
	return conf.Mail{
		Name: cmp.Or(m.Name, m.Address), Address: m.Address, User: cmp.Or(m.User, m.Address),
		IMAP: m.IMAP, SMTP: m.SMTP, Certificate: m.Certificate, OAuthClient: m.OAuthClient, OAuthRedirect: m.OAuthRedirect,
	}
}

// TryMail logs in to both servers of the mailbox as it was typed, and reads and sends
// nothing.
func (s *Settings) TryMail(ctx context.Context, typed crm.Settings) crm.MailTrial {
	c, m := s.now(), typed.Mail
	box := typedBox(m)
	a := &account.Account{Secret: func(context.Context) (string, error) {
		return password(m.Password, func() (string, error) {
			boxes := c.Mailboxes()
			if len(boxes) == 0 || boxes[0].User != box.User || boxes[0].IMAP != box.IMAP {
				return "", crm.ErrNoSecret // the password of one server is not told another
			}
			return c.MailPassword(boxes[0])
		})
	}}
	if box.OAuthClient != "" {
		h, err := (&Station{Conf: c}).holder(box)
		if err != nil {
			return crm.MailTrial{IMAP: err, SMTP: err, CanWrite: box.SMTP != ""}
		}
		a.Token = h.Token
	}
	return tryMailbox(ctx, box, a)
}
