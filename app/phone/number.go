// Package phone reads telephone numbers as people type them and as exchanges
// send them, and brings each to one whole-number key (ITU-T E.164 digits).
// Matching is by that key alone: comparing tails or prefixes links strangers.
package phone

import (
	"strconv"
	"strings"
)

// Kind says what a number can be used for.
type Kind uint8

// Kinds of number.
const (
	None     Kind = iota // nothing that can be called: hidden, empty, garbage
	Internal             // a short number of the office exchange; never a client
	Public               // a whole number with its country code
)

// Number is one telephone number as it was understood. It is comparable.
type Number struct {
	E164  int64  // digits with the country code and without "+"; 0 unless Public
	Short string // digits of an Internal number
	Ext   string // extension to dial after the answer ("доб. 12")
	Raw   string // the text it was read from, for people and for the record
}

// Kind tells whether the number is public, internal or unusable.
func (n Number) Kind() Kind {
	switch {
	case n.E164 != 0:
		return Public
	case n.Short != "":
		return Internal
	default:
		return None
	}
}

// String gives the form to store and to dial: "+79123456789", "101" or "".
func (n Number) String() string {
	switch n.Kind() {
	case Public:
		return "+" + strconv.FormatInt(n.E164, 10)
	case Internal:
		return n.Short
	default:
		return ""
	}
}

// Format gives the form for people: "+7 912 345-67-89". The raw text stands in
// for a number that could not be understood.
func (n Number) Format() string {
	var text string
	switch n.Kind() {
	case Public:
		text = format(strconv.FormatInt(n.E164, 10))
	case Internal:
		text = n.Short
	default:
		return strings.TrimSpace(n.Raw)
	}
	if n.Ext != "" {
		text += " доб. " + n.Ext
	}
	return text
}

// format groups the digits. Spaces are no-break ones: a number is one word.
func format(digits string) string {
	const space = "\u00a0"
	if len(digits) == 11 && digits[0] == '7' {
		return "+7" + space + digits[1:4] + space + digits[4:7] + "-" + digits[7:9] + "-" + digits[9:]
	}
	for _, c := range countries {
		if strings.HasPrefix(digits, c.code) && len(digits) == len(c.code)+c.length {
			rest := digits[len(c.code):]
			cut := len(rest) - 7
			return "+" + c.code + space + rest[:cut] + space + rest[cut:cut+3] + "-" + rest[cut+3:cut+5] + "-" + rest[cut+5:]
		}
	}
	return "+" + digits
}
