package standin

import (
	"slices"
	"strings"
)

// column is one property of an answer.
type column struct {
	name    string
	field   *field
	at      int
	rows    []column // columns of a section, when it is one
	present string   // set whose presentation is shown instead of the value
	expand  *expansion
}

// expansion is a reference shown as the object itself.
type expansion struct {
	table   *table
	columns []column
}

const presentationSuffix = "____Presentation"

// project works out the columns of $select. With nothing selected every
// attribute comes; ** is everything but the tabular sections.
func (b *base) project(s *shape, sel string, expand []string) ([]column, error) {
	if sel == "" {
		sel = "*"
	}
	var cols []column
	seen := map[string]int{}
	add := func(c column) {
		if i, ok := seen[c.name]; ok {
			named := func(r column) bool { return r.name == c.rows[0].name }
			if len(c.rows) == 1 && len(cols[i].rows) > 0 && !slices.ContainsFunc(cols[i].rows, named) {
				cols[i].rows = append(cols[i].rows, c.rows...)
			}
			return
		}
		seen[c.name] = len(cols)
		cols = append(cols, c)
	}
	selected := map[string][]string{}
	for name := range strings.SplitSeq(sel, ",") {
		name = strings.TrimSpace(name)
		if nav, rest, ok := strings.Cut(name, "/"); ok {
			if f, _ := s.reference(nav); f != nil && b.published(f.target) {
				selected[nav] = append(selected[nav], rest)
				continue
			}
		}
		picked, err := b.pick(s, name)
		if err != nil {
			return nil, err
		}
		for _, c := range picked {
			add(c)
		}
	}
	for _, nav := range expand {
		c, err := b.expanded(s, nav, sel == "*", selected)
		if err != nil {
			return nil, err
		}
		if c.expand != nil {
			add(c)
		}
	}
	return cols, nil
}

// pick turns one name of $select into columns.
func (b *base) pick(s *shape, name string) ([]column, error) {
	switch name {
	case "*", "**":
		var out []column
		for i, f := range s.fields {
			if f.kind != kindRows || name == "*" {
				out = append(out, fullColumn(f, i))
			}
		}
		return out, nil
	case "Presentation":
		return []column{{name: "Presentation", present: s.name}}, nil
	case "*" + presentationSuffix:
		var out []column
		for i, f := range s.fields {
			if f.kind == kindRef || f.kind == kindComposite {
				out = append(out, column{name: f.nav() + presentationSuffix, field: f, at: i, present: "*"})
			}
		}
		return out, nil
	}
	if short, ok := strings.CutSuffix(name, presentationSuffix); ok {
		for _, full := range []string{short, short + "_Key"} {
			if f, i := s.field(full); f != nil {
				return []column{{name: f.nav() + presentationSuffix, field: f, at: i, present: "*"}}, nil
			}
		}
		return nil, badSegment(name)
	}
	head, rest, nested := strings.Cut(name, "/")
	f, i := s.field(strings.TrimSuffix(head, "_Type"))
	if f == nil || (strings.HasSuffix(head, "_Type") && f.kind != kindComposite) {
		if f, i = s.field(head); f == nil {
			return nil, badSegment(head)
		}
	}
	if !nested {
		return []column{fullColumn(f, i)}, nil
	}
	if f.kind != kindRows {
		return nil, badSegment(rest)
	}
	inner, err := b.pick(f.rows, rest)
	if err != nil {
		return nil, err
	}
	return []column{{name: f.name, field: f, at: i, rows: inner}}, nil
}

func fullColumn(f *field, at int) column {
	c := column{name: f.name, field: f, at: at}
	if f.kind == kindRows {
		for i, rf := range f.rows.fields {
			c.rows = append(c.rows, column{name: rf.name, field: rf, at: i})
		}
	}
	return c
}

// expanded is $expand of one reference. When $select is given and does not name
// the reference, the platform silently leaves it unexpanded.
func (b *base) expanded(s *shape, nav string, all bool, selected map[string][]string) (column, error) {
	nav = strings.TrimSuffix(strings.TrimSpace(nav), "/*")
	f, i := s.reference(nav)
	if f == nil || !b.published(f.target) {
		return column{}, badSegment(nav)
	}
	names := selected[nav]
	if len(names) == 0 && !all {
		return column{}, nil
	}
	t := b.tables[f.target]
	cols, err := b.project(t.shape, strings.Join(names, ","), nil)
	if err != nil {
		return column{}, err
	}
	return column{name: nav, field: f, at: i, expand: &expansion{table: t, columns: cols}}, nil
}

// reads are the attributes some columns are made of.
func (s *shape) reads(cols []column) []bool {
	want := make([]bool, len(s.fields))
	for i := range cols {
		if c := &cols[i]; c.present == "*" || c.present == "" {
			want[c.at] = true
			continue
		}
		for i, on := range s.presented() {
			want[i] = want[i] || on
		}
	}
	return want
}
