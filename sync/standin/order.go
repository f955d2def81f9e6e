package standin

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"
)

// orderTerm is one part of $orderby.
type orderTerm struct {
	value *expr
	desc  bool
}

func parseOrder(p *parser, src string) ([]orderTerm, error) {
	var terms []orderTerm
	for part := range strings.SplitSeq(src, ",") {
		words := strings.Fields(part)
		if len(words) == 0 || len(words) > 2 {
			return nil, badOption("$orderby")
		}
		t := orderTerm{}
		if len(words) == 2 {
			switch words[1] {
			case "asc":
			case "desc":
				t.desc = true
			default:
				return nil, badOption("$orderby")
			}
		}
		e, err := p.path(strings.Split(words[0], "/"))
		if err != nil {
			return nil, err
		}
		if e.self {
			for i, on := range p.scopes[0].shape.presented() {
				p.reads[i] = p.reads[i] || on
			}
		} else if isGUIDKind(e.kind) || e.kind == kindComposite {
			p.far = true
		}
		t.value = e
		terms = append(terms, t)
	}
	return terms, nil
}

// sortKeyed is a row with its keys worked out once.
type sortKeyed struct {
	row  int32
	ref  guid
	keys []any
}

// sortRows orders rows and breaks ties by reference, so that pages taken one
// after another never overlap while nobody writes. A reference sorts by its
// presentation, as the platform's auto-ordering does, never by its digits.
func (b *base) sortRows(t *table, rows []int32, terms []orderTerm, reads []bool) []int32 {
	keyed := make([]sortKeyed, len(rows))
	keys := make([]any, len(rows)*len(terms))
	var buf []any
	for i, pos := range rows {
		vals := t.values(pos, reads, &buf)
		env := env{vals: vals}
		k := keys[i*len(terms) : (i+1)*len(terms)]
		for j, term := range terms {
			k[j] = b.sortKey(t.shape, term.value, vals, term.value.eval(&env))
		}
		keyed[i] = sortKeyed{pos, t.ref(pos), k}
	}
	slices.SortFunc(keyed, func(x, y sortKeyed) int {
		for j, t := range terms {
			c := compareKeys(x.keys[j], y.keys[j])
			if t.desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return cmp.Or(bytes.Compare(x.ref[:], y.ref[:]), cmp.Compare(x.row, y.row))
	})
	out := make([]int32, len(keyed))
	for i, k := range keyed {
		out[i] = k.row
	}
	return out
}

func (b *base) sortKey(s *shape, e *expr, vals []any, v any) any {
	switch v := v.(type) {
	case guid:
		if e.self {
			return strings.ToLower(sortPresentation(s, vals))
		}
		return strings.ToLower(b.presentation(e.target, v))
	case composite:
		if v.set == "" {
			return v.text
		}
		return strings.ToLower(b.presentation(v.set, v.ref))
	case string:
		return strings.ToLower(v)
	}
	return v
}

// sortPresentation orders documents by date and number, everything else by its
// name and code.
func sortPresentation(s *shape, vals []any) string {
	if s.service != nil && s.service.document {
		return formatDate(vals[s.index["Date"]].(time.Time)) + vals[s.index["Number"]].(string)
	}
	out := ""
	for _, name := range []string{"Description", "Code"} {
		if i, ok := s.index[name]; ok {
			out += vals[i].(string) + "\x00"
		}
	}
	return out
}

func compareKeys(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case number:
		return cmp.Compare(a, b.(number))
	case time.Time:
		return a.Compare(b.(time.Time))
	case bool:
		return cmp.Compare(boolRank(a), boolRank(b.(bool)))
	}
	return 0
}

func boolRank(v bool) int {
	if v {
		return 1
	}
	return 0
}
