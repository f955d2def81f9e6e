package onec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"pult/app/crm"
)

// Target is where one kind of our facts is written in a configuration.
type Target struct {
	Kind      string              `toml:"kind"`      // "calls", "clients" …, as onec.write has it
	Name      string              `toml:"name"`      // tells targets of one kind apart; the kind by default
	Set       Names               `toml:"set"`       // candidates, the first published one wins
	Direction string              `toml:"direction"` // "in" or "out", when it takes only these
	Fields    map[string]Names    `toml:"fields"`    // candidates by what is written there
	Constants map[string]any      `toml:"constants"` // written as they stand, by field of 1C
	Values    map[string][]string `toml:"values"`    // what 1C calls a choice
	Lengths   map[string]int      `toml:"lengths"`   // 1C cuts what is longer without a word
}

// targets are the kinds that can be written, with what a map may name of each.
var targets = map[string][]string{
	"calls":    eventFields,
	"notes":    eventFields,
	"mails":    eventFields,
	"meetings": eventFields,
	"clients":  partyFields,
	// The legal entity beside a client, in the configurations that part the two.
	"counterparties": append([]string{"client"}, partyFields...),
}

var (
	eventFields = []string{
		"incoming", "direction", "begin", "end", "subject", "text", "marker", "contact", "name", "address", "message", "list",
		"people", "people/contact", "people/name", "people/address", "people/number", "people/message", "author", "manager",
	}
	partyFields = []string{
		"name", "full_name", "inn", "manager", "text", "marker", "legal", "contacts", "registered", "number", "email",
	}
)

func (t *Target) check() error {
	known, ok := targets[t.Kind]
	if !ok {
		return fmt.Errorf("map of the configuration: %q cannot be written: %w", t.Kind, crm.ErrInvalid)
	}
	for field := range t.Fields {
		if !slices.Contains(known, field) {
			return fmt.Errorf("map of the configuration: written %s have no %q, they have %s: %w",
				t.Kind, field, strings.Join(known, ", "), crm.ErrInvalid)
		}
	}
	for field, length := range t.Lengths {
		if length < 1 || !slices.Contains(known, field) {
			return fmt.Errorf("map of the configuration: %s.lengths: %s = %d: %w", t.Kind, field, length, crm.ErrInvalid)
		}
	}
	return nil
}

func (t Target) corrected(by Target) Target {
	if len(by.Set) > 0 {
		t.Set = by.Set
	}
	t.Direction = cmp.Or(by.Direction, t.Direction)
	t.Fields = over(t.Fields, by.Fields)
	t.Constants = over(t.Constants, by.Constants)
	t.Values = over(t.Values, by.Values)
	t.Lengths = over(t.Lengths, by.Lengths)
	return t
}

// target is a Target as a base has it.
type target struct {
	Target
	*source
}

func (b *Base) resolveTarget(t Target) *target {
	of := Source{Kind: t.Kind, Name: t.Name, Set: t.Set, Fields: t.Fields, Values: t.Values}
	return &target{t, of.resolve(b.sets, b.schema)}
}

// missing is what must be there and is not. Without the marker a record could not
// be found again after a lost answer.
func (t *target) missing() error {
	switch {
	case t.set == "":
		return &crm.Fault{Kind: crm.ErrNotPublished, Subject: strings.Join(t.Set, ", ")}
	case t.found["marker"] == "":
		return &crm.Fault{Kind: crm.ErrNoField, Subject: t.set, Detail: strings.Join(t.Fields["marker"], ", ")}
	}
	return nil
}

// target finds where a kind is written; nil when the map does not say.
func (b *Base) target(kind string, direction crm.Direction) *target {
	for _, t := range b.layout.Write {
		if t.Kind == kind && (t.Direction == "" || t.Direction == string(direction)) {
			return b.resolveTarget(t)
		}
	}
	return nil
}

// put writes a value into the field that takes it, cut to what fits. What is
// empty is not written: 1C's own defaults stand.
func (t *target) put(doc map[string]any, field string, value any) {
	name := t.found[field]
	if text, ok := value.(string); ok {
		value = cutTo(text, t.Lengths[field])
	}
	if name != "" && value != "" && value != nil {
		doc[name] = value
	}
}

// choice is what 1C calls something.
func (t *target) choice(name string) string {
	if list := t.Values[name]; len(list) > 0 {
		return list[0]
	}
	return ""
}

// mark puts text and marker where they belong. Where one field takes both the
// marker stands last, and the text makes room for it.
func (t *target) mark(doc map[string]any, text string, id crm.ID) {
	if t.found["text"] != t.found["marker"] {
		t.put(doc, "text", text)
		doc[t.found["marker"]] = marker(id)
		return
	}
	if room := t.Lengths["text"]; room > 0 {
		text = cutTo(text, room-len(marker(id))-1)
	}
	doc[t.found["marker"]] = strings.TrimSpace(text + "\n" + marker(id))
}

// cutTo cuts a text to that many letters, the last of them an ellipsis; 0 is no
// limit.
func cutTo(text string, most int) string {
	if most <= 0 || len([]rune(text)) <= most {
		return text
	}
	return cutText(text, most-1)
}
