// Package conf reads pult.toml and the secrets that belong to it. A setting that
// cannot be understood is an error which names the line and the cure; nothing is
// guessed.
package conf

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zones of its own

	"github.com/BurntSushi/toml"

	"pult/app/crm"
	"pult/app/phone"
)

// FileName is the name of the settings file in the home folder.
const FileName = "pult.toml"

// fileVersion is the newest layout of pult.toml this program reads.
const fileVersion = 1

// Config is pult.toml.
type Config struct {
	Version   int       `toml:"version"`
	Language  string    `toml:"language"` // "ru" or "en"
	Manager   string    `toml:"manager"`  // the manager's name as 1C shows it
	Theme     string    `toml:"theme"`    // "light", "dark" or empty for the system's
	Scale     float64   `toml:"scale"`    // of all that is drawn: 1.25; 0 is the system's
	Tray      bool      `toml:"tray"`     // closing the window leaves the panel in the tray
	Popup     Popup     `toml:"popup"`
	OneC      OneC      `toml:"onec"`
	Phone     Phone     `toml:"phone"`
	Account   []Account `toml:"account"` // further telephone accounts
	Sound     Sound     `toml:"sound"`
	Record    Record    `toml:"record"`
	Mail      Mail      `toml:"mail"`
	Mailbox   []Mail    `toml:"mailbox"` // further mailboxes
	MailRules MailRules `toml:"mail_rules"`
	Hub       Hub       `toml:"hub"`
	Bell      Bell      `toml:"bell"`
	Keys      Keys      `toml:"keys"`

	// Colleagues are the telephones of the firm, in the order people see.
	Colleagues []Colleague `toml:"colleague"`

	Discount Discount `toml:"discount"`
	Lists    Lists    `toml:"lists"`

	home string
}

// OneC is the base to read, and what may be written into it.
type OneC struct {
	URL           string   `toml:"url"`
	User          string   `toml:"user"`
	PasswordFile  string   `toml:"password_file"`
	Timezone      string   `toml:"timezone"` // IANA name; the base's dates carry none
	Interval      Duration `toml:"interval"`
	Configuration string   `toml:"configuration"` // "auto", "ut11", "unf3", "bp3"
	Map           string   `toml:"map"`           // file with corrections to the map of the configuration
	Write         []string `toml:"write"`         // "calls", "notes", "mails", "meetings", "clients"

	// ExchangePlan names a plan that registers changes for us, without its prefix,
	// ExchangeNode the code of our node. Each workstation has a node of its own.
	ExchangePlan string `toml:"exchange_plan"`
	ExchangeNode string `toml:"exchange_node"`
}

// Phone is the account at the exchange.
type Phone struct {
	Name         string `toml:"name"`        // what people call it; the user when empty
	Server       string `toml:"server"`      // "sip:pbx.firm.example;transport=udp"
	Certificate  string `toml:"certificate"` // "sha256:…" pins that of the exchange
	SRTP         string `toml:"srtp"`        // "off", "preferred" (when empty) or "required"
	User         string `toml:"user"`
	PasswordFile string `toml:"password_file"`
	Country      string `toml:"country"`
	AreaCode     string `toml:"area_code"`
	// Voicemail asks the exchange for the mailbox of the account. Exchanges without
	// one log each refusal, so it is off unless wanted.
	Voicemail bool `toml:"voicemail"`

	// Companion stands beside a desk phone: the panel shows its calls and plays none.
	Companion  bool   `toml:"companion"`
	DeskPhone  string `toml:"desk_phone"`  // its extension; the user's own when empty
	AutoAnswer bool   `toml:"auto_answer"` // the desk phone is asked to answer a click by itself
}

