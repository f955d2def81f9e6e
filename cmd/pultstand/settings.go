package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/sync/standin"
)

// mark begins the settings we write. A file without it is somebody's own and is
// left alone.
const mark = "# Written by pultstand: the practice company."

func settingsPath(home string) string { return filepath.Join(home, conf.FileName) }

// noon is a zone where it is about noon at a moment. Clients of whom no zone is known
// are there, so that call lists can be practised at any hour: nobody is called at night,
// and no setting changes that.
func noon(at time.Time) string { return crm.ZoneAt((12 - at.UTC().Hour()) * 60).String() }

// writeSettings leads a panel to the company. Passwords go into files of their
// own that only the owner reads.
func (c *company) writeSettings(home, language string) error {
	path := settingsPath(home)
	old, err := os.ReadFile(path)
	if err == nil && !bytes.HasPrefix(old, []byte(mark)) {
		return fmt.Errorf("%s holds settings of your own; give another --home", path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("settings: %w", err)
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	text := fmt.Sprintf(`%s
version = 1
language = %q
manager = %q

[onec]
url = %q
user = %q
password_file = "onec.password"
timezone = "Europe/Moscow"
interval = "1m"
write = ["calls"]

[phone]
server = %q
user = %q
password_file = "phone.password"
country = "RU"
area_code = %q
voicemail = true

[lists]
weekends = "9:00-20:00"
zone = %q
`, mark, cmp.Or(language, "ru"), c.manager, c.onec, onecUser, c.sip, extension, standin.AreaCode, noon(time.Now()))
	text += c.mailSettings()
	for _, one := range c.colleagues {
		text += fmt.Sprintf("\n[[colleague]]\nname = %q\nextension = %q\n", one.Name, one.Extension)
	}
	for name, content := range map[string]string{
		conf.FileName: text, "onec.password": onecPassword + "\n", "phone.password": sipPassword + "\n",
		"mail.password": mailPassword + "\n",
	} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(content), 0o600); err != nil {
			return fmt.Errorf("settings: %w", err)
		}
	}
	return nil
}
