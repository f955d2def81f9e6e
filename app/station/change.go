package station

import (
	"cmp"
	"reflect"
	"slices"

	"pult/app/conf"
	"pult/app/crm"
)

// part is a section of the file with the keys that changed, or the tables of one
// name.
type part struct {
	section string
	values  map[string]any
	rows    []conf.Row // in place of values
	restart bool
}

func newPart(section string) *part { return &part{section: section, values: map[string]any{}} }

func (p *part) set(key string, before, after any, restart bool) {
	if !reflect.DeepEqual(before, after) {
		p.values[key] = after
		p.restart = p.restart || restart
	}
}

// changes are the sections that differ.
func changes(c *conf.Config, before, after crm.Settings) []*part {
	top, tape, hub := newPart(""), newPart("record"), newPart("hub")
	top.set("language", before.Language, after.Language, false)
	top.set("theme", before.Theme, after.Theme, false)
	top.set("manager", before.Manager, after.Manager, true)
	top.set("scale", before.Scale, after.Scale, true)
	top.set("tray", before.Tray, after.Tray, true)
	tape.set("on", before.Record, after.Record, true)
	tape.set("days", before.RecordDays, after.RecordDays, true)
	tape.set("notice", before.Notice, after.Notice, true)
	tape.set("folder", before.More.Records, after.More.Records, true)
	hub.set("url", before.More.Hub, after.More.Hub, false)
	popup := newPart("popup")
	popup.set("corner", before.Popup.Corner, after.Popup.Corner, false)
	popup.set("screen", before.Popup.Screen, after.Popup.Screen, false)
	keys := newPart("keys")
	keys.set("global", before.Keys.On, after.Keys.On, false)
	keys.set("answer", before.Keys.Answer, after.Keys.Answer, false)
	keys.set("hangup", before.Keys.Hangup, after.Keys.Hangup, false)
	keys.set("mute", before.Keys.Mute, after.Keys.Mute, false)
	keys.set("show", before.Keys.Show, after.Keys.Show, false)
	discount := newPart("discount")
	discount.set("months", before.Discount.Months, after.Discount.Months, true)
	if len(before.Discount.Steps)+len(after.Discount.Steps) > 0 {
		discount.set("steps", before.Discount.Steps, after.Discount.Steps, true)
	}
	lists := called(before.Lists, after.Lists)
	bell := newPart("bell")
	bell.set("listen", before.Bell.Listen, after.Bell.Listen, true)
	bell.set("cert_file", before.Bell.CertFile, after.Bell.CertFile, true)
	bell.set("key_file", before.Bell.KeyFile, after.Bell.KeyFile, true)
	parts := append([]*part{top, popup, books(c, before, after), line(before, after)}, post(before.Mail, after.Mail)...)
	parts = append(parts, tape, keys, discount, lists, bell, hub)
	parts = slices.DeleteFunc(parts, func(p *part) bool { return len(p.values) == 0 })
	if !reflect.DeepEqual(before.Accounts, unspoken(after.Accounts)) {
		parts = append(parts, &part{section: "account", rows: accountRows(before.Accounts, after.Accounts), restart: true})
	}
	if is := unspokenBoxes(after.Mailboxes); !reflect.DeepEqual(unspokenBoxes(before.Mailboxes), is) {
		parts = append(parts, &part{section: "mailbox", rows: boxRows(before.Mailboxes, is), restart: true})
	}
	if !slices.Equal(before.Colleagues, after.Colleagues) {
		parts = append(parts, &part{section: "colleague", rows: innerRows(after.Colleagues), restart: true})
	}
	return parts
}

// books are the keys of [onec].
func books(c *conf.Config, before, after crm.Settings) *part {
	p := newPart("onec")
	p.set("url", before.OneC.Address, after.OneC.Address, true)
	p.set("user", before.OneC.User, after.OneC.User, true)
	was, is := before.More, after.More
	p.set("interval", was.Interval, is.Interval, true)
	p.set("timezone", was.Zone, is.Zone, true)
	p.set("configuration", was.Configuration, is.Configuration, true)
	p.set("map", was.Map, is.Map, true)
	p.set("exchange_plan", was.ExchangePlan, is.ExchangePlan, true)
	p.set("exchange_node", was.ExchangeNode, is.ExchangeNode, true)
	if before.Write != after.Write {
		kinds := slices.Clone(c.OneC.Write)
		for kind, on := range map[crm.FactKind]bool{
			crm.CallFacts: after.Write.Calls, crm.NoteFacts: after.Write.Notes, crm.MailFacts: after.Write.Mails,
			crm.MeetingFacts: after.Write.Meetings, crm.ClientFacts: after.Write.Clients,
		} {
			if at := slices.Index(kinds, string(kind)); at >= 0 && !on {
				kinds = slices.Delete(kinds, at, at+1)
			} else if at < 0 && on {
				kinds = append(kinds, string(kind))
			}
		}
		order := crm.FactKinds()
		slices.SortFunc(kinds, func(a, b string) int {
			return slices.Index(order, crm.FactKind(a)) - slices.Index(order, crm.FactKind(b))
		})
		p.set("write", c.OneC.Write, kinds, true)
	}
	return p
}

