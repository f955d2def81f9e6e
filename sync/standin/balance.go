package standin

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// QuoteStyle says which apostrophes inside Condition='...' are understood. The
// guide's own examples leave them undoubled; some clients double them.
type QuoteStyle int

// The writings of a condition.
const (
	QuotesAny QuoteStyle = iota
	QuotesPlain
	QuotesDoubled
)

// movement is one record of the debt register.
type movement struct {
	recorder composite
	period   time.Time
	receipt  bool
	at       dimensions
	debt     Kopecks
	advance  Kopecks
}

// dimensions of the debt register.
type dimensions struct {
	key, object guid
	document    composite
	due, origin time.Time
}

func (m *movement) signed() (debt, advance Kopecks) {
	if m.receipt {
		return m.debt, m.advance
	}
	return -m.debt, -m.advance
}

// balance answers the virtual table of balances. The moment Period itself is
// not included, so "on the 31st" is asked as the first of the next month.
func (a *answer) balance(t *table, res resource) error {
	if t.shape.service == nil || t.shape.service.balance == nil {
		return badSegment("Balance")
	}
	args, err := balanceArguments(res, a.query.arguments)
	if err != nil {
		return err
	}
	b, s := a.server.base, t.shape.service.balance
	var until time.Time
	if p := args["Period"]; p != "" {
		toks, err := lex(p)
		if err != nil || toks[0].kind != tokDate {
			return refuse(400, 12, "Неверное значение параметра %q", "Period")
		}
		if until, err = parseDate(toks[0].text); err != nil {
			return refuse(400, 1, "Не удалось разобрать строку")
		}
	}
	recs := b.debts(s, until)
	if c := args["Condition"]; c != "" {
		cond, err := a.condition(s, c)
		if err != nil {
			return err
		}
		recs = keep(s, recs, cond)
	}
	if d := args["Dimensions"]; d != "" {
		if s, recs, err = reduceDimensions(s, recs, strings.Split(strings.Trim(d, "'"), ",")); err != nil {
			return err
		}
	}
	return a.list(&table{shape: s, recs: recs, passing: true})
}

var argumentName = regexp.MustCompile(`(?:^|,)\s*(Period|Condition|Dimensions)\s*=`)

// balanceArguments reads the brackets' content, or the query's when brackets
// are empty. Undoubled apostrophes make the end of a condition visible only by
// the next argument's name.
func balanceArguments(res resource, fromQuery map[string]string) (map[string]string, error) {
	args := fromQuery
	marks := argumentName.FindAllStringSubmatchIndex(res.args, -1)
	if len(marks) == 0 && strings.TrimSpace(res.args) != "" {
		return nil, refuse(400, 21, "Неверные аргументы функции %q", "Balance")
	}
	for i, m := range marks {
		end := len(res.args)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		args[res.args[m[2]:m[3]]] = strings.TrimSpace(res.args[m[1]:end])
	}
	return args, nil
}

func (a *answer) condition(s *shape, src string) (*expr, error) {
	if inner, ok := strings.CutPrefix(src, "'"); ok {
		if src, ok = strings.CutSuffix(inner, "'"); !ok {
			return nil, badOption("Condition")
		}
	}
	style := a.server.opt.Quotes
	var cond *expr
	err := error(badOption("Condition"))
	if style != QuotesDoubled || !strings.Contains(src, "'") {
		cond, err = parseFilter(a.server.base, s, src)
	}
	if err != nil && style != QuotesPlain && strings.Contains(src, "''") {
		cond, err = parseFilter(a.server.base, s, strings.ReplaceAll(src, "''", "'"))
	}
	return cond, err
}

// debts sums the movements by all dimensions and leaves out what came to zero.
func (b *base) debts(s *shape, until time.Time) []*record {
	type sums struct{ debt, advance Kopecks }
	totals := map[dimensions]*sums{}
	var order []dimensions
	for i := range b.movements {
		m := &b.movements[i]
		if !until.IsZero() && !m.period.Before(until) {
			continue
		}
		t := totals[m.at]
		if t == nil {
			t = &sums{}
			totals[m.at] = t
			order = append(order, m.at)
		}
		debt, advance := m.signed()
		t.debt += debt
		t.advance += advance
	}
	var recs []*record
	for _, d := range order {
		t := totals[d]
		if t.debt == 0 && t.advance == 0 {
			continue
		}
		v := values{shape: s, at: slices.Clone(s.zero)}
		d.fill(&v)
		for _, name := range debtResources {
			sum := t.debt
			if strings.HasPrefix(name, "Предоплата") {
				sum = t.advance
			}
			v.set(name+"Balance", money(sum))
		}
		recs = append(recs, &record{vals: v.at})
	}
	return recs
}

func (d dimensions) fill(v *values) {
	v.set("АналитикаУчетаПоПартнерам_Key", d.key)
	v.set("ОбъектРасчетов_Key", d.object)
	v.set("Валюта_Key", roubleRef)
	v.set("РасчетныйДокумент", d.document)
	v.set("ДатаПлановогоПогашения", d.due)
	v.set("ДатаВозникновения", d.origin)
}

// reduceDimensions folds the rows to the dimensions asked for.
func reduceDimensions(s *shape, recs []*record, names []string) (*shape, []*record, error) {
	var fields []*field
	var dims int
	for _, name := range names {
		name = strings.TrimSpace(name)
		f, _ := s.field(name)
		if f == nil {
			f, _ = s.field(name + "_Key")
		}
		if f == nil || f.kind == kindDouble {
			return nil, nil, badSegment(name)
		}
		fields = append(fields, f)
		dims++
	}
	for _, f := range s.fields {
		if f.kind == kindDouble {
			fields = append(fields, f)
		}
	}
	out := newShape(s.name, nil, fields...)
	seen := map[[8]any]*record{}
	var list []*record
	for _, r := range recs {
		var key [8]any
		vals := make([]any, len(fields))
		for i, f := range fields {
			vals[i] = r.vals[s.index[f.name]]
			if i < dims && i < len(key) {
				key[i] = vals[i]
			}
		}
		old := seen[key]
		if old == nil {
			old = &record{vals: vals}
			seen[key], list = old, append(list, old)
			continue
		}
		for i := dims; i < len(fields); i++ {
			old.vals[i] = old.vals[i].(number) + vals[i].(number)
		}
	}
	return out, list, nil
}
