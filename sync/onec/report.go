package onec

import "pult/app/crm"

// Report is what the probe found where, for an administrator.
type Report struct {
	Map     string // "ut11"
	Title   string
	Schema  bool // $metadata could be read
	Sources []Finding
	Targets []Finding // where our facts are written
}

// Finding is one source of the map in this base.
type Finding struct {
	Kind     string
	Name     string
	Set      string            // published; empty when none of the candidates is
	Sets     []string          // the candidates
	Optional bool              // nothing is missed without it
	Fields   map[string]string // field of 1C by what it feeds
	Lacking  []string          // what the base has no field for
	Err      error             // why the kind cannot be read
}

// Report tells what the last probe found. Before one it is empty.
func (b *Base) Report() Report {
	if b.layout == nil {
		return Report{}
	}
	r := Report{Map: b.layout.ID, Title: b.layout.Title, Schema: b.schema != nil}
	for _, of := range b.layout.Read {
		s := of.resolve(b.sets, b.schema)
		f := Finding{Kind: s.Kind, Name: s.Name, Set: s.set, Sets: s.Set, Optional: s.Optional, Fields: s.found, Lacking: s.lacking}
		if s.set != "" || !s.Optional {
			f.Err = s.missing()
		}
		r.Sources = append(r.Sources, f)
	}
	for _, of := range b.layout.Write {
		t := b.resolveTarget(of)
		r.Targets = append(r.Targets, Finding{
			Kind: t.Kind, Name: t.Name, Set: t.set, Sets: t.Set, Fields: t.found, Lacking: t.lacking, Err: t.missing(),
		})
	}
	return r
}

// Faults are the sources that must be there and are not.
func (r Report) Faults() []*crm.Fault {
	var list []*crm.Fault
	for _, f := range r.Sources {
		if fault, ok := f.Err.(*crm.Fault); ok { //nolint:errorlint // missing gives just this
			list = append(list, fault)
		}
	}
	return list
}
