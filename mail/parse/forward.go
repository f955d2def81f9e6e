package parse

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// Bounds of looking for writers in a text.
const (
	maxForwarded     = 20
	maxForwardedText = 256 << 10
)

// Forwarded are the writers of letters passed on in this one: those enclosed, and
// those whose header block or first line stands in the text. Anybody can write
// such a block, so it proves nothing.
func (l Letter) Forwarded() []crm.Address {
	var list []crm.Address
	add := func(more []crm.Address) {
		for _, a := range more {
			known := slices.ContainsFunc(list, func(b crm.Address) bool { return a.Key() == b.Key() })
			if a.Key() != "" && !known && len(list) < maxForwarded {
				list = append(list, a)
			}
		}
	}
	for _, inner := range l.Inner {
		add(inner.From)
	}
	lines := strings.Split(l.Text[:min(len(l.Text), maxForwardedText)], "\n")
	for i, line := range lines {
		line = bareLine(line)
		if !strings.Contains(line, "@") || len(line) > 500 {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		switch {
		case ok && isWriter(name) && blockFollows(lines[i+1:]):
			add(addressesIn(strings.TrimLeft(value, "* ")))
		case strings.HasSuffix(line, ":") && strings.Contains(line, "<") && strings.ContainsAny(line, "0123456789"):
			add(addressesIn(strings.TrimSuffix(line, ":"))) // 16.11.2026, 10:15, Иван <ivan@firm.ru>:
		}
	}
	return list
}

// bareLine is a line without the marks of quoting and of bold letters.
func bareLine(line string) string {
	return strings.Trim(strings.TrimLeft(line, "> \t|"), "* \t\r")
}

func isWriter(name string) bool {
	return isType(crm.Fold(name), "from", "от", "отправитель", "от кого", "sender", "від")
}

// blockFollows tells that the next lines are a header block as programs quote it.
func blockFollows(lines []string) bool {
	found := 0
	for _, line := range lines[:min(len(lines), 6)] {
		name, _, ok := strings.Cut(bareLine(line), ":")
		if ok && isType(crm.Fold(name), "to", "кому", "subject", "тема", "date", "дата", "sent", "отправлено", "cc", "копия", "получатель", "дата отправки") {
			found++
		}
	}
	return found >= 2
}

// addressesIn picks addresses out of a line of text: those in brackets, or words.
func addressesIn(text string) []crm.Address {
	text = strings.NewReplacer("[mailto:", "<", "]", ">", "(", " ", ")", " ").Replace(text)
	if i := strings.IndexByte(text, '<'); i >= 0 {
		name := text[:i]
		if at := strings.LastIndexByte(name, ','); at >= 0 {
			name = name[at+1:] // a date stands before it
		}
		text = name + text[i:]
	}
	list, _ := readAddresses(text, "utf-8")
	return list
}
