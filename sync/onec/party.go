package onec

import (
	"errors"
	"strings"
	"time"

	"pult/app/crm"
	"pult/sync/odata"
)

func takeUser(_ *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	if err != nil {
		return err
	}
	batch.Users = append(batch.Users, crm.User{Ref: ref, Name: s.text(row, "name"), Version: row.Text("DataVersion")})
	return nil
}

func takeClient(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	manager, managerErr := s.ref(row, "manager")
	if err := errors.Join(err, managerErr); err != nil {
		return err
	}
	c := crm.Client{
		Ref: ref, Version: row.Text("DataVersion"), Name: s.text(row, "name"), FullName: s.text(row, "full_name"),
		INN: s.text(row, "inn"), KPP: s.text(row, "kpp"),
		Manager: manager, Comment: s.text(row, "comment"), Deleted: hidden(row) || !s.buyer(row),
	}
	c.Prices, _ = s.ref(row, "prices") // a client without one buys as everybody
	c.Properties = b.properties(s, row)
	c.Phones, c.Emails = b.contactsOf(s, batch, row)
	batch.Clients = append(batch.Clients, c)
	return nil
}

// maxProperties bounds what one card may bring.
const maxProperties = 50

// properties reads what the firm has added to the card, and the birthday.
func (b *Base) properties(s *source, row odata.Row) []crm.Property {
	var list []crm.Property
	if day, err := row.Time(s.in(row, "birthday"), b.Zone); err == nil && !day.IsZero() {
		list = append(list, crm.Property{Name: "birthday", Value: day.In(b.Zone).Format(time.DateOnly)})
	}
	for _, p := range row.Section(s.in(row, "properties")) {
		ref, err := p.Ref("Свойство_Key")
		value := p.Text("ТекстоваяСтрока")
		if value == "" {
			value = p.Text("Значение")
		}
		name := b.names["property_names"][ref]
		if _, isRef := crm.ParseRef(value); err != nil || name == "" || value == "" || isRef == nil {
			continue // a reference says nothing to a person
		}
		list = append(list, crm.Property{Name: name, Value: value})
		if len(list) == maxProperties {
			break
		}
	}
	if tags := b.tags(s, row); tags != "" {
		list = append(list, crm.Property{Name: "tags", Value: tags})
	}
	return list
}

// tags are the words a firm sorts its clients by, in one line.
func (b *Base) tags(s *source, row odata.Row) string {
	var names []string
	for _, t := range row.Section(s.in(row, "tags")) {
		ref, err := s.ref(t, "tags/tag")
		if name := b.names["tag_names"][ref]; err == nil && name != "" && len(names) < maxProperties {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// buyer tells whom managers sell to. A partner without any mark is somebody's
// fresh lead and is shown; one that is only a supplier or a rival is not.
func (s *source) buyer(row odata.Row) bool { return s.any(row, "buyer") || !s.any(row, "other") }

// hidden tells what 1C keeps for itself: marked for deletion, a folder, or a
// service object such as «Розничный покупатель».
func hidden(row odata.Row) bool {
	return row.Bool("DeletionMark") || row.Bool("Predefined") || row.Bool("IsFolder")
}

func takeCounterparty(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	client, clientErr := s.ref(row, "client", b.setsOf("clients")...)
	if err := errors.Join(err, clientErr); err != nil {
		return err
	}
	c := crm.Counterparty{
		Ref: ref, Client: client, Version: row.Text("DataVersion"), Name: s.text(row, "name"), FullName: s.text(row, "full_name"),
		INN: s.text(row, "inn"), KPP: s.text(row, "kpp"), Deleted: hidden(row),
	}
	c.Phones, c.Emails = b.contactsOf(s, batch, row)
	batch.Counterparties = append(batch.Counterparties, c)
	return nil
}

// takeContact reads a person. Where persons know no client, a register ties them
// to any number of clients: the person is one contact of each.
func takeContact(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	if err != nil {
		return err
	}
	c := crm.Contact{
		Ref: ref, Version: row.Text("DataVersion"), Name: s.text(row, "name"),
		Position: s.text(row, "position"), Deleted: hidden(row),
	}
	c.Phones, c.Emails = b.contactsOf(s, batch, row)
	if s.in(row, "client") != "" {
		if c.Client, err = s.ref(row, "client", b.setsOf("clients")...); err != nil {
			return err
		}
		batch.Contacts = append(batch.Contacts, c)
		return nil
	}
	links := b.links[ref]
	if len(links) == 0 {
		c.Deleted = true // nobody's: kept out of sight, so that the version is known
		batch.Contacts = append(batch.Contacts, c)
	}
	for i, link := range links {
		tied := c
		tied.Ref, tied.Client = partRef(ref, i), link.client
		if i > 0 {
			tied.Whole = ref
		}
		if link.position != "" {
			tied.Position = link.position
		}
		batch.Contacts = append(batch.Contacts, tied)
	}
	return nil
}

func keyOf(row odata.Row) (crm.Ref, error) {
	ref, err := row.Ref("Ref_Key")
	if err == nil && ref.IsZero() {
		err = crm.Unread{Code: crm.NoKey}
	}
	return ref, err
}
