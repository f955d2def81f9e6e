package conf

import (
	"cmp"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"pult/app/crm"
)

// Mail is a mailbox. [mail] is the first one, each [[mailbox]] a further one.
type Mail struct {
	Name         string   `toml:"name"`    // what people call it; the address when empty
	Address      string   `toml:"address"` // the user when empty
	Aliases      []string `toml:"aliases"` // addresses that are its own too
	IMAP         string   `toml:"imap"`    // "imaps://mail.firm.example", or imap:// for STARTTLS
	SMTP         string   `toml:"smtp"`    // "smtps://mail.firm.example", or smtp:// for STARTTLS
	Certificate  string   `toml:"certificate"`
	User         string   `toml:"user"`
	PasswordFile string   `toml:"password_file"`
	Folders      []string `toml:"folders"`   // watched beside the inbox and the sent ones
	Days         int      `toml:"days"`      // how old letters are looked at in the beginning; 90 when 0
	Signature    string   `toml:"signature"` // below each letter

	// OAuthClient is the name of this program at the provider; with it the mailbox is
	// opened by a consent in the browser, and no password is used.
	OAuthClient   string `toml:"oauth_client"`
	OAuthRedirect string `toml:"oauth_redirect"` // as it was said to the provider; any free port when empty
}

// MailRules say what is no letter of a client.
type MailRules struct {
	Own     []string `toml:"own_domains"` // of the firm: everybody there is a colleague
	Exclude []string `toml:"exclude"`     // addresses, and domains as "@shop.example"
	Folders []string `toml:"exclude_folders"`
	Words   []string `toml:"exclude_subjects"`
}

// Mailboxes are the mailboxes in the order of the file. Without an imap there is none.
func (c *Config) Mailboxes() []Mail {
	var list []Mail
	for _, m := range append([]Mail{c.Mail}, c.Mailbox...) {
		if m.IMAP == "" {
			continue
		}
		if m.Address == "" {
			m.Address = m.User
		}
		if m.Name == "" {
			m.Name = m.Address
		}
		if m.Days == 0 {
			m.Days = 90
		}
		list = append(list, m)
	}
	return list
}

// MailPassword finds the password of one of Mailboxes: the secret "mail" is that of
// [mail], "mail/NAME" that of a further one. Where there is no [mail], the first of the
// others may have "mail" too.
func (c *Config) MailPassword(m Mail) (string, error) {
	if c.Mail.IMAP != "" && m.Name == cmp.Or(c.Mail.Name, c.Mail.Address, c.Mail.User) {
		return c.secret("mail", m.User, m.PasswordFile)
	}
	password, err := c.secret("mail/"+m.Name, m.User, m.PasswordFile)
	if all := c.Mailboxes(); errors.Is(err, crm.ErrNoSecret) && len(all) > 0 && m.Name == all[0].Name {
		return c.secret("mail", m.User, m.PasswordFile)
	}
	return password, err
}

// MailGrant is what a consent gave, from the keychain alone: it is no password that
// anybody could have written down.
func (c *Config) MailGrant(m Mail) (string, error) {
	return fromKeychain("pult/mail-grant/"+m.Name, m.User)
}

// KeepMailGrant puts it there.
func (c *Config) KeepMailGrant(m Mail, text string) error {
	return toKeychain("pult/mail-grant/"+m.Name, m.User, text)
}

// Letters is the folder of letters as they came.
func (c *Config) Letters() string { return filepath.Join(c.home, "letters") }

func (c *Config) checkMail() error {
	names := map[string]bool{}
	if m := c.Mail; m.IMAP != "" {
		if err := m.check("mail", 0, names); err != nil {
			return err
		}
	}
	for i, m := range c.Mailbox {
		if m.IMAP == "" {
			continue
		}
		if err := m.check("mailbox", i, names); err != nil {
			return err
		}
	}
	for _, text := range c.MailRules.Exclude {
		if domain, ok := strings.CutPrefix(text, "@"); !ok && crm.CleanEmail(text) == "" || ok && !strings.Contains(domain, ".") {
			return misfit("mail_rules.exclude", 0, "mail_rules.exclude names %q, an address or a domain such as @shop.example is meant", text)
		}
	}
	return nil
}

// check tells what of a mailbox cannot be right. Names are those that are taken.
func (m Mail) check(section string, row int, names map[string]bool) error {
	address := cmp.Or(m.Address, m.User)
	name := cmp.Or(m.Name, address)
	for key, value := range map[string]string{"imap": m.IMAP, "smtp": m.SMTP} {
		u, err := url.Parse(value)
		if value != "" && (err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != key && u.Scheme != key+"s") {
			return misfit(section+"."+key, row, "%s.%s = %q, %ss://HOST or %s://HOST (STARTTLS) is meant", section, key, value, key, key)
		}
	}
	switch {
	case m.User == "":
		return misfit(section+".user", row, "mailbox %q wants a user", name)
	case crm.CleanEmail(address) == "":
		return misfit(section+".address", row, "mailbox %q wants its address, %q is none", name, address)
	case m.Days < 0:
		return misfit(section+".days", row, "mailbox %q, days = %d is less than nothing", name, m.Days)
	case names[name]:
		return misfit(section+".name", row, "two mailboxes are named %q", name)
	}
	if m.Certificate != "" {
		if _, err := crm.ParseFingerprint(m.Certificate); err != nil {
			return misfit(section+".certificate", row, "mailbox %q, certificate: %v", name, err)
		}
	}
	names[name] = true
	return nil
}
