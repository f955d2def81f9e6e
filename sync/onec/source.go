package onec

import (
	"maps"
	"slices"
	"strings"

	"pult/app/crm"
	"pult/sync/odata"
)

// source is a Source of the map as a base has it.
type source struct {
	Source
	set     string            // the published candidate; empty when there is none
	schema  *odata.Set        // nil when $metadata could not be had
	found   map[string]string // field of 1C by what it feeds
	lacking []string          // what the base has no field for
	wide    bool              // columns of sections cannot be asked for
}

// resolve finds the source in a base. Without a schema the first candidate is
// taken for good until a row tells otherwise.
func (s Source) resolve(sets map[string]bool, schema *odata.Schema) *source {
	r := &source{Source: s, found: map[string]string{}}
	i := slices.IndexFunc(s.Set, func(name string) bool { return sets[name] })
	if i < 0 {
		return r
	}
	r.set = s.Set[i]
	// What a function of a register gives is not in the schema of its set.
	if schema != nil && s.Function == "" && s.Kind != "debts" {
		r.schema = schema.Sets[r.set]
	}
	for _, field := range slices.Sorted(maps.Keys(s.Fields)) {
		name := r.choose(field)
		if name == "" {
			r.lacking = append(r.lacking, field)
			continue
		}
		r.found[field] = name
	}
	return r
}

// choose picks the candidate the base has.
func (s *source) choose(field string) string {
	candidates := s.Fields[field]
	if len(candidates) == 0 { // a map that takes a field out: name = []
		return ""
	}
	if s.schema == nil {
		return candidates[0]
	}
	for _, name := range candidates {
		path := name
		if section, _, deep := strings.Cut(field, "/"); deep {
			path = s.found[section] + "/" + name
		}
		if s.schema.Has(path) {
			return name
		}
	}
	return ""
}

// missing is what must be there and is not, as a fault that names it.
func (s *source) missing() error {
	if s.set == "" {
		return &crm.Fault{Kind: crm.ErrNotPublished, Subject: strings.Join(s.Set, ", ")}
	}
	for _, field := range kinds[s.Kind].needs {
		if s.found[field] == "" {
			return &crm.Fault{Kind: crm.ErrNoField, Subject: s.set, Detail: strings.Join(s.Fields[field], ", ")}
		}
	}
	return nil
}

// selects are the fields to ask for; the rest would only cost time on the wire.
func (s *source) selects() []string {
	list := []string{"Ref_Key"}
	if s.Function != "" {
		return nil
	}
	add := func(name string) {
		if name == "" || slices.Contains(list, name) || s.schema != nil && !s.schema.Has(name) {
			return
		}
		list = append(list, name)
		if s.schema != nil && s.schema.Has(name+"_Type") {
			list = append(list, name+"_Type")
		}
	}
	for _, name := range kinds[s.Kind].also {
		if s.schema != nil || name != "IsFolder" { // not all catalogues have folders
			add(name)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(s.found)) {
		if !strings.Contains(field, "/") {
			add(s.found[field])
		}
	}
	for _, flag := range slices.Sorted(maps.Keys(s.Flags)) {
		for _, name := range s.Flags[flag] {
			add(name)
		}
	}
	return list
}

// dateField is when an object of the set came to be: documents all have a Date,
// a catalogue has what the map names.
func (s *source) dateField() string {
	if name := s.found["date"]; name != "" {
		return name
	}
	return "Date"
}

// in gives the field of a row that feeds something. Without a schema it is the
// candidate the row has.
func (s *source) in(row odata.Row, field string) string {
	if s.schema == nil {
		for _, name := range s.Fields[field] {
			if row.Has(name) {
				return name
			}
		}
	}
	return s.found[field]
}

func (s *source) text(row odata.Row, field string) string { return row.Text(s.in(row, field)) }

// bool reads a flag by its own name.
func (s *source) bool(row odata.Row, field string) bool { return row.Bool(s.in(row, field)) }

func (s *source) money(row odata.Row, field string) (crm.Money, error) {
	return row.Money(s.in(row, field))
}

// ref reads a reference. A field of several types counts when it refers to one
// of the sets named, or to any when none is.
func (s *source) ref(row odata.Row, field string, sets ...string) (crm.Ref, error) {
	name := s.in(row, field)
	of := strings.TrimPrefix(row.Text(name+"_Type"), "StandardODATA.")
	if strings.HasSuffix(name, "_Key") || of == "" {
		return row.Ref(name)
	}
	if of == "Undefined" || len(sets) > 0 && !slices.Contains(sets, of) {
		return crm.Ref{}, nil
	}
	return row.Ref(name)
}

// any tells whether one of the flags is set.
func (s *source) any(row odata.Row, flag string) bool {
	return slices.ContainsFunc(s.Flags[flag], row.Bool)
}
