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
	// tryMailLimit bounds the trial of a mailbox: of each of its servers it is half.
	tryMailLimit = 45 * time.Second
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

	seeking, entering, trying context.CancelFunc // nil when nothing is under way
}

func (d *mailDoor) actions() settings.MailActions {
	if d.with == nil {
		return settings.MailActions{}
	}
	return settings.MailActions{Servers: d.with.MailServers, Find: d.find, Browser: d.with.MailByBrowser, Enter: d.enter, Leave: d.stop}
}

// find asks who keeps the mail of an address. What was asked before is dropped.
func (d *mailDoor) find(page settings.Page, address string) {
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
				d.view.Found(page, address, home)
			}
		})
	})
}

// enter begins the way through the browser; asked again, it ends it.
func (d *mailDoor) enter(page settings.Page) {
	if d.entering != nil {
		d.entering()
		return
	}
	m, _, ok := d.view.Box(page)
	if !ok || d.with == nil || !d.with.MailByBrowser(m) {
		return
	}
	turn, cut := context.WithCancel(context.Background())
	d.entering = cut
	d.view.Entering(page, true)
	d.view.Tell(page, d.words.T("set.browser_open"), view.Quiet, true)
	d.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, enterLimit)
		defer cancel()
		defer context.AfterFunc(turn, cancel)()
		err := d.with.ConsentMail(ctx, m, d.browse, d.words.ConsentPage)
		stopped := turn.Err() != nil
		d.bridge.post(func() { d.entered(page, m, err, stopped) })
	})
}

func (d *mailDoor) browse(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return err
	}
	return d.open(u)
}

func (d *mailDoor) entered(page settings.Page, m crm.Mailbox, err error, stopped bool) {
	d.entering()
	d.entering = nil
	d.view.Entering(page, false)
	switch {
	case err == nil:
		d.view.Tell(page, d.words.T("set.browser_done"), view.Good, false)
		if d.done != nil {
			d.done(mailboxName(m))
		}
	case stopped:
		d.view.Tell(page, d.words.T("set.browser_stopped"), view.Quiet, false)
	default:
		d.view.Tell(page, d.words.Error(view.Mail, err), view.Danger, false)
	}
}

// mailboxName is what people call a mailbox.
func mailboxName(m crm.Mailbox) string {
	if m.Name != "" {
		return m.Name
	}
	return m.Address
}

// try tries a mailbox as it was typed and shows each step as it is made; asked again,
// it ends that.
func (d *mailDoor) try(page settings.Page) {
	if d.trying != nil {
		d.trying()
		return
	}
	m, row, ok := d.view.Box(page)
	if !ok || d.with == nil {
		return
	}
	if m.Address == "" || m.IMAP == "" {
		d.view.Tell(page, d.words.T("set.mail_none"), view.Warning, false)
		return
	}
	s, _ := d.view.Read() // what is no number is of no matter here
	turn, cut := context.WithCancel(context.Background())
	d.trying = cut
	shown := d.view
	show := func(t crm.MailTrial) {
		d.bridge.post(func() {
			if turn.Err() == nil {
				shown.Steps(page, d.words.MailTrial(t), "", view.Quiet, true)
			}
		})
	}
	d.work.start(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, tryMailLimit)
		defer cancel()
		defer context.AfterFunc(turn, cancel)()
		t := d.with.TryMail(ctx, s, row, show)
		d.bridge.post(func() {
			text, tone := d.words.MailTrialEnd(t)
			lines := d.words.MailTrial(t)
			if turn.Err() != nil {
				text, tone, lines = d.words.T("mail.trial_stopped"), view.Quiet, nil
			}
			cut()
			d.trying = nil
			shown.Steps(page, lines, text, tone, false)
		})
	})
}

// stop ends what is under way on a page that shows another mailbox now.
func (d *mailDoor) stop(page settings.Page) {
	if page == settings.Boxes && d.view != nil && d.view.Page() == page {
		d.leave()
	}
}

// leave ends what is under way.
func (d *mailDoor) leave() {
	if d == nil {
		return
	}
	for _, cut := range []context.CancelFunc{d.seeking, d.entering, d.trying} {
		if cut != nil {
			cut()
		}
	}
}
