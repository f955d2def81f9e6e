package parse

import (
	"bytes"
	"strings"
)

// splitParts cuts the body of a multipart at its boundary. Parts are pieces of
// the body. It says false when the last delimiter is missing.
func splitParts(body []byte, boundary string, most int) (parts [][]byte, closed bool) {
	delimiter := []byte("--" + boundary)
	from := -1
	for pos := 0; pos < len(body); {
		i := bytes.Index(body[pos:], delimiter)
		if i < 0 {
			break
		}
		at := pos + i
		pos = at + len(delimiter)
		if at > 0 && body[at-1] != '\n' {
			continue
		}
		line, next := nextLine(body, pos)
		rest := bytes.TrimRight(line, " \t")
		last := bytes.HasPrefix(rest, []byte("--"))
		if len(rest) > 0 && !last {
			continue // a longer boundary, of another level
		}
		if from >= 0 {
			parts = append(parts, trimEnd(body[from:at]))
			if len(parts) >= most {
				return parts, true
			}
		}
		if last {
			return parts, true
		}
		from, pos = next, next
	}
	if from >= 0 && from < len(body) {
		parts = append(parts, body[from:])
	}
	return parts, false
}

// trimEnd takes off the line end that belongs to the delimiter.
func trimEnd(part []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(part, []byte("\n")), []byte("\r"))
}

// findBoundary picks out the boundary of a multipart that names none: the first
// line that begins with two hyphens, is there twice, and has fields behind it.
func findBoundary(body []byte) string {
	pos := 0
	for range 200 {
		if pos >= len(body) {
			return ""
		}
		line, next := nextLine(body, pos)
		pos = next
		text := strings.TrimRight(string(line[:min(len(line), 202)]), " \t")
		if !strings.HasPrefix(text, "--") || len(text) < 4 || len(text) > 200 || strings.Trim(text, "-") == "" {
			continue
		}
		after, _ := nextLine(body, next)
		if (len(after) == 0 || looksLikeField(after)) && bytes.Contains(body[next:], []byte("\n"+text)) {
			return text[2:]
		}
	}
	return ""
}

// scanBudget is how many bytes may be looked at for boundaries: parts within parts
// are looked through at each level.
func scanBudget(size int) int { return 16*size + 1<<20 }
