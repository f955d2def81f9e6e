package store

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

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

// encodePhones writes what encoding/json would, without reflection: a first
// reading writes hundreds of thousands.
func encodePhones(phones []crm.Phone) string {
	if len(phones) == 0 {
		return ""
	}
	out := make([]byte, 0, 64*len(phones))
	for i, p := range phones {
		out = append(out, "[,"[min(i, 1)], '{')
		if p.Number.E164 != 0 {
			out = strconv.AppendInt(append(out, `"n":`...), p.Number.E164, 10)
			out = append(out, ',')
		}
		out = appendField(out, "s", p.Number.Short)
		out = appendField(out, "x", p.Number.Ext)
		out = appendField(out, "r", p.Number.Raw)
		out = appendField(out, "k", p.Kind)
		if last := len(out) - 1; out[last] == ',' {
			out = out[:last]
		}
		out = append(out, '}')
	}
	return string(append(out, ']'))
}

func appendField(out []byte, name, value string) []byte {
	if value == "" {
		return out
	}
	out = append(append(append(out, '"'), name...), '"', ':')
	for i := range len(value) {
		if c := value[i]; c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == 0xE2 || c >= 0xF8 {
			return append(append(out, encode(value)...), ',')
		}
	}
	if !utf8.ValidString(value) {
		return append(append(out, encode(value)...), ',')
	}
	return append(append(append(out, '"'), value...), '"', ',')
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
	sum := digestOffset
	for _, part := range parts {
		switch v := part.(type) {
		case string:
			sum = sum.text(v)
		case crm.Ref:
			sum = sum.raw(v[:])
		case crm.Money:
			sum = sum.number(int64(v))
		case time.Time:
			sum = sum.number(v.UnixMilli())
		default:
			sum = sum.text(fmt.Sprint(v))
		}
	}
	return int64(sum)
}

// digest is an FNV-1a sum of texts, each with its length before it.
type digest uint64

const (
	digestOffset digest = 14695981039346656037
	digestPrime  digest = 1099511628211
)

func (d digest) text(text string) digest {
	d = d.length(len(text))
	for i := range len(text) {
		d = (d ^ digest(text[i])) * digestPrime
	}
	return d
}

func (d digest) raw(raw []byte) digest {
	d = d.length(len(raw))
	for _, c := range raw {
		d = (d ^ digest(c)) * digestPrime
	}
	return d
}

func (d digest) length(n int) digest {
	var digits [20]byte
	for _, c := range append(strconv.AppendInt(digits[:0], int64(n), 10), ':') {
		d = (d ^ digest(c)) * digestPrime
	}
	return d
}

func (d digest) number(n int64) digest {
	var digits [20]byte
	return d.raw(strconv.AppendInt(digits[:0], n, 10))
}
