package ui

import (
	"context"
	"net/url"
	"time"

	"pult/app/crm"
	"pult/app/ui/internal/settings"
	"pult/app/view"
)

const (
	// typingPause is how long nobody types before the network is asked: half an
	// address is the address of somebody else.
	typingPause = 600 * time.Millisecond
	// findLimit bounds asking who keeps the mail of a domain.
	findLimit = 10 * time.Second
	// enterLimit bounds the way through the browser, with a second factor on it.
	enterLimit = 5 * time.Minute
)

// mailDoor is how a mailbox is found and entered, on the pages of settings.
type mailDoor struct {
	words  *view.Printer
	with   Settings
	work   *work
	bridge *bridge
	view   *settings.View
	open   func(*url.URL) error
	done   func(mailbox string) // the panel is told; may be nil

	seeking, entering context.CancelFunc // nil when nothing is under way
}

func (d *mailDoor) actions() settings.MailActions {
	if d.with == nil {
		return settings.MailActions{}
	}
	return settings.MailActions{Servers: d.with.MailServers, Find: d.find, Browser: d.with.MailByBrowser, Enter: d.enter}
}

// find asks who keeps the mail of an address. What was asked before is dropped.
func (d *mailDoor) find(address string) {
	if d.seeking != nil {
		d.seeking()
		d.seeking = nil
	}
	if address == "" {
		return
	}
	turn, cut := context.WithCancel(context.Background())
	d.seeking = cut
	d.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, findLimit)
		defer cancel()
		defer context.AfterFunc(turn, cancel)()
		pause := time.NewTimer(typingPause)
		defer pause.Stop()
		select {
		case <-pause.C:
		case <-ctx.Done():
			return
		}
		home := d.with.FindMail(ctx, address)
		d.bridge.post(func() {
			if turn.Err() == nil {
				d.view.Found(address, home)
			}
		})
	})
}

// enter begins the way through the browser; asked again, it ends it.
func (d *mailDoor) enter() {
	if d.entering != nil {
		d.entering()
		return
	}
	s, _ := d.view.Read()
	if d.with == nil || !d.with.MailByBrowser(s.Mail) {
		return
	}
	turn, cut := context.WithCancel(context.Background())
	d.entering = cut
	d.view.Entering(true)
	d.view.Tell(settings.Mail, d.words.T("set.browser_open"), view.Quiet, true)
	d.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, enterLimit)
		defer cancel()
		defer context.AfterFunc(turn, cancel)()
		err := d.with.ConsentMail(ctx, s.Mail, d.browse, d.words.ConsentPage)
		stopped := turn.Err() != nil
		d.bridge.post(func() { d.entered(s.Mail, err, stopped) })
	})
}

func (d *mailDoor) browse(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	return d.open(u)
}

func (d *mailDoor) entered(m crm.MailSettings, err error, stopped bool) {
	d.entering()
	d.entering = nil
	d.view.Entering(false)
	switch {
	case err == nil:
		d.view.Tell(settings.Mail, d.words.T("set.browser_done"), view.Good, false)
		if d.done != nil {
			d.done(mailboxName(m))
		}
	case stopped:
		d.view.Tell(settings.Mail, d.words.T("set.browser_stopped"), view.Quiet, false)
	default:
		d.view.Tell(settings.Mail, d.words.Error(view.Mail, err), view.Danger, false)
	}
}

// mailboxName is what people call a mailbox.
func mailboxName(m crm.MailSettings) string {
	if m.Name != "" {
		return m.Name
	}
	return m.Address
}

// leave ends what is under way.
func (d *mailDoor) leave() {
	if d == nil {
		return
	}
	for _, cut := range []context.CancelFunc{d.seeking, d.entering} {
		if cut != nil {
			cut()
		}
	}
}
