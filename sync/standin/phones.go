package standin

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Russia keeps no block of numbers for fiction, so the rule is our own: every
// number of the practice company lies in the DEF codes 973, 974 and 975. Public
// tables of mobile codes count 972 to 976 among the free ones, given to no
// operator; the regulator's own register was not consulted. libphonenumber's
// pattern for Russia (9 and nine digits) still takes such numbers for
// well-formed, so they look, parse and format as any Russian number does and
// belong to nobody. Codes may be given out one day; then choose these anew.
//
// 973 and 974 serve as mobile codes. 975 plays the area code of the invented
// town where the practice company sits: "city numbers" and numbers written
// without a code belong to it. Their local part begins with 05 or 06, which no
// town's numbers do (0 leads to services), so even dialled short they reach nobody.
const (
	// AreaCode is the practice company's area code, for the panel's settings.
	AreaCode = "975"
	mobileA  = "973"
	mobileB  = "974"
)

// phone is a number known for certain, before anybody types it.
type phone struct {
	code string // 973
	rest string // seven digits
}

func (p phone) digits() string { return "7" + p.code + p.rest }
func (p phone) city() bool     { return p.code == AreaCode }
func (p phone) a() string      { return p.rest[:3] }
func (p phone) b() string      { return p.rest[3:5] }
func (p phone) c() string      { return p.rest[5:] }

// citySpace is how many city numbers there are.
const citySpace = 100_000

// phoneOf gives the n-th number of a space, each only once: the multiplier has
// no divisor in common with the size of the space, so it permutes it.
func phoneOf(city bool, n int) phone {
	if city {
		return phone{AreaCode, fmt.Sprintf("05%05d", (n*73_939+13)%citySpace)}
	}
	v := n * 4_093_087 % 18_000_000
	code := mobileA
	if v >= 9_000_000 {
		code, v = mobileB, v-9_000_000
	}
	return phone{code, strconv.Itoa(1_000_000 + v)}
}

// spelling is one way a number gets typed into a contact row.
type spelling struct {
	weight int
	write  func(r *rand.Rand, p phone) string
	city   int8 // 1 only for city numbers, -1 only for mobile ones
	vague  bool // no program can be sure what was meant
	ext    bool // an extension was added
}

// pattern spells a number by a template: X is the code, A, B and C its groups.
func pattern(format string) func(*rand.Rand, phone) string {
	return func(_ *rand.Rand, p phone) string {
		b := make([]byte, 0, 24)
		for i := range len(format) {
			switch format[i] {
			case 'X':
				b = append(b, p.code...)
			case 'A':
				b = append(b, p.a()...)
			case 'B':
				b = append(b, p.b()...)
			case 'C':
				b = append(b, p.c()...)
			default:
				b = append(b, format[i])
			}
		}
		return string(b)
	}
}

func plainSpelling(p phone) string { return pattern("8 (X) A-B-C")(nil, p) }

var trailing = []string{"Иван", "(бухгалтерия)", "- склад", "спросить Олю", "личный", "whatsapp"}

var spellings = []spelling{
	{weight: 180, write: pattern("+7 (X) A-B-C")},
	{weight: 120, write: pattern("8 (X) A-B-C")},
	{weight: 80, write: pattern("+7XABC")},
	{weight: 80, write: pattern("8XABC")},
	{weight: 60, write: pattern("8-X-A-B-C")},
	{weight: 50, write: pattern("XABC")},
	{weight: 40, write: pattern("X A B C")},
	{weight: 40, write: pattern("8.X.A.B.C")},
	{weight: 30, write: pattern("+7\u00a0X\u00a0A\u00a0B\u00a0C")},
	{weight: 30, write: pattern("т. 8 (X) A-B-C")},
	{weight: 20, write: pattern("моб. +7 X ABC")},
	{weight: 20, write: pattern("7XABC")},
	{weight: 15, write: pattern("+8 X A-B-C")},
	{weight: 10, write: pattern("8 10 7 X ABC")},
	{weight: 30, write: func(r *rand.Rand, p phone) string { return pattern("8 X A B C ")(r, p) + pick(r, trailing) }},
	{weight: 60, city: 1, ext: true, write: func(r *rand.Rand, p phone) string {
		return pattern("+7 (X) A-B-C")(r, p) + pick(r, []string{", доб. ", " доб.", " (доб. ", " вн. "}) + "12"
	}},
	{weight: 160, city: 1, write: pattern("A-B-C")},
	{weight: 40, city: 1, write: pattern("тел. A-BC")},
	{weight: 8, city: -1, vague: true, write: func(r *rand.Rand, p phone) string {
		letter := pick(r, []string{"О", "O"}) // a letter for zero, Cyrillic or Latin
		return p.code + " " + strings.Replace(p.rest, "0", letter, 1)
	}},
}

// typed spells a number in one of the ways people do.
func (p phone) typed(r *rand.Rand) (string, spelling) {
	total := 0
	fits := func(s spelling) bool { return s.city == 0 || (s.city > 0) == p.city() }
	for _, s := range spellings {
		if fits(s) {
			total += s.weight
		}
	}
	n := r.IntN(total)
	for _, s := range spellings {
		if !fits(s) {
			continue
		}
		if n -= s.weight; n < 0 {
			text := s.write(r, p)
			if s.ext && strings.Contains(text, "(доб. ") {
				text += ")"
			}
			return text, s
		}
	}
	return p.digits(), spellings[0]
}
