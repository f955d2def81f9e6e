package standin

import (
	"strings"
	"time"
	"unicode/utf8"
)

// function is one of the calls $filter knows. Those of OData that the platform
// lacks (length, indexof, tolower, toupper, trim, replace, contains, ...) are
// simply not here and answer 400 with code 14.
type function struct {
	args   []kind
	result kind
	do     func(a []any) any
}

var functions = map[string]function{
	"startswith":  {[]kind{kindString, kindString}, kindBool, func(a []any) any { return strings.HasPrefix(lower(a[0]), lower(a[1])) }},
	"endswith":    {[]kind{kindString, kindString}, kindBool, func(a []any) any { return strings.HasSuffix(lower(a[0]), lower(a[1])) }},
	"substringof": {[]kind{kindString, kindString}, kindBool, func(a []any) any { return strings.Contains(lower(a[1]), lower(a[0])) }},
	"like":        {[]kind{kindString, kindString}, kindBool, func(a []any) any { return like([]rune(lower(a[0])), []rune(lower(a[1]))) }},
	"concat":      {[]kind{kindString, kindString}, kindString, func(a []any) any { return a[0].(string) + a[1].(string) }},
	"round":       {[]kind{kindDouble}, kindDouble, func(a []any) any { return roundNumber(a[0].(number)) }},
	"year":        datePart(func(t time.Time) int { return t.Year() }),
	"quarter":     datePart(func(t time.Time) int { return (int(t.Month()) + 2) / 3 }),
	"month":       datePart(func(t time.Time) int { return int(t.Month()) }),
	"day":         datePart(time.Time.Day),
	"dayofyear":   datePart(time.Time.YearDay),
	"dayofweek":   datePart(func(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }),
	"hour":        datePart(time.Time.Hour),
	"minute":      datePart(time.Time.Minute),
	"second":      datePart(time.Time.Second),
	"dateadd": {[]kind{kindDate, kindString, kindDouble}, kindDate, func(a []any) any {
		return dateAdd(a[0].(time.Time), a[1].(string), int(a[2].(number)/1000))
	}},
	"datedifference": {[]kind{kindDate, kindDate, kindString}, kindDouble, func(a []any) any {
		return number(dateDifference(a[0].(time.Time), a[1].(time.Time), a[2].(string)) * 1000)
	}},
	"substring": {[]kind{kindString, kindDouble, kindDouble}, kindString, func(a []any) any {
		return substring(a[0].(string), int(a[1].(number)/1000), int(a[2].(number)/1000))
	}},
}

func datePart(part func(time.Time) int) function {
	return function{[]kind{kindDate}, kindDouble, func(a []any) any { return number(part(a[0].(time.Time)) * 1000) }}
}

// dateAdd moves a date by so many of a unit; months and years keep the day.
func dateAdd(t time.Time, unit string, n int) time.Time {
	switch unit {
	case "year":
		return t.AddDate(n, 0, 0)
	case "quarter":
		return t.AddDate(0, 3*n, 0)
	case "month":
		return t.AddDate(0, n, 0)
	case "week":
		return t.AddDate(0, 0, 7*n)
	case "day":
		return t.AddDate(0, 0, n)
	}
	return t.Add(time.Duration(n) * map[string]time.Duration{"hour": time.Hour, "minute": time.Minute, "second": time.Second}[unit])
}

// dateDifference counts the borders of a unit between two dates.
func dateDifference(from, to time.Time, unit string) int {
	months := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	switch unit {
	case "year":
		return to.Year() - from.Year()
	case "month":
		return months
	case "day":
		return int(midnight(to).Sub(midnight(from)) / (24 * time.Hour))
	}
	step := map[string]time.Duration{"hour": time.Hour, "minute": time.Minute, "second": time.Second}[unit]
	if step == 0 {
		return 0
	}
	return int(to.Truncate(step).Sub(from.Truncate(step)) / step)
}

func lower(v any) string { return strings.ToLower(v.(string)) }

func callExpr(name string, args []*expr) (*expr, error) {
	if name == "cast" || name == "isof" {
		return typeExpr(name, args)
	}
	f := functions[name]
	if len(args) != len(f.args) {
		return nil, refuse(400, 12, "Недостаточно аргументов функции %q", name)
	}
	for i, a := range args {
		textual := f.args[i] == kindString && (isStringKind(a.kind) || a.kind == kindText)
		if a.kind != f.args[i] && !textual {
			return nil, refuse(400, 21, "Неверные аргументы функции %q", name)
		}
	}
	return &expr{kind: f.result, eval: func(v *env) any {
		vals := make([]any, len(args))
		for i, a := range args {
			vals[i] = a.eval(v)
		}
		return f.do(vals)
	}}, nil
}

// typeExpr is cast(value,'Document_X') and isof(field,'Document_X').
func typeExpr(name string, args []*expr) (*expr, error) {
	if len(args) != 2 || args[1].kind != kindString {
		return nil, refuse(400, 12, "Недостаточно аргументов функции %q", name)
	}
	set := strings.TrimPrefix(args[1].eval(nil).(string), "StandardODATA.")
	value := args[0]
	typed := func(v *env) composite {
		switch x := value.eval(v).(type) {
		case guid:
			return composite{set: set, ref: x}
		case composite:
			if x.set == set || x.edm == set {
				return x
			}
		}
		return composite{}
	}
	if name == "isof" {
		return &expr{kind: kindBool, eval: func(v *env) any { return !typed(v).empty() }}, nil
	}
	return &expr{kind: kindComposite, eval: func(v *env) any { return typed(v) }}, nil
}

// like matches a pattern of the query language: % any run, _ any letter, [abc]
// and [^abc] a letter of a set.
func like(s, pattern []rune) bool {
	if len(pattern) == 0 {
		return len(s) == 0
	}
	switch pattern[0] {
	case '%':
		for i := range len(s) + 1 {
			if like(s[i:], pattern[1:]) {
				return true
			}
		}
		return false
	case '_':
		return len(s) > 0 && like(s[1:], pattern[1:])
	case '[':
		end := strings.IndexRune(string(pattern), ']')
		if end < 0 || len(s) == 0 {
			return false
		}
		set := string(pattern)[1:end]
		rest := []rune(string(pattern)[end+1:])
		body, negate := strings.CutPrefix(set, "^")
		return strings.ContainsRune(body, s[0]) != negate && like(s[1:], rest)
	}
	return len(s) > 0 && s[0] == pattern[0] && like(s[1:], pattern[1:])
}

func roundNumber(n number) number {
	if n < 0 {
		return -roundNumber(-n)
	}
	return (n + 500) / 1000 * 1000
}

func substring(s string, from, length int) string {
	if from < 0 || length < 0 || from > utf8.RuneCountInString(s) {
		return ""
	}
	r := []rune(s)[from:]
	return string(r[:min(length, len(r))])
}
