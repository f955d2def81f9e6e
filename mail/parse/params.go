package parse

import (
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mediaType reads Content-Type or Content-Disposition. What the standard library
// turns away whole, because of one bad parameter, is picked apart here. Names and
// the type come in small letters; values are not decoded yet.
func mediaType(value string) (kind string, params map[string]string) {
	if len(value) > 16<<10 {
		value = value[:16<<10]
	}
	kind, rest, _ := strings.Cut(value, ";")
	kind = strings.ToLower(strings.Trim(strings.TrimSpace(kind), `"`))
	if i := strings.IndexAny(kind, " \t("); i >= 0 {
		kind = kind[:i]
	}
	if plain(value) && !strings.Contains(value, "*") { // of RFC 2231 it knows two charsets
		if kind, params, err := mime.ParseMediaType(value); err == nil {
			return kind, params
		}
	}
	params = map[string]string{}
	pieces := map[string]string{}
	for rest != "" && len(params)+len(pieces) < 100 {
		var name, text string
		name, text, rest = cutParam(rest)
		switch base, _, continued := strings.Cut(name, "*"); {
		case name == "":
		case continued && base != "":
			pieces[name] = text
		case params[name] == "":
			params[name] = text
		}
	}
	for name := range pieces {
		base, _, _ := strings.Cut(name, "*")
		if text := joinPieces(base, pieces); text != "" {
			params[base] = text
		}
	}
	return kind, params
}

// cutParam takes one name=value off a list of them.
func cutParam(list string) (name, value, rest string) {
	list = strings.TrimLeft(list, "; \t\r\n")
	eq := strings.IndexAny(list, "=;")
	if eq < 0 || list[eq] == ';' {
		return "", "", list[max(eq, 0)+min(1, len(list)-max(eq, 0)):]
	}
	name = strings.ToLower(strings.TrimSpace(list[:eq]))
	list = strings.TrimLeft(list[eq+1:], " \t\r\n")
	if strings.HasPrefix(list, `"`) {
		value, rest = cutQuoted(list[1:])
		return name, value, rest
	}
	value, rest, _ = strings.Cut(list, ";")
	return name, strings.TrimSpace(value), rest
}

// cutQuoted reads up to the closing quote; one that is missing is thought at the
// end.
func cutQuoted(text string) (value, rest string) {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return out.String(), text[i+1:]
		case c == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\'):
			i++
			out.WriteByte(text[i])
		default:
			out.WriteByte(c)
		}
	}
	return out.String(), ""
}

// joinPieces puts together a value that was cut up and coded (RFC 2231).
func joinPieces(base string, pieces map[string]string) string {
	whole, ok := pieces[base+"*"]
	coded := ok
	var text []byte
	charset := ""
	add := func(piece string, coded bool) {
		if coded {
			piece = unescape(piece)
		}
		text = append(text, piece...)
	}
	if ok {
		charset, whole = cutCharset(whole)
		add(whole, coded)
	}
	for n := 0; !ok && n < 100; n++ {
		key := base + "*" + strconv.Itoa(n)
		piece, bare := pieces[key]
		if !bare {
			var escaped bool
			if piece, escaped = pieces[key+"*"]; !escaped {
				break
			}
			if n == 0 {
				charset, piece = cutCharset(piece)
			}
		}
		add(piece, !bare)
	}
	decoded, _ := decodeText(text, charset, "")
	return decoded
}

// cutCharset parts charset'language'text.
func cutCharset(piece string) (charset, text string) {
	parts := strings.SplitN(piece, "'", 3)
	if len(parts) != 3 {
		return "", piece
	}
	return parts[0], parts[2]
}

func unescape(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// fileName is the name a part gives itself, in readable signs.
func fileName(params map[string]string, raw string) string {
	for _, key := range []string{"filename", "name"} {
		value := params[key]
		if value == "" {
			continue
		}
		text, _ := decodeWords(value, raw)
		if strings.Contains(text, "%") && plain(text) && strings.Count(text, "%D0")+strings.Count(text, "%D1")+strings.Count(text, "%d0")+strings.Count(text, "%d1") > 1 {
			if decoded := unescape(text); utf8.ValidString(decoded) {
				text = decoded
			}
		}
		return text
	}
	return ""
}

// isType tells one of several types.
func isType(kind string, types ...string) bool { return slices.Contains(types, kind) }
