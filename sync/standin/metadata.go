package standin

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// metadata writes the schema from the very description the answers are made
// from. It exists in XML only; asking for JSON is refused.
func (a *answer) metadata() error {
	if a.r.Method != http.MethodGet && a.r.Method != http.MethodHead {
		return notAllowed()
	}
	if a.json && a.query.format != "" {
		return refuse(http.StatusUnsupportedMediaType, 3, "Запрошенное представление не поддерживается")
	}
	a.header.Set("Content-Type", "application/xml;charset=utf-8")
	b := a.server.base
	a.printf(`%s<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0">`, xmlHeader)
	a.printf(`<edmx:DataServices xmlns:m="%s" m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0">`, nsMetadata)
	a.printf(`<Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">`)
	for _, name := range b.order {
		if !b.hidden[name] {
			a.setTypes(b, b.tables[name].shape)
		}
	}
	a.enums(b)
	a.container(b)
	a.printf(`</Schema></edmx:DataServices></edmx:Edmx>`)
	return nil
}

func (a *answer) printf(format string, args ...any) { a.body = fmt.Appendf(a.body, format, args...) }

// setTypes writes the entity type of a set, those of its sections, the row
// types and the associations.
func (a *answer) setTypes(b *base, s *shape) {
	a.entityType(b, s.name, s.keys, s.fields)
	for _, f := range s.sections() {
		if f.name == "RecordSet" {
			a.entityType(b, s.name+"_RecordType", []string{"Recorder", "Recorder_Type", "LineNumber"}, f.rows.fields)
		} else {
			a.entityType(b, f.rows.name, f.rows.keys, append([]*field{{name: "Ref_Key", kind: kindGUID}}, f.rows.fields...))
		}
		a.printf(`<ComplexType Name="%s_RowType">`, f.rows.name)
		if f.name != "RecordSet" {
			a.printf(`<Property Name="Ref_Key" Type="Edm.Guid" Nullable="false"/>`)
		}
		a.fields(f.rows.fields, nil)
		a.printf(`</ComplexType>`)
	}
	if r := s.service.register; r != nil {
		for _, function := range r.functions() {
			result := r.result(function)
			a.printf(`<ComplexType Name="%s">`, result.name)
			a.fields(result.fields, nil)
			a.printf(`</ComplexType>`)
		}
	}
}

func (a *answer) entityType(b *base, name string, keys []string, fields []*field) {
	a.printf(`<EntityType Name="%s" OpenType="true"><Key>`, name)
	for _, k := range keys {
		a.printf(`<PropertyRef Name="%s"/>`, k)
	}
	a.printf(`</Key>`)
	a.fields(fields, keys)
	var links []*field
	for _, f := range fields {
		// A reference outside the published set has its _Key and no navigation.
		if f.kind == kindRef && b.published(f.target) {
			links = append(links, f)
			a.printf(`<NavigationProperty Name="%s" Relationship="StandardODATA.%s_%s" FromRole="Begin" ToRole="End"/>`, f.nav(), name, f.nav())
		}
	}
	a.printf(`</EntityType>`)
	for _, f := range links {
		a.printf(`<Association Name="%s_%s"><End Role="Begin" Type="StandardODATA.%s" Multiplicity="*"/>`, name, f.nav(), name)
		a.printf(`<End Role="End" Type="StandardODATA.%s" Multiplicity="0..1"/></Association>`, f.target)
	}
}

func (a *answer) fields(fields []*field, keys []string) {
	for _, f := range fields {
		nullable := true
		for _, k := range keys {
			nullable = nullable && k != f.name
		}
		a.printf(`<Property Name="%s" Type="%s" Nullable="%t"/>`, f.name, f.edm(), nullable)
		if f.kind == kindComposite {
			a.printf(`<Property Name="%s_Type" Type="Edm.String" Nullable="%t"/>`, f.name, nullable)
		}
	}
}

func (a *answer) container(b *base) {
	a.printf(`<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">`)
	for _, name := range b.sets() {
		a.printf(`<EntitySet Name="%s" EntityType="StandardODATA.%s"/>`, name, name)
	}
	for _, name := range b.order {
		rules := b.tables[name].shape.service
		if b.hidden[name] {
			continue
		}
		if rules.posting {
			for _, action := range []string{"Post", "Unpost"} {
				a.printf(`<FunctionImport Name="%s" IsBindable="true" IsSideEffecting="true"><Parameter Name="bindingParameter" Type="StandardODATA.%s"/><Parameter Name="PostingModeOperational" Type="Edm.Boolean"/></FunctionImport>`, action, name)
			}
		}
		if r := rules.register; r != nil {
			for _, function := range r.functions() {
				a.function(function, r.result(function).name, name, r.accounting)
			}
		}
		if rules.slice != nil {
			binding := name
			if b.tables[name].shape.index["RecordSet"] > 0 {
				binding += "_RecordType"
			}
			a.function("SliceFirst", binding, binding, false)
			a.function("SliceLast", binding, binding, false)
		}
	}
	a.printf(`</EntityContainer>`)
}

// function writes the import of a virtual table, its parameters in the order of
// the alphabet.
func (a *answer) function(name, result, binding string, accounting bool) {
	a.printf(`<FunctionImport Name="%s" IsBindable="true" IsSideEffecting="false" ReturnType="Collection(StandardODATA.%s)"><Parameter Name="bindingParameter" Type="StandardODATA.%s"/>`, name, result, binding)
	for _, p := range slices.Sorted(slices.Values(virtualFunctions[name])) {
		if !accounting && (strings.Contains(p, "Account") || strings.Contains(p, "Extra")) {
			continue
		}
		typ := "Edm.String"
		if strings.Contains(p, "Period") {
			typ = "Edm.DateTime"
		}
		a.printf(`<Parameter Name="%s" Type="%s"/>`, p, typ)
	}
	a.printf(`</FunctionImport>`)
}
