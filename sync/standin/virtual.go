package standin

import (
	"fmt"
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

// virtualFunctions and what each may be told.
var virtualFunctions = map[string][]string{
	"Balance":             {"Period", "Condition", "Dimensions", "AccountCondition", "ExtraDimensions"},
	"Turnovers":           {"StartPeriod", "EndPeriod", "Condition", "Dimensions", "AccountCondition", "ExtraDimensions", "BalanceAccountCondition", "BalancedExtraDimensions"},
	"BalanceAndTurnovers": {"StartPeriod", "EndPeriod", "Condition", "Dimensions", "AccountCondition", "ExtraDimensions"},
	"SliceLast":           {"Period", "Condition"},
	"SliceFirst":          {"Period", "Condition"},
}

var argumentName = regexp.MustCompile(`(?:^|,)\s*((?:Start|End)?Period|(?:Balance)?(?:Account)?Condition|Dimensions|(?:Balanced)?(?:Extra)Dimensions)\s*=`)

// arguments reads the brackets' content, or the query's when brackets are
// empty. Undoubled apostrophes make the end of a condition visible only by the
// next argument's name.
func arguments(function string, res resource, args map[string]string) error {
	marks := argumentName.FindAllStringSubmatchIndex(res.args, -1)
	if len(marks) == 0 && strings.TrimSpace(res.args) != "" {
		return refuse(400, 21, "Неверные аргументы функции %q", function)
	}
	for i, m := range marks {
		end := len(res.args)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		name := res.args[m[2]:m[3]]
		if !slices.Contains(virtualFunctions[function], name) {
			return refuse(400, 21, "Неверные аргументы функции %q", function)
		}
		args[name] = strings.TrimSpace(res.args[m[1]:end])
	}
	return nil
}

// moment reads a date argument; no date at all is the zero time.
func moment(args map[string]string, name string) (time.Time, error) {
	p := args[name]
	if p == "" {
		return time.Time{}, nil
	}
	toks, err := lex(p)
	if err != nil || toks[0].kind != tokDate {
		return time.Time{}, refuse(400, 12, "Неверное значение параметра %q", name)
	}
	at, err := parseDate(toks[0].text)
	if err != nil {
		return time.Time{}, refuse(400, 1, "Не удалось разобрать строку")
	}
	return at, nil
}

// virtual answers a virtual table.
func (a *answer) virtual(t *table, res resource) error {
	function := res.rest()
	rules := t.shape.service
	if rules == nil {
		return badSegment(function)
	}
	args := a.query.arguments
	if strings.HasPrefix(function, "Slice") {
		if rules.slice == nil {
			return refuse(400, 6, "Метод %q не найден", function)
		}
		if err := arguments(function, res, args); err != nil {
			return err
		}
		return a.slice(t, function, args)
	}
	if rules.register == nil || rules.register.columns(function) == nil {
		return refuse(400, 6, "Метод %q не найден", function)
	}
	if err := arguments(function, res, args); err != nil {
		return err
	}
	if args["AccountCondition"] != "" && !rules.register.accounting {
		return refuse(400, 21, "Неверные аргументы функции %q", function)
	}
	return a.totals(rules.register, function, args)
}

// totals answers a function of a register. The whole register is summed
// whatever is asked: $top makes the answer shorter and not faster.
func (a *answer) totals(r *register, function string, args map[string]string) error {
	from, err := moment(args, "StartPeriod")
	if err != nil {
		return err
	}
	name := "EndPeriod"
	if function == "Balance" {
		name = "Period"
	}
	until, err := moment(args, name)
	if err != nil {
		return err
	}
	if name == "EndPeriod" && !until.IsZero() {
		until = until.Add(time.Second) // the end of a period belongs to it
	}
	t := a.summed(r, function, from, until)
	for _, name := range []string{"AccountCondition", "Condition"} {
		if t, err = a.narrowed(t, args[name]); err != nil {
			return err
		}
	}
	if d := args["Dimensions"]; d != "" {
		if t, err = folded(t, r, strings.Split(strings.Trim(d, "'"), ",")); err != nil {
			return err
		}
	}
	return a.list(t)
}

// summed is the result of a function before its condition, kept until trade goes on.
func (a *answer) summed(r *register, function string, from, until time.Time) *table {
	b := a.server.base
	key := fmt.Sprint(r.name, "\x00", function, from.Unix(), until.Unix())
	if have, ok := b.cached(key, b.trade); ok {
		return have.table
	}
	s, columns, src := r.result(function), r.columns(function), &recordSource{}
	for _, sum := range r.totals(a.server.company, from, until) {
		vals := slices.Grow(slices.Clone(sum.dims), len(s.fields)-len(sum.dims))
		empty := true
		for i := range r.resources {
			for _, c := range columns {
				n := c.value(sum, i)
				vals, empty = append(vals, n), empty && n == 0
			}
		}
		if !empty {
			src.records = append(src.records, vals)
		}
	}
	t := newTable(s, src)
	b.remember(key, result{stamp: b.trade, table: t})
	return t
}

// narrowed keeps the rows a condition holds for.
func (a *answer) narrowed(t *table, src string) (*table, error) {
	if src == "" {
		return t, nil
	}
	cond, err := a.condition(t.shape, src)
	if err != nil {
		return nil, err
	}
	out := &recordSource{}
	for _, vals := range t.src.(*recordSource).records {
		if cond.eval(&env{vals: vals}).(bool) {
			out.records = append(out.records, vals)
		}
	}
	return newTable(t.shape, out), nil
}

func (a *answer) condition(s *shape, src string) (*expr, error) {
	if inner, ok := strings.CutPrefix(src, "'"); ok {
		if src, ok = strings.CutSuffix(inner, "'"); !ok {
			return nil, badOption("Condition")
		}
	}
	style := a.server.habits().Quotes
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

// folded sums the rows over the dimensions asked for.
func folded(t *table, r *register, names []string) (*table, error) {
	s, dims := t.shape, []int{}
	var fields []*field
	for _, name := range names {
		name = strings.TrimSpace(name)
		f, i := s.field(name)
		if f == nil {
			f, i = s.field(name + "_Key")
		}
		if f == nil || i >= len(r.dims) {
			return nil, badSegment(name)
		}
		fields, dims = append(fields, f), append(dims, i)
	}
	fields = append(fields, s.fields[len(r.dims):]...)
	out, seen := &recordSource{}, map[string][]any{}
	for _, vals := range t.src.(*recordSource).records {
		line := make([]any, 0, len(fields))
		for _, i := range dims {
			line = append(line, vals[i])
		}
		key := string(appendKey(nil, line))
		if sum := seen[key]; sum != nil {
			for i, n := range vals[len(r.dims):] {
				sum[len(dims)+i] = sum[len(dims)+i].(number) + n.(number)
			}
			continue
		}
		line = append(line, vals[len(r.dims):]...)
		seen[key] = line
		out.records = append(out.records, line)
	}
	return newTable(newShape(s.name, nil, fields...), out), nil
}

// sliceRule says how an information register is cut: one record for each
// combination of the dimensions, the last or the first by Period.
type sliceRule struct{ dims []string }

func (a *answer) slice(t *table, function string, args map[string]string) error {
	at, err := moment(args, "Period")
	if err != nil {
		return err
	}
	b, rule := a.server.base, t.shape.service.slice
	var fields []*field
	for _, f := range t.shape.fields {
		if !slices.Contains([]string{"Recorder", "LineNumber", "Active", "RecordType"}, f.name) {
			fields = append(fields, f)
		}
	}
	s, out, seen := newShape(t.shape.name, nil, fields...), &recordSource{}, map[string]int{}
	period := t.shape.index["Period"]
	for _, pos := range b.all(t) {
		vals := t.values(pos, nil, nil)
		when := vals[period].(time.Time)
		if !at.IsZero() && (function == "SliceLast" && when.After(at) || function == "SliceFirst" && when.Before(at)) {
			continue
		}
		line, dims := make([]any, 0, len(fields)), make([]any, 0, len(rule.dims))
		for _, f := range fields {
			line = append(line, vals[t.shape.index[f.name]])
		}
		for _, name := range rule.dims {
			dims = append(dims, vals[t.shape.index[name]])
		}
		key := string(appendKey(nil, dims))
		have, ok := seen[key]
		if !ok {
			seen[key] = len(out.records)
			out.records = append(out.records, line)
			continue
		}
		before := out.records[have][s.index["Period"]].(time.Time)
		if (function == "SliceLast") == when.After(before) {
			out.records[have] = line
		}
	}
	result, err := a.narrowed(newTable(s, out), args["Condition"])
	if err != nil {
		return err
	}
	return a.list(result)
}
