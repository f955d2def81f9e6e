package standin

import "time"

// TruthPaper is a document of a client, told by the company itself.
type TruthPaper struct {
	Ref    string
	Set    string // where the configuration keeps it; "" when it has no such documents
	Kind   string // "order", "shipment", "payment", "bill", "letter", "meeting" or "call"
	Number string
	Date   time.Time
	Sum    Kopecks
	Paid   Kopecks   // of an order or a shipment
	Due    time.Time // when payment is expected, zero where it is not
	For    string    // reference of the order of a shipment, or of what is paid or billed
	Status string    // of an order, as УТ names it
	Posted bool
	Marked bool
	Cash   bool // a payment in cash
	Lines  []TruthLine
}

// TruthLine is one line of goods or services.
type TruthLine struct {
	Good     string // name
	GoodRef  string
	Quantity string // with a point, without needless noughts
	Price    Kopecks
	Sum      Kopecks
}

var paperKindNames = [paperKinds]string{"order", "shipment", "payment", "payment", "bill", "letter", "letter", "meeting", "call"}

// Papers gives the documents and generated interactions of a client, the
// company's own ones in every configuration alike.
func (s *Server) Papers(client string) []TruthPaper {
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	g, err := parseGUID(client)
	n, ok := s.company.partnerNumber(g)
	if err != nil || !ok {
		return nil
	}
	c := s.company
	var out []TruthPaper
	for _, d := range c.trade(c.client(n)) {
		t := TruthPaper{
			Ref: d.ref.String(), Set: s.face.set(d), Kind: paperKindNames[d.kind], Number: d.number, Date: s.instant(d.date), Sum: d.sum, Paid: d.paid,
			Status: d.status, Posted: d.posted, Marked: d.marked, Cash: d.kind == cashPaper,
		}
		if !d.due.IsZero() {
			t.Due = s.instant(d.due)
		}
		if d.base != nil {
			t.For = d.base.ref.String()
		}
		for _, l := range d.lines {
			good := &c.goods[l.good]
			t.Lines = append(t.Lines, TruthLine{good.name, good.ref.String(), l.quantity.String(), l.price, l.sum})
		}
		out = append(out, t)
	}
	return out
}

// TruthPerson is somebody who works for a client.
type TruthPerson struct {
	Ref      string
	Name     string
	Position string
	Birthday time.Time // zero when unknown
	Left     bool      // works there no longer
	Marked   bool
	Phones   []TruthPhone
	Emails   []string
}

// People gives everybody the base knows at a client.
func (s *Server) People(client string) []TruthPerson {
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	g, err := parseGUID(client)
	n, ok := s.company.partnerNumber(g)
	if err != nil || !ok {
		return nil
	}
	var out []TruthPerson
	for _, h := range s.company.people(s.company.client(n)) {
		t := Truth{}
		t.contacts(h.contacts, "person", h.name)
		out = append(out, TruthPerson{
			Ref: h.ref.String(), Name: h.name, Position: h.position, Birthday: h.birthday, Left: !h.left.IsZero(), Marked: h.marked,
			Phones: t.Phones, Emails: t.Emails,
		})
	}
	return out
}
