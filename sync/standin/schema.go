package standin

import (
	"strings"
	"time"
)

// kind is the type of an attribute as the wire shows it.
type kind uint8

const (
	kindString    kind = iota
	kindText           // string of unlimited length: cannot be compared
	kindEnum           // value name, a string on the wire
	kindBool           //
	kindDouble         // JSON number
	kindInt64          // JSON string
	kindInt16          // JSON number
	kindDate           //
	kindGUID           // an identity that is not a reference
	kindRef            // X_Key, reference to exactly one set
	kindComposite      // X with its twin X_Type
	kindRows           // tabular section
)

var edmNames = [...]string{
	kindString: "Edm.String", kindText: "Edm.String", kindEnum: "Edm.String", kindBool: "Edm.Boolean",
	kindDouble: "Edm.Double", kindInt64: "Edm.Int64", kindInt16: "Edm.Int16", kindDate: "Edm.DateTime",
	kindGUID: "Edm.Guid", kindRef: "Edm.Guid", kindComposite: "Edm.String",
}

// field is one attribute of a shape.
type field struct {
	name    string // on the wire: Партнер_Key for a reference
	kind    kind
	length  int      // longest string kept; 0 for no limit
	target  string   // set a reference leads to
	targets []string // sets and Edm types a composite may hold; empty for any
	rows    *shape   // columns of a tabular section
}

// nav is the name without _Key, by which a path walks to the other object.
func (f *field) nav() string { return strings.TrimSuffix(f.name, "_Key") }

// edm is the name of the attribute's type in the schema.
func (f *field) edm() string {
	if f.kind == kindRows {
		return "Collection(StandardODATA." + f.rows.name + "_RowType)"
	}
	return edmNames[f.kind]
}

// shape is the description of an entity type or of a section's row. The service
// document, $metadata, the answers and the writes are all made from it.
type shape struct {
	name     string
	keys     []string
	fields   []*field
	index    map[string]int
	zero     []any
	service  *serviceRules
	readOnly bool

	refAt, versionAt int // of Ref_Key and DataVersion, -1 when there is none
}

// serviceRules are the habits of one kind of metadata object.
type serviceRules struct {
	title     string // "Заказ клиента", used in presentations
	document  bool
	posting   bool // documents with posting denied have no Post and Unpost
	codeWidth int  // Code or Number length given by the base on creation
	prefix    string
	register  *register
	slice     *sliceRule
}

func newShape(name string, keys []string, fields ...*field) *shape {
	s := &shape{name: name, keys: keys, fields: fields, index: make(map[string]int, len(fields)), refAt: -1, versionAt: -1}
	for i, f := range fields {
		s.index[f.name] = i
		s.zero = append(s.zero, zeroValue(f.kind))
		if f.rows != nil {
			f.rows.name = name + "_" + f.name
		}
	}
	if i, ok := s.index["Ref_Key"]; ok && len(keys) == 1 {
		s.refAt = i
	}
	if i, ok := s.index["DataVersion"]; ok {
		s.versionAt = i
	}
	return s
}

func (s *shape) field(name string) (*field, int) {
	if i, ok := s.index[name]; ok {
		return s.fields[i], i
	}
	return nil, -1
}

// reference finds the attribute a path segment walks through: Партнер for
// Партнер_Key.
func (s *shape) reference(nav string) (*field, int) {
	f, i := s.field(nav + "_Key")
	if f != nil && f.kind == kindRef {
		return f, i
	}
	return nil, -1
}

// sections are the tabular sections, each also published as a set of its own.
func (s *shape) sections() []*field {
	var out []*field
	for _, f := range s.fields {
		if f.kind == kindRows {
			out = append(out, f)
		}
	}
	return out
}

func zeroValue(k kind) any {
	switch k {
	case kindBool:
		return false
	case kindDouble:
		return number(0)
	case kindInt64, kindInt16:
		return int64(0)
	case kindDate:
		return time.Time{}
	case kindGUID, kindRef:
		return guid{}
	case kindComposite:
		return composite{}
	case kindRows:
		return []row(nil)
	}
	return ""
}

// row is one line of a tabular section: values in the order of its shape.
type row []any

func str(name string, length int) *field { return &field{name: name, kind: kindString, length: length} }
func text(name string) *field            { return &field{name: name, kind: kindText} }
func enum(name string) *field            { return &field{name: name, kind: kindEnum} }
func flag(name string) *field            { return &field{name: name, kind: kindBool} }
func num(name string) *field             { return &field{name: name, kind: kindDouble} }
func long(name string) *field            { return &field{name: name, kind: kindInt64} }
func date(name string) *field            { return &field{name: name, kind: kindDate} }

func ref(name, target string) *field {
	return &field{name: name + "_Key", kind: kindRef, target: target}
}

func anyOf(name string, targets ...string) *field {
	return &field{name: name, kind: kindComposite, targets: targets}
}

func rows(name string, columns ...*field) *field {
	return &field{name: name, kind: kindRows, rows: newShape("", []string{"Ref_Key", "LineNumber"}, append([]*field{long("LineNumber")}, columns...)...)}
}
