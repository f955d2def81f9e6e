package standin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokWord
	tokNumber
	tokString
	tokGUID
	tokDate
	tokMark // one of / ( ) , :
)

type token struct {
	kind tokenKind
	text string
}

// lex cuts a $filter into tokens. Apostrophes inside a string are doubled.
func lex(src string) ([]token, error) {
	var out []token
	for len(src) > 0 {
		r, size := utf8.DecodeRuneInString(src)
		switch {
		case unicode.IsSpace(r):
			src = src[size:]
		case strings.ContainsRune("/(),:", r):
			out = append(out, token{tokMark, string(r)})
			src = src[size:]
		case r == '\'':
			text, rest, ok := quoted(src)
			if !ok {
				return nil, badOption("$filter")
			}
			out, src = append(out, token{tokString, text}), rest
		case unicode.IsDigit(r) || r == '-':
			n := spanOf(src[size:], func(r rune) bool { return unicode.IsDigit(r) || unicode.IsLetter(r) || r == '.' }) + size
			out, src = append(out, token{tokNumber, src[:n]}), src[n:]
		case r == '_' || r == '*' || unicode.IsLetter(r):
			t, rest, err := lexWord(src)
			if err != nil {
				return nil, err
			}
			out, src = append(out, t), rest
		default:
			return nil, badOption("$filter")
		}
	}
	return append(out, token{}), nil
}

// lexWord reads a name, or a typed literal when an apostrophe follows at once.
func lexWord(src string) (token, string, error) {
	n := spanOf(src, func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) })
	word, rest := src[:n], src[n:]
	if n == 0 || !strings.HasPrefix(rest, "'") {
		if n == 0 {
			return token{}, "", badOption("$filter")
		}
		return token{tokWord, word}, rest, nil
	}
	text, rest, ok := quoted(rest)
	switch {
	case ok && word == "guid":
		return token{tokGUID, text}, rest, nil
	case ok && word == "datetime":
		return token{tokDate, text}, rest, nil
	}
	return token{}, "", badOption("$filter")
}

func spanOf(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

// quoted reads a string that starts with an apostrophe.
func quoted(src string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(src); i++ {
		if src[i] != '\'' {
			b.WriteByte(src[i])
			continue
		}
		if i+1 < len(src) && src[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return b.String(), src[i+1:], true
	}
	return "", "", false
}
