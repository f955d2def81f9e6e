package odata

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"pult/app/crm"
)

// Bounds of a packet of changes. One document with eight sections has been seen
// to weigh 6 MB.
const (
	maxEntry   = 64 << 20 // bytes of one entry
	maxEntries = 2_000_000
	maxDepth   = 64
)

// readFeed reads a packet of changes and hands over each as it comes off the
// wire. Of an entry only its name is kept: the object itself is read as all
// others are, with the fields that are wanted. No entry may take more bytes than
// bound.
func readFeed(r io.Reader, bound int, each func(crm.Change) error) (int, error) {
	in := &portion{r: r, left: bound, bound: bound}
	f := feedReader{in: in, d: xml.NewDecoder(in), each: each}
	for {
		token, err := f.d.Token()
		switch {
		case errors.Is(err, errPortion):
			return f.n, garbled(selectChanges, err.Error())
		case errors.Is(err, io.EOF) && f.sawFeed:
			return f.n, nil
		case errors.Is(err, io.EOF):
			return f.n, garbled(selectChanges, "no feed in the answer")
		case err != nil:
			return f.n, cut(selectChanges, f.n)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = f.begin(t)
		case xml.CharData:
			f.text(t)
		case xml.EndElement:
			err = f.end()
		}
		if err != nil {
			return f.n, err
		}
	}
}

// feedReader goes through the elements once.
type feedReader struct {
	in      *portion
	d       *xml.Decoder
	each    func(crm.Change) error
	stack   []string // names of the open elements
	entry   entry
	n       int
	sawFeed bool
}

// entry is what is kept of one object.
type entry struct {
	term, id, key, recorder string
}

// Where in an entry its names stand.
var (
	idPath       = []string{"feed", "entry", "id"}
	keyPath      = []string{"feed", "entry", "content", "properties", "Ref_Key"}
	recorderPath = []string{"feed", "entry", "content", "properties", "Recorder"}
	recorderKey  = []string{"feed", "entry", "content", "properties", "Recorder_Key"}
)

func (f *feedReader) begin(e xml.StartElement) error {
	if len(f.stack) == maxDepth {
		return garbled(selectChanges, "nested too deep")
	}
	f.stack = append(f.stack, e.Name.Local)
	switch {
	case len(f.stack) == 1 && e.Name.Local != "feed":
		return garbled(selectChanges, "no feed in the answer")
	case len(f.stack) == 1:
		f.sawFeed = true
	case len(f.stack) == 2 && e.Name.Local == "entry":
		f.entry = entry{}
	case len(f.stack) == 2 && e.Name.Local == "deleted-entry":
		set, ref, ok := parseAddress(attr(e, "ref"))
		if !ok {
			return garbled(selectChanges, "a deletion without an object")
		}
		return f.hand(crm.Change{Set: set, Ref: ref, Deleted: true})
	case len(f.stack) == 3 && e.Name.Local == "category" && f.stack[1] == "entry":
		f.entry.term = attr(e, "term")
	}
	return nil
}

func (f *feedReader) text(t xml.CharData) {
	if len(f.stack) < 3 || f.stack[1] != "entry" {
		return
	}
	add := func(to *string) { // a name is short; what is longer is none
		if len(*to)+len(t) <= 4096 {
			*to += string(t)
		}
	}
	switch {
	case slices.Equal(f.stack, idPath):
		add(&f.entry.id)
	case slices.Equal(f.stack, keyPath):
		add(&f.entry.key)
	case slices.Equal(f.stack, recorderPath), slices.Equal(f.stack, recorderKey):
		add(&f.entry.recorder)
	}
}

func (f *feedReader) end() error {
	f.stack = f.stack[:len(f.stack)-1]
	if len(f.stack) != 1 {
		return nil
	}
	defer func() { f.in.left = f.in.bound }()
	if f.entry == (entry{}) {
		return nil
	}
	of := f.entry
	f.entry = entry{}
	set, ref, _ := parseAddress(of.id)
	if term, ok := strings.CutPrefix(of.term, "StandardODATA."); ok {
		set = term
	}
	for _, text := range []string{of.key, of.recorder} {
		if inside, err := crm.ParseRef(strings.TrimSpace(text)); err == nil && text != "" {
			ref = inside
			break
		}
	}
	if set == "" {
		return garbled(selectChanges, "an entry without an object")
	}
	return f.hand(crm.Change{Set: set, Ref: ref}) // a register without a recorder has no reference
}

func (f *feedReader) hand(c crm.Change) error {
	if f.n == maxEntries {
		return garbled(selectChanges, fmt.Sprintf("more than %d changes", maxEntries))
	}
	f.n++
	return f.each(c)
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// parseAddress takes set and reference out of the address of an object:
// "http://…/Catalog_Партнеры(guid'…')". A record set of a register is named by
// its recorder: "…(Recorder='…',Recorder_Type='…')".
func parseAddress(address string) (set string, ref crm.Ref, ok bool) {
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	path, key, found := strings.Cut(address, "(")
	if !found {
		return "", crm.Ref{}, false
	}
	set = path[strings.LastIndexByte(path, '/')+1:]
	for part := range strings.SplitSeq(key, "'") {
		if len(part) != len("00000000-0000-0000-0000-000000000000") {
			continue
		}
		if of, err := crm.ParseRef(part); err == nil {
			return set, of, set != ""
		}
	}
	return set, crm.Ref{}, set != ""
}

var errPortion = errors.New("one entry is too large")

// portion lets so many bytes through until it is filled up again.
type portion struct {
	r           io.Reader
	left, bound int
}

func (p *portion) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, errPortion
	}
	n, err := p.r.Read(b[:min(len(b), p.left)])
	p.left -= n
	return n, err
}
