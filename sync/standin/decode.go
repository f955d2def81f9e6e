package standin

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// decodeInto puts a written body into an object's values. Names the base does
// not know are ignored without a word, strings too long are cut, text in a
// whole number becomes 0: all as live bases were seen to do.
func decodeInto(s *shape, vals []any, body map[string]any) error {
	for _, f := range s.fields {
		i := s.index[f.name]
		raw, ok := body[f.name]
		typ, typed := body[f.name+"_Type"]
		if f.kind == kindComposite && !ok && typed {
			raw, ok = "", true
		}
		if !ok {
			continue
		}
		v, err := decodeValue(f, raw, typ)
		if err != nil {
			return err
		}
		vals[i] = v
	}
	return nil
}

func decodeValue(f *field, raw, typ any) (any, error) {
	switch f.kind {
	case kindRows:
		return decodeRows(f, raw)
	case kindComposite:
		return decodeComposite(f, raw, typ)
	case kindBool:
		if v, ok := raw.(bool); ok {
			return v, nil
		}
	case kindGUID, kindRef:
		if v, ok := raw.(string); ok {
			if g, err := parseGUID(v); err == nil {
				return g, nil
			}
		}
	case kindDate:
		if v, ok := raw.(string); ok {
			if t, err := parseDate(v); err == nil {
				return t, nil
			}
		}
	case kindDouble:
		if n, err := parseNumber(scalarText(raw)); err == nil {
			return n, nil
		}
	case kindInt64, kindInt16:
		n, _ := strconv.ParseInt(scalarText(raw), 10, 64)
		return n, nil
	default:
		return decodeString(f, raw)
	}
	return nil, refuse(400, 1, "Не удалось разобрать строку для свойства %q", f.name)
}

// scalarText takes a number as a number or as a string, which the base accepts
// alike.
func scalarText(raw any) string {
	switch v := raw.(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	}
	return ""
}

func decodeString(f *field, raw any) (any, error) {
	switch v := raw.(type) {
	case nil:
		return "", nil
	case bool:
		return strconv.FormatBool(v), nil
	case json.Number, string:
		return cutTo(scalarText(v), f.length), nil
	}
	return nil, internalError(internalText)
}

// cutTo shortens a string to the attribute's length, silently.
func cutTo(s string, length int) string {
	if length == 0 {
		return s
	}
	n := 0
	for i := range s {
		if n == length {
			return s[:i]
		}
		n++
	}
	return s
}

func decodeComposite(f *field, raw, typ any) (any, error) {
	text, isText := raw.(string)
	if n, ok := raw.(json.Number); ok {
		text, isText = n.String(), true
	}
	if raw != nil && !isText {
		return nil, internalError(internalText)
	}
	name, _ := typ.(string)
	set := strings.TrimPrefix(name, "StandardODATA.")
	switch {
	case set == "" || set == "Undefined":
		// Without the twin the base cannot tell what the text means.
		return composite{}, nil
	case len(f.targets) > 0 && !slices.Contains(f.targets, set):
		return nil, refuse(400, 4, "Неверное значение свойства %q", f.name)
	case strings.HasPrefix(set, "Edm."):
		return composite{edm: set, text: text}, nil
	}
	g, err := parseGUID(text)
	if err != nil {
		return nil, refuse(400, 1, "Не удалось разобрать строку для свойства %q", f.name)
	}
	return composite{set: set, ref: g}, nil
}

// decodeRows replaces a section whole. Rows are numbered from 1 by the caller:
// without a number the base fails, with a wrong one it refuses.
func decodeRows(f *field, raw any) (any, error) {
	list, ok := raw.([]any)
	if !ok && raw != nil {
		return nil, internalError(internalText)
	}
	out := make([]row, 0, len(list))
	for i, item := range list {
		body, ok := item.(map[string]any)
		if !ok {
			return nil, internalError(internalText)
		}
		n, err := lineNumber(body["LineNumber"])
		if err != nil {
			return nil, err
		}
		if n != int64(i+1) {
			return nil, refuse(400, 4, "Неверный номер строки табличной части %q", f.name)
		}
		r := row(slices.Clone(f.rows.zero))
		if err := decodeInto(f.rows, r, body); err != nil {
			return nil, err
		}
		r[0] = n
		out = append(out, r)
	}
	return out, nil
}

func isZeroDate(v any) bool {
	t, ok := v.(time.Time)
	return ok && t.IsZero()
}
