package view

import (
	"errors"

	"pult/app/crm"
)

// Reading is what is being read of 1C now; the zero one says that nothing is.
type Reading struct {
	On   bool
	Kind string
	Rows int
	Of   int // that there are; 0 while nobody knows

	Done  int // kinds that are read
	Kinds int // of so many; 0 while nobody knows
}

// Part is how much of a round is done; less than nothing where nobody knows.
func (r Reading) Part() float32 {
	if !r.On || r.Kinds == 0 {
		return -1
	}
	part := float32(r.Done)
	if r.Of > 0 {
		part += min(float32(r.Rows)/float32(r.Of), 1)
	}
	return part / float32(r.Kinds)
}

// ReadRows says how many rows are read, of how many where 1C has told.
func (p *Printer) ReadRows(r Reading) string {
	rows := p.Quantity(crm.Quantity(r.Rows) * 1000)
	if r.Of < r.Rows || r.Of == 0 { // more came meanwhile
		return rows
	}
	return p.T("exchange.rows_of", rows, p.Quantity(crm.Quantity(r.Of)*1000))
}

// Reading says what is being read, what is done and what is left.
func (p *Printer) Reading(r Reading) string {
	rows := p.ReadRows(r)
	switch {
	case r.Kind == "":
		return p.T("exchange.said_begin")
	case r.Kinds == 0:
		return p.T("exchange.said_reading", p.Kind(r.Kind), rows)
	default:
		return p.T("exchange.said_reading_of", p.Kind(r.Kind), rows, r.Done, r.Kinds-r.Done)
	}
}

// FirstReading says in the status bar how far the first reading is: which of the
// kinds, and its rows.
func (p *Printer) FirstReading(r Reading) string {
	place := p.T("status.onec_first", min(r.Done+1, r.Kinds), r.Kinds)
	if r.Rows == 0 {
		return place
	}
	return p.T("status.onec_rows", place, p.Kind(r.Kind), p.ReadRows(r))
}

// Kind names a kind of data.
func (p *Printer) Kind(kind string) string {
	if kind == "" {
		return p.T("exchange.onec")
	}
	key := "kind." + kind
	if name := p.T(key); name != key {
		return name
	}
	return kind
}

// figure writes a number of things, and nothing for none.
func (p *Printer) figure(n int) string {
	if n == 0 {
		return ""
	}
	return p.Quantity(crm.Quantity(n) * 1000)
}

// KindRows are the kinds of data: how much, as of when, what the last round did,
// and how far from 1C. What could not be read says why in Full.
func (p *Printer) KindRows(x crm.Exchange, drifts map[string]crm.Drift, now Reading) []Row {
	columns := []string{p.T("exchange.col.rows"), p.T("exchange.col.at"), p.T("exchange.col.changed"), p.T("exchange.col.aside"), p.T("exchange.col.drift")}
	rows := make([]Row, 1, len(x.Kinds)+1)
	rows[0] = Row{Head: true, Title: p.T("exchange.col.kind"), Cells: columns}
	for _, k := range x.Kinds {
		at := p.T("exchange.unread")
		if !k.At.IsZero() {
			at = p.Moment(k.At)
		}
		row := Row{Title: p.Kind(k.Kind), Cells: []string{p.figure(k.Rows), at, p.figure(k.Last.Changed), p.figure(k.Aside), ""}}
		if drift, ok := drifts[k.Kind]; ok {
			p.drifted(&row, drift)
		}
		switch {
		case now.On && now.Kind == k.Kind:
			row.Detail = p.T("exchange.reading")
			if now.Rows > 0 {
				row.Detail = p.T("exchange.reading_rows", p.ReadRows(now))
			}
		case k.Last.Err != nil:
			row.Detail, row.Tone, row.Full = p.T("exchange.failed"), Danger, p.Failure(k.Last.Err)
		}
		rows = append(rows, row)
	}
	return rows
}

// Unread names the kinds that could not be read; nothing when all were.
func (p *Printer) Unread(x crm.Exchange) string {
	names := ""
	for _, k := range x.Kinds {
		if k.Last.Err != nil {
			names = join(", ", names, p.Kind(k.Kind))
		}
	}
	if names == "" {
		return ""
	}
	return p.T("exchange.said_unread", names)
}

