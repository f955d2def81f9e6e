// Package dialog is the state two SIP sides share for a call (RFC 3261 section
// 12): who is who, where requests go, and their numbers.
package dialog

import (
	"github.com/emiago/sipgo/sip"
)

// Dialog is one side's view of a call that was, or may be, answered.
type Dialog struct {
	CallID    string
	LocalTag  string
	RemoteTag string
	LocalSeq  uint32
	RemoteSeq uint32
	Target    sip.Uri // remote Contact: the Request-URI of our requests

	local, remote sip.FromHeader // From of our requests; their To
	routes        []sip.Header
}

// Incoming makes the dialog of an INVITE that somebody sent us.
func Incoming(invite *sip.Request, localTag string) *Dialog {
	d := &Dialog{
		CallID: invite.CallID().Value(), LocalTag: localTag, RemoteSeq: invite.CSeq().SeqNo,
		Target: invite.From().Address,
		local:  side(invite.To().DisplayName, invite.To().Address, localTag),
	}
	d.RemoteTag, _ = invite.From().Params.Get("tag")
	d.remote = side(invite.From().DisplayName, invite.From().Address, d.RemoteTag)
	d.Refresh(invite.Contact())
	for _, h := range invite.GetHeaders("record-route") {
		d.addRoute(h)
	}
	return d
}

// Outgoing makes the dialog that a response to our INVITE opened.
func Outgoing(invite *sip.Request, res *sip.Response) *Dialog {
	d := &Dialog{
		CallID: invite.CallID().Value(), LocalSeq: invite.CSeq().SeqNo,
		Target: *invite.Recipient.Clone(),
	}
	d.LocalTag, _ = invite.From().Params.Get("tag")
	d.RemoteTag, _ = res.To().Params.Get("tag")
	d.local = side(invite.From().DisplayName, invite.From().Address, d.LocalTag)
	d.remote = side(res.To().DisplayName, res.To().Address, d.RemoteTag)
	d.Refresh(res.Contact())
	records := res.GetHeaders("record-route")
	for i := range records { // the response lists them from the far end
		d.addRoute(records[len(records)-1-i])
	}
	return d
}

func side(name string, address sip.Uri, tag string) sip.FromHeader {
	h := sip.FromHeader{DisplayName: name, Address: *address.Clone(), Params: sip.NewParams()}
	if tag != "" {
		h.Params.Add("tag", tag)
	}
	return h
}

func (d *Dialog) addRoute(h sip.Header) {
	if rr, ok := h.(*sip.RecordRouteHeader); ok {
		d.routes = append(d.routes, &sip.RouteHeader{Address: *rr.Address.Clone()})
	}
}

// Refresh moves the dialog to a new Contact: an INVITE or UPDATE within a call
// may come from another address (RFC 3261 section 12.2.1.2).
func (d *Dialog) Refresh(contact *sip.ContactHeader) {
	if contact != nil && contact.Address.Host != "" && !contact.Address.Wildcard {
		d.Target = *contact.Address.Clone()
	}
}

// Rename takes who is at the far end from a request within the call (RFC 4916
// section 4.4.1) and says whether that is somebody else than before. Exchanges write
// the same one with other hosts and names.
func (d *Dialog) Rename(from *sip.FromHeader) bool {
	if from.Address.User == d.remote.Address.User {
		return false
	}
	d.remote = side(from.DisplayName, from.Address, d.RemoteTag)
	return true
}

// Owns says whether a request belongs to this dialog.
func (d *Dialog) Owns(req *sip.Request) bool {
	to, _ := req.To().Params.Get("tag")
	from, _ := req.From().Params.Get("tag")
	return req.CallID().Value() == d.CallID && to == d.LocalTag && from == d.RemoteTag
}

// Next is the order check of RFC 3261 section 12.2.2: false is a request that was
// overtaken by a later one.
func (d *Dialog) Next(req *sip.Request) bool {
	seq := req.CSeq().SeqNo
	if seq < d.RemoteSeq {
		return false
	}
	d.RemoteSeq = seq
	return true
}

// Request builds the next request of ours, without Via.
func (d *Dialog) Request(method sip.RequestMethod) *sip.Request {
	d.LocalSeq++
	return d.build(method, d.LocalSeq)
}

// Ack builds the ACK of the 2xx to our INVITE, which has the INVITE's number.
func (d *Dialog) Ack(invite *sip.Request) *sip.Request {
	return d.build(sip.ACK, invite.CSeq().SeqNo)
}

func (d *Dialog) build(method sip.RequestMethod, seq uint32) *sip.Request {
	req := sip.NewRequest(method, *d.Target.Clone())
	for _, r := range d.routes {
		req.AppendHeader(sip.HeaderClone(r))
	}
	from := d.local
	to := d.remote.AsTo()
	req.AppendHeader(sip.HeaderClone(&from))
	req.AppendHeader(sip.HeaderClone(&to))
	callID := sip.CallIDHeader(d.CallID)
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: seq, MethodName: method})
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	req.SetBody(nil)
	return req
}

// NextHop is the URI whose host the next request goes to: the first route or
// the target.
func (d *Dialog) NextHop() sip.Uri {
	if len(d.routes) > 0 {
		if r, ok := d.routes[0].(*sip.RouteHeader); ok {
			return r.Address
		}
	}
	return d.Target
}
