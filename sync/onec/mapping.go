package onec

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"pult/app/crm"
	"pult/assets/maps"
)

// Map is a configuration map: which entity and field of a configuration of 1C
// feeds which part of the domain. Maps are data, see assets/maps; a file of the
// administrator corrects one or replaces it.
type Map struct {
	Version int    `toml:"version"`
	ID      string `toml:"id"`
	Title   string `toml:"title"`
	// Extends names the map this one corrects.
	Extends string   `toml:"extends"`
	Detect  Detect   `toml:"detect"`
	Read    []Source `toml:"read"`
	Write   []Target `toml:"write"`
}

// Detect says how a configuration is known: by sets that are published, and by
// sets that are not.
type Detect struct {
	All  []string `toml:"all"`
	None []string `toml:"none"`
}

// Source is where one kind of data stands in the configuration.
type Source struct {
	Kind     string              `toml:"kind"`     // "clients", "orders" …
	Name     string              `toml:"name"`     // tells sources of one kind apart; the kind by default
	Set      Names               `toml:"set"`      // candidates, the first published one wins
	Function string              `toml:"function"` // of a register: "SliceLast"
	Way      string              `toml:"way"`      // how debts are told, see debt.go
	Optional bool                `toml:"optional"` // nothing is missed without it
	Fields   map[string]Names    `toml:"fields"`   // candidates by what they feed
	Flags    map[string][]string `toml:"flags"`    // booleans that together say something
	Values   map[string][]string `toml:"values"`   // what 1C calls a state
}

// Names are candidates; a file may give one without a list.
type Names []string

// UnmarshalTOML reads "a" and ["a", "b"].
func (n *Names) UnmarshalTOML(value any) error {
	switch v := value.(type) {
	case string:
		*n = Names{v}
		return nil
	case []any:
		*n = nil
		for _, one := range v {
			name, ok := one.(string)
			if !ok {
				return fmt.Errorf("%v is no name: %w", one, crm.ErrInvalid)
			}
			*n = append(*n, name)
		}
		return nil
	}
	return fmt.Errorf("%v is no name: %w", value, crm.ErrInvalid)
}

// mapVersion is the newest layout of a map this program reads.
const mapVersion = 1

// ParseMap reads a map and says what is wrong with it, so that an administrator
// can cure a file of his own.
func ParseMap(text string) (*Map, error) {
	m := &Map{Version: mapVersion}
	meta, err := toml.Decode(text, m)
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		return nil, fmt.Errorf("map of the configuration, line %d: %s: %w", syntax.Position.Line, syntax.Message, crm.ErrInvalid)
	}
	if err != nil {
		return nil, fmt.Errorf("map of the configuration: %w: %w", err, crm.ErrInvalid)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("map of the configuration: unknown word %q: %w", unknown[0], crm.ErrInvalid)
	}
	if m.Version != mapVersion {
		return nil, fmt.Errorf("map of the configuration: version = %d, this program reads version %d: %w", m.Version, mapVersion, crm.ErrInvalid)
	}
	for i := range m.Read {
		if m.Read[i].Name == "" {
			m.Read[i].Name = m.Read[i].Kind
		}
		if err := m.Read[i].check(); err != nil {
			return nil, err
		}
	}
	for i := range m.Write {
		if m.Write[i].Name == "" {
			m.Write[i].Name = m.Write[i].Kind
		}
		if err := m.Write[i].check(); err != nil {
			return nil, err
		}
	}
	if m.Extends == "" {
		return m, nil
	}
	base, err := Builtin(m.Extends)
	if err != nil {
		return nil, err
	}
	return base.corrected(m), nil
}

func (s *Source) check() error {
	known, ok := kinds[s.Kind]
	if !ok {
		return fmt.Errorf("map of the configuration: unknown kind %q: %w", s.Kind, crm.ErrInvalid)
	}
	for field := range s.Fields {
		if !slices.Contains(known.fields, field) {
			return fmt.Errorf("map of the configuration: %s have no %q, they have %s: %w",
				s.Kind, field, strings.Join(known.fields, ", "), crm.ErrInvalid)
		}
	}
	return nil
}

// corrected is a copy of the map with what the other one says put over it,
// source by source and field by field.
func (m *Map) corrected(by *Map) *Map {
	out := *m
	out.Read = slices.Clone(m.Read)
	if by.ID != "" {
		out.ID = by.ID
	}
	if by.Title != "" {
		out.Title = by.Title
	}
	if len(by.Detect.All) > 0 {
		out.Detect = by.Detect
	}
	for _, s := range by.Read {
		i := slices.IndexFunc(out.Read, func(r Source) bool { return r.Name == s.Name })
		if i < 0 {
			out.Read = append(out.Read, s)
			continue
		}
		out.Read[i] = out.Read[i].corrected(s)
	}
	out.Write = slices.Clone(m.Write)
	for _, t := range by.Write {
		i := slices.IndexFunc(out.Write, func(w Target) bool { return w.Name == t.Name })
		if i < 0 {
			out.Write = append(out.Write, t)
			continue
		}
		out.Write[i] = out.Write[i].corrected(t)
	}
	return &out
}

func (s Source) corrected(by Source) Source {
	if len(by.Set) > 0 {
		s.Set = by.Set
	}
	if by.Way != "" {
		s.Way = by.Way
	}
	if by.Function != "" {
		s.Function = by.Function
	}
	s.Optional = s.Optional || by.Optional
	s.Fields = over(s.Fields, by.Fields)
	s.Flags = over(s.Flags, by.Flags)
	s.Values = over(s.Values, by.Values)
	return s
}

func over[V any](old, by map[string]V) map[string]V {
	out := make(map[string]V, len(old)+len(by))
	for _, layer := range []map[string]V{old, by} {
		for name, value := range layer {
			out[name] = value
		}
	}
	return out
}

// Builtin is a map that comes with the program: "ut11", "unf3", "bp3".
func Builtin(id string) (*Map, error) {
	text, err := maps.Files.ReadFile(id + ".toml")
	if err != nil {
		return nil, fmt.Errorf("map of the configuration %q: %w", id, crm.ErrNotFound)
	}
	return ParseMap(string(text))
}

// builtin are the maps in the order in which a base is tried on them.
var builtin = []string{"ut11", "unf3", "bp3"}

// detect finds the map of a base by what is published in it. When none fits, the
// one that misses least tells what to publish.
func detect(sets map[string]bool, candidates []*Map) (*Map, error) {
	var nearest *Map
	var lacking []string
	for _, m := range candidates {
		var missing []string
		for _, set := range m.Detect.All {
			if !sets[set] {
				missing = append(missing, set)
			}
		}
		foreign := slices.ContainsFunc(m.Detect.None, func(set string) bool { return sets[set] })
		if len(missing) == 0 && !foreign {
			return m, nil
		}
		if !foreign && (nearest == nil || len(missing) < len(lacking)) {
			nearest, lacking = m, missing
		}
	}
	if nearest == nil {
		return nil, &crm.Fault{Kind: crm.ErrNotPublished, Subject: "standard.odata"}
	}
	return nil, &crm.Fault{Kind: crm.ErrNotPublished, Subject: strings.Join(lacking, ", ")}
}
