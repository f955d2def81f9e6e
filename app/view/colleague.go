package view

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// Lamp words what the telephone of a colleague is doing.
func (p *Printer) Lamp(l crm.Lamp) (text string, mark Mark, tone Tone) {
	switch l {
	case crm.LampIdle:
		return p.T("lamp.idle"), MarkIdle, Good
	case crm.LampRinging:
		return p.T("lamp.ringing"), MarkRinging, Normal
	case crm.LampTalking:
		return p.T("lamp.talking"), MarkTalking, Warning
	default:
		return p.T("lamp.unknown"), MarkUnknown, Quiet
	}
}

// Colleague lays a colleague out as a line: extension, lamp, name, and the word
// of the lamp.
func (p *Printer) Colleague(c crm.Colleague) Row {
	row := Row{When: c.Extension, Title: c.Name, Number: c.Extension}
	if row.Title == "" {
		row.Title = c.Extension
	}
	row.Right, row.Mark, row.Tone = p.Lamp(c.Lamp)
	return row
}

// SortColleagues puts them in the order of their names.
func SortColleagues(list []crm.Colleague) {
	slices.SortFunc(list, func(a, b crm.Colleague) int {
		if c := strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)); c != 0 {
			return c
		}
		return strings.Compare(a.Extension, b.Extension)
	})
}

// FindColleagues are those whose extension begins with text, or a word of whose
// name does, typed in either layout.
func FindColleagues(list []crm.Colleague, text string) (found []crm.Colleague) {
	readings := Readings(strings.TrimSpace(text))
	for _, c := range list {
		if slices.ContainsFunc(readings, func(reading string) bool { return named(c, reading) }) {
			found = append(found, c)
		}
	}
	return found
}

func named(c crm.Colleague, text string) bool {
	name := strings.ToLower(c.Name)
	return strings.HasPrefix(c.Extension, text) || strings.HasPrefix(name, text) || strings.Contains(name, " "+text)
}

// HandTo names the button that hands a call to somebody, in the dative where
// that is sure: «Петровой». Others get their name as it is.
func (p *Printer) HandTo(name string) string {
	surname, given, _ := strings.Cut(strings.TrimSpace(name), " ")
	if p.Language() != Russian {
		return p.T("button.hand_to", surname)
	}
	if dative, ok := dative(surname); ok {
		return dative
	}
	if initial := []rune(given); len(initial) > 0 {
		surname += " " + string(initial[0]) + "."
	}
	return p.T("button.hand_to", surname)
}

// datives are endings of surnames that leave no doubt. Most others depend on
// who bears them.
var datives = []struct{ ending, dative string }{
	{"ова", "овой"},
	{"ева", "евой"},
	{"ёва", "ёвой"},
	{"ская", "ской"},
	{"цкая", "цкой"},
	{"ов", "ову"},
	{"ев", "еву"},
	{"ёв", "ёву"},
	{"ский", "скому"},
	{"цкий", "цкому"},
}

func dative(surname string) (string, bool) {
	for _, d := range datives {
		// A short one may be a word of its own: Сова, Лев.
		if stem, ok := strings.CutSuffix(surname, d.ending); ok && len([]rune(stem)) > 2 {
			return stem + d.dative, true
		}
	}
	return "", false
}

// with names whom a client talked with, in the instrumental where that is sure:
// «Петровым». It is the dative of women, and of men another ending.
func (p *Printer) with(name string) (string, bool) {
	surname, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	if p.Language() != Russian {
		return surname, true
	}
	form, ok := dative(surname)
	if stem, male := strings.CutSuffix(form, "ому"); male {
		return stem + "им", ok
	}
	if stem, male := strings.CutSuffix(form, "у"); male {
		return stem + "ым", ok
	}
	return form, ok
}
