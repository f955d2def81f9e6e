package table

import (
	"strconv"
	"strings"
)

// place names a cell as Excel does: "C12".
func place(line, column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name + strconv.Itoa(line)
}

// fullDigits is how many digits tell that none was dropped: table programs round
// to six, and zeros at the end are not written.
const fullDigits = 9

// Rounded tells a whole number that a table program wrote in powers of ten and
// whose last digits it dropped: "7,91E+10" was a telephone and is none now.
func Rounded(cell string) bool {
	digits, power, ok := powerOfTen(cell)
	return ok && power >= 6 && len(digits)-1 < power && len(digits) < fullDigits
}

// plainNumber writes a whole number without the power of ten. One that lost
// digits is left as it stands, and so is everything else.
func plainNumber(cell string) string {
	digits, power, ok := powerOfTen(cell)
	missing := power - (len(digits) - 1)
	if !ok || power > 15 || missing < 0 || missing > 0 && len(digits) < fullDigits {
		return cell
	}
	return digits + strings.Repeat("0", missing)
}

// powerOfTen takes "7.9123456789E+10" apart.
func powerOfTen(cell string) (digits string, power int, ok bool) {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(cell), "E")
	if !ok || len(cell) > 40 {
		return "", 0, false
	}
	whole, part, _ := strings.Cut(strings.Replace(mantissa, ",", ".", 1), ".")
	power, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
	if err != nil || len(whole) != 1 || strings.Trim(whole+part, "0123456789") != "" {
		return "", 0, false
	}
	return whole + part, power, true
}
