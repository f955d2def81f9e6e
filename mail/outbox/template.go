package outbox

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"pult/app/crm"
)

// fieldMark is "{client.name}": a name in braces, letters of any language.
var fieldMark = regexp.MustCompile(`\{([\p{L}][\p{L}\d_. ]*)\}`)

// Fill puts values into a template. A field without a value is an error that names
// it: a letter with a hole in it is never sent.
func Fill(template string, values map[string]string) (string, error) {
	var missing []string
	text := fieldMark.ReplaceAllStringFunc(template, func(mark string) string {
		value := strings.TrimSpace(values[mark[1:len(mark)-1]])
		if value == "" {
			missing = append(missing, mark)
		}
		return value
	})
	if len(missing) > 0 {
		slices.Sort(missing)
		return text, &crm.Fault{
			Kind: crm.ErrInvalid, Subject: "template", Detail: strings.Join(slices.Compact(missing), ", "),
		}
	}
	return text, nil
}

// Holes are fields that are left in a text: somebody has to fill them by hand.
func Holes(text string) error {
	if found := fieldMark.FindAllString(text, -1); len(found) > 0 {
		return fmt.Errorf("the letter has fields without a value: %w",
			&crm.Fault{Kind: crm.ErrInvalid, Subject: "template", Detail: strings.Join(found, ", ")})
	}
	return nil
}