// Account is one more telephone account, at the same exchange or another one.
type Account struct {
	Name         string `toml:"name"` // what people call it: "Склад"
	Server       string `toml:"server"`
	Certificate  string `toml:"certificate"`
	SRTP         string `toml:"srtp"`
	User         string `toml:"user"`
	PasswordFile string `toml:"password_file"`
	Voicemail    bool   `toml:"voicemail"`

	Companion  bool   `toml:"-"` // only the first account stands beside a desk phone
	DeskPhone  string `toml:"-"`
	AutoAnswer bool   `toml:"-"`
}

// Sound names devices as the system shows them; an empty name is its default.
type Sound struct {
	Input  string `toml:"input"`
	Output string `toml:"output"`
	Ring   string `toml:"ring"`   // where the ringtone sounds
	Silent bool   `toml:"silent"` // no ringtone and no tones of the exchange
}

// Record says whether talks are kept as sound. The law of the country decides
// whether the other side must be told; Notice does it.
type Record struct {
	On     bool   `toml:"on"`
	Folder string `toml:"folder"` // "records" in the home folder when empty
	Days   int    `toml:"days"`   // older recordings are deleted; 0 keeps them all
	Notice string `toml:"notice"` // NoticeOff, NoticeTone or a WAV file that says it
}

// Hub is the team server. It is read and not used yet.
type Hub struct {
	URL string `toml:"url"`
}

// Duration is a Go duration in the file: "5m", "90s".
type Duration struct{ time.Duration }

// UnmarshalText reads "5m".
func (d *Duration) UnmarshalText(text []byte) (err error) {
	d.Duration, err = time.ParseDuration(string(text))
	return err
}

// minInterval keeps a slip of the pen from loading 1C without a pause.
const minInterval = 5 * time.Second

// Load reads DIR/pult.toml. A missing file is crm.ErrNotFound.
func Load(home string) (*Config, error) {
	home, err := filepath.Abs(home)
	if err != nil {
		return nil, fmt.Errorf("folder for settings: %w", err)
	}
	path := filepath.Join(home, FileName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", path, crm.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, err, crm.ErrInvalid)
	}
	return parse(text, home)
}

// parse reads the text of pult.toml of a home folder.
func parse(text []byte, home string) (*Config, error) {
	path := filepath.Join(home, FileName)
	c := &Config{
		Version: fileVersion, Language: "ru", home: home,
		OneC:   OneC{Timezone: "Europe/Moscow", Interval: Duration{5 * time.Minute}, Configuration: "auto"},
		Phone:  Phone{Country: "RU", AutoAnswer: true},
		Record: Record{Days: 90},
		Keys:   Keys{Answer: "Ctrl+Alt+A", Hangup: "Ctrl+Alt+H", Mute: "Ctrl+Alt+M", Show: "Ctrl+Alt+P"},

		Discount: Discount{Months: discountMonths},
	}
	meta, err := toml.Decode(string(text), c)
	if err != nil {
		var syntax toml.ParseError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("%s, line %d: %s: %w", path, syntax.Position.Line, syntax.Message, crm.ErrInvalid)
		}
		return nil, fmt.Errorf("%s: %w: %w", path, err, crm.ErrInvalid)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: unknown setting %q: %w", path, unknown[0], crm.ErrInvalid)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func (c *Config) check() error {
	switch {
	case c.Version != fileVersion:
		return misfit("version", 0, "version = %d, this program reads version %d", c.Version, fileVersion)
	case c.Language != "ru" && c.Language != "en":
		return misfit("language", 0, `language = %q, "ru" or "en" is meant`, c.Language)
	case c.Scale != 0 && (c.Scale < 0.5 || c.Scale > 3):
		return misfit("scale", 0, "scale = %g, from 0.5 to 3 is meant", c.Scale)
	case c.OneC.Interval.Duration < minInterval:
		return misfit("onec.interval", 0, "onec.interval = %s, the least is %s", c.OneC.Interval.Duration, minInterval)
	case c.Phone.DeskPhone != "" && !c.Phone.Companion:
		return misfit("phone.desk_phone", 0, "phone.desk_phone is set without phone.companion = true")
	case c.Record.Days < 0:
		return misfit("record.days", 0, "record.days = %d is less than nothing", c.Record.Days)
	case !c.Record.noticeFits():
		return misfit("record.notice", 0, `record.notice = %q, "off", "tone" or a file such as "notice.wav" is meant`, c.Record.Notice)
	case !slices.Contains([]string{"", "light", "dark"}, c.Theme):
		return misfit("theme", 0, `theme = %q, "light" or "dark" is meant`, c.Theme)
	case !slices.Contains([]string{"auto", "ut11", "unf3", "bp3"}, c.OneC.Configuration):
		return misfit("onec.configuration", 0, `onec.configuration = %q, "auto", "ut11", "unf3" or "bp3" is meant`, c.OneC.Configuration)
	}
	for _, kind := range c.OneC.Write {
		if known := crm.FactKinds(); !slices.Contains(known, crm.FactKind(kind)) {
			return misfit("onec.write", 0, `onec.write names %q, these can be written: %q`, kind, known)
		}
	}
	if err := c.checkAccounts(); err != nil {
		return err
	}
	if err := c.checkMail(); err != nil {
		return err
	}
	if err := c.Popup.check(); err != nil {
		return err
	}
	if err := checkColleagues(c.Colleagues); err != nil {
		return err
	}
	if _, err := c.Lists.rules(); err != nil {
		return err
	}
	if err := c.Discount.check(); err != nil {
		return err
	}
	if err := c.checkBell(); err != nil {
		return err
	}
	if err := c.Keys.check(); err != nil {
		return err
	}
	if _, err := time.LoadLocation(c.OneC.Timezone); err != nil {
		return misfit("onec.timezone", 0, "onec.timezone = %q is no zone such as Europe/Moscow", c.OneC.Timezone)
	}
	return nil
}

