package onec

import (
	"errors"
	"slices"
	"strings"

	"pult/sync/odata"
)

// Of a section only some columns are of use, and they are a third of its bytes:
// $select can name them ("Товары/Количество", guide 17.4.8). What refuses that is
// asked for whole sections, as before.

// sectionColumns are read of sections that are the same in all configurations.
var sectionColumns = map[string][]string{
	"contacts":   {"Тип", "Вид_Key", "Представление", "НомерТелефона", "АдресЭП", "Значение", "LineNumber"},
	"properties": {"Свойство_Key", "ТекстоваяСтрока", "Значение"},
}

// mostQuery keeps a request with its page under the 2048 bytes that some web
// servers take for the part behind the question mark.
const mostQuery = 1900

// narrowed asks for columns in place of sections as far as the request stays
// short, the heaviest section first. It returns the same query when there is
// nothing to narrow.
func (s *source) narrowed(query odata.Query) (narrow odata.Query, sections unseen) {
	narrow = query
	if s.schema == nil || s.wide {
		return narrow, nil
	}
	for _, field := range []string{"lines", "people", "contacts", "properties"} {
		section := s.found[field]
		at := slices.Index(narrow.Select, section)
		columns := s.columnsOf(field)
		if section == "" || at < 0 || len(columns) == 0 {
			continue
		}
		one := narrow
		one.Select = slices.Delete(slices.Clone(narrow.Select), at, at+1)
		for _, column := range columns {
			one.Select = append(one.Select, section+"/"+column)
		}
		if one.Size() > mostQuery {
			continue
		}
		if sections == nil {
			sections = unseen{}
		}
		narrow, sections[section] = one, columns
	}
	return narrow, sections
}

// columnsOf are the columns a section is read for, those the base has.
func (s *source) columnsOf(field string) []string {
	var columns []string
	add := func(name string) {
		if name != "" && s.schema.Has(s.found[field]+"/"+name) && !slices.Contains(columns, name) {
			columns = append(columns, name)
		}
	}
	for _, name := range sectionColumns[field] {
		add(name)
	}
	for _, of := range kinds[s.Kind].fields {
		if strings.HasPrefix(of, field+"/") && s.found[of] != "" {
			add(s.found[of])
			add(s.found[of] + "_Type")
		}
	}
	return columns
}

// errWide tells that a base took the columns for something else.
var errWide = errors.New("columns of a section do not come")

// unseen are sections whose columns were asked for and have not come yet. The first
// lines of each are looked at: a telephone list without telephones would be worse
// than a slow reading.
type unseen map[string][]string

func (u unseen) look(row odata.Row) error {
	for section, columns := range u {
		if !row.Has(section) {
			return errWide
		}
		lines := row.Section(section)
		if len(lines) == 0 {
			continue
		}
		if slices.ContainsFunc(columns, func(c string) bool { return !lines[0].Has(c) }) {
			return errWide
		}
		delete(u, section)
	}
	return nil
}
