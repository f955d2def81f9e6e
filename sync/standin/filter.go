package standin

// parser turns $filter, $orderby and conditions of virtual tables into
// expressions over one shape. Precedence is that of OData 3: or, and, the
// comparisons, add and sub, mul and div, then not.
type parser struct {
	base   *base
	scopes []scope // [0] is the entity, then the variables of any and all
	toks   []token
	pos    int
	reads  []bool // attributes of the entity the expression looks at
	far    bool   // it looks at other objects too
}

type scope struct {
	name  string
	shape *shape
}

func newParser(b *base, s *shape) *parser {
	return &parser{base: b, scopes: []scope{{"", s}}, reads: make([]bool, len(s.fields))}
}

// note remembers that an attribute is looked at.
func (p *parser) note(s *shape, i int) {
	if s == p.scopes[0].shape {
		p.reads[i] = true
	}
}

// parseFilter compiles a whole condition.
func parseFilter(b *base, s *shape, src string) (*expr, error) {
	return newParser(b, s).filter(src)
}

func (p *parser) filter(src string) (*expr, error) {
	toks, err := lex(src)
	if err != nil {
		return nil, err
	}
	p.toks = toks
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != tokEnd || e.kind != kindBool {
		return nil, badOption("$filter")
	}
	return e, nil
}

func (p *parser) peek() token { return p.toks[p.pos] }

func (p *parser) next() token {
	t := p.toks[p.pos]
	if t.kind != tokEnd {
		p.pos++
	}
	return t
}

func (p *parser) accept(text string) bool {
	t := p.peek()
	if (t.kind == tokWord || t.kind == tokMark) && t.text == text {
		p.pos++
		return true
	}
	return false
}

func (p *parser) expect(text string) error {
	if !p.accept(text) {
		return badOption("$filter")
	}
	return nil
}

func (p *parser) or() (*expr, error)  { return p.logical("or", p.and) }
func (p *parser) and() (*expr, error) { return p.logical("and", p.comparison) }

func (p *parser) logical(word string, next func() (*expr, error)) (*expr, error) {
	left, err := next()
	for err == nil && p.accept(word) {
		var right *expr
		if right, err = next(); err != nil {
			break
		}
		if left.kind != kindBool || right.kind != kindBool {
			return nil, badOption("$filter")
		}
		left = logicalExpr(word, left, right)
	}
	return left, err
}

func (p *parser) comparison() (*expr, error) {
	left, err := p.sum()
	if err != nil {
		return nil, err
	}
	t := p.peek()
	if t.kind != tokWord {
		return left, nil
	}
	switch t.text {
	case "eq", "ne", "gt", "ge", "lt", "le":
		p.pos++
		right, err := p.sum()
		if err != nil {
			return nil, err
		}
		return compareExpr(t.text, left, right)
	}
	return left, nil
}

func (p *parser) sum() (*expr, error)     { return p.arithmetic(p.product, "add", "sub") }
func (p *parser) product() (*expr, error) { return p.arithmetic(p.unary, "mul", "div") }

func (p *parser) arithmetic(next func() (*expr, error), words ...string) (*expr, error) {
	left, err := next()
	for err == nil {
		word := ""
		for _, w := range words {
			if p.accept(w) {
				word = w
			}
		}
		if word == "" {
			break
		}
		var right *expr
		if right, err = next(); err == nil {
			left, err = arithmeticExpr(word, left, right)
		}
	}
	return left, err
}

func (p *parser) unary() (*expr, error) {
	if !p.accept("not") {
		return p.primary()
	}
	e, err := p.unary()
	if err != nil {
		return nil, err
	}
	if e.kind != kindBool {
		return nil, badOption("$filter")
	}
	return &expr{kind: kindBool, eval: func(v *env) any { return !e.eval(v).(bool) }}, nil
}

func (p *parser) primary() (*expr, error) {
	t := p.next()
	switch t.kind {
	case tokString:
		return constant(kindString, t.text), nil
	case tokNumber:
		n, err := parseNumber(t.text)
		if err != nil {
			return nil, refuse(400, 1, "Не удалось разобрать строку %q", t.text)
		}
		return constant(kindDouble, n), nil
	case tokGUID:
		g, err := parseGUID(t.text)
		if err != nil {
			return nil, refuse(400, 1, "Не удалось разобрать строку")
		}
		return constant(kindGUID, g), nil
	case tokDate:
		d, err := parseDate(t.text)
		if err != nil {
			return nil, refuse(400, 1, "Не удалось разобрать строку")
		}
		return constant(kindDate, d), nil
	case tokMark:
		if t.text != "(" {
			return nil, badOption("$filter")
		}
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		return e, p.expect(")")
	case tokWord:
		return p.word(t.text)
	}
	return nil, badOption("$filter")
}

// word is true, false, a function, a lambda or a path.
func (p *parser) word(name string) (*expr, error) {
	if name == "true" || name == "false" {
		return constant(kindBool, name == "true"), nil
	}
	if p.accept("(") {
		return p.call(name)
	}
	segs := []string{name}
	for p.accept("/") {
		t := p.next()
		if t.kind != tokWord {
			return nil, badOption("$filter")
		}
		if (t.text == "any" || t.text == "all") && p.accept("(") {
			return p.lambda(segs, t.text)
		}
		segs = append(segs, t.text)
	}
	return p.path(segs)
}

func (p *parser) call(name string) (*expr, error) {
	if _, known := functions[name]; !known && name != "cast" && name != "isof" {
		return nil, badOption("$filter")
	}
	var args []*expr
	for !p.accept(")") {
		if len(args) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		a, err := p.or()
		if err != nil {
			return nil, err
		}
		args = append(args, a)
	}
	return callExpr(name, args)
}
