package standin

// lambda is Секция/any(d: условие) or /all(...); any() alone means "not empty".
func (p *parser) lambda(segs []string, word string) (*expr, error) {
	owner, rowsField, at, err := p.section(segs)
	if err != nil {
		return nil, err
	}
	if word == "any" && p.accept(")") {
		return &expr{kind: kindBool, eval: func(v *env) any { return len(owner(v)[at].([]row)) > 0 }}, nil
	}
	name := p.next()
	if name.kind != tokWord {
		return nil, refuse(400, 21, "Неверные аргументы лямбда-оператора")
	}
	if err := p.expect(":"); err != nil {
		return nil, err
	}
	p.scopes = append(p.scopes, scope{name.text, rowsField.rows})
	cond, err := p.or()
	p.scopes = p.scopes[:len(p.scopes)-1]
	if err != nil {
		return nil, err
	}
	if cond.kind != kindBool {
		return nil, refuse(400, 21, "Неверные аргументы лямбда-оператора")
	}
	all := word == "all"
	return &expr{kind: kindBool, eval: func(v *env) any {
		for _, r := range owner(v)[at].([]row) {
			if cond.eval(&env{vals: r, outer: v}).(bool) != all {
				return !all
			}
		}
		return all
	}}, p.expect(")")
}

// section finds the tabular section a lambda runs over and how to reach the
// object it belongs to.
func (p *parser) section(segs []string) (func(*env) []any, *field, int, error) {
	s, owner, rest, err := p.walk(segs)
	if err != nil {
		return nil, nil, 0, err
	}
	f, i := s.field(rest)
	if f == nil || f.kind != kindRows {
		return nil, nil, 0, badSegment(rest)
	}
	p.note(s, i)
	return owner, f, i, nil
}

// walk follows all segments but the last, which it returns with the shape the
// last one belongs to and a function that fetches that shape's values.
func (p *parser) walk(segs []string) (*shape, func(*env) []any, string, error) {
	climb := len(p.scopes) - 1
	s := p.scopes[0].shape
	for i := len(p.scopes) - 1; i > 0; i-- {
		if len(segs) > 1 && segs[0] == p.scopes[i].name {
			climb, s, segs = len(p.scopes)-1-i, p.scopes[i].shape, segs[1:]
			break
		}
	}
	get := func(v *env) []any {
		for range climb {
			v = v.outer
		}
		return v.vals
	}
	for len(segs) > 1 {
		next, step, used, err := p.hop(s, segs)
		if err != nil {
			return nil, nil, "", err
		}
		from := get
		get = func(v *env) []any { return step(from(v)) }
		s, segs = next, segs[used:]
	}
	return s, get, segs[0], nil
}

// hop goes through one reference: Партнер/..., or for a composite attribute
// Recorder/Document_X/... with the type in the path.
func (p *parser) hop(s *shape, segs []string) (*shape, func([]any) []any, int, error) {
	if f, i := s.reference(segs[0]); f != nil && p.base.published(f.target) {
		t := p.base.tables[f.target]
		p.note(s, i)
		p.far = true
		return t.shape, func(vals []any) []any { return t.valuesOf(vals[i].(guid)) }, 1, nil
	}
	f, i := s.field(segs[0])
	if f == nil || f.kind != kindComposite || len(segs) < 3 || !p.base.published(segs[1]) {
		return nil, nil, 0, badSegment(segs[0])
	}
	t := p.base.tables[segs[1]]
	p.note(s, i)
	p.far = true
	return t.shape, func(vals []any) []any {
		c := vals[i].(composite)
		if c.set != t.shape.name {
			return t.shape.zero
		}
		return t.valuesOf(c.ref)
	}, 2, nil
}
