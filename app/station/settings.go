package station

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/sync/odata"
	"pult/telephony"
	"pult/telephony/record"
)

// Integration is how the system of the workstation knows the panel.
type Integration interface {
	// Installed tells whether the panel starts with the system, and whether links
	// to telephone numbers open in it.
	Installed() (start, links bool)
	// Install changes both.
	Install(start, links bool) error
}

// Settings are pult.toml and the passwords, as the window of settings changes
// them.
type Settings struct {
	system Integration
	log    *slog.Logger

	saving sync.Mutex   // held by the one who saves; it may take seconds
	mu     sync.Mutex   // guards what follows
	conf   *conf.Config // as it is in the file now
}

func (s *Settings) now() *conf.Config {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conf
}

// NewSettings takes settings that were read.
func NewSettings(c *conf.Config, system Integration, log *slog.Logger) *Settings {
	return &Settings{conf: c, system: system, log: log}
}

// Read gives them without passwords.
func (s *Settings) Read() crm.Settings {
	c := s.now()
	may := func(kind crm.FactKind) bool { return slices.Contains(c.OneC.Write, string(kind)) }
	out := crm.Settings{
		Language: c.Language, Manager: c.Manager, Theme: c.Theme, Scale: c.Scale, Tray: c.Tray,
		Popup: crm.PopupPlace{Corner: c.Popup.Corner, Screen: c.Popup.Screen},
		OneC:  crm.Access{Address: c.OneC.URL, User: c.OneC.User},
		Write: crm.Writes{
			Calls: may(crm.CallFacts), Notes: may(crm.NoteFacts), Mails: may(crm.MailFacts), Meetings: may(crm.MeetingFacts), Clients: may(crm.ClientFacts),
		},
		Phone: crm.Access{Address: c.Phone.Server, User: c.Phone.User}, AreaCode: c.Phone.AreaCode,
		Discount: crm.Steps{Months: c.Discount.Months, Steps: c.Discount.Steps},
		Lists: crm.ListLimits{
			Zone: c.Lists.Zone, Hours: c.Lists.Hours, Ends: c.Lists.Weekends, Day: c.Lists.Day, Week: c.Lists.Week, Tries: c.Lists.Attempts, Grace: graceOf(c.Lists.Grace.Duration),
		},
		Record: c.Record.On, RecordDays: c.Record.Days, Notice: c.Record.Notice,
		Keys: crm.GlobalKeys{On: c.Keys.Global, Answer: c.Keys.Answer, Hangup: c.Keys.Hangup, Mute: c.Keys.Mute, Show: c.Keys.Show},
		Bell: crm.Doorbell{Listen: c.Bell.Listen, CertFile: c.Bell.CertFile, KeyFile: c.Bell.KeyFile},
		More: crm.MoreSettings{
			Interval: shortest(c.OneC.Interval.Duration), Zone: c.OneC.Timezone, Configuration: c.OneC.Configuration,
			Map: c.OneC.Map, ExchangePlan: c.OneC.ExchangePlan, ExchangeNode: c.OneC.ExchangeNode,
			LineName: c.Phone.Name, Country: c.Phone.Country, SRTP: c.Phone.SRTP, Certificate: c.Phone.Certificate, Voicemail: c.Phone.Voicemail,
			Companion: c.Phone.Companion, DeskPhone: c.Phone.DeskPhone, AutoAnswer: c.Phone.AutoAnswer, Records: c.Record.Folder, Hub: c.Hub.URL,
		},
		File: filepath.Join(c.Home(), conf.FileName),
	}
	out.Mail, out.Mailboxes = mailOf(c), boxesOf(c)
	for i, a := range c.Account {
		out.Accounts = append(out.Accounts, crm.Account{
			Was: i + 1, Name: a.Name, Access: crm.Access{Address: a.Server, User: a.User}, SRTP: a.SRTP, Certificate: a.Certificate, Voicemail: a.Voicemail,
		})
	}
	for i, one := range c.Colleagues {
		out.Colleagues = append(out.Colleagues, crm.Inner{Was: i + 1, Name: one.Name, Extension: one.Extension})
	}
	if s.system != nil {
		out.Start, out.Links = s.system.Installed()
	}
	return out
}

