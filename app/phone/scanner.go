package phone

import (
	"slices"
	"strings"
	"unicode"
)

// piece is a run of digits with what was noticed around it.
type piece struct {
	digits string
	plus   bool // a "+" stood before it
	gap    bool // a separator followed the first digit
	ext    bool // a word or sign before it says that it is an extension
	broken bool // a comma, slash or line end stood before it
	glued  bool // a letter touches it: "9I2" is a typing mistake, not an extension
}

// scanner cuts a field into pieces and puts the pieces together into numbers.
type scanner struct {
	plan Plan
	rest []rune
}

// extensionWords announce an extension. They are compared in lower case and
// without a dot.
var extensionWords = []string{"доб", "добавочный", "вн", "внутр", "внутренний", "ext", "extension", "x", "тон", "#", "*"}

func (s *scanner) numbers() []Number {
	var found []Number
	for {
		p, ok := s.next()
		if !ok {
			return found
		}
		last := len(found) - 1
		switch {
		case last >= 0 && found[last].Kind() == Public && found[last].Ext == "" && isExtension(p):
			found[last].Ext = p.digits
		case p.ext, p.glued && len(p.digits) <= maxInternal:
			// "доб. 12" without a number before it names nobody.
		default:
			if n := s.number(p, found); n.Kind() != None {
				found = append(found, n)
			}
		}
	}
}

// isExtension tells a tail such as ", 123" or "доб. 12" from a second number.
func isExtension(p piece) bool {
	return p.ext && len(p.digits) <= 7 || p.broken && !p.plus && len(p.digits) >= 2 && len(p.digits) <= 4
}

// number completes one piece. A local number after a whole one belongs to the
// same city: "(495) 123-45-67, 123-45-68".
func (s *scanner) number(p piece, before []Number) Number {
	plan := s.plan
	if len(before) > 0 && len(p.digits) >= 5 && len(p.digits) <= 7 {
		if area := areaOf(before[len(before)-1], len(p.digits), plan); area != "" {
			plan.AreaCode = area
		}
	}
	n := plan.complete(p.digits, p.plus, p.gap)
	n.Raw = p.digits
	if p.plus {
		n.Raw = "+" + n.Raw
	}
	return n
}

func areaOf(n Number, local int, plan Plan) string {
	c := plan.country()
	national, ok := strings.CutPrefix(n.String(), "+"+c.code)
	if !ok || len(national) != c.length || len(national) <= local {
		return ""
	}
	return national[:len(national)-local]
}

// next finds the next run of digits. Letters end a number, but a letter O
// between digits is a zero that somebody typed so.
func (s *scanner) next() (piece, bool) {
	var p piece
	i := s.skip(&p)
	if i == len(s.rest) {
		s.rest = nil
		return piece{}, false
	}
	var digits strings.Builder
	for ; i < len(s.rest); i++ {
		r := s.rest[i]
		if d, ok := digit(r); ok {
			digits.WriteByte(d)
			continue
		}
		if isZeroLetter(r) && s.digitNear(i) {
			digits.WriteByte('0')
			continue
		}
		if isBreak(r) || !isSeparator(r) {
			p.glued = p.glued || unicode.IsLetter(r) && isDigit(s.rest[i-1])
			break
		}
		if digits.Len() == 1 {
			p.gap = true
		}
		if s.spaceEndsNumber(i, digits.String(), p) {
			break
		}
	}
	s.rest = s.rest[i:]
	p.digits = digits.String()
	return p, true
}

// digitNear says that digits stand on both sides of i, at most one separator
// away after it.
func (s *scanner) digitNear(i int) bool {
	if !isDigit(s.rest[i-1]) || i+1 >= len(s.rest) {
		return false
	}
	after := s.rest[i+1:]
	if isSeparator(after[0]) {
		after = after[1:]
	}
	return len(after) > 0 && isDigit(after[0])
}

// spaceEndsNumber splits two whole numbers with nothing but a space between
// them: the digits so far are complete and a new number begins after.
func (s *scanner) spaceEndsNumber(i int, digits string, p piece) bool {
	if !unicode.IsSpace(s.rest[i]) || len(digits) < 10 || i+1 >= len(s.rest) {
		return false
	}
	if s.plan.complete(digits, p.plus, p.gap).Kind() != Public {
		return false
	}
	following := 0
	for _, r := range s.rest[i:] {
		if isDigit(r) {
			following++
		} else if !isSeparator(r) && r != '+' {
			break
		}
	}
	return following >= 7
}

// skip moves to the first digit and notes what it passed.
func (s *scanner) skip(p *piece) int {
	var word []rune
	endWord := func() {
		if slices.Contains(extensionWords, strings.ToLower(string(word))) {
			p.ext = true
		}
		word = word[:0]
	}
	for i, r := range s.rest {
		switch {
		case isDigit(r):
			p.glued = len(word) > 0
			endWord()
			return i
		case r == '+':
			endWord()
			p.plus = true
		case isBreak(r):
			endWord()
			p.broken, p.plus = true, false
		case r == '#' || r == '*':
			endWord()
			p.ext = true
		case unicode.IsLetter(r):
			word = append(word, r)
			p.plus = false
		default:
			endWord()
		}
	}
	return len(s.rest)
}

func isDigit(r rune) bool { _, ok := digit(r); return ok }

// digit accepts ASCII and full-width digits; other scripts do not occur in
// telephone fields and would only hide garbage.
func digit(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r >= '０' && r <= '９':
		return byte(r-'０') + '0', true
	}
	return 0, false
}

func isZeroLetter(r rune) bool { return strings.ContainsRune("OoОо", r) }
