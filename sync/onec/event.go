package onec

import (
	"time"

	"pult/app/crm"
	"pult/sync/odata"
)

// eventDocument words a call, a note, a letter or a meeting as the document the
// configuration keeps it in.
func (b *Base) eventDocument(t *target, e Entry) map[string]any {
	doc := map[string]any{"Date": odata.Date(e.at(), b.Zone)}
	for name, value := range t.Constants {
		doc[name] = value
	}
	direction := e.direction()
	if name := t.found["incoming"]; name != "" {
		doc[name] = direction == crm.Incoming
	}
	t.put(doc, "direction", t.choice(string(direction)))
	begin, end := e.span()
	t.put(doc, "begin", odata.Date(begin, b.Zone))
	t.put(doc, "end", odata.Date(end, b.Zone))
	t.put(doc, "subject", e.Subject)
	if name := t.found["subject"]; name != "" && t.schema != nil && t.schema.Has(name+"_Type") {
		doc[name+"_Type"] = "Edm.String" // УНФ keeps subjects in a catalogue too
	}
	t.mark(doc, e.Text, e.Fact.ID)
	t.put(doc, "message", e.Line.Message)
	b.putPeople(t, doc, e)
	if !e.Manager.IsZero() {
		t.put(doc, "author", e.Manager.String())
		t.put(doc, "manager", e.Manager.String())
	}
	return doc
}

// span is when it began and ended: of a call, the talk.
func (e Entry) span() (begin, end time.Time) {
	if e.Fact.Kind != crm.CallFacts {
		return e.Line.At, e.Line.At.Add(time.Duration(e.Line.Seconds) * time.Second)
	}
	begin = e.Call.AnsweredAt
	if begin.IsZero() {
		begin = e.Call.RangAt
		return begin, begin // nobody talked
	}
	return begin, e.Call.EndedAt
}

// putPeople writes who it was with: into a field, or as the only row of a section.
func (b *Base) putPeople(t *target, doc map[string]any, e Entry) {
	address := e.Line.Address
	if address == "" {
		address = e.Line.Number.String()
	}
	who, client := e.Line.Contact, e.Line.Client
	if e.Fact.Kind == crm.CallFacts {
		address, who, client = e.Call.Number.String(), e.Call.Contact, e.Call.Client
	}
	of := b.typeOf("contacts")
	if who.IsZero() {
		who, of = client, b.typeOf("clients")
	}
	t.put(doc, "list", address)
	into, prefix := doc, ""
	if section := t.found["people"]; section != "" {
		into, prefix = map[string]any{"LineNumber": "1"}, "people/"
		doc[section] = []any{into}
	}
	if name := t.found[prefix+"contact"]; name != "" && !who.IsZero() {
		into[name], into[name+"_Type"] = who.String(), of
	}
	t.put(into, prefix+"name", e.Name)
	t.put(into, prefix+"address", address)
	t.put(into, prefix+"number", address)
	t.put(into, "people/message", e.Line.Message)
}

// typeOf names the type of what a kind is read from, for composite fields.
func (b *Base) typeOf(kind string) string {
	if s := b.one(kind); s != nil {
		return "StandardODATA." + s.set
	}
	return "StandardODATA.Undefined"
}
