// Package station puts the parts of one workstation together: stores, desk,
// telephone line, reading and writing of 1C. cmd/pult shows it on a screen,
// cmd/pultctl drives it from the console; both get the very same desk.
package station

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/lines"
	"pult/app/run"
	"pult/app/store"
	"pult/app/view"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/pull"
	"pult/sync/push"
	"pult/telephony"
	"pult/telephony/audio"
	"pult/telephony/audio/play"
)

// Station is a workstation that is ready to run.
type Station struct {
	Conf   *conf.Config
	Words  *view.Printer
	Feed   *feed.Feed
	Store  *store.Store
	Desk   *desk.Desk
	Lines  *lines.Board // nil without a telephone account
	Puller *pull.Puller // nil without a base
	Sound  *Sound       // nil unless calls are wanted
	Player *Recordings  // the same

	Mailboxes []*Mailbox // in the order of the settings

	letters    *letters      // nil without a mailbox
	courier    *push.Courier // nil without a base
	books      *onec.Base    // the puller's; nil without a base
	devices    *audio.Devices
	recordings *recordings // nil when no talk is played here
	check      *soundCheck
	web        *http.Client // reaches authorities of mail; that of the system when nil
	log        *slog.Logger
	lock       *lock
}

// Mode says what a program needs of the station.
type Mode int

// Modes.
const (
	Read  Mode = iota // look into the stores; a panel may be running
	Sync              // also talk to 1C; a panel may be running
	Calls             // also hold the telephone line: one program a home folder
)

// Open opens the stores of a home folder and connects the parts.
func Open(ctx context.Context, cfg *conf.Config, mode Mode, log *slog.Logger) (*Station, error) {
	s := &Station{
		Conf: cfg, Feed: &feed.Feed{}, log: log,
		Words: view.New(view.Language(cfg.Language), cfg.Zone(), time.Now),
	}
	if err := s.open(ctx, mode); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Station) open(ctx context.Context, mode Mode) (err error) {
	if mode == Calls {
		if s.lock, err = takeLock(lockPath(s.Conf)); err != nil {
			return err
		}
	}
	s.Store, err = store.Open(ctx, store.Options{Dir: s.Conf.Home(), Location: s.Conf.Zone(), Plan: s.Conf.Plan(), Log: s.log})
	if err != nil {
		return err
	}
	s.Desk = desk.New(desk.Options{
		Directory: s.Store.Cache, Journal: s.Store.Journal, Feed: s.Feed, Plan: s.Conf.Plan(), Location: s.Conf.Zone(),
		Arbiter: s.Store.Journal, Rules: s.Conf.Rules(), Alone: mode != Calls,
		Manager: s.Conf.Manager, Writes: s.writable(), Log: s.log, Colleagues: s.Conf.Others(), Ladder: s.Conf.Ladder(),
	})
	if mode >= Sync {
		if err := s.connectOneC(); err != nil {
			return err
		}
	}
	if mode == Calls {
		if err := s.connectMail(); err != nil {
			return err
		}
		s.connectSound()
		return s.connectPhone(ctx)
	}
	return nil
}

// connectOneC gives the rounds, what is read beside them and the writing a base
// each: they work at the same time, and a base serves one of them.
func (s *Station) connectOneC() error {
	c := s.Conf.OneC
	if c.URL == "" {
		return nil
	}
	password, err := s.Conf.OneCPassword()
	if err != nil {
		return fmt.Errorf("1C: %w", err)
	}
	client, err := odata.New(odata.Options{URL: c.URL, User: c.User, Password: password})
	if err != nil {
		return err
	}
	corrected, err := readMap(s.Conf.OneCMap())
	if err != nil {
		return err
	}
	base := func() *onec.Base {
		return onec.New(client, onec.Options{
			Zone: s.Conf.Zone(), Plan: s.Conf.Plan(), Log: s.log,
			Configuration: c.Configuration, Map: corrected, SchemaFile: filepath.Join(s.Conf.Home(), "schema.json"),
			ExchangePlan: c.ExchangePlan, ExchangeNode: c.ExchangeNode,
		})
	}
	s.books = base()
	s.Puller = pull.New(pull.Options{
		Source: s.books, Cache: s.Store.Cache, Feed: s.Feed, Interval: c.Interval.Duration, Log: s.log,
		Singles: base(), Plan: c.ExchangePlan != "",
	})
	s.courier = push.New(push.Options{
		Outbox: s.Store.Journal, Directory: s.Store.Cache, Writer: base(), Wording: s.Words, Feed: s.Feed,
		Kinds: s.writable(), Manager: s.Conf.Manager, Log: s.log,
	})
	return nil
}

// readMap reads the administrator's map of the configuration, if there is one.
func readMap(path string) (*onec.Map, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("onec.map: %s: %w", path, crm.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("onec.map: %w", err)
	}
	m, err := onec.ParseMap(string(text))
	if err != nil {
		return nil, fmt.Errorf("onec.map: %s: %w", path, err)
	}
	return m, nil
}

// writable are the kinds of facts the administrator allows to be written.
func (s *Station) writable() []crm.FactKind {
	return slices.DeleteFunc(crm.FactKinds(), func(kind crm.FactKind) bool { return !s.Conf.MayWrite(kind) })
}