// drifted says how far a kind is from 1C: debts in roubles, all else in rows.
func (p *Printer) drifted(row *Row, d crm.Drift) {
	last := len(row.Cells) - 1
	switch {
	case d.Err != nil:
		row.Cells[last], row.Full = "?", p.Failure(d.Err)
	case d.None():
		row.Cells[last] = p.T("exchange.same")
	case d.Kind == "debts":
		row.Cells[last], row.Tone, row.Detail = p.Money(d.Owed()), Danger, p.T("exchange.differs")
		row.Full = p.T("exchange.drift_debts", p.Money(d.OwedThere), p.Money(d.OwedHere), p.Money(d.AdvanceThere), p.Money(d.AdvanceHere))
	default:
		row.Cells[last], row.Tone, row.Detail = p.Quantity(crm.Quantity(d.Rows())*1000), Danger, p.T("exchange.differs")
		row.Full = p.T("check.rows", p.Kind(d.Kind), d.There, d.Here, d.SetAside, d.Rows())
	}
}

// Failure says what happened with 1C and, for an administrator, what to do.
func (p *Printer) Failure(err error) string {
	said, cure := p.Error(OneC, err), p.Cure(err)
	if cure == said {
		return said
	}
	return join("\n", said, cure)
}

// OutboxRow is a fact on its way to 1C, with what will be written there.
func (p *Printer) OutboxRow(parcel crm.Parcel, client string) Row {
	subject, text := p.Record(parcel)
	if client == "" {
		client = p.T("exchange.nobody")
	}
	row := Row{
		At: parcel.Fact.Created, When: p.Moment(parcel.Fact.Created), Mark: factMark(parcel), Title: client, Client: parcel.Fact.Client,
		Detail: join(": ", p.T("fact.kind."+string(parcel.Fact.Kind)), subject), Right: p.T("exchange.waits"), Tone: Quiet,
		Full: join("\n", p.T("exchange.will"), subject, text),
	}
	var fault error // none is nil
	if f := parcel.Fact.Fault(); f != nil {
		fault = f
		row.Full = p.Failure(fault) + "\n\n" + row.Full
	}
	switch {
	case parcel.Fact.State == crm.FactStuck:
		row.Right, row.Tone = p.T("exchange.stuck"), Danger
	case errors.Is(fault, crm.ErrReadOnly):
		row.Right, row.Tone = p.T("exchange.read_only"), Warning
	case errors.Is(fault, crm.ErrHeld):
		row.Right = p.T("exchange.held")
	case fault != nil && parcel.Fact.Next.After(p.Now()):
		row.Right = p.T("exchange.again", p.Moment(parcel.Fact.Next))
	}
	return row
}

func factMark(parcel crm.Parcel) Mark {
	switch parcel.Fact.Kind {
	case crm.CallFacts:
		return markOf(crm.Interaction{Kind: crm.CallKind, Direction: parcel.Call.Direction, Outcome: parcel.Call.Outcome})
	case crm.MailFacts:
		return MarkMail
	case crm.MeetingFacts:
		return MarkMeeting
	case crm.NoteFacts:
		return markOf(parcel.Line)
	default:
		return MarkNumber
	}
}

// RoundRows are the rounds of reading that are remembered.
func (p *Printer) RoundRows(x crm.Exchange) []Row {
	rows := make([]Row, 0, len(x.Rounds))
	for _, r := range x.Rounds {
		sum, faults, read := r.Sum(), 0, ""
		row := Row{At: r.At, When: p.Moment(r.At), Detail: p.T("exchange.took", p.Seconds(r.Took))}
		row.Title = p.T("exchange.round", p.Quantity(crm.Quantity(sum.Rows)*1000), p.Quantity(crm.Quantity(sum.Changed)*1000))
		switch {
		case sum.Rows > 0 || sum.Changed > 0:
		case sum.Err != nil:
			row.Title = p.T("exchange.round_failed")
		default:
			row.Title = p.T("exchange.round_same")
		}
		for _, k := range r.Kinds {
			switch {
			case k.Err != nil:
				faults++
				row.Full = join("\n", row.Full, p.Kind(k.Kind)+": "+p.Error(OneC, k.Err))
			case k.Rows > 0 || k.Changed > 0 || k.SetAside > 0:
				read = join("\n", read, p.T("exchange.round_kind", p.Kind(k.Kind), k.Rows, k.Changed, k.SetAside))
			}
		}
		row.Full = join("\n", row.Full, read)
		switch {
		case faults > 0:
			row.Right, row.Tone = p.T("exchange.round_fault", faults), Danger
		case r.Stopped:
			row.Right, row.Tone = p.T("exchange.round_stopped"), Quiet
		case sum.SetAside > 0:
			row.Right, row.Tone = p.T("exchange.round_aside", sum.SetAside), Warning
		}
		rows = append(rows, row)
	}
	return rows
}
