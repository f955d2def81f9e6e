package phone

import (
	"strconv"
	"strings"
)

// Plan is the dialling plan of the office: how a number without its country or
// its city is to be completed. The zero Plan is a Russian office without a
// city of its own.
type Plan struct {
	Country  string // ISO 3166 code, "RU" when empty
	AreaCode string // city code put before local numbers: "495"
}

// country is what must be known to complete a national number.
type country struct {
	iso, code, trunk string
	length           int // digits of a national number without the trunk prefix
}

// countries are those where 1C is at home. Lengths are of the whole national
// number (ITU-T E.164 national numbering plans).
var countries = []country{
	{"RU", "7", "8", 10},
	{"KZ", "7", "8", 10},
	{"BY", "375", "80", 9},
	{"UZ", "998", "0", 9},
	{"KG", "996", "0", 9},
	{"AM", "374", "0", 8},
	{"GE", "995", "0", 9},
	{"AZ", "994", "0", 9},
}

func (p Plan) country() country {
	for _, c := range countries {
		if strings.EqualFold(c.iso, p.Country) {
			return c
		}
	}
	return countries[0]
}

// E.164 allows 15 digits; fewer than 8 with a country code are service numbers.
const (
	minPublic   = 8
	maxPublic   = 15
	maxInternal = 6
)

// complete turns bare digits into a number. plus says that a "+" stood before
// them, gap that a separator followed the first digit.
func (p Plan) complete(digits string, plus, gap bool) Number {
	c := p.country()
	switch {
	case digits == "":
		return Number{}
	case plus:
		return p.international(digits, gap)
	case strings.HasPrefix(digits, "810") && len(digits) >= 13 && c.trunk == "8":
		return p.international(digits[3:], false)
	case strings.HasPrefix(digits, "00") && len(digits) >= 2+minPublic:
		return p.international(digits[2:], false)
	case len(digits) == len(c.code)+c.length && strings.HasPrefix(digits, c.code):
		return public(digits)
	case len(digits) == len(c.trunk)+c.length && strings.HasPrefix(digits, c.trunk):
		return public(c.code + digits[len(c.trunk):])
	case len(digits) == c.length && digits[0] != '0':
		return public(c.code + digits)
	case len(digits) >= 5 && len(digits) <= 7 && len(p.AreaCode)+len(digits) == c.length:
		return public(c.code + p.AreaCode + digits)
	case len(digits) <= maxInternal:
		return Number{Short: digits}
	case len(digits) >= 11 && len(digits) <= maxPublic && !strings.ContainsRune("078", rune(digits[0])):
		// Gateways send foreign numbers in E.164 without the plus.
		return public(digits)
	default:
		return Number{}
	}
}

// international completes digits that came with a country code.
func (p Plan) international(digits string, gap bool) Number {
	if len(digits) < minPublic || len(digits) > maxPublic || digits[0] == '0' {
		return Number{}
	}
	if len(digits) == 11 && digits[0] == '8' && p.country().code == "7" {
		// "+8 912 …" is a Russian trunk prefix behind a stray plus. Country
		// codes 83x and 89x are not assigned (ITU-T E.164 list), so those are
		// safe without the gap; "+84…" in one piece is Vietnam.
		if gap || digits[1] == '9' || digits[1] == '3' {
			return public("7" + digits[1:])
		}
	}
	if digits[0] == '7' && len(digits) != 11 {
		return Number{}
	}
	return public(digits)
}

func public(digits string) Number {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return Number{}
	}
	return Number{E164: n}
}
