//go:build field && linux

package station

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"pult/app/conf"
)

// inKeychain names the folder of a run of this program that is to use the keychain of
// the system: the other tests have put a pretended one in its place.
const inKeychain = "PULT_TEST_KEYCHAIN"

func TestMain(m *testing.M) {
	home := os.Getenv(inKeychain)
	if home == "" {
		os.Exit(m.Run())
	}
	if err := errors.Join(awake(), remembered(home), consented(home)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// awake waits until the keychain has begun to answer.
func awake() (err error) {
	for range 600 {
		if err = keyring.Set("pult/probe", "nobody", "text"); err == nil {
			return nil
		}
		<-time.After(100 * time.Millisecond)
	}
	return fmt.Errorf("no keychain: %w", err)
}

// remembered keeps a password and reads it again.
func remembered(home string) error {
	c, err := conf.Default(home)
	if err != nil {
		return err
	}
	c.Mail = conf.Mail{User: "anna@yandex.ru", IMAP: "imaps://imap.yandex.ru"}
	if inFile, err := c.SavePassword("mail", c.Mail.User, "пароль приложения"); err != nil || inFile {
		return fmt.Errorf("keep a password: in a file %v, %w", inFile, err)
	}
	password, err := c.MailPassword(c.Mailboxes()[0])
	if err != nil || password != "пароль приложения" {
		return fmt.Errorf("the password is %q, %w", password, err)
	}
	return nil
}

// A password and a consent are kept in a real Secret Service, on a bus of its own.
func TestTheKeychainOfTheSystem(t *testing.T) {
	home := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const script = `printf пароль | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" -test.run=^$`
	run := exec.CommandContext(t.Context(), "dbus-run-session", "--", "sh", "-c", script, self)
	var said bytes.Buffer
	run.Stdout, run.Stderr = &said, &said
	run.Env = append(os.Environ(), inKeychain+"="+home, "HOME="+home, "XDG_DATA_HOME="+home+"/data", "XDG_RUNTIME_DIR="+home)
	if err := run.Run(); err != nil {
		t.Errorf("%v: %s", err, strings.TrimSpace(said.String()))
	}
}
