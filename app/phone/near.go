package phone

import "strconv"

// Mobile tells the numbers of Russian and Kazakh mobile networks: their neighbours
// are strangers to each other.
func (n Number) Mobile() bool {
	if n.E164 < 70000000000 || n.E164 > 79999999999 {
		return false
	}
	code := n.E164 / 10_000_000 // "7" and the three digits of the zone
	return code >= 7900 || code >= 7700 && code < 7710 || code == 7747 || code >= 7770 && code < 7780
}

// blockSize is how many numbers a firm is given in a row.
const blockSize = 100

// Block is the hundred a number stands in: telephone companies give numbers to
// firms in rows. A mobile number stands in none.
func (n Number) Block() (first, last int64, ok bool) {
	if n.E164 == 0 || n.Mobile() {
		return 0, 0, false
	}
	first = n.E164 / blockSize * blockSize
	return first, first + blockSize - 1, true
}

// ownDigits is the part of a number that people type: mistakes are made in it, not in
// the country.
const ownDigits = 10

// Misread are the numbers that differ in one digit or have two neighbours swapped:
// what was meant when it was typed into a card wrongly.
func (n Number) Misread() (list []int64) {
	digits := []byte(strconv.FormatInt(n.E164, 10))
	if len(digits) <= ownDigits {
		return nil
	}
	add := func() {
		if other, err := strconv.ParseInt(string(digits), 10, 64); err == nil {
			list = append(list, other)
		}
	}
	for i := len(digits) - ownDigits; i < len(digits); i++ {
		was := digits[i]
		for digits[i] = '0'; digits[i] <= '9'; digits[i]++ {
			if digits[i] != was {
				add()
			}
		}
		digits[i] = was
		if i+1 < len(digits) && digits[i+1] != was {
			digits[i], digits[i+1] = digits[i+1], was
			add()
			digits[i], digits[i+1] = was, digits[i]
		}
	}
	return list
}
