package conf

import (
	"fmt"
	"strings"
	"unicode"
)

// Accounts are the telephone accounts in the order of the file: [phone] first,
// then each [[account]]. Without [phone] there are none.
func (c *Config) Accounts() []Account {
	if c.Phone.Server == "" {
		return nil
	}
	return append([]Account{c.Phone.account()}, c.Account...)
}

func (p Phone) account() Account {
	a := Account{
		Name: p.Name, Server: p.Server, User: p.User, PasswordFile: p.PasswordFile,
		Certificate: p.Certificate, SRTP: p.SRTP, Voicemail: p.Voicemail,
		Companion: p.Companion, DeskPhone: p.DeskPhone, AutoAnswer: p.AutoAnswer,
	}
	if a.Name == "" {
		a.Name = a.User
	}
	return a
}

// AccountPassword finds the password of one of Accounts. That of the first is the
// secret "phone", that of another one "phone/NAME".
func (c *Config) AccountPassword(a Account) (string, error) {
	section := "phone"
	if all := c.Accounts(); len(all) > 0 && a != all[0] {
		section += "/" + a.Name
	}
	return c.secret(section, a.User, a.PasswordFile)
}

// checkAccounts asks for what nobody can guess, and for names that differ: calls
// are told apart by them.
func (c *Config) checkAccounts() error {
	if len(c.Account) > 0 && c.Phone.Server == "" {
		return misfit("phone.server", 0, "[[account]] without [phone], the first account stands there")
	}
	if err := c.Phone.account().checkSafety("phone", 0); err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	names := map[string]bool{}
	for i, a := range c.Accounts() {
		if i == 0 {
			names[a.Name] = true // that of its secret has no name in it
			continue
		}
		if a.Name == "" || a.Server == "" || a.User == "" {
			return misfit("account."+a.lacks(), i-1, "[[account]] number %d wants a name, a server and a user", i)
		}
		if err := a.checkSafety("account", i-1); err != nil {
			return fmt.Errorf("account %q: %w", a.Name, err)
		}
		secret := variable("phone/" + a.Name)
		if names[a.Name] || names[secret] {
			return misfit("account.name", i-1, "two telephone accounts are named %q", a.Name)
		}
		names[a.Name], names[secret] = true, true
	}
	return nil
}

// lacks is the first of the keys nobody can guess.
func (a Account) lacks() string {
	switch {
	case a.Name == "":
		return "name"
	case a.Server == "":
		return "server"
	default:
		return "user"
	}
}

// variable is the name of the environment variable with a secret:
// PULT_PHONE_PASSWORD, or PULT_PHONE_СКЛАД_2_PASSWORD for "Склад 2".
func variable(section string) string {
	return "PULT_" + strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return '_'
	}, section) + "_PASSWORD"
}
