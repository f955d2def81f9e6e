package crm

import (
	"time"

	"pult/app/phone"
)

// Client is whom the firm sells to, under the working name managers use: a
// partner of УТ, КА and ERP, a counterparty of УНФ and БП.
type Client struct {
	Ref      Ref
	Name     string // working name
	FullName string
	INN      string // of the main legal entity; may be dirty, it is 1C's text
	KPP      string
	Manager  Ref // responsible user of 1C
	Prices   Ref // type of prices in the card itself; agreements may name another
	Comment  string
	Version  string // DataVersion of 1C, opaque
	Deleted  bool   // marked for deletion, or not a buyer: kept out of sight
	Phones   []Phone
	Emails   []string
	// Properties are what a firm has added to the card.
	Properties []Property
}

// Counterparty is a legal entity behind a client (контрагент).
type Counterparty struct {
	Ref      Ref
	Client   Ref
	Name     string
	FullName string
	INN      string
	KPP      string
	Version  string
	Deleted  bool
	Phones   []Phone
	Emails   []string
}

// Contact is a person at a client. One who is with several clients is a contact
// of each: the others refer to the first by Whole.
type Contact struct {
	Ref      Ref
	Whole    Ref
	Client   Ref
	Name     string
	Position string
	Version  string
	Deleted  bool
	Phones   []Phone
	Emails   []string
}

// Phone is one number as it stands in a card of 1C.
type Phone struct {
	Number phone.Number
	Kind   string // as 1C names it: "Мобильный телефон"
}

// User is a user of 1C: a manager.
type User struct {
	Ref     Ref
	Name    string
	Version string
}

// Match is one client a number may belong to, with what must be said of it at
// the first ring. Everything comes from the local cache.
type Match struct {
	Client      Ref
	Name        string
	FullName    string
	INN         string
	Manager     Ref
	ManagerName string
	Contact     Ref    // the person whose number it is; zero for the firm's own
	ContactName string // with Position empty when the number is the firm's
	Position    string
	Debt        Debt
	OpenOrders  []Document // newest first
	LastPayment Document   // zero when there was none
	Invoice     Document   // not paid yet, the one whose day of payment is next
	AsOf        time.Time  // when 1C said so
}
