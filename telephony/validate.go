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
var single = []string{"from", "to", "call-id", "cseq", "max-forwards", "content-length"}

// extensions are what we may be required to know.
var extensions = []string{"timer", "replaces", "from-change"}

// flaw checks what the parser lets through and RFC 4475 asks for. Nil is a
// request that may be acted on.
func flaw(req *sip.Request) *refusal {
	if !strings.EqualFold(req.SipVersion, "SIP/2.0") {
		return &refusal{code: sip.StatusVersionNotSupported, reason: "Version Not Supported"}
	}
	// The parser writes the method of the first line in capitals.
	if !strings.EqualFold(string(req.CSeq().MethodName), string(req.Method)) {
		return &refusal{code: sip.StatusBadRequest, reason: "CSeq Method Mismatch"}
	}
	for _, name := range single {
		if len(req.GetHeaders(name)) > 1 {
			return &refusal{code: sip.StatusBadRequest, reason: "Repeated Header"}
		}
	}
	if tag, _ := req.From().Params.Get("tag"); tag == "" && req.Method == sip.INVITE && isModern(req) {
		return &refusal{code: sip.StatusBadRequest, reason: "No From Tag"}
	}
	if requests[req.Method] == nil {
		return nil // methods come before headers (RFC 3261 section 8.2)
	}
	switch strings.ToLower(req.Recipient.Scheme) {
	case "sip", "sips", "tel":
	default:
		return &refusal{code: 416, reason: "Unsupported URI Scheme"}
	}
	if req.Recipient.Headers.Length() > 0 { // RFC 3261 section 19.1.1
		return &refusal{code: sip.StatusBadRequest, reason: "Headers In Request-URI"}
	}
	if req.Method == sip.CANCEL {
		return nil // RFC 3261 section 8.2.2.3
	}
	if value := unknown(req); value != "" {
		return &refusal{code: sip.StatusBadExtension, reason: "Bad Extension", unsupported: value}
	}
	return contentFlaw(req)
}

// isModern tells a peer of RFC 3261 from one of RFC 2543, which needed no tags.
func isModern(req *sip.Request) bool {
	branch, _ := req.Via().Params.Get("branch")
	return strings.HasPrefix(branch, sip.RFC3261BranchMagicCookie)
}

// contentFlaw refuses what offers sound in another way than SDP, or wants it so
// (RFC 3261 sections 8.2.3 and 21.4.7).
func contentFlaw(req *sip.Request) *refusal {
	if req.Method != sip.INVITE && req.Method != sip.UPDATE {
		return nil
	}
	if kind := req.ContentType(); kind != nil && len(req.Body()) > 0 && !isSDP(kind.Value()) {
		return &refusal{code: sip.StatusUnsupportedMediaType, reason: "Unsupported Media Type"}
	}
	accepted := req.GetHeaders("accept")
	for _, h := range accepted {
		for kind := range strings.SplitSeq(h.Value(), ",") {
			if isSDP(kind) {
				return nil
			}
		}
	}
	if len(accepted) > 0 {
		return &refusal{code: sip.StatusNotAcceptable, reason: "Not Acceptable"}
	}
	return nil
}

func isSDP(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case sdpType, "application/*", "*/*":
		return true
	}
	return false
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
