package wire

import (
	"bytes"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// copied are the headers of a request that its answer repeats (RFC 3261 section
// 8.2.6.2), by their long and their compact names.
var copied = map[string]string{
	"via": "Via", "v": "Via", "from": "From", "f": "From", "to": "To", "t": "To",
	"call-id": "Call-ID", "i": "Call-ID", "cseq": "CSeq",
}

// refusal is the 400 or 416 to a datagram that looks like a request and cannot be read
// (RFC 3261 sections 8.2 and 18.3), nil when there is nothing to answer. It repeats
// what the sender finds its request by, as it stands.
func refusal(data []byte) []byte {
	head, _, _ := bytes.Cut(data, []byte("\r\n\r\n"))
	lines := headerLines(head)
	start := strings.Fields(lines[0])
	if len(start) < 3 || start[len(start)-1] != "SIP/2.0" || start[0] == "ACK" {
		return nil
	}
	var answer strings.Builder
	answer.WriteString(statusLine(start[1]))
	found := make(map[string]bool)
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ":")
		long := copied[strings.ToLower(strings.TrimSpace(name))]
		if !ok || long == "" || strings.ContainsAny(value, "\r\n\x00") {
			continue
		}
		found[long] = true
		answer.WriteString(long + ": " + strings.TrimSpace(value) + "\r\n")
	}
	// A client finds its request by these two (RFC 3261 section 17.1.3).
	if !found["Via"] || !found["CSeq"] {
		return nil
	}
	answer.WriteString("Content-Length: 0\r\n\r\n")
	return []byte(answer.String())
}

// statusLine says what is wrong: the scheme of the address, or anything.
func statusLine(uri string) string {
	scheme, _, ok := strings.Cut(uri, ":")
	switch strings.ToLower(scheme) {
	case "sip", "sips", "tel":
		ok = false
	}
	if ok && !strings.ContainsAny(scheme, "<>\"@%?;") {
		return "SIP/2.0 416 Unsupported URI Scheme\r\n"
	}
	return "SIP/2.0 400 Bad Request\r\n"
}

// tidy takes the spaces around the equal sign out of parameters, which sipgo keeps
// (RFC 3261 section 7.3.1 allows them).
func tidy(message sip.Message) {
	for _, params := range []sip.HeaderParams{paramsOf(message.From()), paramsOf(message.To()), paramsOf(message.Via())} {
		for i := range params {
			params[i].K, params[i].V = strings.TrimSpace(params[i].K), strings.TrimSpace(params[i].V)
		}
	}
}

func paramsOf(h sip.Header) sip.HeaderParams {
	switch h := h.(type) {
	case *sip.FromHeader:
		if h != nil {
			return h.Params
		}
	case *sip.ToHeader:
		if h != nil {
			return h.Params
		}
	case *sip.ViaHeader:
		if h != nil {
			return h.Params
		}
	}
	return nil
}

// isWhole says that a request has what its answer must repeat.
func isWhole(message sip.Message) bool {
	req, ok := message.(*sip.Request)
	return !ok || req.Via() != nil && req.From() != nil && req.To() != nil && req.CallID() != nil && req.CSeq() != nil
}
