package team

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"pult/app/crm"
)

// mostChanges of one message, and the longest name of a set.
const (
	mostChanges = 1000
	maxSet      = 200
)

// rung is one object in a message.
type rung struct {
	Set string `json:"set"`
	Ref string `json:"ref"`
}

// classes are the first words of names as 1C's own language has them, so that a
// module there can send what Метаданные().ПолноеИмя() gives.
var classes = map[string]string{
	"Справочник": "Catalog", "Документ": "Document", "РегистрНакопления": "AccumulationRegister",
	"РегистрСведений": "InformationRegister", "РегистрБухгалтерии": "AccountingRegister",
	"ПланВидовХарактеристик": "ChartOfCharacteristicTypes",
}

// parseRing reads a message: {"changes":[{"set":…,"ref":…}]}, or one object
// alone. A message with one wrong object is wrong: whoever sends it should hear.
func parseRing(text []byte) ([]crm.Change, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	var message struct {
		rung
		Changes []rung `json:"changes"`
	}
	if !utf8.Valid(text) {
		return nil, errors.New("UTF-8 is meant")
	}
	if err := json.Unmarshal(text, &message); err != nil {
		return nil, errors.New(`JSON such as {"changes":[{"set":"Catalog_Партнеры","ref":"GUID"}]} is meant`)
	}
	list := message.Changes
	if message.rung != (rung{}) {
		list = append(list, message.rung)
	}
	if len(list) == 0 || len(list) > mostChanges {
		return nil, fmt.Errorf("%d objects, 1 to %d are meant", len(list), mostChanges)
	}
	changes := make([]crm.Change, len(list))
	for i, one := range list {
		ref, err := crm.ParseRef(one.Ref)
		if err != nil || ref.IsZero() {
			return nil, fmt.Errorf("object %d: ref is no GUID", i+1)
		}
		set := setName(one.Set)
		if set == "" || len(set) > maxSet {
			return nil, fmt.Errorf("object %d: set is no name such as Catalog_Партнеры", i+1)
		}
		changes[i] = crm.Change{Set: set, Ref: ref}
	}
	return changes, nil
}

// setName writes a name as OData has it: Справочник.Партнеры, Catalog.Партнеры
// and Catalog_Партнеры are the same.
func setName(name string) string {
	class, rest, dotted := strings.Cut(strings.TrimSpace(name), ".")
	if !dotted {
		return class
	}
	if known, ok := classes[class]; ok {
		class = known
	}
	if class == "" || rest == "" {
		return ""
	}
	return class + "_" + rest
}
