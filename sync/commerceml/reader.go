package commerceml

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"pult/app/crm"
)

// reader walks through the file; only one party at a time is held.
type reader struct {
	decoder *xml.Decoder
	path    []string
	rooted  bool // the file is CommerceML
	papers  tally
	head    map[string]string // of the document under way; nil outside of one
}

// paperHead are the elements of a document that are kept.
var paperHead = []string{"ХозОперация", "Валюта", "Сумма"}

// isPaper tells a document: it stands in the root, in newer versions in a
// Контейнер of it.
func (r *reader) isPaper(name string) bool {
	return name == "Документ" && (len(r.path) == 1 || len(r.path) == 2 && r.path[1] == "Контейнер")
}

// note keeps what a document says of itself.
func (r *reader) note(text []byte) {
	n := len(r.path)
	if r.head == nil || n < 2 || r.path[n-2] != "Документ" || !slices.Contains(paperHead, r.path[n-1]) {
		return
	}
	if name := r.path[n-1]; len(r.head[name])+len(text) <= maxText {
		r.head[name] += strings.TrimSpace(string(text))
	}
}

// token reads what comes next. A document type may define entities that grow
// without end or name files of this machine, and no program that writes
// CommerceML needs one.
func (r *reader) token() (xml.Token, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	if _, ok := token.(xml.Directive); ok {
		return nil, crm.Reason{Code: "doctype"}
	}
	return token, nil
}

// party goes on to the next counterparty.
func (r *reader) party() (xml.StartElement, error) {
	for {
		token, err := r.token()
		if err != nil {
			return xml.StartElement{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(r.path) == 0 {
				if token.Name.Local != root {
					return token, crm.Reason{Code: "not_commerceml", Detail: clip(token.Name.Local)}
				}
				r.rooted = true
			}
			if token.Name.Local == "Контрагент" && len(r.path) > 0 && r.path[len(r.path)-1] == "Контрагенты" {
				return token, nil
			}
			if len(r.path) == maxDepth {
				return token, crm.Reason{Code: "garbled"}
			}
			if r.isPaper(token.Name.Local) {
				r.head = map[string]string{}
			}
			r.path = append(r.path, token.Name.Local)
		case xml.CharData:
			r.note(token)
		case xml.EndElement:
			r.path = r.path[:len(r.path)-1]
			if r.isPaper(token.Name.Local) {
				r.papers.add(r.head)
				r.head = nil
			}
		}
	}
}

// whole tells whether the file was what it claims to be.
func (r *reader) whole() error {
	if !r.rooted {
		return crm.Reason{Code: "empty"}
	}
	return nil
}

// node is an element with all in it.
type node struct {
	name     string
	value    string
	children []*node
}

// node reads an element to its end.
func (r *reader) node(start xml.StartElement) (*node, error) {
	top := &node{name: start.Name.Local}
	stack, nodes := []*node{top}, 1
	for {
		token, err := r.token()
		if err == io.EOF { //nolint:errorlint // the decoder returns it bare
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		now := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			if nodes++; nodes > maxNodes || len(stack) == maxDepth {
				return nil, crm.Reason{Code: "garbled"}
			}
			child := &node{name: token.Name.Local}
			now.children = append(now.children, child)
			stack = append(stack, child)
		case xml.CharData:
			if len(now.value)+len(token) <= maxText {
				now.value += string(token)
			}
		case xml.EndElement:
			if stack = stack[:len(stack)-1]; len(stack) == 0 {
				return top, nil
			}
		}
	}
}

func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

func (n *node) text(name string) string {
	if c := n.child(name); c != nil {
		return strings.TrimSpace(c.value)
	}
	return ""
}

func clip(text string) string {
	if letters := []rune(text); len(letters) > 40 {
		return string(letters[:40])
	}
	return text
}
