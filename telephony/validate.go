package telephony

import (
	"slices"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// refusal is what a request that breaks the rules is answered with.
type refusal struct {
	code        int
	reason      string
	unsupported string
}

// single are headers that may stand only once (RFC 3261 section 7.3.1).
var single = []string{"from", "to", "call-id", "cseq", "max-forwards"}

// extensions are what we may be required to know.
var extensions = []string{"timer", "replaces"}

// flaw checks what the parser lets through and RFC 4475 asks for. Nil is a
// request that may be acted on.
func flaw(req *sip.Request) *refusal {
	if !strings.EqualFold(req.SipVersion, "SIP/2.0") {
		return &refusal{code: sip.StatusVersionNotSupported, reason: "Version Not Supported"}
	}
	if req.CSeq().MethodName != req.Method {
		return &refusal{code: sip.StatusBadRequest, reason: "CSeq Method Mismatch"}
	}
	for _, name := range single {
		if len(req.GetHeaders(name)) > 1 {
			return &refusal{code: sip.StatusBadRequest, reason: "Repeated Header"}
		}
	}
	switch strings.ToLower(req.Recipient.Scheme) {
	case "sip", "sips", "tel":
	default:
		return &refusal{code: 416, reason: "Unsupported URI Scheme"}
	}
	if tag, _ := req.From().Params.Get("tag"); tag == "" && req.Method == sip.INVITE {
		return &refusal{code: sip.StatusBadRequest, reason: "No From Tag"}
	}
	if req.Method == sip.CANCEL {
		return nil // RFC 3261 section 8.2.2.3
	}
	if value := unknown(req); value != "" {
		return &refusal{code: sip.StatusBadExtension, reason: "Bad Extension", unsupported: value}
	}
	return nil
}

// unknown are the extensions which a request requires and we have not.
func unknown(req *sip.Request) string {
	var all []string
	for _, h := range req.GetHeaders("require") {
		for option := range strings.SplitSeq(h.Value(), ",") {
			option = strings.TrimSpace(option)
			if option != "" && !slices.Contains(extensions, strings.ToLower(option)) {
				all = append(all, option)
			}
		}
	}
	return strings.Join(all, ", ")
}