func (s *Station) connectSound() {
	s.devices = &audio.Devices{}
	s.check = newSoundCheck(s.devices, s.Feed, s.log)
	s.Sound = newSound(s.Conf, s.devices, s.check)
	s.Player = &Recordings{dir: s.Conf.Records(), feed: s.Feed, player: play.New(s.devices)}
}

func (s *Station) connectPhone(ctx context.Context) error {
	accounts := s.Conf.Accounts()
	if len(accounts) == 0 {
		return nil
	}
	s.Lines = lines.New(s.Desk)
	s.Sound.lines = s.Lines
	for _, a := range accounts {
		if err := s.connectAccount(a); err != nil {
			return err
		}
	}
	s.Desk.Connect(s.Lines)
	if !accounts[0].Companion || len(accounts) > 1 {
		if err := s.connectRecorder(); err != nil {
			return err
		}
	} // beside a desk phone nothing is heard, said or kept here
	return s.Desk.Watch(ctx)
}

// connectRecorder also serves who keeps no talk by itself: a person may wish it.
func (s *Station) connectRecorder() error {
	notice, err := loadNotice(s.Conf)
	if err != nil {
		return err
	}
	s.recordings = &recordings{
		dir: s.Conf.Records(), days: s.Conf.Record.Days, all: s.Conf.Record.On, notice: notice,
		tapes: s.Lines, desk: s.Desk, feed: s.Feed, log: s.log,
		wishes: make(chan func(context.Context)), kept: make(map[crm.ID]*kept),
	}
	s.Desk.ConnectRecorder(s.recordings)
	return nil
}

func (s *Station) connectAccount(a conf.Account) error {
	password, err := s.Conf.AccountPassword(a)
	if err != nil {
		return fmt.Errorf("phone: %w", err)
	}
	var sound telephony.Audio
	if !a.Companion {
		sound = s.devices
	}
	return s.Lines.Add(a.Name, func(ear *lines.Ear) (lines.Line, error) {
		return telephony.New(telephony.Config{
			Account: a.Name, Server: a.Server, User: a.User, Password: password, Plan: s.Conf.Plan(), Mailbox: a.Voicemail, Log: s.log,
			Fingerprint: a.Certificate, SRTP: telephony.SRTP(a.SRTP),
			Companion: a.Companion, DeskPhone: a.DeskPhone, AutoAnswer: a.AutoAnswer,
		}, ear, sound)
	})
}

// ChooseAccount names the telephone account that calls of ours leave by; "" is
// the first one that is registered.
func (s *Station) ChooseAccount(name string) error {
	if s.Lines == nil {
		return crm.ErrNotConnected
	}
	return s.Lines.Choose(name)
}

// Run works until ctx ends. The line stops first: what becomes of its calls
// then is still put on record.
func (s *Station) Run(ctx context.Context) {
	quiet := rest{feed: s.Feed, free: func() {
		s.Store.Spare(ctx)
		debug.FreeOSMemory()
	}}
	others := watch{store: s.Store, feed: s.Feed, every: stampEvery}
	services := []run.Service{
		{Name: "desk", Serve: s.Desk.Serve},
		{Name: "rest", Serve: quiet.serve},
		{Name: "watch", Serve: others.serve},
		{Name: "live lists", Serve: s.liveLists().serve},
	}
	if s.Puller != nil {
		services = append(services,
			run.Service{Name: "pull", Serve: s.Puller.Serve},
			run.Service{Name: "news", Serve: s.Desk.ServeNews})
	}
	if s.Puller != nil && (s.Conf.OneC.ExchangePlan != "" || s.Conf.Bell.Listen != "") {
		services = append(services, run.Service{Name: "notices", Serve: s.Puller.ServeNotices})
	}
	if s.Puller != nil && s.Conf.Bell.Listen != "" {
		services = append(services, run.Service{Name: "bell", Serve: s.serveBell})
	}
	if s.courier != nil {
		services = append(services, run.Service{Name: "push", Serve: s.servePush})
	}
	for _, box := range s.Mailboxes {
		services = append(services, run.Service{Name: "mailbox", Serve: box.Watcher.Serve})
		if box.Courier != nil {
			services = append(services, run.Service{Name: "letters", Serve: box.Courier.Serve})
		}
	}
	if s.Player != nil {
		services = append(services,
			run.Service{Name: "player", Serve: s.Player.player.Serve},
			run.Service{Name: "player in calls", Serve: s.Player.serve})
	}
	if s.recordings != nil {
		bell := sounds{devices: s.devices, feed: s.Feed, log: s.log, silent: s.Sound.silent}
		services = append(services,
			run.Service{Name: "sounds", Serve: bell.serve},
			run.Service{Name: "sound check", Serve: s.check.serve})
		services = append(services, run.Service{Name: "recordings", Serve: s.recordings.serve})
	}
	if s.Lines != nil {
		services = append(services, run.Service{Name: "lines", Serve: s.Lines.Serve})
		s.Lines.Each(func(line lines.Line) {
			services = append(services, run.Service{Name: "line", Serve: line.Serve})
		})
	}
	run.All(ctx, s.log, services...)
}

// Close closes the stores and gives the home folder free.
func (s *Station) Close() error {
	var err error
	if s.Store != nil {
		err = s.Store.Close()
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.release())
	}
	return err
}
