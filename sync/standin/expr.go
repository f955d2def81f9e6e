package standin

import (
	"slices"
	"strings"
	"time"
)

// env is what an expression is evaluated over: an object's values, or a row's
// with its owner outside.
type env struct {
	vals  []any
	outer *env
}

// expr is a compiled expression with the type known beforehand, so that a wrong
// comparison is refused even over an empty table.
type expr struct {
	kind   kind
	eval   func(*env) any
	target string // set of a reference
	self   bool   // the entity's own Ref_Key
	direct bool   // an attribute of the entity itself
	fixed  any    // value of a constant

	// among are references one of which a row must have, so that not every row
	// need be looked at; byKey says that they are rows' own.
	among []guid
	byKey bool
}

func constant(k kind, v any) *expr {
	return &expr{kind: k, eval: func(*env) any { return v }, fixed: v}
}

// path compiles a name or a path through references.
func (p *parser) path(segs []string) (*expr, error) {
	s, get, name, err := p.walk(segs)
	if err != nil {
		return nil, err
	}
	if base, ok := strings.CutSuffix(name, "_Type"); ok {
		if f, i := s.field(base); f != nil && f.kind == kindComposite {
			p.note(s, i)
			return &expr{kind: kindString, eval: func(v *env) any {
				_, typ := get(v)[i].(composite).wire(p.base.published)
				return typ
			}}, nil
		}
	}
	f, i := s.field(name)
	if f == nil || f.kind == kindRows {
		return nil, badSegment(name)
	}
	e := &expr{kind: f.kind, target: f.target, self: f.name == "Ref_Key" && len(segs) == 1, direct: len(segs) == 1 && len(p.scopes) == 1}
	p.note(s, i)
	if f.name == "Ref_Key" {
		e.target = s.name
	}
	e.eval = func(v *env) any { return get(v)[i] }
	if f.kind == kindInt64 || f.kind == kindInt16 {
		e.kind = kindDouble
		e.eval = func(v *env) any { return number(get(v)[i].(int64) * 1000) }
	}
	return e, nil
}

func logicalExpr(word string, l, r *expr) *expr {
	if word == "or" {
		e := &expr{kind: kindBool, eval: func(v *env) any { return l.eval(v).(bool) || r.eval(v).(bool) }}
		if l.among != nil && r.among != nil && l.byKey == r.byKey {
			e.among, e.byKey = append(slices.Clip(l.among), r.among...), l.byKey
		}
		return e
	}
	e := &expr{kind: kindBool, eval: func(v *env) any { return l.eval(v).(bool) && r.eval(v).(bool) }}
	for _, side := range []*expr{l, r} {
		if side.among != nil && (e.among == nil || side.byKey) {
			e.among, e.byKey = side.among, side.byKey
		}
	}
	return e
}

func arithmeticExpr(word string, l, r *expr) (*expr, error) {
	if l.kind != kindDouble || r.kind != kindDouble {
		return nil, badOption("$filter")
	}
	do := map[string]func(a, b number) number{
		"add": func(a, b number) number { return a + b },
		"sub": func(a, b number) number { return a - b },
		"mul": func(a, b number) number { return a * b / 1000 },
		"div": func(a, b number) number {
			if b == 0 {
				return 0
			}
			return a * 1000 / b
		},
	}[word]
	return &expr{kind: kindDouble, eval: func(v *env) any { return do(l.eval(v).(number), r.eval(v).(number)) }}, nil
}

func isStringKind(k kind) bool { return k == kindString || k == kindEnum }
func isGUIDKind(k kind) bool   { return k == kindGUID || k == kindRef }

func compareExpr(op string, l, r *expr) (*expr, error) {
	switch {
	case l.kind == kindText || r.kind == kindText:
		return nil, internalError("Нельзя сравнивать поля неограниченной длины и поля несовместимых типов.")
	case l.kind == kindComposite || r.kind == kindComposite:
		return compareComposite(op, l, r)
	case isGUIDKind(l.kind) && isGUIDKind(r.kind):
		// The platform has no order on references: paging by key is impossible.
		if op != "eq" && op != "ne" {
			return nil, internalError(internalText)
		}
		e := &expr{kind: kindBool, eval: func(v *env) any { return (l.eval(v).(guid) == r.eval(v).(guid)) == (op == "eq") }}
		if g, ok := r.fixed.(guid); ok && op == "eq" && l.direct {
			e.among, e.byKey = []guid{g}, l.self
		}
		return e, nil
	case isStringKind(l.kind) && isStringKind(r.kind), l.kind == r.kind:
		return ordered(op, func(v *env) int { return compareKeys(fold(l.eval(v)), fold(r.eval(v))) }), nil
	}
	return nil, refuse(400, 14, "Ошибка при разборе опции запроса $filter: операция %q не определена для этих типов", op)
}

// fold drops letter case: the query language compares strings without it.
func fold(v any) any {
	if s, ok := v.(string); ok {
		return strings.ToLower(s)
	}
	return v
}

func ordered(op string, cmp func(*env) int) *expr {
	holds := map[string]func(int) bool{
		"eq": func(c int) bool { return c == 0 }, "ne": func(c int) bool { return c != 0 },
		"gt": func(c int) bool { return c > 0 }, "ge": func(c int) bool { return c >= 0 },
		"lt": func(c int) bool { return c < 0 }, "le": func(c int) bool { return c <= 0 },
	}[op]
	return &expr{kind: kindBool, eval: func(v *env) any { return holds(cmp(v)) }}
}

// compareComposite holds the habit that surprises everybody: an attribute of
// several types never equals a bare guid, only cast(guid'...','Document_X').
func compareComposite(op string, l, r *expr) (*expr, error) {
	if op != "eq" && op != "ne" {
		return nil, internalError(internalText)
	}
	same := func(a, b any) bool {
		x, xok := a.(composite)
		y, yok := b.(composite)
		switch {
		case xok && yok:
			return x == y
		case xok:
			return x.set == "" && !x.empty() && x.text == plainText(b)
		case yok:
			return y.set == "" && !y.empty() && y.text == plainText(a)
		}
		return false
	}
	return &expr{kind: kindBool, eval: func(v *env) any { return same(l.eval(v), r.eval(v)) == (op == "eq") }}, nil
}

func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case number:
		return v.String()
	case time.Time:
		return formatDate(v)
	}
	return "\x00" // a guid is no primitive value
}
