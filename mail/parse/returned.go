package parse

import (
	"regexp"
	"slices"
	"strings"

	"github.com/emersion/go-message"
)

// maxReturned is how much of a letter that is no report is searched for a reason.
const maxReturned = 64 << 10

// daemons are names in front of the @ that no person has.
var daemons = []string{"mailer-daemon", "mail-daemon", "maildaemon"}

// daemon tells a letter that a server has written of another: with the field of Exim,
// or under the name such programs have had since the first of them.
func daemon(block message.Header) bool {
	if strings.TrimSpace(block.Get("X-Failed-Recipients")) != "" {
		return true
	}
	list, _ := readAddresses(block.Get("From"), "")
	return slices.ContainsFunc(daemons, func(name string) bool {
		return len(list) > 0 && strings.HasPrefix(list[0].Key(), name+"@")
	})
}

var (
	// statusPattern is the number of RFC 3463, no part of an address of the net.
	statusPattern = regexp.MustCompile(`(?:^|[^\w.])([245]\.\d{1,3}\.\d{1,3})(?:[^\w.]|\.?$|\.\s)`)
	// codePattern is the number of RFC 5321 by which a letter is refused for good.
	codePattern = regexp.MustCompile(`(?:^|[\s:('"])5[0-57]\d[\s-]`)
)

// copiedFields begin the copy of our letter: no server uses them in its own words.
var copiedFields = []string{"return-path", "received", "message-id", "x-pult-id", "mime-version", "dkim-signature"}

// returned reads a letter that came back without a report (RFC 3464), with its reason
// in words and perhaps with a copy of ours. It failed only where that is said by a
// number or by a field: who merely waits is warned in much the same words.
func (l *Letter) returned(block message.Header) *Bounce {
	if !l.Report || l.Bounce != nil && l.Bounce.Status+l.Bounce.Action != "" {
		return l.Bounce
	}
	var b Bounce
	if l.Bounce != nil {
		b = *l.Bounce
	}
	refused := b.words(l)
	l.names(&b)
	failed := strings.TrimSpace(block.Get("X-Failed-Recipients"))
	if list, _ := readAddresses(failed, ""); len(list) > 0 {
		b.Recipient = list[0].Email
	}
	switch {
	case strings.HasPrefix(b.Status, "4") || delayed(l.Subject):
		b.Action = "delayed"
	case failed != "" || strings.HasPrefix(b.Status, "5") || refused:
		b.Action = "failed"
	}
	return &b
}

// words takes from what the server says the number, the line it stands in and whom it
// is about, and from the copy below, which letter it was. refused tells that a code of
// refusal was met.
func (b *Bounce) words(l *Letter) (refused bool) {
	copied := false
	for line := range strings.Lines(l.Text[:min(len(l.Text), maxReturned)]) {
		line = strings.TrimLeft(oneLine(line[:min(len(line), 1000)]), "> ")
		name, value, _ := strings.Cut(line, ":")
		name = strings.ToLower(name)
		switch {
		case name == "message-id" && b.MessageID == "":
			b.MessageID = firstID(value)
		case name == "x-pult-id" && b.PultID == "":
			b.PultID = token(value)
		}
		if copied = copied || slices.Contains(copiedFields, name); copied {
			continue
		}
		if b.Recipient == "" {
			b.Recipient = l.about(line)
		}
		code := codePattern.MatchString(line)
		refused = refused || code
		if m := statusPattern.FindStringSubmatch(line); m != nil && b.Status == "" {
			b.Status, b.Detail = m[1], shorten(line, 300)
		} else if code && b.Detail == "" {
			b.Detail = shorten(line, 300)
		}
	}
	return refused
}

// about is an address that a line names, of who is not one of the two that write.
func (l *Letter) about(line string) string {
	if !strings.Contains(line, "@") {
		return ""
	}
	for word := range strings.FieldsSeq(line) {
		address := cleanAddress(strings.Trim(word, "<>()[]:;,.\"'"))
		if address == "" || strings.EqualFold(address, l.Writer().Email) || len(l.To) > 0 && strings.EqualFold(address, l.To[0].Email) {
			continue
		}
		return address
	}
	return ""
}

// names finds which letter it was where the text has no copy of it: it is sent along,
// or answered.
func (l *Letter) names(b *Bounce) {
	if b.MessageID == "" && b.PultID == "" && len(l.Inner) > 0 {
		b.MessageID, b.PultID = l.Inner[0].MessageID, l.Inner[0].PultID
	}
	if b.MessageID == "" && b.PultID == "" {
		b.MessageID = l.InReplyTo
	}
	if b.MessageID == "" && b.PultID == "" && len(l.References) > 0 {
		b.MessageID = l.References[len(l.References)-1]
	}
}

// delayed tells a letter that says only that another one waits.
func delayed(subject string) bool {
	subject = strings.ToLower(subject)
	return slices.ContainsFunc([]string{"delay", "warning", "задерж", "отлож"}, func(word string) bool { return strings.Contains(subject, word) })
}
