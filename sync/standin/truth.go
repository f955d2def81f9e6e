package standin

import (
	"time"
)

// Truth is what a panel should show about one partner: the answer sheet of the
// generated base, worked out from the trade itself and not from the answers the
// server gives. What the company does by itself (Ship, Pay, Rename, Merge and so
// on) and posting over HTTP change it, other writes made over HTTP do not.
type Truth struct {
	Ref         string
	Code        string
	Name        string // working name
	FullName    string
	INN         string
	Client      bool // false for suppliers, groups
	Deleted     bool
	Predefined  bool
	Manager     string // "" when nobody is responsible
	ManagerRef  string
	Phones      []TruthPhone
	Emails      []string
	Limit       Kopecks // the most it may owe, 0 for no limit
	Debt        Kopecks // owed, advances not subtracted
	Advance     Kopecks
	Overdue     Kopecks
	OverdueDays int     // of the oldest
	Purchases   Kopecks // shipped over the last 12 months
	LastBought  time.Time
	OpenOrders  int
}

// TruthPhone is one number behind a contact row. Two numbers typed in one field
// are two of these with the same Typed.
type TruthPhone struct {
	Typed     string
	Digits    string // E.164 without the plus; "" for internal numbers
	Extension string
	Place     string // "partner", "counterparty" or "person"
	Person    string
	Vague     bool // written so that a program may rightly give up
}

// Live tells whether the partner belongs into a list of clients.
func (t *Truth) Live() bool { return t.Client && !t.Deleted && !t.Predefined }

// Partners gives the truth about every generated partner, those included that a
// client list must leave out.
func (s *Server) Partners() []Truth { return s.Some(s.partnerCount()) }

func (s *Server) partnerCount() int {
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	return s.company.total
}

// Some gives the truth about the first few partners, the demo set before all
// others: a big base has too many to hold at once.
func (s *Server) Some(count int) []Truth {
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	out := make([]Truth, 0, min(count, s.company.total))
	for n := 1; n <= s.company.total && len(out) < count; n++ {
		if !s.company.removed(n) {
			out = append(out, s.truth(s.company.client(n)))
		}
	}
	return out
}

// Partner gives the truth about one partner.
func (s *Server) Partner(ref string) (Truth, bool) {
	s.base.mu.RLock()
	defer s.base.mu.RUnlock()
	g, err := parseGUID(ref)
	n, ok := s.company.partnerNumber(g)
	if err != nil || !ok || s.company.removed(n) {
		return Truth{}, false
	}
	return s.truth(s.company.client(n)), true
}

// Callers gives, for each number in E.164 digits, the live clients that have it
// at hand: on the card, on the counterparty, or with a person not deleted.
func (s *Server) Callers() map[string][]string {
	out := map[string][]string{}
	for _, t := range s.Partners() {
		if !t.Live() {
			continue
		}
		seen := map[string]bool{}
		for _, p := range t.Phones {
			if p.Digits != "" && !seen[p.Digits] {
				seen[p.Digits] = true
				out[p.Digits] = append(out[p.Digits], t.Ref)
			}
		}
	}
	return out
}

func (s *Server) truth(p *partner) Truth {
	t := Truth{
		Ref: p.ref.String(), Code: codeOf(p.n), Name: p.name, FullName: p.fullName,
		Client: p.client, Deleted: p.marked, Predefined: p.predefined != "",
	}
	if p.manager >= 0 {
		t.Manager, t.ManagerRef = s.company.managers[p.manager].name, s.company.managers[p.manager].ref.String()
	}
	t.contacts(p.contacts, "partner", "")
	if f := p.firm; f != nil {
		t.INN, t.Limit = f.inn, f.limit
		t.contacts(f.contacts, "counterparty", "")
	}
	for _, h := range s.company.people(p) {
		if !h.marked {
			t.contacts(h.contacts, "person", h.name)
		}
	}
	for _, d := range s.company.trade(p) {
		t.trade(s, d)
	}
	return t
}

func (t *Truth) contacts(lines []contactLine, place, who string) {
	for _, l := range lines {
		switch l.kind {
		case lineMail:
			t.Emails = append(t.Emails, l.text)
		case linePhone:
			ph := TruthPhone{Typed: l.text, Extension: l.ext, Place: place, Person: who, Vague: l.vague}
			for _, n := range l.numbers {
				ph.Digits = n.digits()
				t.Phones = append(t.Phones, ph)
			}
			if len(l.numbers) == 0 && l.text != "" {
				t.Phones = append(t.Phones, ph)
			}
		}
	}
}

func (t *Truth) trade(s *Server, d *paper) {
	today := midnight(s.wallClock())
	switch d.kind {
	case orderPaper:
		for _, m := range s.company.trade(d.partner) {
			if m.base == d && m.kind.money() && m.posted {
				t.Advance += m.sum
			}
		}
		if d.posted && d.status != "Закрыт" {
			t.OpenOrders++
		}
	case shipmentPaper:
		if !d.posted {
			return
		}
		left := d.left()
		t.Debt += left
		if left > 0 && d.due.Before(today) {
			t.Overdue += left
			t.OverdueDays = max(t.OverdueDays, int(today.Sub(d.due)/(24*time.Hour)))
		}
		if d.date.After(today.AddDate(-1, 0, 0)) {
			t.Purchases += d.sum
		}
		if bought := s.instant(d.date); bought.After(t.LastBought) {
			t.LastBought = bought
		}
	}
}
