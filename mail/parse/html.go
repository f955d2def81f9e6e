package parse

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Link is a link of an HTML letter.
type Link struct {
	Text      string
	URL       string
	Deceptive bool // the text shows another host than the one it leads to
}

// webText is what an HTML text says.
type webText struct {
	text  string
	links []Link
}

// maxQuote is how deep quoting is shown.
const maxQuote = 8

// readHTML makes plain text of HTML. It reads signs from left to right and builds
// no tree, so nothing costs more than its length; it asks for nothing that lies
// elsewhere.
func readHTML(text string) webText {
	page, whole := readPage(text, true)
	if !whole {
		page, _ = readPage(text, false) // an end is missing: better too much than nothing
	}
	return page
}

// readPage tells false when what was left out never ended.
func readPage(text string, hide bool) (webText, bool) {
	w := pageWriter{hides: hide}
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(1 << 20)
	for len(w.out) < MaxText {
		switch z.Next() {
		case html.ErrorToken:
			return w.read(), !w.hidden()
		case html.TextToken:
			if !w.hidden() {
				w.words(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(atom.Lookup(name))
		}
	}
	return w.read(), true
}

// pageWriter writes the text of a page.
type pageWriter struct {
	out   []byte
	links []Link

	breaks int  // line ends to be written before the next word
	space  bool // a space to be written before it
	cell   bool // a gap between cells
	line   bool // something stands on the line
	quote  int
	lists  []int // of open lists, the number of the next item; 0 without numbers
	pre    int

	hides     bool      // whether elements are left out
	skip      atom.Atom // element that is not shown, 0 outside one
	skipDepth int
	href      string // of the open link
	linkFrom  int
}

func (w *pageWriter) read() webText {
	w.endLink()
	return webText{text: string(w.out), links: w.links}
}

func (w *pageWriter) hidden() bool { return w.skip != 0 }

// newline asks for that many line ends; they are written when something follows.
func (w *pageWriter) newline(n int) {
	w.breaks = max(w.breaks, n)
	w.space, w.cell = false, false
}

// words writes text; white space is one space.
func (w *pageWriter) words(text string) {
	if w.pre > 0 {
		for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
			if i > 0 {
				w.flush()
				w.newline(1)
			}
			if line != "" {
				w.flush()
				w.out = append(w.out, line...)
			}
		}
		return
	}
	for text != "" {
		i := strings.IndexFunc(text, isBlank)
		switch {
		case i == 0:
			w.space = true
			text = strings.TrimLeftFunc(text, isBlank)
		case i < 0:
			i = len(text)
			fallthrough
		default:
			w.flush()
			w.out = append(w.out, text[:i]...)
			text = text[i:]
		}
	}
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }

// flush writes the line ends and spaces that are due.
func (w *pageWriter) flush() {
	if w.breaks > 0 && len(w.out) > 0 {
		for range w.breaks {
			w.out = append(w.out, '\n')
		}
		w.line = false
	}
	if !w.line {
		for range min(w.quote, maxQuote) {
			w.out = append(w.out, "> "...)
		}
		w.space, w.cell = false, false
	}
	switch {
	case w.cell:
		w.out = append(w.out, "  "...)
	case w.space:
		w.out = append(w.out, ' ')
	}
	w.breaks, w.space, w.cell, w.line = 0, false, false, true
}
