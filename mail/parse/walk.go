package parse

import (
	"bytes"
	"strings"

	"github.com/emersion/go-message"

	"pult/app/crm"
)

// walker goes through the parts of a letter, each once, and keeps to the bounds.
type walker struct {
	options  Options
	parts    int // how many may still be looked at
	text     int // bytes of text that may still be taken
	unpacked int // bytes of whole parts that may still be decoded
	scan     int // bytes that may still be searched for boundaries
}

// part is one part with what its header says.
type part struct {
	header   message.Header
	kind     string
	params   map[string]string
	transfer transfer
	body     []byte
	depth    int
	charset  string // of raw bytes in names of files
	form     bool   // one of several forms of a text: a name does not make it a file
}

// collected is what the parts of a letter come to.
type collected struct {
	texts  []string
	html   bool
	links  []Link
	files  []Attachment
	inner  []Letter
	bounce *Bounce
	sealed bool
	flaws  []Flaw
}

func (c *collected) note(flaw Flaw) { c.flaws = joinFlaws(c.flaws, []Flaw{flaw}) }

// letter reads a letter that stands in raw, at a depth.
func (w *walker) letter(raw []byte, depth int) Letter {
	block, body, flaws := cutHeader(raw)
	l := Letter{Header: readHeader(block, w.options)}
	var c collected
	c.flaws = flaws
	root := w.open(block, body, "text/plain", depth, &c)
	root.charset = w.options.Charset
	w.walk(root, &c)
	l.Text = joinTexts(c.texts)
	l.FromHTML, l.Links, l.Attachments, l.Inner = c.html, c.links, c.files, c.inner
	l.Bounce, l.Sealed = c.bounce, c.sealed
	l.Bounce = l.returned(block)
	l.Flaws = joinFlaws(l.Flaws, c.flaws)
	l.Digest = l.digest()
	return l
}

// open reads the header of a part; other is the type of one that names none.
func (w *walker) open(block message.Header, body []byte, other string, depth int, c *collected) part {
	p := part{header: block, body: body, depth: depth, kind: other}
	if value := strings.TrimSpace(block.Get("Content-Type")); value != "" {
		p.kind, p.params = mediaType(value)
		if !strings.Contains(p.kind, "/") {
			p.kind = other
			c.note(FlawType)
		}
	}
	var known bool
	if p.transfer, known = transferOf(block.Get("Content-Transfer-Encoding")); !known {
		c.note(FlawTransfer)
	}
	if p.params == nil {
		p.params = map[string]string{}
	}
	return p
}

// walk takes one part, whatever it is.
func (w *walker) walk(p part, c *collected) {
	if w.parts <= 0 || p.depth > MaxDepth {
		c.note(FlawTooDeep)
		return
	}
	w.parts--
	switch {
	case strings.HasPrefix(p.kind, "multipart/"):
		w.multipart(p, c)
	case isType(p.kind, "message/rfc822", "message/global", "message/news"):
		w.sentAlong(p, c)
	case isType(p.kind, "message/delivery-status", "message/global-delivery-status"):
		c.bounce = readStatus(p.body, c.bounce)
	case isType(p.kind, "text/rfc822-headers", "message/rfc822-headers"):
		block, _, _ := cutHeader(p.body)
		c.bounce = c.bounce.of(block)
	case p.isText():
		w.readable(p, c)
	default:
		w.attach(p, c)
	}
}

