package view

import (
	"time"

	"pult/app/crm"
)

// Client is a client as scripts read it. Money is a decimal string, times are
// RFC 3339 in UTC.
type Client struct {
	ID          crm.Ref   `json:"id"`
	Name        string    `json:"name"`
	FullName    string    `json:"full_name"`
	INN         string    `json:"inn"`
	Contact     string    `json:"contact"`
	Debt        crm.Money `json:"debt"`
	Advance     crm.Money `json:"advance"`
	Overdue     crm.Money `json:"overdue"`
	OverdueDays int       `json:"overdue_days"`
	Manager     string    `json:"manager"`
	AsOf        time.Time `json:"as_of,omitzero"`
	Say         string    `json:"say"`
}

// Clients gives matches with what to say to each.
func (p *Printer) Clients(matches []crm.Match, says []crm.Say) []Client {
	clients := make([]Client, len(matches))
	for i, m := range matches {
		clients[i] = Client{
			ID: m.Client, Name: m.Name, FullName: m.FullName, INN: m.INN, Contact: m.ContactName,
			Debt: m.Debt.Owed, Advance: m.Debt.Advance, Overdue: m.Debt.Overdue, OverdueDays: m.Debt.OverdueDays,
			Manager: m.ManagerName, AsOf: m.AsOf.UTC(),
		}
		if i < len(says) {
			clients[i].Say = p.Say(says[i])
		}
	}
	return clients
}

// HistoryLine is a line of history as scripts read it.
type HistoryLine struct {
	ID         crm.ID              `json:"id"`
	Kind       crm.InteractionKind `json:"kind"`
	At         time.Time           `json:"at"`
	Client     string              `json:"client"`
	ClientName string              `json:"client_name"`
	Direction  crm.Direction       `json:"direction,omitempty"`
	Number     string              `json:"number,omitempty"`
	Outcome    crm.Outcome         `json:"outcome,omitempty"`
	Seconds    int                 `json:"seconds,omitempty"`
	AnsweredBy string              `json:"answered_by,omitempty"`
	Text       string              `json:"text,omitempty"`
	Author     string              `json:"author,omitempty"`
	Result     crm.Result          `json:"result,omitempty"`
	Reason     string              `json:"reason,omitempty"`
	Fact       crm.FactState       `json:"fact,omitempty"`
	Recording  string              `json:"recording,omitempty"` // path of the WAV file
}

// HistoryLineOf gives a line of history for scripts.
func HistoryLineOf(i crm.Interaction, clientName string) HistoryLine {
	return HistoryLine{
		ID: i.ID, Kind: i.Kind, At: i.At.UTC(), Client: RefText(i.Client), ClientName: clientName, Direction: i.Direction,
		Number: i.Number.String(), Outcome: i.Outcome, Seconds: i.Seconds, AnsweredBy: i.AnsweredBy, Text: i.Text, Author: i.Author, Fact: i.Fact,
		Result: i.Result, Reason: i.Reason,
	}
}

// RefText gives a reference, and nothing for the empty one.
func RefText(ref crm.Ref) string {
	if ref.IsZero() {
		return ""
	}
	return ref.String()
}
