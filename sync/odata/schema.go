package odata

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Schema is what a base has published, as its $metadata tells (guide, 17.4.4).
type Schema struct {
	Sets map[string]*Set
	// Size is the length of the document in bytes: tens of megabytes for a
	// base that publishes everything.
	Size int64
}

// Set is an entity set with what its objects hold.
type Set struct {
	Fields    map[string]string            // type by name: "Edm.String"
	Sections  map[string]map[string]string // fields of tabular sections by name
	Functions []string                     // "Balance", "SliceLast" …
}

// Has tells a field, or with a slash a field of a section: "Товары/Цена".
func (s *Set) Has(field string) bool {
	section, rest, deep := strings.Cut(field, "/")
	if deep {
		_, ok := s.Sections[section][rest]
		return ok
	}
	_, ok := s.Fields[field]
	if !ok {
		_, ok = s.Sections[field]
	}
	return ok
}

// Can tells a function of the set.
func (s *Set) Can(function string) bool { return slices.Contains(s.Functions, function) }

// maxSchema bounds $metadata. A whole publication of УТ 11 takes 17 MB.
const maxSchema = 256 << 20

// Schema reads $metadata and keeps of it what concerns the sets wanted: a whole
// publication has thousands. It takes 1C long to make, more than 20 s for a
// large base.
func (c *Client) Schema(ctx context.Context, wanted []string) (*Schema, error) {
	body, err := c.send(ctx, http.MethodGet, "$metadata", "", nil, "application/xml")
	if err != nil {
		return nil, err
	}
	defer body.Close()
	counted := &counter{r: io.LimitReader(body, maxSchema)}
	schema, err := ReadSchema(counted, wanted)
	if err != nil {
		return nil, err
	}
	schema.Size = counted.n
	return schema, nil
}

// counter counts what is read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadSchema reads the XML of $metadata as a stream.
func ReadSchema(r io.Reader, wanted []string) (*Schema, error) {
	s := schemaReader{wanted: map[string]bool{}, types: map[string]map[string]string{}, schema: &Schema{Sets: map[string]*Set{}}}
	for _, name := range wanted {
		s.wanted[name] = true
	}
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, garbled("$metadata", "XML: "+err.Error())
		}
		switch t := token.(type) {
		case xml.StartElement:
			s.begin(t)
		case xml.EndElement:
			s.end(t.Name.Local)
		}
	}
	if !s.sawSchema {
		return nil, garbled("$metadata", "no schema in the answer")
	}
	s.finish()
	return s.schema, nil
}

// schemaReader goes through the elements once. Types stand before the container
// that publishes them, and rows of sections are types of their own.
type schemaReader struct {
	wanted    map[string]bool
	types     map[string]map[string]string
	current   map[string]string // fields of the type being read
	function  string
	published []string
	functions [][2]string // set, function
	schema    *Schema
	sawSchema bool
}

func (s *schemaReader) begin(e xml.StartElement) {
	switch e.Name.Local {
	case "Schema":
		s.sawSchema = true
	case "EntityType", "ComplexType":
		if name := attribute(e, "Name"); s.concerns(name) {
			s.current = map[string]string{}
			s.types[name] = s.current
		}
	case "Property":
		if s.current != nil {
			s.current[attribute(e, "Name")] = attribute(e, "Type")
		}
	case "EntitySet":
		s.published = append(s.published, attribute(e, "Name"))
	case "FunctionImport":
		s.function = attribute(e, "Name")
	case "Parameter":
		if attribute(e, "Name") == "bindingParameter" {
			set := strings.TrimPrefix(attribute(e, "Type"), namespace)
			s.functions = append(s.functions, [2]string{set, s.function})
		}
	}
}

func (s *schemaReader) end(name string) {
	if name == "EntityType" || name == "ComplexType" {
		s.current = nil
	}
}

// namespace qualifies the types of a base.
const namespace = "StandardODATA."

// concerns tells a wanted set and the rows of its sections.
func (s *schemaReader) concerns(name string) bool {
	if s.wanted[name] {
		return true
	}
	owner, ok := strings.CutSuffix(name, "_RowType")
	for ok {
		cut := strings.LastIndexByte(owner, '_')
		if cut < 0 {
			return false
		}
		if owner = owner[:cut]; s.wanted[owner] {
			return true
		}
	}
	return false
}

func (s *schemaReader) finish() {
	for _, name := range s.published {
		fields, ok := s.types[name]
		if !ok {
			continue
		}
		set := &Set{Fields: map[string]string{}, Sections: map[string]map[string]string{}}
		for field, kind := range fields {
			row, isSection := strings.CutPrefix(kind, "Collection("+namespace)
			if isSection {
				set.Sections[field] = s.types[strings.TrimSuffix(row, ")")]
			} else {
				set.Fields[field] = kind
			}
		}
		s.schema.Sets[name] = set
	}
	for _, f := range s.functions {
		// Slices of registers under a recorder are bound to the type of a record.
		name := strings.TrimSuffix(f[0], "_RecordType")
		for _, owner := range []string{f[0], name} {
			if set, ok := s.schema.Sets[owner]; ok && !set.Can(f[1]) {
				set.Functions = append(set.Functions, f[1])
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
