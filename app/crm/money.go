package crm

import (
	"fmt"
	"math"
	"math/big"
	"strings"
)

// Money is an amount in kopecks. No float ever touches it: a sum of 200,000
// lines in float64 is off by kopecks that an accountant will find.
type Money int64

// ParseMoney reads a decimal number as JSON or a person writes it: "124500",
// "-0.5", "124 500,00", "1.2e3". Parts of a kopeck are rounded half away from
// zero.
func ParseMoney(text string) (Money, error) {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '₽':
			return -1
		case ',':
			return '.'
		}
		return r
	}, text)
	if m, ok := parsePlain(clean); ok {
		return m, nil
	}
	// big.Rat would spend memory by the exponent: "1e999999999" is hostile.
	if len(clean) > 40 || exponentTooBig(clean) {
		return 0, fmt.Errorf("amount %q: %w", text, ErrInvalid)
	}
	r, ok := new(big.Rat).SetString(clean)
	if !ok || strings.ContainsAny(clean, "/_xXpPbBoO") {
		return 0, fmt.Errorf("amount %q: %w", text, ErrInvalid)
	}
	r.Mul(r, big.NewRat(100, 1))
	half := big.NewRat(1, 2)
	if r.Sign() < 0 {
		half.Neg(half)
	}
	r.Add(r, half)
	kopecks := new(big.Int).Quo(r.Num(), r.Denom())
	if !kopecks.IsInt64() {
		return 0, fmt.Errorf("amount %q is too large: %w", text, ErrInvalid)
	}
	return Money(kopecks.Int64()), nil
}

// parsePlain reads the usual form, digits with at most two decimals, without
// allocating.
func parsePlain(text string) (Money, bool) {
	negative := strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(text, "-")
	whole, part, _ := strings.Cut(text, ".")
	if whole == "" || len(whole) > 15 || len(part) > 2 {
		return 0, false
	}
	var n int64
	for _, digits := range []string{whole, (part + "00")[:2]} {
		for _, r := range []byte(digits) {
			if r < '0' || r > '9' {
				return 0, false
			}
			n = n*10 + int64(r-'0')
		}
	}
	if negative {
		n = -n
	}
	return Money(n), true
}

func exponentTooBig(text string) bool {
	i := strings.IndexAny(text, "eE")
	return i >= 0 && len(strings.TrimLeft(text[i+1:], "+-0")) > 2
}

// String gives roubles with two decimals and a point: "124500.00". This is the
// form of JSON; people are shown app/view's.
func (m Money) String() string {
	sign, n := "", uint64(m)
	if m < 0 {
		sign, n = "-", -uint64(m)
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// MarshalText makes JSON carry a decimal string, which no reader rounds.
func (m Money) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the form of String.
func (m *Money) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMoney(string(text))
	return err
}

// Percent gives the whole percent that part is of m, rounded down so that
// "100 %" is never said of an unpaid order. It is 0 for nothing.
func (m Money) Percent(part Money) int {
	if m <= 0 || part <= 0 {
		return 0
	}
	if part >= m {
		return 100
	}
	if part > math.MaxInt64/100 {
		return int(part / (m / 100))
	}
	return int(part * 100 / m)
}
