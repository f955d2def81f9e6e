package view

import "pult/app/crm"

// Card is all texts of a card, ready to be drawn.
type Card struct {
	Client crm.Ref
	Name   string
	Owner  string
	Legal  string // full name and INN
	Last   string // when the last talk was, with whom, and what of it was noted
	Phones []Phone
	Say    string
	Alarm  bool   // the line to say is about money that is late
	Source string // where that line comes from
	Tiles  [4]Tile
	Months []Column
	Ages   Ages   // of the debt
	Limit  string // what a debt may come to and how much of it is used
	Over   bool   // the limit is exceeded
	More   string // prices and what else 1C says, in one quiet line
	AsOf   string
}

// Phone is a number to call and who answers there.
type Phone struct {
	Number string // to dial
	Text   string // to read
	Who    string
}

// Card words a card. own is the name of the manager who looks at it.
func (p *Printer) Card(c crm.Card, say crm.Say, own string) Card {
	card := Card{
		Client: c.Client.Ref,
		Name:   c.Client.Name,
		Owner:  p.Manager(c.ManagerName, own),
		Phones: p.phones(c),
		Say:    p.Say(say),
		Alarm:  Alarming(say),
		Source: p.Source(say, c.AsOf),
		Tiles:  p.dated([4]Tile{p.DebtTile(c.Debt), p.PromiseTile(c.Promise), p.OrdersTile(c.OpenOrders), p.BoughtTile(c)}, c.AsOf),
		Months: p.Columns(c.Purchases),
		Ages:   p.ages(crm.Age(c.DebtLines, p.Now()), c.AsOf),
		Limit:  p.limit(c),
		Over:   c.LimitUsed() > 100,
		More:   p.more(c),
		AsOf:   p.AsOf(c.AsOf),
	}
	card.Last = p.lastTalk(c)
	full := c.Client.FullName
	if full == card.Name {
		full = ""
	}
	if c.Client.INN != "" {
		card.Legal = p.T("card.inn", c.Client.INN)
	}
	card.Legal = join(" · ", p.Standing(c.Standing), card.Legal, Guillemets(full))
	return card
}

// lastTalk is when the last talk was, with whom, what came of it and what is to
// be done next.
func (p *Printer) lastTalk(c crm.Card) string {
	last := c.LastContact
	if last.At.IsZero() {
		return join(" · ", p.T("card.first_talk"), p.nextStep(c))
	}
	text := last.Text
	if text != "" {
		text = p.T("card.quoted", text)
	}
	said := join(", ", p.Moment(last.At), last.Author)
	if came := join(", ", p.Because(last.Result, last.Reason), text); came != "" {
		said += ": " + came
	}
	return join(" · ", p.T("card.last_talk", said), p.nextStep(c))
}

// nextStep is the newest task of a client that is not done.
func (p *Printer) nextStep(c crm.Card) string {
	for _, i := range c.History {
		if i.Kind == crm.TaskLine && i.Result != crm.ResultDone {
			when, text := p.taskLine(i)
			return p.T("card.next", join(", ", when, text))
		}
	}
	return ""
}

// Alarming tells that the line to say is about money that is late.
func Alarming(s crm.Say) bool { return s.Kind == crm.SayOverdue || s.Kind == crm.SayPromiseBroken }

// phones lists numbers of people first, then of the firm; each number once.
func (p *Printer) phones(c crm.Card) []Phone {
	var list []Phone
	seen := map[string]bool{}
	add := func(phones []crm.Phone, who string) {
		for _, ph := range phones {
			number := ph.Number.String()
			if number == "" || seen[number] {
				continue
			}
			seen[number] = true
			list = append(list, Phone{Number: number, Text: ph.Number.Format(), Who: who})
		}
	}
	for _, contact := range c.Contacts {
		if !contact.Deleted {
			add(contact.Phones, join(", ", contact.Name, contact.Position))
		}
	}
	add(c.Client.Phones, p.T("card.firm"))
	for _, firm := range c.Counterparties {
		if !firm.Deleted {
			add(firm.Phones, firm.Name)
		}
	}
	return list
}
