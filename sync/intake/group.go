package intake

import (
	"slices"

	"pult/app/crm"
)

// group is a client of the file with all of its rows.
type group struct {
	draft
	row int // of the report
}

// file gathers the clients of one file. Within it a further row of a client adds
// people, numbers and debts; what is not surely the same client is a doubt.
type file struct {
	groups []*group
	raw    map[string]int // line by row
	codes  map[string]*group
	inns   map[string][]*group
	names  map[string][]*group
	reach  map[string]*group
}

func newFile() *file {
	return &file{raw: map[string]int{}, codes: map[string]*group{}, inns: map[string][]*group{}, names: map[string][]*group{}, reach: map[string]*group{}}
}

// take finds the client a row belongs to, or begins one. doubt says why it is
// neither.
func (f *file) take(d draft, row int) (of *group, begun bool, doubt *crm.Reason) {
	of, doubt = f.client(&d)
	if doubt != nil {
		return of, false, doubt
	}
	if of == nil {
		of, begun = &group{draft: d, row: row}, true
		f.groups = append(f.groups, of)
	} else {
		of.party = of.party.Joined(d.party)
	}
	f.index(of, &d)
	return of, begun, nil
}

func (f *file) index(of *group, d *draft) {
	if d.code != "" {
		f.codes[d.code] = of
	}
	note := func(to map[string][]*group, key string) {
		if key != "" && !slices.Contains(to[key], of) {
			to[key] = append(to[key], of)
		}
	}
	note(f.inns, d.party.Client.INN)
	note(f.names, d.key)
	for _, key := range d.reach() {
		if f.reach[key] == nil {
			f.reach[key] = of
		}
	}
}

func (f *file) client(d *draft) (*group, *crm.Reason) {
	if d.code != "" && f.codes[d.code] != nil {
		return f.codes[d.code], nil
	}
	c := d.party.Client
	for _, one := range f.inns[c.INN] {
		o := one.party.Client
		if c.INN == "" || d.code != "" && one.code != "" || o.KPP != c.KPP && o.KPP != "" && c.KPP != "" {
			continue
		}
		if crm.Alike(one.key, d.key) {
			return one, nil
		}
		return one, &crm.Reason{Code: "inn_line", Detail: one.place()}
	}
	for _, one := range f.names[d.key] {
		if d.code != "" && one.code != "" || crm.OtherFirms(one.paper(), d.paper()) || one.sameINN(d) {
			continue
		}
		if one.further(d) {
			return one, nil
		}
		return one, &crm.Reason{Code: "name_line", Detail: one.place()}
	}
	return nil, nil
}

// sameINN tells branches of one firm, which are clients of their own.
func (g *group) sameINN(d *draft) bool {
	return d.party.Client.INN != "" && g.party.Client.INN == d.party.Client.INN
}

// further tells a row that adds to a client of the same name: a person, a debt,
// or nothing that speaks against it.
func (g *group) further(d *draft) bool {
	if len(d.party.Contacts) > 0 || len(d.party.Debts) > 0 {
		return true
	}
	mine, other := g.reach(), d.reach()
	return len(mine) == 0 || len(other) == 0 || slices.ContainsFunc(other, func(key string) bool { return slices.Contains(mine, key) })
}

// shared names another client of the file with a number or an address of this
// row: it is told, and nothing more, for two firms may have one accountant.
func (f *file) shared(of *group, d *draft) (crm.Reason, bool) {
	for _, key := range d.reach() {
		if other := f.reach[key]; other != nil && other != of {
			return crm.Reason{Code: "reach_line", Detail: other.place()}, true
		}
	}
	return crm.Reason{}, false
}
