package desk

import (
	"cmp"
	"context"
	"fmt"

	"pult/app/crm"
	"pult/app/feed"
)

// Colleagues lists those a call can be handed over to, in the order of the
// settings, with what their telephones are doing.
func (d *Desk) Colleagues(ctx context.Context) (list []crm.Colleague, err error) {
	err = d.do(ctx, func(context.Context) error {
		for _, c := range d.Options.Colleagues {
			list = append(list, d.lit(c))
		}
		return nil
	})
	return list, err
}

// Watch has the telephone tell what the telephones of the colleagues are doing.
func (d *Desk) Watch(ctx context.Context) error {
	if d.phone == nil {
		return crm.ErrNotConnected
	}
	extensions := make([]string, len(d.Options.Colleagues))
	for i, c := range d.Options.Colleagues {
		extensions[i] = c.Extension
	}
	if err := d.phone.Watch(ctx, extensions); err != nil {
		return fmt.Errorf("watch the colleagues: %w", err)
	}
	return nil
}

// LampChanged takes what the telephone of a colleague is doing. The telephone line
// calls it.
func (d *Desk) LampChanged(extension string, lamp crm.Lamp) {
	d.tell(func(context.Context) {
		d.lamps[extension] = lamp
		for _, c := range d.Options.Colleagues {
			if c.Extension == extension {
				d.Feed.Publish(feed.LampChanged{Colleague: d.lit(c)})
			}
		}
	})
}

// lit is a colleague with the lamp. Only the owner may call it.
func (d *Desk) lit(c crm.Colleague) crm.Colleague {
	c.Lamp = cmp.Or(d.lamps[c.Extension], crm.LampUnknown)
	return c
}

// nameOf is the colleague who has that extension, or the text as it is: an exchange
// names people as it likes.
func (d *Desk) nameOf(by string) string {
	for _, c := range d.Options.Colleagues {
		if c.Extension == by {
			return c.Name
		}
	}
	return by
}

// Responsible is the colleague who is responsible for a client, when that is
// another manager who can be reached and there is no doubt who is meant.
func (d *Desk) Responsible(ctx context.Context, client crm.Ref) (crm.Colleague, bool) {
	m, err := d.Directory.MatchOf(ctx, client)
	if err != nil || m.ManagerName == "" || d.own(m) {
		return crm.Colleague{}, false
	}
	people := []string{d.Manager}
	for _, c := range d.Options.Colleagues {
		people = append(people, c.Name)
	}
	found, ok := samePerson(m.ManagerName, people)
	if !ok || found == 0 {
		return crm.Colleague{}, false
	}
	c := d.Options.Colleagues[found-1]
	err = d.do(ctx, func(context.Context) error {
		c = d.lit(c)
		return nil
	})
	return c, err == nil
}
