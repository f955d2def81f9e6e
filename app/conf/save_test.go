package conf

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"pult/app/crm"
)

func settingsFile(t *testing.T, text string) (*Config, string) {
	t.Helper()
	home := t.TempDir()
	path := filepath.Join(home, FileName)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(home)
	if err != nil {
		t.Fatal(err)
	}
	return c, path
}

func TestSaveTouchesNothingElse(t *testing.T) {
	for name, tt := range map[string]struct {
		before, section string
		values          map[string]any
		after           string
	}{
		"above all": {
			"# office\nversion = 1 # keep\n\n# the base\n[onec]\nurl = \"http://a/\" # main\n", "",
			map[string]any{"theme": "dark", "scale": 1.25, "version": 1},
			"# office\nversion = 1 # keep\nscale = 1.25\ntheme = \"dark\"\n\n# the base\n[onec]\nurl = \"http://a/\" # main\n",
		},
		"a key of a section is not one above": {
			"[onec]\nuser = \"a\"\n", "",
			map[string]any{"manager": "Анна"},
			"manager = \"Анна\"\n[onec]\nuser = \"a\"\n",
		},
		"a list": {
			"version = 1\n[onec]\nwrite = [\"mails\"] # so far\n", "onec",
			map[string]any{"write": []string{"mails", "calls"}},
			"version = 1\n[onec]\nwrite = [\"mails\", \"calls\"] # so far\n",
		},
		"whole numbers": {
			"version = 1\nscale = 2.0\n[record]\ndays = 90\n", "record",
			map[string]any{"days": 30, "on": true},
			"version = 1\nscale = 2.0\n[record]\non = true\ndays = 30\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, path := settingsFile(t, tt.before)
			if err := c.Save(tt.section, tt.values); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(path)
			if err != nil || string(got) != tt.after {
				t.Errorf("got\n%s\nwant\n%s\n%v", got, tt.after, err)
			}
		})
	}
}

func TestSaveRefusesWhatCannotBeStartedWith(t *testing.T) {
	c, path := settingsFile(t, "version = 1\n")
	if err := c.Save("", map[string]any{"scale": 40.0}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a scale of 40 gives %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "version = 1\n" {
		t.Errorf("the file is now %q", got)
	}
}

func TestPasswordGoesToTheKeychain(t *testing.T) {
	keyring.MockInit()
	c, path := settingsFile(t, "version = 1\n[phone]\nserver = \"sip:pbx.firm.example\"\nuser = \"105\"\n")
	inFile, err := c.SavePassword("phone", "105", "s3cret")
	if err != nil || inFile {
		t.Fatalf("in a file %t, %v", inFile, err)
	}
	if got, err := c.AccountPassword(c.Accounts()[0]); err != nil || got != "s3cret" {
		t.Errorf("it reads %q, %v", got, err)
	}
	if text, _ := os.ReadFile(path); strings.Contains(string(text), "s3cret") {
		t.Error("the password is in pult.toml")
	}
}

func TestPasswordWithoutAKeychain(t *testing.T) {
	keyring.MockInitWithError(errors.New("no keychain here"))
	t.Cleanup(keyring.MockInit)
	c, path := settingsFile(t, "version = 1\n[phone]\nserver = \"sip:pbx.firm.example\"\nuser = \"105\"\n")
	inFile, err := c.SavePassword("phone", "105", "s3cret")
	if err != nil || !inFile {
		t.Fatalf("in a file %t, %v", inFile, err)
	}
	fresh, err := Load(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fresh.AccountPassword(fresh.Accounts()[0]); err != nil || got != "s3cret" {
		t.Errorf("it reads %q, %v", got, err)
	}
	info, err := os.Stat(filepath.Join(filepath.Dir(path), "phone.password"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestFirstFile(t *testing.T) {
	home := filepath.Join(t.TempDir(), "new")
	c, err := Default(home)
	if err != nil || c.Language != "ru" {
		t.Fatal(c, err)
	}
	if err := Create(home); err != nil {
		t.Fatal(err)
	}
	if err := Create(home); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second time: %v", err)
	}
	if _, err := Load(home); err != nil {
		t.Error(err)
	}
}
