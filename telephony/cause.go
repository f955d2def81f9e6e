package telephony

import (
	"strings"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
)

// outcomes of calls that we dialled, by the final status.
var outcomes = map[int]crm.Outcome{
	sip.StatusBusyHere: crm.Busy, sip.StatusGlobalBusyEverywhere: crm.Busy,
	sip.StatusGlobalDecline: crm.Rejected, sip.StatusForbidden: crm.Rejected,
	sip.StatusRequestTimeout: crm.NoAnswer, statusUnavailable: crm.NoAnswer,
	sip.StatusRequestTerminated: crm.NoAnswer,
	sip.StatusNotFound:          crm.Unreachable, sip.StatusGone: crm.Unreachable,
	sip.StatusAddressIncomplete: crm.Unreachable, sip.StatusAmbiguous: crm.Unreachable,
	sip.StatusGlobalDoesNotExistAnywhere: crm.Unreachable,
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

// answeredElsewhere tells a CANCEL because a colleague took the call.
func answeredElsewhere(req *sip.Request) bool {
	for _, h := range req.GetHeaders("reason") {
		for _, value := range splitValues(h.Value()) {
			protocol, params, _ := strings.Cut(value, ";")
			if !strings.EqualFold(strings.TrimSpace(protocol), "SIP") {
				continue
			}
			for param := range strings.SplitSeq(params, ";") {
				name, cause, _ := strings.Cut(param, "=")
				if strings.EqualFold(strings.TrimSpace(name), "cause") && strings.TrimSpace(cause) == "200" {
					return true
				}
			}
		}
	}
	return false
}
