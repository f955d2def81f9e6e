package standin

import (
	"errors"
	"fmt"
)

// Order makes a client order goods for a sum, and returns the order's number.
// In БП, which knows no orders, nothing is seen of it until it is billed.
func (s *Server) Order(client string, sum Kopecks) (string, error) {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	o, err := s.order(client, sum)
	if err != nil {
		return "", err
	}
	return o.number, nil
}

func (s *Server) order(client string, sum Kopecks) (*paper, error) {
	p, err := s.client(client)
	if err != nil {
		return nil, err
	}
	if sum <= 0 {
		return nil, fmt.Errorf("standin: an order of %s", sum)
	}
	return s.write(p, orderPaper, s.wallClock(), func(d *paper) {
		d.own, d.status, d.due = true, "КОбеспечению", midnight(s.wallClock()).AddDate(0, 0, 10)
		d.fill(s.company, sum)
	}), nil
}

// Bill makes an order and a bill for it, and returns the bill's number.
func (s *Server) Bill(client string, sum Kopecks) (string, error) {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	o, err := s.order(client, sum)
	if err != nil {
		return "", err
	}
	b := s.write(o.partner, billPaper, s.wallClock(), func(d *paper) { d.base, d.sum, d.due, d.lines = o, o.sum, o.due, o.lines })
	return b.number, nil
}

// PayBill brings the money for one bill, all that is still to be paid of it:
// an advance when it is for an order, the debt when it is for a shipment.
func (s *Server) PayBill(number string) error {
	s.base.mu.Lock()
	defer s.base.mu.Unlock()
	c := s.company
	for id := range uint32(len(c.entries)) {
		e := &c.entries[id]
		if e.kind != billPaper || documentNumber(int(e.number)) != number {
			continue
		}
		c.pin(int(e.partner))
		b := c.paper(id)
		left := b.base.sum - b.base.paid
		if left <= 0 {
			return fmt.Errorf("standin: bill %s is paid", number)
		}
		s.write(b.partner, paymentPaper, s.wallClock(), func(m *paper) { m.base, m.sum = b.base, left })
		b.base.paid += left
		return nil
	}
	return fmt.Errorf("standin: no bill %s", number)
}

// AddPhone gives a client one more number on its card.
func (s *Server) AddPhone(client, typed string) error {
	return s.alter(client, func(p *partner) error {
		if typed == "" {
			return errors.New("standin: no number")
		}
		p.contacts = append(p.contacts, typedLine(typed))
		return nil
	})
}

// typedLine is a number as somebody typed it now. Which number it is can be
// certain only when it is written in full.
func typedLine(typed string) contactLine {
	l := contactLine{kind: linePhone, form: formTyped, text: typed}
	if len(typed) == 12 && typed[:2] == "+7" {
		l.numbers, l.form = []phone{{typed[2:5], typed[5:]}}, formJSON
	}
	return l
}
