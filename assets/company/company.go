// Package company holds the raw words of the practice company: invented firm
// names, parts of people's names and the goods it trades in. No firm or person
// here is real; coincidences are those of common words.
package company

import (
	_ "embed"
	"strings"
)

var (
	//go:embed firms.txt
	firms string
	//go:embed men.txt
	men string
	//go:embed women.txt
	women string
	//go:embed surnames.txt
	surnames string
	//go:embed positions.txt
	positions string
	//go:embed goods.txt
	goods string
)

// FirmWords are words a firm's name is made of.
func FirmWords() []string { return lines(firms) }

// Men are given names of men with their patronymic forms: "Пётр Петрович Петровна".
func Men() []string { return lines(men) }

// Women are given names of women.
func Women() []string { return lines(women) }

// Surnames are in the masculine; see Feminine.
func Surnames() []string { return lines(surnames) }

// Positions are what is written on visiting cards.
func Positions() []string { return lines(positions) }

// Goods are lines of "name;unit;price in kopecks".
func Goods() []string { return lines(goods) }

// Feminine gives the form of a surname a woman bears.
func Feminine(surname string) string {
	switch {
	case strings.HasSuffix(surname, "ий"):
		return strings.TrimSuffix(surname, "ий") + "ая"
	case strings.HasSuffix(surname, "ый"):
		return strings.TrimSuffix(surname, "ый") + "ая"
	case strings.HasSuffix(surname, "ов"), strings.HasSuffix(surname, "ев"), strings.HasSuffix(surname, "ёв"), strings.HasSuffix(surname, "ин"):
		return surname + "а"
	}
	return surname
}

func lines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
