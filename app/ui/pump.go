package ui

import (
	"context"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/ui/internal/shell"
	"pult/app/view"
)

// eventsHeld is how many events may gather while the screen is busy; beyond it
// the feed says Reload.
const eventsHeld = 256

// gather is how long changes that come in heaps are collected. Calls never wait.
const gather = 100 * time.Millisecond

// pump brings events to the screen until ctx or the subscription ends.
func (p *Panel) pump(ctx context.Context, sub *feed.Subscription) {
	defer sub.Close()
	var heap changes
	var ripe <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-ripe:
			taken := heap
			heap, ripe = changes{}, nil
			p.bridge.post(func() { p.changed(taken) })
		case e, ok := <-sub.C:
			if !ok {
				return
			}
			if heap.add(e) {
				if ripe == nil {
					ripe = time.After(gather)
				}
				continue
			}
			came := time.Now()
			p.bridge.post(func() { p.happened(e, came) })
		}
	}
}

// happened shows an event that cannot wait.
func (p *Panel) happened(e feed.Event, came time.Time) {
	p.calls.news++
	switch e := e.(type) {
	case feed.RingShown:
		p.ringing(e, came)
	case feed.CallStarted:
		p.started(e)
	case feed.CallRemoteRinging:
		p.remote(e.Call)
	case feed.CallAnswered:
		p.answered(e.Call)
	case feed.CallMuted:
		p.muted(e.Call, e.Muted)
	case feed.CallHeld:
		p.held(e)
	case feed.CallSecured:
		p.secured(e.Call, e.On)
	case feed.TransferEnded:
		p.transferEnded(e)
	case feed.CallRenamed:
		p.renamed(e)
	case feed.ConferenceChanged:
		p.met(e.On)
	case feed.RecordingChanged:
		p.recordingChanged(e.Call, e.State)
	case feed.PresenceChanged:
		p.present(e.Presence)
	case feed.LampChanged:
		p.lamp(e.Colleague)
	case feed.NewsCame:
		p.newsCame(e.News)
	case feed.MailboxChanged:
		p.mailboxChanged(e.State)
	case feed.LetterCame:
		p.letterCame(e)
	case feed.SendingChanged:
		p.sendingChanged(e)
	case feed.EntryChanged:
		p.entryChanged(e.Entry)
	case feed.ListChanged:
		p.listChanged(e)
	case feed.PostingsChanged:
		p.lists.load(p)
		p.loadPost()
	case feed.MessagesWaiting:
		p.messages(e.New, e.Old)
	case feed.CallAssigned:
		p.assigned(e.Call)
	case feed.CallEnded:
		p.callEnded(e.Call)
	case feed.LineChanged:
		p.status.Line = e.Status
		p.drawStatus()
	case feed.SoundChanged:
		p.status.Sound = e.Err
		p.drawStatus()
	case feed.Fault:
		p.fault(e.Err)
	case feed.Reload:
		p.reload()
	}
}

// changes are what has gathered: only the last word of each kind matters.
type changes struct {
	history bool
	told    []crm.Ref // clients with a new line of history
	clients []crm.Ref
	many    bool // more clients than are worth naming
	sync    *feed.SyncChanged
	outbox  *feed.OutboxChanged
	// elsewhere is that another program has written.
	elsewhere bool
}

// add takes an event that may wait; others it leaves.
func (c *changes) add(e feed.Event) bool {
	switch e := e.(type) {
	case feed.HistoryChanged:
		c.history = true
		c.told = append(c.told, e.Interaction.Client)
	case feed.ClientsChanged:
		c.clients = append(c.clients, e.Clients...)
		c.many = c.many || len(e.Clients) == 0
	case feed.SyncChanged:
		c.sync = &e
	case feed.OutboxChanged:
		c.outbox = &e
	case feed.WrittenElsewhere:
		c.elsewhere, c.history, c.many = true, true, true
	default:
		return false
	}
	return true
}

// touches tells whether the card of a client may differ.
func (c *changes) touches(client crm.Ref) bool {
	return c.many || slices.Contains(c.told, client) || slices.Contains(c.clients, client)
}

// changed shows what has gathered.
func (p *Panel) changed(c changes) {
	if c.sync != nil {
		p.status.SyncErr = c.sync.Err
		if !c.sync.AsOf.IsZero() {
			p.status.AsOf = c.sync.AsOf
		}
		p.lists.reading = c.sync.Running
		p.reading = view.Reading{On: c.sync.Running, Kind: c.sync.Kind, Rows: c.sync.Rows, Of: c.sync.Of, Done: c.sync.Done, Kinds: c.sync.Kinds}
	}
	if c.outbox != nil {
		p.status.Waiting, p.status.Stuck = c.outbox.Waiting, c.outbox.Stuck
	}
	p.drawStatus()
	p.exchangeNews(c.sync, c.outbox != nil || c.elsewhere)
	if c.history {
		p.lists.load(p)
		p.loadPost()
		if p.lists.section == shell.Lists {
			p.loadLists()
		}
	}
	if !p.open.client.IsZero() && c.touches(p.open.client) {
		p.refreshCard()
	}
}
