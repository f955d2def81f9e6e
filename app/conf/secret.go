package conf

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	"unicode"

	"github.com/zalando/go-keyring"

	"pult/app/crm"
)

// keychainWait bounds the keychain: it may sit behind a question to the user.
const keychainWait = 5 * time.Second

// OneCPassword finds the password of the 1C user.
func (c *Config) OneCPassword() (string, error) {
	return c.secret("onec", c.OneC.User, c.OneC.PasswordFile)
}

// secret looks into PULT_<SECTION>_PASSWORD, then into password_file, then into
// the keychain of the system.
func (c *Config) secret(section, user, file string) (string, error) {
	if text, ok := os.LookupEnv(variable(section)); ok {
		return text, nil
	}
	if file != "" {
		if !filepath.IsAbs(file) {
			file = filepath.Join(c.home, file)
		}
		return readSecret(file)
	}
	return fromKeychain("pult/"+section, user)
}

// readSecret reads a file that only its owner may read.
func readSecret(path string) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("password file %s: %w", path, crm.ErrNoSecret)
	}
	if err != nil {
		return "", fmt.Errorf("password file: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("password file %s is readable by others, set its mode to 0600: %w", path, crm.ErrInvalid)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("password file: %w", err)
	}
	return strings.TrimRight(string(raw), "\r\n"), nil
}

func fromKeychain(service, user string) (string, error) {
	type answer struct {
		text string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		text, err := keyring.Get(service, user)
		got <- answer{text, err}
	}()
	select {
	case a := <-got:
		if a.err != nil {
			return "", fmt.Errorf("keychain, item %s of %s: %w: %w", service, user, crm.ErrNoSecret, a.err)
		}
		return a.text, nil
	case <-time.After(keychainWait):
		return "", fmt.Errorf("keychain did not answer in %s: %w", keychainWait, crm.ErrBusy)
	}
}

// SavePassword keeps the password of "onec", "phone", "bell", "mail", of a further
// account, "phone/NAME", or of a further mailbox, "mail/NAME": in the file the settings
// name, else in the keychain, and where there is none in a file only its owner reads.
// inFile tells the latter.
func (c *Config) SavePassword(section, user, password string) (inFile bool, err error) {
	name, table, row := c.passwordFile(section)
	if name == "" && toKeychain("pult/"+section, user, password) == nil {
		return false, nil
	}
	if name == "" {
		name = fileName(section) + ".password"
		values := map[string]any{"password_file": name}
		if row > 0 {
			rows := make([]Row, c.tables(table))
			for i := range rows {
				rows[i] = Row{Was: i + 1}
			}
			rows[row-1].Values = values
			err = c.SaveRows(table, rows)
		} else {
			err = c.Save(section, values)
		}
		if err != nil {
			return true, err
		}
	}
	if err := os.WriteFile(c.path(name), []byte(password+"\n"), 0o600); err != nil {
		return true, fmt.Errorf("password file: %w", err)
	}
	return true, os.Chmod(c.path(name), 0o600)
}

// passwordFile is the file the settings name for a secret. Of a further account or
// mailbox it tells which row of which tables it is, counted from 1.
func (c *Config) passwordFile(section string) (file, table string, row int) {
	if name, ok := strings.CutPrefix(section, "phone/"); ok {
		for i, a := range c.Account {
			if a.Name == name {
				return a.PasswordFile, "account", i + 1
			}
		}
	}
	if name, ok := strings.CutPrefix(section, "mail/"); ok {
		for i, m := range c.Mailbox {
			if cmp.Or(m.Name, m.Address, m.User) == name {
				return m.PasswordFile, "mailbox", i + 1
			}
		}
	}
	return map[string]string{"onec": c.OneC.PasswordFile, "phone": c.Phone.PasswordFile, "bell": c.Bell.PasswordFile, "mail": c.Mail.PasswordFile}[section], "", 0
}

// fileName is a section as files may be named.
func fileName(section string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, section)
}

func toKeychain(service, user, password string) error {
	done := make(chan error, 1)
	go func() { done <- keyring.Set(service, user, password) }()
	select {
	case err := <-done:
		return err
	case <-time.After(keychainWait):
		return crm.ErrBusy
	}
}
