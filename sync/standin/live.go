package standin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Ship makes a client owe more, as a posted shipment of today does, and returns
// the document's number. Payment is expected in so many days.
func (s *Server) Ship(client string, sum Kopecks, days int) (string, error) {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	p, err := s.client(client)
	if err != nil {
		return "", err
	}
	if sum <= 0 {
		return "", fmt.Errorf("standin: a shipment of %s", sum)
	}
	now := s.wallClock()
	d := s.write(p, shipmentPaper, now, func(d *paper) {
		d.own, d.status, d.due = true, "Отгружено", midnight(now).AddDate(0, 0, days)
		d.fill(s.company, sum)
	})
	return d.number, nil
}

// Pay brings money from a client: it closes the oldest debts, and what is left
// of it must not be more than the client owes.
func (s *Server) Pay(client string, sum Kopecks) error {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	p, err := s.client(client)
	if err != nil {
		return err
	}
	var owed []*paper
	var debt Kopecks
	for _, d := range s.company.trade(p) {
		if left := d.left(); left > 0 {
			owed, debt = append(owed, d), debt+left
		}
	}
	if sum <= 0 || sum > debt {
		return fmt.Errorf("standin: a payment of %s from a client who owes %s", sum, debt)
	}
	slices.SortStableFunc(owed, func(a, b *paper) int { return cmp.Or(a.due.Compare(b.due), a.date.Compare(b.date)) })
	for _, d := range owed {
		part := min(sum, d.left())
		if part <= 0 {
			break
		}
		s.write(p, paymentPaper, s.wallClock(), func(m *paper) { m.base, m.sum = d, part })
		d.paid += part
		sum -= part
	}
	return nil
}

// NewClient is somebody the firm begins to sell to.
type NewClient struct {
	Name  string
	Phone string // as typed; E.164 with the plus is understood for certain
	INN   string
}

// AddClient brings a new client and returns its reference.
func (s *Server) AddClient(n NewClient) (string, error) {
	if n.Name == "" {
		return "", errors.New("standin: a client without a name")
	}
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	c := s.company
	c.total++
	p := c.newPartner(c.total)
	p.client, p.name, p.fullName, p.whole, p.manager = true, n.Name, n.Name, true, 0
	p.registered = midnight(s.wallClock())
	c.newFirm(p, n.Name, "ЮрЛицо").inn = n.INN
	if n.Phone != "" {
		p.contacts = append(p.contacts, typedLine(n.Phone))
	}
	c.live[p.n] = p
	c.firstPaper = append(c.firstPaper, c.firstPaper[len(c.firstPaper)-1])
	c.firstPerson = append(c.firstPerson, c.firstPerson[len(c.firstPerson)-1])
	s.changed(p)
	return p.ref.String(), nil
}

// Rename gives a client another working name.
func (s *Server) Rename(client, name string) error {
	return s.alter(client, func(p *partner) error {
		if name == "" {
			return errors.New("standin: a client without a name")
		}
		p.name = name
		return nil
	})
}

// Mark marks a client for deletion, or takes the mark off.
func (s *Server) Mark(client string, marked bool) error {
	return s.alter(client, func(p *partner) error {
		p.marked = marked
		if p.firm != nil {
			p.firm.marked = marked
		}
		return nil
	})
}

// Delete takes a client out for good, as a deletion of marked objects does. One
// that has documents stays.
func (s *Server) Delete(client string) error {
	return s.alter(client, func(p *partner) error {
		if n := len(s.company.trade(p)); n > 0 {
			return fmt.Errorf("standin: %d documents refer to the client", n)
		}
		if len(p.people) > 0 {
			return errors.New("standin: people refer to the client")
		}
		p.gone = true
		return nil
	})
}

// Merge moves the documents of a duplicate to the client that stays, and marks
// the duplicate for deletion.
func (s *Server) Merge(duplicate, into string) error {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	from, err := s.client(duplicate)
	if err != nil {
		return err
	}
	to, err := s.client(into)
	if err != nil {
		return err
	}
	if from == to {
		return errors.New("standin: a client cannot be its own duplicate")
	}
	for _, d := range s.company.trade(from) {
		d.partner = to
		to.moved = append(to.moved, d)
		s.moved(d)
	}
	from.moved, from.marked, from.firm.marked = nil, true, true
	s.changed(from)
	s.changed(to)
	return nil
}

