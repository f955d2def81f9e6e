package standin

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"

	"pult/assets/company"
)

// words are the raw material of names, cut once per generation.
type words struct {
	firms, men, women, surnames, positions, goods []string
}

func loadWords() *words {
	return &words{company.FirmWords(), company.Men(), company.Women(), company.Surnames(), company.Positions(), company.Goods()}
}

// fullName is an invented person: surname, given name and patronymic.
func (w *words) fullName(r *rand.Rand) (name string, female bool) {
	surname, father := pick(r, w.surnames), strings.Fields(pick(r, w.men))
	if chance(r, 550) {
		return company.Feminine(surname) + " " + pick(r, w.women) + " " + father[2], true
	}
	return surname + " " + strings.Fields(pick(r, w.men))[0] + " " + father[1], false
}

// firmName gives the working name people use and the full legal one.
func (w *words) firmName(r *rand.Rand, n int) (name, full, legal string) {
	switch k := r.IntN(100); {
	case k < 70:
		name = w.brand(r, n)
		return name, `ООО "` + name + `"`, "ЮрЛицо"
	case k < 78:
		name = w.brand(r, n)
		return name, "АО «" + name + "»", "ЮрЛицо"
	case k < 95:
		person, _ := w.fullName(r)
		parts := strings.Fields(person)
		short := parts[0] + " " + string([]rune(parts[1])[:1]) + "." + string([]rune(parts[2])[:1]) + "."
		return "ИП " + short, "Индивидуальный предприниматель " + person, "ИндивидуальныйПредприниматель"
	}
	person, _ := w.fullName(r)
	return person, person, "ФизЛицо"
}

// brand makes a firm's own name; several firms of one name are as normal as in life.
func (w *words) brand(r *rand.Rand, n int) string {
	word := pick(r, w.firms)
	switch r.IntN(5) {
	case 0:
		return word + "-" + pick(r, []string{"Сервис", "Трейд", "Строй", "Опт", "Юг", "Север", "Центр"})
	case 1:
		return "ТД " + word
	case 2:
		return word + " " + strconv.Itoa(n%97+1)
	case 3:
		return word + " и партнёры"
	}
	return word
}

// inn makes a number with right check digits in region 00, which no tax office
// has, so it is nobody's; now and then a spoilt one, as real bases hold.
func inn(r *rand.Rand, legal string) string {
	if chance(r, 25) {
		return pick(r, []string{"", "00123", "000000000", "нет"})
	}
	if legal == "ЮрЛицо" {
		body := fmt.Sprintf("00%07d", r.IntN(10_000_000))
		return body + checkDigit(body, []int{2, 4, 10, 3, 5, 9, 4, 6, 8})
	}
	body := fmt.Sprintf("00%08d", r.IntN(100_000_000))
	body += checkDigit(body, []int{7, 2, 4, 10, 3, 5, 9, 4, 6, 8})
	return body + checkDigit(body, []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8})
}

func checkDigit(body string, weights []int) string {
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return strconv.Itoa(sum % 11 % 10)
}

func kpp(r *rand.Rand, legal string) string {
	switch {
	case legal != "ЮрЛицо":
		return ""
	case chance(r, 20):
		return pick(r, []string{"1", "0000"})
	}
	return "0001010" + fmt.Sprintf("%02d", r.IntN(100))
}

// latin are the Cyrillic letters from а to я as mail domains write them.
var latin = [...]string{
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "h", "c", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya",
}

// domain is a firm's mail domain, under .example so that no letter ever leaves.
func domain(name string, n int) string {
	b := make([]byte, 0, 64)
	for _, r := range name {
		switch r = unicode.ToLower(r); {
		case r >= 'а' && r <= 'я':
			b = append(b, latin[r-'а']...)
		case r == 'ё':
			b = append(b, "yo"...)
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b = append(b, byte(r))
		case r == ' ' || r == '-':
			if len(b) > 0 {
				b = append(b, '-')
			}
		}
	}
	b = strconv.AppendInt(append(b, '-'), int64(n), 10)
	return string(append(b, ".example"...))
}