// graceOf is empty where the usual one holds.
func graceOf(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return shortest(d)
}

// shortest writes "5m" for what Go writes as "5m0s".
func shortest(d time.Duration) string {
	text := d.String()
	for _, none := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, none) {
			text = text[:len(text)-len(none)+1]
		}
	}
	return text
}

// Save writes what has changed, all of it or nothing.
func (s *Settings) Save(_ context.Context, after crm.Settings) (saved crm.Saved, err error) {
	s.saving.Lock()
	defer s.saving.Unlock()
	before, c := s.Read(), s.now()
	if err := s.fits(c, before, after); err != nil {
		return saved, err
	}
	if err := conf.Create(c.Home()); err != nil && !errors.Is(err, fs.ErrExist) {
		return saved, err
	}
	change, restart := c.Change(), false
	for _, p := range changes(c, before, after) {
		if p.values != nil {
			change.Set(p.section, p.values)
		} else {
			change.Rows(p.section, p.rows)
		}
		restart = restart || p.restart
	}
	if err := change.Commit(); err != nil {
		return saved, err
	}
	saved.Restart = restart
	fresh, err := conf.Load(c.Home())
	if err != nil {
		return saved, err
	}
	s.take(fresh)
	for _, one := range secrets(c, before, after) {
		inFile, err := fresh.SavePassword(one.section, one.user, one.password)
		if err != nil {
			return saved, err
		}
		saved.Restart, saved.InFile = true, saved.InFile || inFile
	}
	if s.system != nil && (before.Start != after.Start || before.Links != after.Links) {
		if err := s.system.Install(after.Start, after.Links); err != nil {
			return saved, fmt.Errorf("tell the system: %w", err)
		}
	}
	if fresh, err = conf.Load(c.Home()); err != nil { // a password may have got a file
		return saved, err
	}
	s.take(fresh)
	return saved, nil
}

func (s *Settings) take(fresh *conf.Config) {
	s.mu.Lock()
	s.conf = fresh
	s.mu.Unlock()
}

// fits refuses what the panel could not start with and the file does not show.
func (s *Settings) fits(c *conf.Config, before, after crm.Settings) error {
	if after.OneC.Address != before.OneC.Address && after.OneC.Address != "" {
		if _, err := odata.New(odata.Options{URL: after.OneC.Address, User: after.OneC.User}); err != nil {
			return &crm.Misfit{Key: "onec.url", Detail: err.Error()}
		}
	}
	if after.More.Map != before.More.Map {
		if _, err := readMap(c.Path(after.More.Map)); err != nil {
			return &crm.Misfit{Key: "onec.map", Detail: err.Error()}
		}
	}
	if after.Phone.Address != before.Phone.Address && after.Phone.Address != "" && !telephony.Fits(after.Phone.Address) {
		return &crm.Misfit{Key: "phone.server", Detail: "phone.server is no address of an exchange"}
	}
	if file := after.Notice; file != before.Notice && strings.EqualFold(filepath.Ext(file), ".wav") {
		if _, err := record.ReadSound(c.Path(file)); err != nil {
			return &crm.Misfit{Key: "record.notice", Detail: err.Error()}
		}
	}
	for i, a := range after.Accounts {
		if a.Address != "" && !telephony.Fits(a.Address) {
			return &crm.Misfit{Key: "account.server", Row: i, Detail: "account.server is no address of an exchange"}
		}
	}
	for i, m := range after.Mailboxes {
		if m.IMAP == "" { // the file may leave one unfinished; a window must not
			return &crm.Misfit{Key: "mailbox.imap", Row: i, Detail: "mailbox.imap is wanted"}
		}
	}
	return nil
}
