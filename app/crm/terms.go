package crm

// Terms are what was agreed with a client: a contract or an agreement.
type Terms struct {
	Ref     Ref
	Client  Ref
	Name    string
	Type    Ref   // of prices; zero when it says nothing of it
	Limit   Money // that a debt may come to; 0 without one
	Days    int   // to pay within; 0 when it says nothing of it
	Version string
	Deleted bool
}

// Property is something more that 1C keeps of a client: a segment, a birthday.
type Property struct {
	Name  string
	Value string
}
