package pbx

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// Dialogs is how much an exchange tells of the calls of an extension (RFC 4235).
type Dialogs string

// Ways to tell.
const (
	// NamedDialogs tells each leg with its Call-ID and the other side, as
	// FreeSWITCH and Kamailio do.
	NamedDialogs Dialogs = "named"
	// BareDialogs tells one state for all that an extension does, as Asterisk does.
	BareDialogs Dialogs = "bare"
)

// tellDialogs tells a change of a call to those who watch its extension, or the one
// it is with when that is none of ours and only plays to be a telephone.
func (p *PBX) tellDialogs(changed *Call) {
	if p.options.Dialogs == "" {
		return
	}
	both := []string{changed.record.Extension}
	if _, ours := p.options.Users[changed.record.Number]; !ours {
		both = append(both, changed.record.Number)
	}
	for _, extension := range both {
		p.push(topic{Lamps, extension}, p.dialogsOf(extension, changed))
	}
}

// dialogsOf is the whole of what an extension does, with one call that may have
// just ended. What was told of it by hand holds while it has no calls.
func (p *PBX) dialogsOf(extension string, changed *Call) string {
	var lines []string
	bare, busy := "terminated", false
	for _, c := range p.calls {
		if !c.isOf(extension) || c.record.State == Over && c != changed {
			continue
		}
		busy = busy || c.record.State != Over
		state := dialogWords[c.record.State]
		switch {
		case state == "confirmed", state == "early" && bare != "confirmed":
			bare = state
		}
		lines = append(lines, c.dialogLine(extension, state))
	}
	if told, ok := p.states[topic{Lamps, extension}]; ok && !busy {
		return told
	}
	if p.options.Dialogs == BareDialogs {
		lines = []string{fmt.Sprintf(`<dialog id="%s"><state>%s</state></dialog>`, escaped(extension), bare)}
	}
	return `<?xml version="1.0"?><dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="VERSION" state="full" entity="sip:` +
		escaped(extension) + `@127.0.0.1">` + strings.Join(lines, "") + `</dialog-info>`
}

func (c *Call) isOf(extension string) bool {
	_, ours := c.pbx.options.Users[extension]
	return c.record.Extension == extension || !ours && c.record.Number == extension
}

var dialogWords = map[State]string{Dialling: "trying", Ringing: "early", Talking: "confirmed", Over: "terminated"}

// dialogLine tells a call as one of its two sides sees it.
func (c *Call) dialogLine(extension, state string) string {
	direction, other, why := "initiator", c.record.Number, ""
	here := c.record.Extension == extension
	if !here {
		other = c.record.Extension
	}
	if c.record.Incoming == here {
		direction = "recipient"
	}
	if state == "terminated" && c.record.Code >= 300 && c.record.EndedBy == "callee" {
		why = fmt.Sprintf(` event="rejected" code="%d"`, c.record.Code)
	}
	id := escaped(c.record.CallID)
	return fmt.Sprintf(`<dialog id="%s" call-id="%s" direction="%s"><state%s>%s</state>`+
		`<remote><identity>sip:%s@127.0.0.1</identity></remote></dialog>`, id, id, direction, why, state, escaped(other))
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}
