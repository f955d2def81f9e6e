package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Bounds of a part of a number.
const (
	digitsLeast = 4
	digitsMost  = 15
)

// dialled gives the digits of a text that may be part of a telephone number;
// empty when it holds anything else or too few.
func dialled(text string) string {
	var digits []byte
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case unicode.IsSpace(r), strings.ContainsRune("+-–—().", r):
		default:
			return ""
		}
	}
	if len(digits) < digitsLeast || len(digits) > digitsMost {
		return ""
	}
	return string(digits)
}

// beginnings are readings of digits as the beginning of a whole number: as they
// stand, with the Russian trunk prefix, without the country.
func (q question) beginnings() []string {
	list := []string{q.digits}
	if q.digits[0] == '8' {
		list = append(list, "7"+q.digits[1:])
	}
	if len(q.digits) <= 10 {
		list = append(list, "7"+q.digits)
	}
	return list
}

// byNumber finds clients whose numbers begin or end with the digits, or whose
// short number they are. A beginning shared by thousands gives only some.
func (t *tx) byNumber(q question) ([]int64, error) {
	const (
		whole  = "json_each(?) j CROSS JOIN phone p ON p.number BETWEEN j.value ->> 0 AND j.value ->> 1"
		ending = "(SELECT client FROM phone WHERE tail BETWEEN ? AND ?) p"
		short  = "(SELECT client FROM short_phone WHERE number = ?) p"
	)
	var places []int64
	collect := func(numbers string, values ...any) error {
		query := "SELECT " + clientPlace + " FROM " + numbers + " JOIN client c ON c.id = p.client WHERE c.state = 1 LIMIT ?"
		found, err := t.places(query, append(values, frequent))
		places = append(places, found...)
		return err
	}
	if err := collect(whole, q.ranges()); err != nil {
		return nil, err
	}
	if len(q.digits) <= tailDigits {
		reversed := []byte(q.digits)
		slices.Reverse(reversed)
		low, high := spread(string(reversed), tailDigits)
		if err := collect(ending, low, high); err != nil {
			return nil, err
		}
	}
	return places, collect(short, q.digits)
}

// ranges are those of the whole numbers that the digits may begin, as JSON: one
// question with many ranges is quicker than many questions.
func (q question) ranges() string {
	var list []string
	add := func(low, high int64) { list = append(list, fmt.Sprintf("[%d,%d]", low, high)) }
	if q.exact != 0 {
		add(q.exact, q.exact)
	}
	for _, begin := range q.beginnings() {
		for length := max(len(begin), 8); length <= digitsMost; length++ {
			add(spread(begin, length))
		}
	}
	return "[" + strings.Join(list, ",") + "]"
}

// spread gives the least and the greatest number of a length with that
// beginning.
func spread(begin string, length int) (low, high int64) {
	low, _ = strconv.ParseInt(begin, 10, 64) // at most fifteen digits
	high = low
	for range length - len(begin) {
		low, high = low*10, high*10+9
	}
	return low, high
}

// fits tells that a number was found by the digits of the question.
func (q question) fits(number int64) bool {
	text := strconv.FormatInt(number, 10)
	return number == q.exact || strings.HasSuffix(text, q.digits) ||
		slices.ContainsFunc(q.beginnings(), func(begin string) bool { return strings.HasPrefix(text, begin) })
}
