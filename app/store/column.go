package store

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"strconv"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Columns hold times as UTC milliseconds of the Unix epoch, references as 16
// bytes, and NULL where Go has a zero value.

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// moment cuts a time to what a column can hold, so that a value compares equal
// after the way to the disk and back.
func moment(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}

func blob[T crm.Ref | crm.ID](id T) any {
	if id == (T{}) {
		return nil
	}
	return id[:]
}

// timeInto scans a column of milliseconds.
type timeInto struct{ t *time.Time }

func (to timeInto) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*to.t = time.Time{}
	case int64:
		*to.t = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("%T is not a time", value)
	}
	return nil
}

// idInto scans a column of 16 bytes.
type idInto[T crm.Ref | crm.ID] struct{ id *T }

func into[T crm.Ref | crm.ID](id *T) idInto[T] { return idInto[T]{id} }

func (to idInto[T]) Scan(value any) error {
	*to.id = T{}
	switch v := value.(type) {
	case nil:
		return nil
	case []byte:
		if len(v) == len(*to.id) {
			*to.id = T(v)
			return nil
		}
	}
	return fmt.Errorf("%T is not a reference", value)
}

// storedPhone is a number as a card of 1C holds it, in the row of its owner.
// The index of numbers is beside it: see phone.go.
type storedPhone struct {
	E164  int64  `json:"n,omitempty"`
	Short string `json:"s,omitempty"`
	Ext   string `json:"x,omitempty"`
	Raw   string `json:"r,omitempty"`
	Kind  string `json:"k,omitempty"`
}

func encodePhones(phones []crm.Phone) string {
	if len(phones) == 0 {
		return ""
	}
	stored := make([]storedPhone, len(phones))
	for i, p := range phones {
		stored[i] = storedPhone{p.Number.E164, p.Number.Short, p.Number.Ext, p.Number.Raw, p.Kind}
	}
	return encode(stored)
}

func decodePhones(text string) ([]crm.Phone, error) {
	if text == "" {
		return nil, nil
	}
	var stored []storedPhone
	if err := json.Unmarshal([]byte(text), &stored); err != nil {
		return nil, fmt.Errorf("phones %q: %w", text, err)
	}
	phones := make([]crm.Phone, len(stored))
	for i, s := range stored {
		number := phone.Number{E164: s.E164, Short: s.Short, Ext: s.Ext, Raw: s.Raw}
		phones[i] = crm.Phone{Number: number, Kind: s.Kind}
	}
	return phones, nil
}

func encodeList(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return encode(list)
}

func decodeList(text string) (list []string, err error) {
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("list %q: %w", text, err)
	}
	return list, nil
}

func encodeProperties(list []crm.Property) string {
	if len(list) == 0 {
		return ""
	}
	return encode(list)
}

func decodeProperties(text string) (list []crm.Property, err error) {
	if text == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("properties %q: %w", text, err)
	}
	return list, nil
}

// encode is for types of this file, which cannot fail to encode.
func encode(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// fingerprint sums up the content of a row, to tell a changed one from a row
// that 1C merely sent again.
func fingerprint(parts ...any) int64 {
	h := fnv.New64a()
	for _, part := range parts {
		var text string
		switch v := part.(type) {
		case string:
			text = v
		case crm.Ref:
			text = string(v[:])
		case crm.Money:
			text = strconv.FormatInt(int64(v), 10)
		case time.Time:
			text = strconv.FormatInt(v.UnixMilli(), 10)
		default:
			text = fmt.Sprint(v)
		}
		_, _ = io.WriteString(h, strconv.Itoa(len(text))+":"+text)
	}
	return int64(h.Sum64())
}