// line are the keys of [phone].
func line(before, after crm.Settings) *part {
	p := newPart("phone")
	p.set("server", before.Phone.Address, after.Phone.Address, true)
	p.set("user", before.Phone.User, after.Phone.User, true)
	p.set("area_code", before.AreaCode, after.AreaCode, true)
	was, is := before.More, after.More
	p.set("name", was.LineName, is.LineName, true)
	p.set("country", was.Country, is.Country, true)
	p.set("srtp", was.SRTP, is.SRTP, true)
	p.set("certificate", was.Certificate, is.Certificate, true)
	p.set("voicemail", was.Voicemail, is.Voicemail, true)
	p.set("companion", was.Companion, is.Companion, true)
	p.set("desk_phone", was.DeskPhone, is.DeskPhone, true)
	p.set("auto_answer", was.AutoAnswer, is.AutoAnswer, true)
	return p
}

// called are the keys of [lists].
func called(was, is crm.ListLimits) *part {
	p := newPart("lists")
	p.set("zone", was.Zone, is.Zone, true)
	p.set("hours", was.Hours, is.Hours, true)
	p.set("weekends", was.Ends, is.Ends, true)
	p.set("day", was.Day, is.Day, true)
	p.set("week", was.Week, is.Week, true)
	p.set("attempts", was.Tries, is.Tries, true)
	if was.Grace != is.Grace {
		p.set("grace", was.Grace, cmp.Or(is.Grace, "0s"), true)
	}
	return p
}

// unspoken are accounts without their passwords, which the file never has.
func unspoken(list []crm.Account) []crm.Account {
	list = slices.Clone(list)
	for i := range list {
		list[i].Password = ""
	}
	return list
}

// accountRows say of each account what has changed; a new one says all that is set.
func accountRows(before, after []crm.Account) (rows []conf.Row) {
	for _, a := range after {
		var was crm.Account
		if a.Was > 0 {
			was = before[a.Was-1]
		}
		p := newPart("account")
		p.set("name", was.Name, a.Name, true)
		p.set("server", was.Address, a.Address, true)
		p.set("user", was.User, a.User, true)
		p.set("srtp", was.SRTP, a.SRTP, true)
		p.set("certificate", was.Certificate, a.Certificate, true)
		p.set("voicemail", was.Voicemail, a.Voicemail, true)
		rows = append(rows, conf.Row{Was: a.Was, Values: p.values})
	}
	return rows
}

func innerRows(list []crm.Inner) (rows []conf.Row) {
	for _, one := range list {
		rows = append(rows, conf.Row{Was: one.Was, Values: map[string]any{"name": one.Name, "extension": one.Extension}})
	}
	return rows
}

// secret is a password that is to be kept.
type secret struct{ section, user, password string }

// secrets are those that were typed, and those of accounts that have another name
// now: the keychain knows them by it.
func secrets(c *conf.Config, before, after crm.Settings) (list []secret) {
	add := func(section, user, password string) {
		if password != "" {
			list = append(list, secret{section, user, password})
		}
	}
	add("onec", after.OneC.User, after.OneC.Password)
	add("phone", after.Phone.User, after.Phone.Password)
	add("bell", "1c", after.Bell.Token)
	add("mail", cmp.Or(after.Mail.User, after.Mail.Address), after.Mail.Password)
	for _, a := range after.Accounts {
		password := a.Password
		if a.Was > 0 && password == "" && c.Account[a.Was-1].PasswordFile == "" && before.Accounts[a.Was-1].Name != a.Name {
			password, _ = c.AccountPassword(c.Account[a.Was-1]) // without one there is none to keep
		}
		add("phone/"+a.Name, a.User, password)
	}
	for _, m := range after.Mailboxes {
		is, password := named(typedBox(m)), m.Password
		if m.Was > 0 && password == "" && c.Mailbox[m.Was-1].PasswordFile == "" && named(c.Mailbox[m.Was-1]).Name != is.Name {
			password, _ = c.MailPassword(named(c.Mailbox[m.Was-1])) // without one there is none to keep
		}
		add("mail/"+is.Name, is.User, password)
	}
	return list
}
