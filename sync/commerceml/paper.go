package commerceml

import (
	"cmp"
	"slices"
	"strings"

	"pult/app/crm"
)

// maxPapers is how many kinds are told apart; the rest goes together.
const maxPapers = 20

// tally counts documents.
type tally map[[2]string]*crm.Papers

// add takes one document by its head.
func (t tally) add(head map[string]string) {
	key := [2]string{clip(head["ХозОперация"]), strings.ToUpper(clip(head["Валюта"]))}
	if t[key] == nil && len(t) >= maxPapers {
		key = [2]string{}
	}
	of := t[key]
	if of == nil {
		of = &crm.Papers{Operation: key[0], Currency: key[1]}
		t[key] = of
	}
	of.Count++
	sum, err := crm.ParseMoney(strings.ReplaceAll(strings.ReplaceAll(head["Сумма"], " ", ""), ",", "."))
	if err != nil {
		of.Unclear++
		return
	}
	of.Sum += sum
}

func (t tally) list() []crm.Papers {
	list := make([]crm.Papers, 0, len(t))
	for _, of := range t {
		list = append(list, *of)
	}
	slices.SortFunc(list, func(a, b crm.Papers) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Currency, b.Currency))
	})
	return list
}

// Merge adds up what several files tell.
func Merge(lists ...[]crm.Papers) []crm.Papers {
	all := tally{}
	for _, of := range slices.Concat(lists...) {
		key := [2]string{of.Operation, of.Currency}
		if all[key] == nil {
			all[key] = &crm.Papers{Operation: of.Operation, Currency: of.Currency}
		}
		sum := all[key]
		sum.Count, sum.Sum, sum.Unclear = sum.Count+of.Count, sum.Sum+of.Sum, sum.Unclear+of.Unclear
	}
	return all.list()
}
