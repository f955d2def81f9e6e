package standin

import (
	"encoding/json"
	"net/http"
)

// sets are the names of everything published, sections after their owners.
func (b *base) sets() []string {
	var out []string
	for _, name := range b.order {
		if b.hidden[name] {
			continue
		}
		out = append(out, name)
		for _, f := range b.tables[name].shape.sections() {
			out = append(out, name+"_"+derivedSuffix(f))
		}
	}
	return out
}

func derivedSuffix(f *field) string {
	if f.name == "RecordSet" {
		return "RecordType"
	}
	return f.name
}

// serviceDocument lists the published sets. With nothing published it is an
// empty list, not an error: the usual state of a fresh publication.
func (a *answer) serviceDocument() error {
	if a.r.Method != http.MethodGet && a.r.Method != http.MethodHead {
		return notAllowed()
	}
	names := a.server.base.sets()
	if a.json {
		type entry struct {
			Name string `json:"name"`
			URL  string `json:"url"`
		}
		list := make([]entry, 0, len(names))
		for _, n := range names {
			list = append(list, entry{n, n})
		}
		a.jsonHeader("minimal")
		return a.marshal(map[string]any{"odata.metadata": a.root() + "/$metadata", "value": list})
	}
	a.header.Set("Content-Type", "application/atomsvc+xml;charset=utf-8")
	w := a.atom()
	w.raw(xmlHeader + `<service xmlns="http://www.w3.org/2007/app" xmlns:atom="` + nsAtom + `" xml:base="` + a.root() + `/"><workspace><atom:title>Default</atom:title>`)
	for _, n := range names {
		w.raw(`<collection href="`)
		w.text(n)
		w.raw(`"><atom:title>` + n + `</atom:title></collection>`)
	}
	w.raw(`</workspace></service>`)
	return nil
}

func (a *answer) marshal(v any) error {
	out, err := json.Marshal(v)
	a.body = append(a.body, out...)
	return err
}
