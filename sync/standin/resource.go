package standin

import (
	"strings"
)

// resource is the path after standard.odata, cut into its parts.
type resource struct {
	set     string
	key     string // text between the brackets after the set
	hasKey  bool
	tail    []string // $count, a property, a path through references, a function
	args    string   // text between the brackets after the last part
	hasArgs bool
}

// rest is the tail as one name.
func (r resource) rest() string { return strings.Join(r.tail, "/") }

// parseResource cuts at slashes outside brackets: a virtual table's condition
// has slashes and apostrophes of its own.
func parseResource(path string) (resource, error) {
	segs := splitOutside(strings.Trim(path, "/"))
	r := resource{}
	var ok bool
	if r.set, r.key, r.hasKey, ok = cutBrackets(segs[0]); !ok {
		return r, badURL()
	}
	for i, seg := range segs[1:] {
		name, args, has, ok := cutBrackets(seg)
		if !ok || name == "" || (has && i < len(segs)-2) {
			return r, badURL()
		}
		r.tail, r.args, r.hasArgs = append(r.tail, name), args, has
	}
	return r, nil
}

func badURL() error { return refuse(400, 6, "Неверный URL") }

func splitOutside(path string) []string {
	var segs []string
	depth, start := 0, 0
	for i, c := range path {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case '/':
			if depth == 0 {
				segs = append(segs, path[start:i])
				start = i + 1
			}
		}
	}
	return append(segs, path[start:])
}

func cutBrackets(seg string) (name, inside string, has, ok bool) {
	name, inside, has = strings.Cut(seg, "(")
	if !has {
		return name, "", false, true
	}
	inside, ok = strings.CutSuffix(inside, ")")
	return name, inside, true, ok
}

// keyParts reads guid'...' or Name=value,Name=value.
func keyParts(src string) (map[string]token, error) {
	parts := map[string]token{}
	for part := range strings.SplitSeq(src, ",") {
		name, value := "Ref_Key", part
		if before, after, ok := strings.Cut(part, "="); ok {
			name, value = strings.TrimSpace(before), after
		}
		toks, err := lex(value)
		if err != nil || len(toks) != 2 {
			return nil, badURL()
		}
		if k := toks[0].kind; k != tokGUID && k != tokString && k != tokNumber {
			return nil, badURL()
		}
		parts[name] = toks[0]
	}
	return parts, nil
}
