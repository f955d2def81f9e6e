package standin

import (
	"cmp"
	"fmt"
	"slices"
)

// Ship makes a client owe more, as a posted shipment of today does, and returns
// the document's number. Payment is expected in so many days.
func (s *Server) Ship(partnerRef string, sum Kopecks, days int) (string, error) {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	p, err := s.company.client(partnerRef)
	if err != nil {
		return "", err
	}
	now := s.wallClock()
	d := s.company.settle(s.company.newPaper(shipmentPaper, p, now))
	d.status, d.due = "Отгружено", midnight(now).AddDate(0, 0, days)
	d.fill(s.company, sum)
	s.company.ship(d)
	s.publishPaper(d)
	s.base.tables["Catalog_ОбъектыРасчетов"].add(&record{ref: d.object, src: &settlementRow{d}})
	return d.number, nil
}

// Pay brings money from a client: it closes the oldest debts, and what is left
// of it must not be more than the client owes.
func (s *Server) Pay(partnerRef string, sum Kopecks) error {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	p, err := s.company.client(partnerRef)
	if err != nil {
		return err
	}
	var owed []*paper
	var debt Kopecks
	for _, d := range p.papers {
		if d.kind == shipmentPaper && d.paid < d.sum {
			owed, debt = append(owed, d), debt+d.sum-d.paid
		}
	}
	if sum <= 0 || sum > debt {
		return fmt.Errorf("standin: a payment of %s from a client who owes %s", sum, debt)
	}
	slices.SortStableFunc(owed, func(a, b *paper) int { return cmp.Or(a.due.Compare(b.due), a.date.Compare(b.date)) })
	for _, d := range owed {
		if part := min(sum, d.sum-d.paid); part > 0 {
			s.publishPaper(s.company.pay(d, s.wallClock(), part))
			sum -= part
		}
	}
	return nil
}

// client finds a generated partner that trades.
func (c *practice) client(ref string) (*partner, error) {
	for _, p := range c.partners {
		if p.client && len(p.firms) > 0 && p.ref.String() == ref {
			return p, nil
		}
	}
	return nil, fmt.Errorf("standin: no client %s", ref)
}

// publishPaper numbers a new document and puts it with its movement, the last
// one made, into the base.
func (s *Server) publishPaper(d *paper) {
	b, set := s.base, d.pointer().set
	d.number = documentNumber(b.nextCounter(set, 0))
	b.tables[set].add(&record{ref: d.ref, src: &paperRow{d, s.company}})
	b.movements = s.company.movements
	last := &b.movements[len(b.movements)-1]
	b.tables[debtRegister].add(&record{ref: d.ref, src: &recordSet{[]*movement{last}}})
	b.changes++
}
