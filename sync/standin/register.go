package standin

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// register is one that documents write into: of accumulation, or of accounting.
type register struct {
	name         string
	title        string
	dims         []*field
	resources    []string
	turnoverOnly bool
	accounting   bool // movements are debits and credits of an account
	list         *paperList
	moves        func(*practice, *paper) []move
	opening      func(*practice) []move // what stood there before the first document
}

// move is one record: values of the dimensions and of the resources.
type move struct {
	period  time.Time
	receipt bool // or debit
	dims    []any
	res     []number
}

// shape is the register as recorders write it: one entity per recorder with its
// record set.
func (r *register) shape() *shape {
	columns := []*field{anyOf("Recorder"), date("Period"), flag("Active"), enum("RecordType")}
	columns = append(columns, r.dims...)
	for _, name := range r.resources {
		columns = append(columns, num(name))
	}
	if r.accounting {
		columns = entryColumns()
	}
	s := newShape(r.name, []string{"Recorder", "Recorder_Type"}, anyOf("Recorder"), rows("RecordSet", columns...))
	s.readOnly = true
	s.service = &serviceRules{title: r.title, register: r}
	return s
}

// registerSource has a row for every document that writes into a register.
type registerSource struct {
	paperSource
	register *register
}

func (r *register) table(c *practice) *table {
	return newTable(r.shape(), &registerSource{paperSource{c: c, list: r.list, spaces: &c.spaces.paper}, r})
}

func (s *registerSource) fill(i int32, v *values) {
	d := s.c.paper(s.list.ids[i])
	recorder := s.c.pointer(d)
	v.set("Recorder", recorder)
	if !v.wants("RecordSet") {
		return
	}
	f, _ := v.shape.field("RecordSet")
	moves := s.register.moves(s.c, d)
	if s.register.accounting {
		v.set("RecordSet", entryLines(v, recorder, moves))
		return
	}
	var lines []row
	for n, m := range moves {
		kind := "Expense"
		if m.receipt {
			kind = "Receipt"
		}
		r := row(slices.Clone(f.rows.zero))
		copy(r, []any{int64(n + 1), recorder, m.period, true, kind})
		at := 5 + copy(r[5:], m.dims)
		for i, n := range m.res {
			r[at+i] = n
		}
		lines = append(lines, r)
	}
	v.set("RecordSet", lines)
}

// total is what came together under one combination of dimensions.
type total struct {
	dims                     []any
	opening, receipt, expend []number
}

// totals sums a register: movements before from make the opening balance, those
// before until the turnovers. Period itself is not included, so "on the 31st"
// is asked as the first of the next month.
func (r *register) totals(c *practice, from, until time.Time) []*total {
	found := map[string]*total{}
	var order []*total
	var key []byte
	take := func(m *move) {
		if !until.IsZero() && !m.period.Before(until) {
			return
		}
		key = appendKey(key[:0], m.dims)
		t := found[string(key)]
		if t == nil {
			n := len(r.resources)
			room := make([]number, 3*n)
			t = &total{dims: m.dims, opening: room[:n:n], receipt: room[n : 2*n : 2*n], expend: room[2*n:]}
			found[string(key)] = t
			order = append(order, t)
		}
		for i, n := range m.res {
			switch {
			case m.period.Before(from) && m.receipt:
				t.opening[i] += n
			case m.period.Before(from):
				t.opening[i] -= n
			case m.receipt:
				t.receipt[i] += n
			default:
				t.expend[i] += n
			}
		}
	}
	each := func(list []move) {
		for i := range list {
			take(&list[i])
		}
	}
	if r.opening != nil {
		each(r.opening(c))
	}
	for _, id := range r.list.ids {
		if e := &c.entries[id]; e.is(entryPosted) && !e.is(entryGone) {
			each(r.moves(c, c.paper(id)))
		}
	}
	return order
}

// appendKey makes text of values, the same for the same values.
func appendKey(b []byte, vals []any) []byte {
	for _, v := range vals {
		switch v := v.(type) {
		case guid:
			b = append(b, v[:]...)
		case composite:
			b = append(append(b, v.set...), v.ref[:]...)
			b = append(append(b, v.edm...), v.text...)
		case time.Time:
			b = binary.BigEndian.AppendUint64(b, uint64(v.Unix()))
		case string:
			b = append(append(b, v...), 0)
		case bool:
			b = append(b, byte(boolRank(v)))
		case number:
			b = binary.BigEndian.AppendUint64(b, uint64(v))
		}
	}
	return b
}

// column of a result: the suffix of its name and how it is worked out.
type resultColumn struct {
	suffix string
	value  func(t *total, i int) number
}

func debit(n number) number  { return max(n, 0) }
func credit(n number) number { return max(-n, 0) }

func (t *total) closing(i int) number { return t.opening[i] + t.receipt[i] - t.expend[i] }

var (
	columnBalance  = resultColumn{"Balance", (*total).closing}
	columnTurnover = resultColumn{"Turnover", func(t *total, i int) number { return t.receipt[i] - t.expend[i] }}
	columnReceipt  = resultColumn{"Receipt", func(t *total, i int) number { return t.receipt[i] }}
	columnExpense  = resultColumn{"Expense", func(t *total, i int) number { return t.expend[i] }}
	columnOpening  = resultColumn{"OpeningBalance", func(t *total, i int) number { return t.opening[i] }}
	columnClosing  = resultColumn{"ClosingBalance", (*total).closing}
)

// sided gives a column of accounting its twins of debit and credit.
func sided(c resultColumn) []resultColumn {
	return []resultColumn{
		c,
		{c.suffix + "Dr", func(t *total, i int) number { return debit(c.value(t, i)) }},
		{c.suffix + "Cr", func(t *total, i int) number { return credit(c.value(t, i)) }},
	}
}

// columns of one of the register's functions; nil when it has no such function.
func (r *register) columns(function string) []resultColumn {
	turnovers := []resultColumn{
		columnTurnover, {"TurnoverDr", columnReceipt.value}, {"TurnoverCr", columnExpense.value},
	}
	switch {
	case function == "Turnovers" && r.turnoverOnly:
		return []resultColumn{columnTurnover}
	case r.turnoverOnly:
		return nil
	case r.accounting && function == "Balance":
		return sided(columnBalance)
	case r.accounting && function == "Turnovers":
		return turnovers
	case r.accounting && function == "BalanceAndTurnovers":
		return slices.Concat(sided(columnOpening), turnovers, sided(columnClosing))
	case function == "Balance":
		return []resultColumn{columnBalance}
	case function == "Turnovers":
		return []resultColumn{columnTurnover, columnReceipt, columnExpense}
	case function == "BalanceAndTurnovers":
		return []resultColumn{columnOpening, columnReceipt, columnExpense, columnTurnover, columnClosing}
	}
	return nil
}

// functions of the register, as the schema lists them.
func (r *register) functions() []string {
	if r.turnoverOnly {
		return []string{"Turnovers"}
	}
	return []string{"Balance", "Turnovers", "BalanceAndTurnovers"}
}

// result is the shape of what a function answers.
func (r *register) result(function string) *shape {
	fields := slices.Clone(r.dims)
	for _, name := range r.resources {
		for _, c := range r.columns(function) {
			fields = append(fields, num(name+c.suffix))
		}
	}
	return newShape(r.name+"_"+strings.TrimSuffix(function, "s"), nil, fields...)
}
