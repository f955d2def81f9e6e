package inbox

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// A moment that stands for a date nobody can read.
const noDate = `"01-Jan-1970 00:00:00 +0000"`

const dateLayout = `"_2-Jan-2006 15:04:05 -0700"`

// sanitiseFetch leaves of a line of FETCH what we ask for, in a form that the library
// can read; skip says that the literal at its end is left out too. A line it does
// not understand itself stays as it is.
func sanitiseFetch(line []byte, literal bool) (clean []byte, skip bool) {
	text := bytes.TrimRight(line, "\r\n")
	var out []byte
	rest := text
	if bytes.HasPrefix(text, []byte("* ")) {
		open := bytes.IndexByte(text, '(')
		if open < 0 {
			return line, false
		}
		out, rest = append(out, text[:open+1]...), text[open+1:]
	}
	first := true
	for {
		rest = bytes.TrimLeft(rest, " ")
		if len(rest) == 0 || rest[0] == ')' {
			break
		}
		name, value, after, ok := item(rest)
		if !ok {
			return line, false
		}
		rest = after
		last := literal && len(bytes.TrimLeft(rest, " ")) == 0
		value, wanted := sane(name, value)
		if !wanted {
			skip = skip || last
			continue
		}
		if !first || len(out) == 0 {
			out = append(out, ' ')
		}
		first = false
		out = append(append(append(out, name...), ' '), value...)
	}
	out = append(out, rest...)
	if !skip { // what follows a literal that is left out goes on in the same line
		out = append(out, "\r\n"...)
	}
	return out, skip
}

// item cuts "NAME value" off a line.
func item(text []byte) (name string, value, rest []byte, ok bool) {
	end, depth := 0, 0
	for ; end < len(text); end++ {
		switch text[end] {
		case '[':
			depth++
		case ']':
			depth--
		case ' ':
			if depth <= 0 {
				n := valueLen(text[end+1:])
				return string(text[:end]), text[end+1 : end+1+n], text[end+1+n:], n > 0
			}
		case ')':
			if depth <= 0 {
				return "", nil, nil, false
			}
		}
	}
	return "", nil, nil, false
}

// valueLen is the length of what a line begins with: a list, a string or an atom.
func valueLen(text []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			if depth == 0 {
				return i
			}
			depth--
		case c == ' ' && depth == 0:
			return i
		}
	}
	return len(text)
}

// sane is a value that the library reads; false for an item we did not ask for.
func sane(name string, value []byte) ([]byte, bool) {
	text := string(value)
	switch upper := strings.ToUpper(name); {
	case upper == "UID":
		_, err := strconv.ParseUint(text, 10, 32)
		return value, err == nil
	case upper == "RFC822.SIZE":
		return size(text), true
	case upper == "INTERNALDATE":
		if _, err := time.Parse(dateLayout, text); err != nil {
			return []byte(noDate), true
		}
		return value, true
	case upper == "FLAGS":
		return saneFlags(value), true
	case upper == "MODSEQ":
		_, err := strconv.ParseUint(strings.Trim(text, "()"), 10, 63)
		return value, err == nil
	case strings.HasPrefix(upper, "BODY["):
		if strings.EqualFold(text, "NIL") {
			return []byte("NIL"), true
		}
		return value, true
	}
	return nil, false
}

// size reads sizes as some servers print them, "9.3736e+06" among them.
func size(text string) []byte {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 {
		return []byte(text)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f < 0 || f > 1<<53 {
		return []byte("0")
	}
	return strconv.AppendInt(nil, int64(f), 10)
}

// sanitiseFlags mends the list in "* FLAGS (…)" and "* OK [PERMANENTFLAGS (…)]".
func sanitiseFlags(line []byte) []byte {
	open := bytes.IndexByte(line, '(')
	end := bytes.LastIndexByte(line, ')')
	head := bytes.ToUpper(line[:max(open, 0)])
	if open < 0 || end < open || !bytes.HasSuffix(bytes.TrimRight(head, " "), []byte("FLAGS")) {
		return line
	}
	clean := append(bytes.Clone(line[:open]), saneFlags(line[open:end+1])...)
	return append(clean, line[end+1:]...)
}

// sanitiseCaps takes brackets out of what a server says it can: the library would look
// for the end of the list for ever.
func sanitiseCaps(line []byte) []byte {
	const word = "CAPABILITY"
	at := -1
	if bytes.IndexByte(line, '(') >= 0 {
		at = bytes.Index(bytes.ToUpper(line), []byte(word))
	}
	if at < 0 {
		return line
	}
	head, list := line[:at+len(word)], line[at+len(word):]
	end := bytes.IndexByte(list, ']')
	if end < 0 {
		end = len(list)
	}
	clean := append(bytes.Clone(head), bytes.ReplaceAll(list[:end], []byte("("), []byte("?"))...)
	return append(clean, list[end:]...)
}

// saneFlags leaves flags out that are no words.
func saneFlags(list []byte) []byte {
	var keep []string
	for _, flag := range strings.Fields(strings.Trim(string(list), "()")) {
		word := strings.TrimPrefix(flag, `\`)
		if flag == `\*` || (word != "" && strings.IndexFunc(word, notAtom) < 0) {
			keep = append(keep, flag)
		}
	}
	return []byte("(" + strings.Join(keep, " ") + ")")
}

// notAtom tells characters that cannot be in a word, RFC 9051 section 9.
func notAtom(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune(`(){%*"\[]`, r)
}