// OtherCall is a call somebody else has written down.
type OtherCall struct {
	Client   string
	Incoming bool
	Number   string // telephone number
	Topic    string
	Text     string
	Length   time.Duration
	Manager  int // index of the manager who wrote it
}

// CallByOther writes down a call of another manager and returns its reference.
func (s *Server) CallByOther(call OtherCall) (string, error) {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	p, err := s.client(call.Client)
	if err != nil {
		return "", err
	}
	d := s.write(p, callPaper, s.wallClock(), func(d *paper) {
		d.note = &note{
			incoming: call.Incoming, topic: cmp.Or(call.Topic, "Телефонный звонок"), text: call.Text, address: call.Number,
			manager: ((call.Manager % managerCount) + managerCount) % managerCount, length: call.Length,
		}
	})
	return d.ref.String(), nil
}

// client finds a partner that trades and keeps it whole from now on.
func (s *Server) client(ref string) (*partner, error) {
	g, err := parseGUID(ref)
	n, ok := s.company.partnerNumber(g)
	if err != nil || !ok {
		return nil, fmt.Errorf("standin: no client %s", ref)
	}
	if p := s.company.client(n); !p.client || p.firm == nil || p.gone {
		return nil, fmt.Errorf("standin: no client %s", ref)
	}
	return s.company.pin(n), nil
}

// alter changes a client's card.
func (s *Server) alter(ref string, change func(*partner) error) error {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	p, err := s.client(ref)
	if err != nil {
		return err
	}
	if err := change(p); err != nil {
		return err
	}
	s.changed(p)
	return nil
}

// changed moves on the versions of all that shows a client's card.
func (s *Server) changed(p *partner) {
	for _, name := range s.base.order {
		t := s.base.tables[name]
		switch src := t.src.(type) {
		case *clientSource:
			s.touch(t, int32(p.n-1+len(src.folders)), p)
		case *sideSource:
			if i := src.position(p.n); i >= 0 {
				s.touch(t, i, p)
			}
		}
	}
}

func (s *Server) touch(t *table, i int32, p *partner) {
	ref := t.src.ref(i)
	t.touch(i)
	if p.gone {
		t.remove(i)
	}
	s.base.note(t, ref)
}

// write makes a document of a client, posts it and puts it into the base.
func (s *Server) write(p *partner, kind paperKind, date time.Time, fill func(*paper)) *paper {
	c := s.company
	d := &paper{
		kind: kind, ref: c.spaces.paper[kind].at(p.n*paperSlots + len(p.papers)), date: date, partner: p, posted: !kind.talk(),
	}
	p.papers = append(p.papers, d)
	fill(d)
	c.register(d, len(p.papers)-1)
	s.moved(d)
	return d
}

// repost posts a document of the company or undoes its posting.
func (s *Server) repost(id uint32, posted bool) {
	s.amend(id, func(d *paper) {
		if d.kind.money() && d.base != nil && d.posted != posted {
			if posted {
				d.base.paid += d.sum
			} else {
				d.base.paid -= d.sum
			}
		}
		d.posted = posted
	})
}

// erase deletes a document of the company for good, and its movements with it.
func (s *Server) erase(id uint32) {
	s.repost(id, false)
	s.amend(id, func(d *paper) { d.gone = true })
}

// amend changes a document and what is known of it without making it.
func (s *Server) amend(id uint32, change func(*paper)) {
	c := s.company
	c.pin(int(c.entries[id].partner))
	d := c.paper(id)
	change(d)
	e := entryOf(d, int(c.entries[id].slot))
	e.number, e.partner = c.entries[id].number, c.entries[id].partner
	c.entries[id] = e
	s.moved(d)
}

// moved tells that a document, and with it the registers, has changed.
func (s *Server) moved(d *paper) {
	s.base.trade++
	for _, name := range s.base.order {
		t := s.base.tables[name]
		var src *paperSource
		switch v := t.src.(type) {
		case *paperSource:
			src = v
		case *registerSource:
			src = &v.paperSource
		case *stateSource:
			t.version++
			continue
		default:
			continue
		}
		if i := src.list.position(d.id); i >= 0 {
			t.touch(i)
			if d.gone {
				t.remove(i)
			}
			s.base.note(t, t.src.ref(i))
		}
	}
}