// multipart takes the parts of a part.
func (w *walker) multipart(p part, c *collected) {
	boundary := p.params["boundary"]
	if p.transfer != asIs && !bytes.Contains(p.body, []byte("--"+boundary)) {
		p, _ = w.plainly(p) // no standard allows it
	}
	if boundary == "" {
		c.note(FlawBoundary)
		boundary = findBoundary(p.body)
	}
	if w.scan -= len(p.body); boundary == "" || w.scan < 0 {
		if w.scan < 0 {
			c.note(FlawTooDeep)
		}
		w.unparted(p, c)
		return
	}
	bodies, closed := splitParts(p.body, boundary, w.parts+1)
	if len(bodies) == 0 {
		if other := findBoundary(p.body); other != "" {
			bodies, closed = splitParts(p.body, other, w.parts+1)
		}
	}
	if !closed {
		c.note(FlawBoundary)
	}
	if len(bodies) == 0 {
		w.unparted(p, c)
		return
	}
	if len(bodies) > w.parts {
		bodies = bodies[:w.parts]
		c.note(FlawTooDeep)
	}
	other := "text/plain"
	if p.kind == "multipart/digest" {
		other = "message/rfc822"
	}
	parts := make([]part, 0, len(bodies))
	for _, raw := range bodies {
		block, body, flaws := cutHeader(raw)
		c.flaws = joinFlaws(c.flaws, flaws)
		child := w.open(block, body, other, p.depth+1, c)
		child.charset = p.charset
		parts = append(parts, child)
	}
	switch p.kind {
	case "multipart/alternative":
		w.alternative(parts, c)
	case "multipart/encrypted":
		c.sealed = true
		w.each(parts, c)
	default:
		w.each(parts, c)
	}
}

// unparted shows a multipart that cannot be parted as it stands.
func (w *walker) unparted(p part, c *collected) {
	p.kind = "text/plain"
	w.readable(p, c)
}

func (w *walker) each(parts []part, c *collected) {
	for _, p := range parts {
		w.walk(p, c)
	}
}

// plainly is a part of parts with its own transfer encoding undone; false when it
// is too large for that.
func (w *walker) plainly(p part) (part, bool) {
	if p.transfer == asIs {
		return p, true
	}
	if len(p.body) > w.unpacked {
		return p, false
	}
	w.unpacked -= len(p.body)
	p.body, _ = p.transfer.decode(p.body, len(p.body))
	p.transfer = asIs
	return p, true
}

// alternative takes one of several forms of one text: plain words before HTML,
// unless they say only that the letter is HTML. Files beside them are taken all.
func (w *walker) alternative(parts []part, c *collected) {
	var plainly, richly *collected
	for _, p := range parts {
		var one collected
		p.form = true
		w.walk(p, &one)
		c.flaws = joinFlaws(c.flaws, one.flaws)
		c.files = append(c.files, one.files...)
		c.inner = append(c.inner, one.inner...)
		c.sealed = c.sealed || one.sealed
		if one.bounce != nil {
			c.bounce = one.bounce
		}
		switch {
		case len(one.texts) == 0:
		case one.html:
			richly = &one
		case plainly == nil:
			plainly = &one
		}
	}
	chosen := plainly
	if chosen == nil || richly != nil && isStub(joinTexts(plainly.texts), joinTexts(richly.texts)) {
		chosen = richly
	}
	if chosen != nil {
		c.texts = append(c.texts, chosen.texts...)
		c.html = c.html || chosen.html
	}
	if richly != nil {
		c.links = append(c.links, richly.links...)
	}
}

// isStub tells a plain text that stands there for form's sake.
func isStub(plainly, richly string) bool {
	short, long := len(crm.Fold(shorten(plainly, 400))), len(crm.Fold(shorten(richly, 2000)))
	low := strings.ToLower(strings.TrimSpace(shorten(plainly, 200)))
	return short == 0 || short < 120 && long > 4*short || strings.HasPrefix(low, "<html") || strings.HasPrefix(low, "<!doctype")
}

// sentAlong takes a letter within the letter.
func (w *walker) sentAlong(p part, c *collected) {
	p, ok := w.plainly(p)
	if !ok {
		c.note(FlawTooLong)
		w.attach(p, c)
		return
	}
	inner := w.letter(p.body, p.depth+1)
	c.flaws = joinFlaws(c.flaws, inner.Flaws)
	c.bounce = c.bounce.letter(inner.Header)
	c.inner = append(c.inner, inner)
	name := fileName(p.disposition(), p.charset)
	if name == "" {
		name = shorten(inner.Subject, 80) + ".eml"
	}
	c.files = append(c.files, Attachment{
		Attachment: crm.Attachment{Name: SafeName(name, p.kind), Type: p.kind, Size: int64(len(p.body)), Kind: crm.AttachedLetter},
		data:       p.body,
	})
}
