package conf

import (
	"fmt"
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
// the first, "mail/NAME" that of another one.
func (c *Config) MailPassword(m Mail) (string, error) {
	section := "mail"
	if all := c.Mailboxes(); len(all) > 0 && m.Name != all[0].Name {
		section += "/" + m.Name
	}
	return c.secret(section, m.User, m.PasswordFile)
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
	for _, m := range c.Mailboxes() {
		for key, value := range map[string]string{"imap": m.IMAP, "smtp": m.SMTP} {
			u, err := url.Parse(value)
			if value != "" && (err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != key && u.Scheme != key+"s") {
				return misfit("mail."+key, 0, "mail.%s = %q, %ss://HOST or %s://HOST (STARTTLS) is meant", key, value, key, key)
			}
		}
		switch {
		case m.User == "":
			return misfit("mail.user", 0, "mailbox %q wants a user", m.Name)
		case crm.CleanEmail(m.Address) == "":
			return misfit("mail.address", 0, "mailbox %q wants its address, %q is none", m.Name, m.Address)
		case m.Days < 0:
			return fmt.Errorf("mailbox %q, days = %d is less than nothing: %w", m.Name, m.Days, crm.ErrInvalid)
		case names[m.Name]:
			return fmt.Errorf("two mailboxes are named %q: %w", m.Name, crm.ErrInvalid)
		}
		if m.Certificate != "" {
			if _, err := crm.ParseFingerprint(m.Certificate); err != nil {
				return misfit("mail.certificate", 0, "mailbox %q, certificate: %v", m.Name, err)
			}
		}
		names[m.Name] = true
	}
	for _, text := range c.MailRules.Exclude {
		if domain, ok := strings.CutPrefix(text, "@"); !ok && crm.CleanEmail(text) == "" || ok && !strings.Contains(domain, ".") {
			return misfit("mail_rules.exclude", 0, "mail_rules.exclude names %q, an address or a domain such as @shop.example is meant", text)
		}
	}
	return nil
}
