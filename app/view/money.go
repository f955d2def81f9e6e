package view

import (
	"strconv"
	"strings"

	"pult/app/crm"
)

const nbsp = "\u00a0"

// veil stands in place of an amount that is hidden: nothing of it can be guessed,
// its length neither.
const veil = "•••" + nbsp + "₽"

// Money writes an amount for people: "124 500 ₽", with kopecks only when there
// are some. Spaces do not break.
func (p *Printer) Money(m crm.Money) string {
	if p.Veiled() {
		return veil
	}
	sign, n := "", uint64(m)
	if m < 0 {
		sign, n = "−", -uint64(m)
	}
	text := sign + group(strconv.FormatUint(n/100, 10))
	if k := n % 100; k != 0 {
		point := ","
		if p.Language() == English {
			point = "."
		}
		text += point + string([]byte{byte('0' + k/10), byte('0' + k%10)})
	}
	return text + nbsp + "₽"
}

// Roubles writes an amount without kopecks, rounded half up: for headlines and
// charts, where a kopeck only tires the eye.
func (p *Printer) Roubles(m crm.Money) string {
	if m < 0 && !p.Veiled() {
		return "−" + p.Roubles(-m)
	}
	return p.Money((m + 50) / 100 * 100)
}

// group puts a no-break space between thousands.
func group(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	var b strings.Builder
	first := len(digits) % 3
	b.WriteString(digits[:first])
	for i := first; i < len(digits); i += 3 {
		if i > 0 {
			b.WriteString(nbsp)
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}
