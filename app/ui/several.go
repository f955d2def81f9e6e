package ui

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/strip"
)

// asking is a talk that waits while somebody is asked whether they take it.
type asking struct{ waits, asked crm.ID }

// talks are the calls somebody is spoken with, heard or waiting.
func (c *calls) talks() (talks []*call) {
	for _, one := range c.live {
		if mode(one) == strip.Talk {
			talks = append(talks, one)
		}
	}
	return talks
}

// next is the talk F3 goes to from the one that is heard.
func (c *calls) next() *call {
	talks, here := c.talks(), c.mine()
	for i, one := range talks {
		if one == here {
			other := talks[(i+1)%len(talks)]
			if other == here {
				return nil
			}
			return other
		}
	}
	return nil
}

// pair is the talk that is heard and the one that waits, when there are no more:
// then there is no doubt who is connected with whom.
func (c *calls) pair() (here, other *call) {
	if c.meeting || len(c.talks()) != 2 {
		return nil, nil
	}
	return c.mine(), c.next()
}

// asked tells that the talk that is heard was begun to ask about the one that
// waits.
func (c *calls) asked() bool {
	here, other := c.pair()
	return here != nil && other != nil && here.ID == c.asking.asked && other.ID == c.asking.waits
}

// tabs is a line for each call when there are several.
func (p *Panel) tabs(now time.Time) (tabs []strip.Tab) {
	if len(p.calls.live) < 2 {
		return nil
	}
	for _, one := range p.calls.live {
		tabs = append(tabs, p.tab(one, now))
	}
	return tabs
}

func (p *Panel) tab(one *call, now time.Time) strip.Tab {
	t := strip.Tab{Name: p.who(one), Time: p.elapsed(one, now)}
	here := p.calls.mine()
	switch {
	case !ours(one):
		t.State, t.Icon, t.Late = p.Words.T("tab.ringing"), look.In, true
		if one == p.calls.ringing() {
			t.Key = "F2"
		}
	case mode(one) == strip.Dialling:
		t.State, t.Icon, t.Front = p.Words.T("tab.dialling"), look.Out, one == here
	case one.held:
		t.State, t.Icon, t.Late = p.Words.T("tab.held"), look.Hold, true
		if one == p.calls.next() || one == here {
			t.Key = "F3"
		}
	default:
		t.Icon, t.Front = look.Phone, true
		if !p.calls.meeting {
			t.Time = "" // it stands under the state
		}
	}
	return t
}

// toTab goes to a call that was clicked: takes one that rings, takes back one
// that waits.
func (p *Panel) toTab(i int) {
	if i >= len(p.calls.live) {
		return
	}
	switch one := p.calls.live[i]; {
	case !ours(one):
		p.answerCall(one.ID)
	case one.held && !one.moving:
		p.holdCall(one.ID, false)
	}
}

// meet brings all talks into one conference, or parts them again.
func (p *Panel) meet() {
	one := p.calls.current()
	if one == nil || one.moving || len(p.calls.talks()) < 2 {
		return
	}
	on := !p.calls.meeting
	p.act(func(ctx context.Context) error { return p.Desk.Conference(ctx, on) })
}

// met takes whether all hear each other.
func (p *Panel) met(on bool) {
	p.calls.meeting = on
	p.drawStrip()
}
