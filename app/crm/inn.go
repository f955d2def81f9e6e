package crm

import "strings"

// Weights of the check digits of an INN, by the order of the Federal Tax Service
// MMV-7-6/435.
var (
	innTenth    = []int{2, 4, 10, 3, 5, 9, 4, 6, 8}
	innEleventh = []int{7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	innTwelfth  = []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
)

// ValidINN tells an INN whose check digits are right: 10 digits of a firm, 12 of
// a person. A row of zeros adds up, and is nobody's.
func ValidINN(inn string) bool {
	if strings.Trim(inn, "0") == "" {
		return false
	}
	for _, r := range inn {
		if r < '0' || r > '9' {
			return false
		}
	}
	switch len(inn) {
	case 10:
		return checkDigit(inn, innTenth)
	case 12:
		return checkDigit(inn, innEleventh) && checkDigit(inn, innTwelfth)
	default:
		return false
	}
}

func checkDigit(inn string, weights []int) bool {
	sum := 0
	for i, weight := range weights {
		sum += weight * int(inn[i]-'0')
	}
	return sum%11%10 == int(inn[len(weights)]-'0')
}

// CleanINN leaves the digits of an INN as people type it: "ИНН 7707083893",
// "7707 083 893". Tables of numbers lose a leading zero; it is put back when the
// check digits then agree.
func CleanINN(text string) string {
	inn := digitsOf(text)
	if padded := "0" + inn; !ValidINN(inn) && (len(inn) == 9 || len(inn) == 11) && ValidINN(padded) {
		return padded
	}
	return inn
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}
