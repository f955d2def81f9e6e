package standin

import (
	"slices"
	"strconv"
	"strings"
)

// planSet is the exchange plan a firm adds for us. No stock configuration has
// one with automatic registration, so it is absent unless switched on.
const planSet = "ExchangePlan_Пульт"

var (
	thisNode = newGUID(0, "Узел", 0)
	ourNode  = newGUID(0, "Узел", 1)
)

// NodeRef is the reference of our node in ExchangePlan_Пульт.
func NodeRef() string { return ourNode.String() }

// change is an object registered for our node.
type change struct {
	set string
	ref guid
}

// exchangePlan is the table of what was registered for our node. The base's
// mutex guards it.
type exchangePlan struct {
	sent, received int64
	numbers        map[change]int64 // number of the packet it went with, 0 for none
	order          []change
}

func (p *exchangePlan) table() *table {
	s := newShape(planSet, []string{"Ref_Key"}, &field{name: "Ref_Key", kind: kindGUID}, str("Code", 9), str("Description", 100),
		str("DataVersion", 0), flag("DeletionMark"), long("SentNo"), long("ReceivedNo"), date("ExchangeDate"))
	s.readOnly, s.service = true, &serviceRules{title: "Пульт"}
	src := &listSource{}
	src.add(thisNode, func(v *values) {
		v.set("Code", "БАЗА")
		v.set("Description", "Эта база")
	})
	src.add(ourNode, func(v *values) {
		v.set("Code", "ПУЛЬТ")
		v.set("Description", "Пульт")
		v.set("SentNo", p.sent)
		v.set("ReceivedNo", p.received)
	})
	return newTable(s, src)
}

// note remembers that an object changed: for the pages kept, and for our node.
func (b *base) note(t *table, ref guid) {
	b.changes++
	if j := b.tables[journalSet]; j != nil {
		j.version++
	}
	if b.hidden[planSet] {
		return
	}
	p, c := b.plan, change{t.shape.name, ref}
	if p.numbers == nil {
		p.numbers = map[change]int64{}
	}
	if _, known := p.numbers[c]; !known {
		p.order = append(p.order, c)
	}
	p.numbers[c] = 0 // changed after it was sent: it goes again
}

// exchangeArguments of SelectChanges and NotifyChangesReceived.
var exchangeArguments = []string{"DataExchangePoint", "MessageNo"}

// exchange answers SelectChanges and NotifyChangesReceived.
func (a *answer) exchange(res resource) error {
	if a.r.Method != "POST" || res.hasKey || len(res.tail) > 0 {
		return notAllowed()
	}
	b := a.server.base
	point := strings.Trim(a.query.arguments["DataExchangePoint"], "'")
	_, node, ok := strings.Cut(point, "/"+planSet+"(guid'")
	if !ok || b.hidden[planSet] {
		return noSet(planSet)
	}
	if g, err := parseGUID(strings.TrimRight(node, "')")); err != nil || g != ourNode {
		return noEntity(planSet)
	}
	number, err := strconv.ParseInt(a.query.arguments["MessageNo"], 10, 64)
	if err != nil || number < 1 {
		return refuse(400, 12, "Неверное значение параметра %q", "MessageNo")
	}
	if res.set == "NotifyChangesReceived" {
		b.plan.confirm(number)
		b.tables[planSet].touch(1)
		return nil
	}
	return a.packet(number)
}

// confirm drops what went with this number or an earlier one.
func (p *exchangePlan) confirm(number int64) {
	p.received = max(p.received, number)
	p.order = slices.DeleteFunc(p.order, func(c change) bool {
		at := p.numbers[c]
		if at > 0 && at <= number {
			delete(p.numbers, c)
			return true
		}
		return false
	})
}

// packet sends everything registered, $top or not: what was sent before and not
// confirmed comes again under the new number.
func (a *answer) packet(number int64) error {
	p := a.server.base.plan
	p.sent = max(p.sent, number)
	list := slices.Clone(p.order)
	for _, c := range list {
		p.numbers[c] = number
	}
	if a.json {
		return a.packetJSON(list)
	}
	a.header.Set("Content-Type", "application/atom+xml;type=feed;charset=utf-8")
	w := a.atom()
	w.raw(xmlHeader + `<feed` + atomSpaces + ` xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:base="` + a.root() + `/">`)
	for _, c := range list {
		a.changed(w, c)
		a.spill()
	}
	a.pad(w)
	w.raw("</feed>")
	return nil
}

func (a *answer) changed(w *atomWriter, c change) {
	b := a.server.base
	t := b.tables[c.set]
	pos, ok := t.find(c.ref)
	if !ok {
		w.raw(`<at:deleted-entry ref="` + a.root() + "/")
		w.text(c.set + "(guid'" + c.ref.String() + "')")
		w.raw(`" when="` + formatDate(w.now) + `"/>`)
		return
	}
	cols, _ := b.project(t.shape, "", nil) // everything there is cannot be wrong
	vals := t.values(pos, nil, nil)
	w.entry(t.shape, address(t.shape, c.ref, vals), vals, cols, false)
}

// pad fills a packet up to the size asked for with clients that did not change,
// as a re-posting of many documents does.
func (a *answer) pad(w *atomWriter) {
	want := a.server.habits().PacketSize
	t := a.server.base.tables[a.server.face.client]
	for i := 0; a.gone+len(a.body) < want && t.size() > 0; i++ {
		if pos := int32(i % t.size()); !t.gone[pos] {
			a.changed(w, change{t.shape.name, t.ref(pos)})
		}
		a.spill()
	}
}

// packetJSON is the same as JSON. How a deletion looks there nobody has seen,
// so there are none in it.
func (a *answer) packetJSON(list []change) error {
	b, w := a.server.base, newJSONWriter(a, a.server.base, "minimal")
	a.jsonHeader("minimal")
	w.raw(`{"value":[`)
	comma := false
	for _, c := range list {
		t := b.tables[c.set]
		pos, ok := t.find(c.ref)
		if !ok {
			continue
		}
		if comma {
			w.raw(",")
		}
		comma = true
		w.raw(`{"odata.type":"StandardODATA.` + c.set + `"`)
		cols, _ := b.project(t.shape, "", nil)
		w.object(t.shape, c.ref, t.values(pos, nil, nil), cols, false)
		w.raw("}")
		a.spill()
	}
	w.raw("]}")
	return nil
}
