package ui

import (
	"context"
	"maps"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// takeColleagues takes everybody a call can be handed to.
func (p *Panel) takeColleagues(list []crm.Colleague) {
	view.SortColleagues(list)
	before := p.colleagueNames()
	p.people = list
	p.drawColleagues()
	if !maps.Equal(before, p.colleagueNames()) {
		p.lists.load(p)
	}
}

// colleagueNames are the names by extension.
func (p *Panel) colleagueNames() map[string]string {
	names := map[string]string{}
	for _, c := range p.people {
		if c.Extension != "" && c.Name != "" {
			names[c.Extension] = c.Name
		}
	}
	return names
}

// lamp takes what the telephone of one of them is doing.
func (p *Panel) lamp(c crm.Colleague) {
	for i := range p.people {
		if p.people[i].Extension == c.Extension {
			p.people[i].Lamp = c.Lamp
			p.drawColleagues()
			return
		}
	}
	p.takeColleagues(append(p.people, c))
}

// drawColleagues shows the lamps wherever they are in view.
func (p *Panel) drawColleagues() {
	if p.lists.section == shell.Colleagues && !p.search.on {
		p.drawList()
	}
	p.drawHands(false)
	p.rings.draw()
}

// others are the colleagues without the manager who sits here.
func (p *Panel) others() (others []crm.Colleague) {
	for _, c := range p.people {
		if !p.myself(c) {
			others = append(others, c)
		}
	}
	return others
}

func (p *Panel) myself(c crm.Colleague) bool {
	return c.Extension == p.status.Line.Account || c.Name == p.Manager && c.Name != ""
}

// colleague is who has that number.
func (p *Panel) colleague(number phone.Number) (crm.Colleague, bool) {
	text := number.String()
	for _, c := range p.people {
		if c.Extension == text && text != "" {
			return c, true
		}
	}
	return crm.Colleague{}, false
}

// colleagueRows is the section: everybody with a lamp.
func (p *Panel) colleagueRows() []view.Row {
	others := p.others()
	if len(others) == 0 {
		return nil
	}
	rows := []view.Row{{Head: true, Title: p.Words.T("colleagues.title")}}
	for _, c := range others {
		rows = append(rows, p.Words.Colleague(c))
	}
	return rows
}

// toColleague calls a colleague; during a talk it offers to hand it over, which
// takes one more Enter: a list is clicked too easily.
func (p *Panel) toColleague(extension string) {
	one := p.calls.current()
	switch {
	case one != nil && mode(one) == strip.Talk:
		if !one.moving && !p.calls.meeting {
			p.strip.CloseForm()
			p.showHand(one, extension)
		}
	default:
		p.dial(extension, crm.Ref{}, func() {})
	}
}

// fillOwner asks whose client calls: the call can be handed to them.
func (p *Panel) fillOwner(one *call) {
	client := one.Client
	if client.IsZero() {
		return
	}
	p.ask(func(ctx context.Context) func() {
		owner, ok := p.Desk.Responsible(ctx, client)
		if !ok || owner.Extension == "" {
			return nil
		}
		return func() {
			if one.Client == client {
				one.owner = owner
				p.rings.draw()
				p.drawHands(false)
			}
		}
	})
}

// ownerOf is the colleague whose client it is, with the lamp as it is now.
func (p *Panel) ownerOf(one *call) (crm.Colleague, bool) {
	owner := one.owner
	if owner.Extension == "" || p.myself(owner) {
		return crm.Colleague{}, false
	}
	for _, c := range p.people {
		if c.Extension == owner.Extension {
			owner.Lamp = c.Lamp
		}
	}
	return owner, true
}
