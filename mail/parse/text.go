package parse

import (
	"strings"

	"pult/app/crm"
)

// isText tells a part that is to be read, not saved.
func (p part) isText() bool {
	if p.kind != "text/plain" && p.kind != "text/html" && p.kind != "text/enriched" && p.kind != "text" {
		return false
	}
	if p.depth == 0 {
		return true
	}
	disposition, _ := mediaType(p.header.Get("Content-Disposition"))
	return disposition != "attachment" && (p.form || fileName(p.disposition(), p.charset) == "")
}

// disposition is what a part says of the file it is, from both fields that may.
func (p part) disposition() map[string]string {
	_, params := mediaType(p.header.Get("Content-Disposition"))
	if params["filename"] == "" {
		params = p.params
	}
	return params
}

// readable adds the text of a part.
func (w *walker) readable(p part, c *collected) {
	data, sure := p.transfer.decode(p.body, w.text)
	if !sure {
		c.note(FlawTransfer)
	}
	if len(data) >= w.text {
		c.note(FlawTooLong)
	}
	declared := p.params["charset"]
	if w.options.Charset != "" {
		declared = w.options.Charset
	}
	html := p.kind == "text/html"
	if html && charsetName(declared) == "" {
		declared = metaCharset(data)
	}
	text, sure := decodeText(data, declared, p.charset)
	if !sure {
		c.note(FlawCharset)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	switch {
	case html:
		page := readHTML(text)
		text = page.text
		c.html = true
		c.links = append(c.links, page.links[:min(len(page.links), MaxLinks-min(len(c.links), MaxLinks))]...)
	case strings.EqualFold(p.params["format"], "flowed"):
		text = unflow(text, strings.EqualFold(p.params["delsp"], "yes"))
	}
	text = clean(text)
	if len(text) > w.text {
		text = strings.ToValidUTF8(text[:max(w.text, 0)], "")
		c.note(FlawTooLong)
	}
	w.text -= len(text)
	if strings.TrimSpace(text) != "" && !c.said(text) {
		c.texts = append(c.texts, text)
	}
}

// said tells a second text that says what the first does: some programs send both
// forms of a letter as if they were two.
func (c *collected) said(text string) bool {
	return len(c.texts) == 1 && crm.Fold(c.texts[0]) == crm.Fold(text)
}

// joinTexts puts texts under each other.
func joinTexts(texts []string) string {
	if len(texts) == 1 {
		return trimLines(texts[0])
	}
	var parts []string
	for _, text := range texts {
		parts = append(parts, trimLines(text))
	}
	return strings.Join(parts, "\n\n")
}

// trimLines takes off empty lines around a text.
func trimLines(text string) string {
	return strings.TrimRight(strings.TrimLeft(text, "\n"), " \t\n")
}

// unflow joins lines that were broken for the way only (RFC 3676).
func unflow(text string, dropSpace bool) string {
	var out strings.Builder
	open, level := false, 0
	for line := range strings.SplitSeq(text, "\n") {
		bare := strings.TrimLeft(line, ">")
		depth := len(line) - len(bare)
		bare = strings.TrimPrefix(bare, " ") // stuffed
		if open && depth != level {
			out.WriteByte('\n')
			open = false
		}
		if !open && depth > 0 {
			out.WriteString(line[:depth] + " ")
		}
		level = depth
		open = strings.HasSuffix(bare, " ") && bare != "-- "
		if open && dropSpace {
			bare = strings.TrimSuffix(bare, " ")
		}
		out.WriteString(bare)
		if !open {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
