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
	"pult/sync/onec"
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
	out := crm.Settings{
		Language: c.Language, Manager: c.Manager, Theme: c.Theme, Scale: c.Scale, Tray: c.Tray,
		OneC: crm.Access{Address: c.OneC.URL, User: c.OneC.User}, Calls: slices.Contains(c.OneC.Write, string(crm.CallFacts)),
		Phone: crm.Access{Address: c.Phone.Server, User: c.Phone.User}, AreaCode: c.Phone.AreaCode,
		Record: c.Record.On, RecordDays: c.Record.Days, Notice: c.Record.Notice,
		Keys: crm.GlobalKeys{On: c.Keys.Global, Answer: c.Keys.Answer, Hangup: c.Keys.Hangup, Mute: c.Keys.Mute, Show: c.Keys.Show},
		More: crm.MoreSettings{
			Interval: shortest(c.OneC.Interval.Duration), Zone: c.OneC.Timezone, Configuration: c.OneC.Configuration, Country: c.Phone.Country,
			SRTP: c.Phone.SRTP, Voicemail: c.Phone.Voicemail, Companion: c.Phone.Companion, DeskPhone: c.Phone.DeskPhone, Records: c.Record.Folder,
		},
		File: filepath.Join(c.Home(), conf.FileName),
	}
	if s.system != nil {
		out.Start, out.Links = s.system.Installed()
	}
	return out
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

// part is a section of the file with the keys that changed.
type part struct {
	section string
	values  map[string]any
	restart bool
}

func (p *part) set(key string, before, after any, restart bool) {
	if before != after {
		p.values[key] = after
		p.restart = p.restart || restart
	}
}

// changes are the sections that differ.
func changes(c *conf.Config, before, after crm.Settings) []part {
	top, books, line, tape := part{values: map[string]any{}}, part{"onec", map[string]any{}, false}, part{"phone", map[string]any{}, false}, part{"record", map[string]any{}, false}
	top.set("language", before.Language, after.Language, false)
	top.set("theme", before.Theme, after.Theme, false)
	top.set("manager", before.Manager, after.Manager, true)
	top.set("scale", before.Scale, after.Scale, true)
	top.set("tray", before.Tray, after.Tray, true)
	books.set("url", before.OneC.Address, after.OneC.Address, true)
	books.set("user", before.OneC.User, after.OneC.User, true)
	if before.Calls != after.Calls {
		kinds := slices.DeleteFunc(slices.Clone(c.OneC.Write), func(k string) bool { return k == string(crm.CallFacts) })
		if after.Calls {
			kinds = append(kinds, string(crm.CallFacts))
		}
		books.values["write"], books.restart = kinds, true
	}
	line.set("server", before.Phone.Address, after.Phone.Address, true)
	line.set("user", before.Phone.User, after.Phone.User, true)
	line.set("area_code", before.AreaCode, after.AreaCode, true)
	tape.set("on", before.Record, after.Record, true)
	tape.set("days", before.RecordDays, after.RecordDays, true)
	tape.set("notice", before.Notice, after.Notice, true)
	was, is := before.More, after.More
	books.set("interval", was.Interval, is.Interval, true)
	books.set("timezone", was.Zone, is.Zone, true)
	books.set("configuration", was.Configuration, is.Configuration, true)
	line.set("country", was.Country, is.Country, true)
	line.set("srtp", was.SRTP, is.SRTP, true)
	line.set("voicemail", was.Voicemail, is.Voicemail, true)
	line.set("companion", was.Companion, is.Companion, true)
	line.set("desk_phone", was.DeskPhone, is.DeskPhone, true)
	tape.set("folder", was.Records, is.Records, true)
	keys := part{"keys", map[string]any{}, false}
	keys.set("global", before.Keys.On, after.Keys.On, false)
	keys.set("answer", before.Keys.Answer, after.Keys.Answer, false)
	keys.set("hangup", before.Keys.Hangup, after.Keys.Hangup, false)
	keys.set("mute", before.Keys.Mute, after.Keys.Mute, false)
	keys.set("show", before.Keys.Show, after.Keys.Show, false)
	return slices.DeleteFunc([]part{top, books, line, tape, keys}, func(p part) bool { return len(p.values) == 0 })
}

// Save writes what has changed.
func (s *Settings) Save(_ context.Context, after crm.Settings) (saved crm.Saved, err error) {
	s.saving.Lock()
	defer s.saving.Unlock()
	before, c := s.Read(), s.now()
	if err := conf.Create(c.Home()); err != nil && !errors.Is(err, fs.ErrExist) {
		return saved, err
	}
	for _, p := range changes(c, before, after) {
		if err := c.Save(p.section, p.values); err != nil {
			return saved, err
		}
		saved.Restart = saved.Restart || p.restart
	}
	for section, a := range map[string]crm.Access{"onec": after.OneC, "phone": after.Phone} {
		if a.Password == "" {
			continue
		}
		inFile, err := c.SavePassword(section, a.User, a.Password)
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
	fresh, err := conf.Load(c.Home())
	if err != nil {
		return saved, err
	}
	s.mu.Lock()
	s.conf = fresh
	s.mu.Unlock()
	return saved, nil
}

// password is the one that was typed, else the one that is kept.
func password(typed string, kept func() (string, error)) (string, error) {
	if typed != "" {
		return typed, nil
	}
	return kept()
}

// TryPhone registers the account as it was typed. One that a panel holds already
// is crm.ErrConflict.
func (s *Settings) TryPhone(ctx context.Context, typed crm.Settings) error {
	c := s.now()
	a := conf.Account{Server: typed.Phone.Address, User: typed.Phone.User, Name: typed.Phone.User}
	held := len(c.Accounts()) > 0 && a.Server == c.Phone.Server && a.User == c.Phone.User
	if held {
		a = c.Accounts()[0]
		if typed.Phone.Password == "" && s.running() {
			return crm.ErrConflict
		}
	}
	secret, err := password(typed.Phone.Password, func() (string, error) {
		if !held {
			return "", crm.ErrNoSecret
		}
		return c.AccountPassword(a)
	})
	if err != nil {
		return err
	}
	plan := c.Plan()
	plan.AreaCode = typed.AreaCode
	return tryAccount(ctx, plan, a, secret, s.log)
}

// running tells whether a panel holds the line.
func (s *Settings) running() bool {
	held, err := takeLock(lockPath(s.now()))
	if err != nil {
		return errors.Is(err, crm.ErrConflict)
	}
	_ = held.release() // it was only tried
	return false
}

// TryOneC asks the base as it was typed what it is, and gives its title.
func (s *Settings) TryOneC(ctx context.Context, typed crm.Settings) (title string, err error) {
	c := s.now()
	secret, err := password(typed.OneC.Password, c.OneCPassword)
	if err != nil {
		return "", err
	}
	client, err := odata.New(odata.Options{URL: typed.OneC.Address, User: typed.OneC.User, Password: secret})
	if err != nil {
		return "", err
	}
	corrected, err := readMap(c.OneCMap())
	if err != nil {
		return "", err
	}
	base := onec.New(client, onec.Options{Zone: c.Zone(), Plan: c.Plan(), Log: s.log, Configuration: c.OneC.Configuration, Map: corrected})
	if err := base.Probe(ctx); err != nil {
		return "", err
	}
	return base.Report().Title, nil
}
