package match

import (
	"slices"

	"pult/app/crm"
	"pult/mail/parse"
)

// other is an address of the other side.
type other struct {
	address  crm.Address
	key      string
	untagged string // empty without a tag
	domain   string // empty for a public one
	reason   crm.MatchReason
	writer   bool
}

// judged is a letter on its way to a verdict.
type judged struct {
	Verdict
	letter Letter
	asked  []other
}

// open applies the rules that need no directory: whose addresses are ours, what no
// person has written, what is kept out.
func (l lookup) open(letter Letter) judged {
	h := letter.Header
	c := judged{letter: letter, Verdict: Verdict{Direction: crm.Incoming, Disguised: h.Disguised}}
	if letter.Sent || len(h.From) > 0 && l.ours(h.From[0].Key()) {
		c.Direction = crm.Outgoing
	}
	writers := l.sort(h.From)
	readers := l.sort(slices.Concat(h.To, h.Cc, h.Bcc))
	switch {
	case h.Report && writers.cause == "" && !l.shut(letter): // our own server writes it too
		c.Cause = Report
	case writers.met+readers.met == 0:
		c.Cause = Internal
	case l.shut(letter):
		c.Cause = Excluded
	case writers.cause != "": // who writes is kept out: so is all of the letter
		c.Cause = writers.cause
	case h.Automatic:
		c.Cause = Automatic
	case h.Bulk:
		c.Cause = Bulk
	case len(writers.left)+len(readers.left) == 0:
		c.Cause = readers.cause
	case h.Sensitive:
		c.Cause = Private
	}
	c.add(writers.left, crm.MatchedByAddress, true)
	c.add(readers.left, crm.MatchedByAddress, false)
	c.add(l.sort(slices.Concat(h.ReplyTo, h.Sender)).left, crm.MatchedByReplyTo, false)
	c.add(l.sort(letter.Forwarded).left, crm.MatchedByForward, false)
	return c
}

// sorted are addresses of a field after ours have been taken out.
type sorted struct {
	met   int // how many are not ours
	left  []crm.Address
	cause Cause // why others were taken out
}

func (l lookup) sort(list []crm.Address) (s sorted) {
	for _, a := range list {
		key := a.Key()
		if key == "" || l.ours(key) {
			continue
		}
		s.met++
		if cause := l.out(key); cause != "" {
			if s.cause != Private {
				s.cause = cause
			}
			continue
		}
		s.left = append(s.left, a)
	}
	return s
}

// add asks for addresses; one that is asked for already keeps its first reason.
func (c *judged) add(list []crm.Address, reason crm.MatchReason, writer bool) {
	for _, a := range list {
		key := a.Key()
		if slices.ContainsFunc(c.asked, func(o other) bool { return o.key == key }) {
			continue
		}
		o := other{address: a, key: key, reason: reason, writer: writer}
		if plain := untag(key); plain != key {
			o.untagged = plain
		}
		if domain := a.Domain(); !Public(domain) {
			o.domain = domain
		}
		c.asked = append(c.asked, o)
	}
}

// maxThread is how many letters of a talk are looked for: the first and the
// newest.
const maxThread = 20

// thread are the letters this one answers, the newest first.
func (c *judged) thread() []string {
	h := c.letter.Header
	ids := slices.Clone(h.References)
	slices.Reverse(ids)
	if h.InReplyTo != "" {
		ids = append([]string{h.InReplyTo}, ids...)
	}
	if len(ids) > maxThread {
		ids = append(ids[:maxThread-1:maxThread-1], ids[len(ids)-1])
	}
	return ids
}

// judge applies the rest of the rules in their order. What is found later for a
// client that was found already adds nothing.
func (c *judged) judge(k known) {
	for _, o := range c.asked {
		for _, holder := range k.holders[o.key] {
			c.link(holder, o.reason, o.key, o.reason == crm.MatchedByAddress && c.certain(o, holder, k))
		}
	}
	sure := slices.ContainsFunc(c.Links, func(l crm.MessageLink) bool { return l.Sure })
	for _, id := range c.thread() {
		for _, client := range k.letters[id] {
			c.link(Holder{Client: client}, crm.MatchedByThread, id, !sure)
		}
	}
	c.stranger(k)
	for _, o := range c.asked {
		for _, holder := range k.holders[o.untagged] {
			c.link(holder, crm.MatchedByTag, o.key, false)
		}
	}
	for _, o := range c.asked {
		if clients := k.domains[o.domain]; len(clients) == 1 && o.reason == crm.MatchedByAddress {
			c.link(Holder{Client: clients[0]}, crm.MatchedByDomain, o.domain, false)
		}
	}
	slices.SortStableFunc(c.Links, func(a, b crm.MessageLink) int { return rank(a) - rank(b) })
	switch {
	case len(c.Links) == 0:
		c.Cause = Unknown
	case !c.Links[0].Sure:
		c.Cause = Doubtful
	}
}

// certain tells whether an address decides by itself. Of several writers all must
// be of the client: programs differ in whom they show. What had to be picked out
// of a broken field decides only where there was nothing to choose from.
func (c *judged) certain(o other, holder Holder, k known) bool {
	h := c.letter.Header
	if h.Has(parse.FlawAddress) && (!o.writer || len(h.From) != 1) {
		return false
	}
	if c.Direction == crm.Outgoing {
		return true
	}
	for _, a := range h.From {
		if len(h.From) > 1 && !slices.ContainsFunc(k.holders[a.Key()], func(of Holder) bool { return of.Client == holder.Client }) {
			return false
		}
	}
	return true
}

// link notes a client once: a reason found later is weaker. A person of the client
// is better than the firm.
func (c *judged) link(holder Holder, reason crm.MatchReason, address string, sure bool) {
	if holder.Client.IsZero() {
		return
	}
	i := slices.IndexFunc(c.Links, func(l crm.MessageLink) bool { return l.Client == holder.Client })
	if i < 0 {
		c.Links = append(c.Links, crm.MessageLink{Client: holder.Client, Contact: holder.Contact, Reason: reason, Address: address, Sure: sure})
		return
	}
	known := &c.Links[i]
	if sure && !known.Sure {
		*known = crm.MessageLink{Client: holder.Client, Contact: holder.Contact, Reason: reason, Address: address, Sure: true}
	}
	if known.Contact.IsZero() && reason == known.Reason {
		known.Contact = holder.Contact
	}
}

// stranger finds who writes in a talk on record from an address nobody has.
func (c *judged) stranger(k known) {
	inTalk := slices.ContainsFunc(c.Links, func(l crm.MessageLink) bool { return l.Reason == crm.MatchedByThread && l.Sure })
	if !inTalk || c.Direction != crm.Incoming {
		return
	}
	for _, o := range c.asked {
		if o.writer && len(k.holders[o.key])+len(k.holders[o.untagged]) == 0 {
			c.Stranger = o.address
			return
		}
	}
}

// order of reasons, the strongest first.
var order = []crm.MatchReason{
	crm.MatchedByHand, crm.MatchedByAddress, crm.MatchedByThread, crm.MatchedByTag, crm.MatchedByDomain, crm.MatchedByForward, crm.MatchedByReplyTo,
}

func rank(l crm.MessageLink) int {
	place := slices.Index(order, l.Reason)
	if !l.Sure {
		place += len(order)
	}
	return place
}
