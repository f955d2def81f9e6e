package telephony

import (
	"strconv"
	"strings"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// outcomes of calls that we dialled, by the final status. What is not named is a
// matter of networks and telephones, not of people.
var outcomes = map[int]crm.Outcome{
	sip.StatusBusyHere: crm.Busy, sip.StatusGlobalBusyEverywhere: crm.Busy,
	sip.StatusForbidden: crm.Rejected, sip.StatusGlobalDecline: crm.Rejected,
	433: crm.Rejected, // anonymity is not wanted (RFC 5079)
	607: crm.Rejected, // nor the call (RFC 8197)
	608: crm.Rejected, // or somebody on the way thinks so (RFC 8688)

	sip.StatusRequestTimeout: crm.NoAnswer, statusUnavailable: crm.NoAnswer,
	sip.StatusRequestTerminated: crm.NoAnswer, // the exchange has cancelled
	sip.StatusNotFound:          crm.Unreachable, sip.StatusGone: crm.Unreachable,
	416:                         crm.Unreachable, // no such kind of address
	sip.StatusAddressIncomplete: crm.Unreachable, sip.StatusAmbiguous: crm.Unreachable,
	sip.StatusGlobalDoesNotExistAnywhere: crm.Unreachable,
}

// causes are those of ITU-T Q.850 that say more than a status does. Normal ones
// (16, 31) and "interworking" (127) say nothing and are left out.
var causes = map[int]crm.Outcome{
	1: crm.Unreachable, 3: crm.Unreachable, // no such number, no way there
	20: crm.Unreachable, 22: crm.Unreachable, // switched off, changed
	27: crm.Unreachable, 28: crm.Unreachable, // out of order, not a number
	17: crm.Busy,
	18: crm.NoAnswer, 19: crm.NoAnswer,
	21: crm.Rejected,
	2:  crm.NetworkFault, 5: crm.NetworkFault, 6: crm.NetworkFault,
}

// outcomeOf puts a final status other than 2xx into words. A redirection is not
// followed: it would lead away from the exchange.
func outcomeOf(code int) crm.Outcome {
	if o, ok := outcomes[code]; ok {
		return o
	}
	if code < 400 {
		return crm.Unreachable
	}
	return crm.NetworkFault
}

// outcomeOfCause puts a cause of Q.850 into words, "" when it says nothing. From
// 33 on its classes are resources, services and protocols of the network.
func outcomeOfCause(cause int) crm.Outcome {
	if o, ok := causes[cause]; ok {
		return o
	}
	if cause > 31 && cause < 127 {
		return crm.NetworkFault
	}
	return ""
}

// refusedWith is the outcome of a call that we dialled. The cause of the telephone
// network, where an exchange passes it on, is more exact than the status which it
// was translated to (RFC 6432).
func refusedWith(res *sip.Response) crm.Outcome {
	for _, r := range reasonsOf(res) {
		if o := outcomeOfCause(r.cause); r.protocol == "Q.850" && o != "" {
			return o
		}
	}
	return outcomeOf(res.StatusCode)
}

// calledOff is the outcome of a call that rang here and was cancelled: whether
// somebody took it, or turned it away for all of us.
func calledOff(req *sip.Request) crm.Outcome {
	outcome := crm.Missed
	for _, r := range reasonsOf(req) {
		switch {
		case r.protocol == "SIP" && r.cause == sip.StatusOK, r.protocol == "Q.850" && r.cause == 26:
			return crm.Elsewhere
		case r.protocol == "SIP" && (outcomes[r.cause] == crm.Busy || outcomes[r.cause] == crm.Rejected),
			r.protocol == "Q.850" && r.cause == 21:
			outcome = crm.Rejected
		}
	}
	return outcome
}

// kindOf is the kind of error for the final status of somebody whom we handed a
// call over to (RFC 3261 section 21).
func kindOf(code int) error {
	switch code {
	case sip.StatusBusyHere, sip.StatusGlobalBusyEverywhere:
		return crm.ErrBusy
	case sip.StatusNotFound, sip.StatusGone, sip.StatusAddressIncomplete, sip.StatusGlobalDoesNotExistAnywhere:
		return crm.ErrNotFound
	case sip.StatusRequestTimeout, statusUnavailable, sip.StatusServiceUnavailable:
		return crm.ErrOffline
	default:
		return crm.ErrRefused
	}
}

// reasons are the phrases of the refusals we send.
var reasons = map[int]string{
	sip.StatusBusyHere:          "Busy Here",
	sip.StatusNotAcceptableHere: "Not Acceptable Here",
	sip.StatusGlobalDecline:     "Decline",
	sip.StatusRequestTerminated: "Request Terminated",
	statusUnavailable:           "Temporarily Unavailable",
}

func reasonOf(code int) string {
	if text, ok := reasons[code]; ok {
		return text
	}
	return "Refused"
}

// reasonHeader is the Reason of a request (RFC 3326), for the record.
func reasonHeader(req *sip.Request) string {
	if h := req.GetHeader("reason"); h != nil {
		return cleaned(h.Value())
	}
	return ""
}

// reason is one value of Reason: whose cause it is ("SIP", "Q.850") and which.
type reason struct {
	protocol string
	cause    int
}

// reasonsOf reads the Reason headers of a message (RFC 3326).
func reasonsOf(m sip.Message) []reason {
	var all []reason
	for _, h := range m.GetHeaders("reason") {
		for _, value := range splitValues(h.Value()) {
			parts := splitAt(value, ';') // its text may hold anything
			for _, part := range parts[1:] {
				name, number, _ := strings.Cut(part, "=")
				cause, err := strconv.Atoi(strings.TrimSpace(number))
				if err == nil && strings.EqualFold(strings.TrimSpace(name), "cause") {
					all = append(all, reason{strings.ToUpper(parts[0]), cause})
				}
			}
		}
	}
	return all
}
