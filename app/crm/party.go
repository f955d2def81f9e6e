package crm

import (
	"crypto/sha256"
	"slices"
)

// Party is a client as a file of the firm gives it: with the people and what is
// owed. Refs are derived from what names them, so that the same client of two
// files is one.
type Party struct {
	Client   Client
	Manager  string // the file knows him by name only
	Contacts []Contact
	Debts    []DebtLine
	HasDebts bool // the file speaks of debts: none in it means nothing is owed
}

// DerivedRef makes a reference of words that name a thing: always the same one
// for the same words. It is a UUID version 8 (RFC 9562 section 5.8), which 1C
// never gives.
func DerivedRef(words ...string) Ref {
	h := sha256.New()
	for _, word := range words {
		_, _ = h.Write(append([]byte(word), 0))
	}
	ref := Ref(h.Sum(nil)[:16])
	ref[6] = ref[6]&0x0f | 0x80
	ref[8] = ref[8]&0x3f | 0x80
	return ref
}

// With is the party after a later file spoke of it. What that file says stands;
// what it is silent about stays: a list of debts does not wipe telephones.
func (p Party) With(later Party) Party {
	c, l := &p.Client, later.Client
	c.Ref = l.Ref
	for _, field := range []struct {
		to   *string
		from string
	}{
		{&c.Name, l.Name},
		{&c.FullName, l.FullName},
		{&c.INN, l.INN},
		{&c.KPP, l.KPP},
		{&c.Comment, l.Comment},
		{&p.Manager, later.Manager},
	} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	if len(l.Phones) > 0 {
		c.Phones = l.Phones
	}
	if len(l.Emails) > 0 {
		c.Emails = l.Emails
	}
	p.Contacts = mergePeople(p.Contacts, later.Contacts)
	if later.HasDebts {
		p.Debts, p.HasDebts = later.Debts, true
	}
	return p
}

// Joined is the party with a further row of the same file: everything is added.
func (p Party) Joined(row Party) Party {
	c := &p.Client
	for _, number := range row.Client.Phones {
		if !slices.ContainsFunc(c.Phones, number.same) {
			c.Phones = append(c.Phones, number)
		}
	}
	for _, email := range row.Client.Emails {
		if !slices.Contains(c.Emails, email) {
			c.Emails = append(c.Emails, email)
		}
	}
	phones, emails, debts := c.Phones, c.Emails, append(p.Debts, row.Debts...)
	first := p
	p = row.With(first) // what the first row says stands
	p.Client.Phones, p.Client.Emails = phones, emails
	p.Contacts = mergePeople(first.Contacts, row.Contacts)
	p.Debts, p.HasDebts = debts, first.HasDebts || row.HasDebts
	return p
}

func (p Phone) same(other Phone) bool {
	a, b := p.Number, other.Number
	return a.E164 == b.E164 && a.Short == b.Short && (a.String() != "" || a.Raw == b.Raw)
}

// mergePeople adds people; those known get the numbers and addresses given.
func mergePeople(known, more []Contact) []Contact {
	list := slices.Clone(known)
	for _, person := range more {
		i := slices.IndexFunc(list, func(c Contact) bool { return c.Ref == person.Ref })
		if i < 0 {
			list = append(list, person)
			continue
		}
		if person.Position != "" {
			list[i].Position = person.Position
		}
		if len(person.Phones) > 0 {
			list[i].Phones = person.Phones
		}
		if len(person.Emails) > 0 {
			list[i].Emails = person.Emails
		}
	}
	return list
}

// Same tells parties that say the same of a client.
func (p Party) Same(other Party) bool {
	a, b := p.Client, other.Client
	return a.Ref == b.Ref && a.Name == b.Name && a.FullName == b.FullName && a.INN == b.INN && a.KPP == b.KPP &&
		a.Comment == b.Comment && p.Manager == other.Manager && p.HasDebts == other.HasDebts &&
		slices.EqualFunc(a.Phones, b.Phones, Phone.same) && slices.Equal(a.Emails, b.Emails) &&
		slices.EqualFunc(p.Contacts, other.Contacts, func(x, y Contact) bool {
			return x.Ref == y.Ref && x.Name == y.Name && x.Position == y.Position &&
				slices.EqualFunc(x.Phones, y.Phones, Phone.same) && slices.Equal(x.Emails, y.Emails)
		}) &&
		slices.EqualFunc(p.Debts, other.Debts, func(x, y DebtLine) bool {
			return x.Document == y.Document && x.Number == y.Number && x.Owed == y.Owed && x.Advance == y.Advance && x.Due.Equal(y.Due)
		})
}
