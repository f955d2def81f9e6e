package station

import (
	"cmp"
	"context"
	"net"
	"slices"
	"strings"

	"pult/app/conf"
	"pult/app/crm"
	"pult/mail/account"
)

// mailDays is how old letters are looked at unless the file says otherwise.
const mailDays = 90

// mailOf are the settings of the first mailbox and what is no letter of a client.
func mailOf(c *conf.Config) crm.MailSettings {
	rules := c.MailRules
	return crm.MailSettings{
		Mailbox: boxOf(c.Mail), Own: rules.Own, Exclude: rules.Exclude, ExcludeFolders: rules.Folders, ExcludeSubjects: rules.Words,
	}
}

// boxOf is a mailbox without its password.
func boxOf(m conf.Mail) crm.Mailbox {
	return crm.Mailbox{
		Address: cmp.Or(m.Address, m.User), IMAP: m.IMAP, SMTP: m.SMTP, User: m.User, Name: m.Name, Signature: m.Signature,
		Aliases: m.Aliases, Folders: m.Folders, Days: cmp.Or(m.Days, mailDays), Certificate: m.Certificate,
		OAuthClient: m.OAuthClient, OAuthRedirect: m.OAuthRedirect,
	}
}

// boxesOf are the mailboxes beside the first.
func boxesOf(c *conf.Config) (list []crm.Mailbox) {
	for i, m := range c.Mailbox {
		box := boxOf(m)
		box.Was = i + 1
		list = append(list, box)
	}
	return list
}

// post are the keys of [mail] and [mail_rules].
func post(before, after crm.MailSettings) []*part {
	box, rules := newPart("mail"), newPart("mail_rules")
	box.mailbox(before.Mailbox, after.Mailbox)
	rules.list("own_domains", before.Own, after.Own)
	rules.list("exclude", before.Exclude, after.Exclude)
	rules.list("exclude_folders", before.ExcludeFolders, after.ExcludeFolders)
	rules.list("exclude_subjects", before.ExcludeSubjects, after.ExcludeSubjects)
	return []*part{box, rules}
}

// list sets a key that holds several texts. None is none, however it is written.
func (p *part) list(key string, was, is []string) {
	if len(was)+len(is) > 0 {
		p.set(key, was, is, true)
	}
}

// mailbox are the keys of a mailbox.
func (p *part) mailbox(before, after crm.Mailbox) {
	p.set("address", before.Address, after.Address, true)
	p.set("imap", before.IMAP, after.IMAP, true)
	p.set("smtp", before.SMTP, after.SMTP, true)
	p.set("user", before.User, cmp.Or(after.User, after.Address), true)
	p.set("name", before.Name, after.Name, true)
	p.set("signature", before.Signature, after.Signature, true)
	p.set("days", before.Days, after.Days, true)
	p.set("certificate", before.Certificate, after.Certificate, true)
	p.set("oauth_client", before.OAuthClient, after.OAuthClient, true)
	p.set("oauth_redirect", before.OAuthRedirect, after.OAuthRedirect, true)
	p.list("aliases", before.Aliases, after.Aliases)
	p.list("folders", before.Folders, after.Folders)
}

// boxRows say of each further mailbox what has changed; a new one says all that is set.
func boxRows(before, after []crm.Mailbox) (rows []conf.Row) {
	for _, box := range after {
		var was crm.Mailbox
		if box.Was > 0 {
			was = before[box.Was-1]
		}
		p := newPart("mailbox")
		p.mailbox(was, box)
		rows = append(rows, conf.Row{Was: box.Was, Values: p.values})
	}
	return rows
}

// unspokenBoxes are mailboxes without their passwords, which the file never has, and
// with an empty list written in one way.
func unspokenBoxes(list []crm.Mailbox) []crm.Mailbox {
	list = slices.Clone(list)
	for i := range list {
		box := &list[i]
		box.Password = ""
		for _, texts := range []*[]string{&box.Aliases, &box.Folders} {
			if len(*texts) == 0 {
				*texts = nil
			}
		}
	}
	return list
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
	browser := !slices.ContainsFunc(p.Ways, func(w account.Way) bool { return w != account.ByOAuth })
	return crm.MailHome{Provider: p.Provider, IMAP: p.IMAP, SMTP: p.SMTP, Known: known, Browser: known && browser}
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
func (s *Settings) MailByBrowser(m crm.Mailbox) bool {
	if m.OAuthClient == "" {
		return false
	}
	_, err := (&Station{Conf: s.now()}).holder(typedBox(m))
	return err == nil
}

// ConsentMail has the owner of the mailbox as it was typed allow us in, in the browser
// that open opens. Page is what it shows afterwards.
func (s *Settings) ConsentMail(ctx context.Context, m crm.Mailbox, open func(address string) error, page func(error) string) error {
	return (&Station{Conf: s.now()}).consent(ctx, typedBox(m), open, page)
}

// typedBox is a mailbox as the file would name it.
func typedBox(m crm.Mailbox) conf.Mail {
	return conf.Mail{
		Name: cmp.Or(m.Name, m.Address), Address: m.Address, User: cmp.Or(m.User, m.Address),
		IMAP: m.IMAP, SMTP: m.SMTP, Certificate: m.Certificate, OAuthClient: m.OAuthClient, OAuthRedirect: m.OAuthRedirect,
	}
}

// TryMail logs in to both servers of a mailbox as it was typed, and reads and sends
// nothing. Row is that of a further one, -1 the first. Told hears of every step.
func (s *Settings) TryMail(ctx context.Context, typed crm.Settings, row int, told func(crm.MailTrial)) crm.MailTrial {
	c, m := s.now(), typed.Mail.Mailbox
	kept := c.Mail
	if row >= 0 {
		m, kept = typed.Mailboxes[row], conf.Mail{}
		if m.Was > 0 {
			kept = c.Mailbox[m.Was-1]
		}
	}
	box := typedBox(m)
	a := &account.Account{Secret: func(context.Context) (string, error) {
		return password(m.Password, func() (string, error) {
			if kept.IMAP != box.IMAP || kept.User != box.User {
				return "", crm.ErrNoSecret // the password of one server is not told another
			}
			return c.MailPassword(named(kept))
		})
	}}
	if box.OAuthClient != "" {
		a.Token = (&Station{Conf: c}).token(box)
	}
	return tryMailbox(ctx, box, a, told)
}

// named is a mailbox of the file by the name it goes by.
func named(m conf.Mail) conf.Mail {
	m.Name = cmp.Or(m.Name, m.Address, m.User)
	return m
}