// Zone is the zone of the base.
func (c *Config) Zone() *time.Location {
	zone, err := time.LoadLocation(c.OneC.Timezone)
	if err != nil {
		return time.Local // check has refused such a file
	}
	return zone
}

// Plan is the dialling plan of the office.
func (c *Config) Plan() phone.Plan {
	return phone.Plan{Country: c.Phone.Country, AreaCode: c.Phone.AreaCode}
}

// MayWrite tells whether a kind of facts may be written into 1C.
func (c *Config) MayWrite(kind crm.FactKind) bool {
	return c.OneC.URL != "" && slices.Contains(c.OneC.Write, string(kind))
}

// Ways to tell both sides that a talk is kept.
const (
	NoticeOff  = "off"
	NoticeTone = "tone" // a short beep at the beginning and every 15 seconds
)

func (r Record) noticeFits() bool {
	switch r.Notice {
	case "", NoticeOff, NoticeTone:
		return true
	default:
		return strings.EqualFold(filepath.Ext(r.Notice), ".wav")
	}
}

// NoticeFile is the file that is played before a talk is kept.
func (c *Config) NoticeFile() string { return c.path(c.Record.Notice) }

// Records is the folder of recorded talks.
func (c *Config) Records() string {
	if c.Record.Folder == "" {
		return c.path("records")
	}
	return c.path(c.Record.Folder)
}

// OneCMap is the file with corrections to the map of the configuration; empty
// when there is none.
func (c *Config) OneCMap() string { return c.Path(c.OneC.Map) }

// Path is where a file named in the settings is; empty for none.
func (c *Config) Path(name string) string {
	if name == "" {
		return ""
	}
	return c.path(name)
}

// path is where a file named in the settings is: beside them, unless it is said
// in full.
func (c *Config) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.home, name)
}

// Home is the folder the settings were read from.
func (c *Config) Home() string { return c.home }

// DefaultHome is the folder used without --home and PULT_HOME.
func DefaultHome() (string, error) {
	if dir := os.Getenv("PULT_HOME"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for settings: %w", err)
	}
	return filepath.Join(dir, "pult"), nil
}
