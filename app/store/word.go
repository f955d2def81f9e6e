package store

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// words lists the different words of texts in the order they come.
func words(texts ...string) []string {
	var list []string
	for _, text := range texts {
		for word := range strings.FieldsSeq(crm.Fold(text)) {
			if !slices.Contains(list, word) { // there are a dozen
				list = append(list, word)
			}
		}
	}
	return list
}
