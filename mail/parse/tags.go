package parse

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// open meets the beginning of an element.
func (w *pageWriter) open(t html.Token) {
	if w.hidden() {
		if t.DataAtom == w.skip && t.Type == html.StartTagToken {
			w.skipDepth++
		}
		return
	}
	if unread(t.DataAtom) && (w.hides || rawText(t.DataAtom)) || w.hides && !void(t.DataAtom) && invisible(t) {
		w.hide(t)
		return
	}
	switch t.DataAtom {
	case atom.Br:
		w.breaks = min(w.breaks+1, 3)
		w.space = false
	case atom.Hr:
		w.newline(1)
		w.words("---")
		w.newline(1)
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table:
		w.newline(2)
	case atom.Div, atom.Tr, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Address, atom.Center, atom.Dl, atom.Dt, atom.Dd, atom.Form, atom.Caption, atom.Body:
		w.newline(1)
	case atom.Td, atom.Th:
		w.cell = w.line && w.breaks == 0
	case atom.Ul, atom.Ol:
		w.newline(1)
		first := 0
		if t.DataAtom == atom.Ol {
			first = 1
		}
		if len(w.lists) < 50 {
			w.lists = append(w.lists, first)
		}
	case atom.Li:
		w.item()
	case atom.Blockquote:
		w.newline(1)
		w.quote++
	case atom.Pre:
		w.newline(1)
		w.pre++
	case atom.A:
		w.beginLink(attribute(t, "href"))
	case atom.Img:
		if alt := oneLine(attribute(t, "alt")); alt != "" && len(alt) < 200 {
			w.words(alt)
		}
	}
}

// close meets the end of an element.
func (w *pageWriter) close(tag atom.Atom) {
	if w.hidden() {
		if tag == w.skip {
			if w.skipDepth--; w.skipDepth == 0 {
				w.skip = 0
			}
		}
		return
	}
	switch tag {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table:
		w.newline(2)
	case atom.Div, atom.Tr, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Address, atom.Center, atom.Dd, atom.Form, atom.Li, atom.Caption:
		w.newline(1)
	case atom.Ul, atom.Ol:
		w.newline(1)
		w.lists = w.lists[:max(0, len(w.lists)-1)]
	case atom.Blockquote:
		w.newline(1)
		w.quote = max(0, w.quote-1)
	case atom.Pre:
		w.newline(1)
		w.pre = max(0, w.pre-1)
	case atom.A:
		w.endLink()
	}
}

// item begins a line of a list.
func (w *pageWriter) item() {
	w.newline(1)
	mark := "• "
	if n := len(w.lists); n > 0 && w.lists[n-1] > 0 {
		mark = strconv.Itoa(w.lists[n-1]) + ". "
		w.lists[n-1]++
	}
	w.flush()
	w.out = append(w.out, strings.Repeat("  ", max(0, min(len(w.lists), 6)-1))+mark...)
}

// hide leaves an element out with all that is in it.
func (w *pageWriter) hide(t html.Token) {
	if t.Type == html.StartTagToken && t.DataAtom != 0 {
		w.skip, w.skipDepth = t.DataAtom, 1
	}
}

// unread elements hold what is no text.
func unread(tag atom.Atom) bool {
	switch tag {
	case atom.Object, atom.Iframe, atom.Svg, atom.Math, atom.Select, atom.Video, atom.Audio, atom.Template:
		return true
	}
	return rawText(tag)
}

// rawText elements hold signs that are not even HTML.
func rawText(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Noframes:
		return true
	}
	return false
}

// invisible tells an element a reader would not see: what stands in it is meant
// for filters, or for those who answer.
func invisible(t html.Token) bool {
	for _, a := range t.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			style := strings.ReplaceAll(strings.ToLower(a.Val[:min(len(a.Val), 2000)]), " ", "") + ";"
			for _, sign := range []string{"display:none", "visibility:hidden", "font-size:0;", "font-size:0px", "font-size:0pt", "max-height:0;", "max-height:0px", "opacity:0;", "mso-hide:all"} {
				if strings.Contains(style, sign) {
					return true
				}
			}
		}
	}
	return false
}

// void elements have no end.
func void(tag atom.Atom) bool {
	switch tag {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
