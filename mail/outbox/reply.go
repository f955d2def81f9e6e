package outbox

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// Reply begins an answer to a letter. own are the addresses of the mailbox: nobody
// answers himself. all takes everybody along who got it.
func Reply(l crm.Letter, own []string, all bool) crm.Draft {
	d := crm.Draft{Account: l.Account, Subject: answered(l.Subject), InReplyTo: l.MessageID, References: l.References}
	d.To = []crm.Address{l.From}
	if l.Direction == crm.Outgoing { // one more word after our own letter
		d.To = slices.Clone(l.To)
	}
	if all {
		for _, a := range slices.Concat(l.To, l.Cc) {
			if !isOwn(a, own) && !has(d.To, a) && !has(d.Cc, a) {
				d.Cc = append(d.Cc, a)
			}
		}
	}
	d.To = slices.DeleteFunc(d.To, func(a crm.Address) bool { return isOwn(a, own) })
	for _, link := range l.Links {
		if link.Sure {
			d.Client, d.Contact = link.Client, link.Contact
			break
		}
	}
	return d
}

// Quote is the text of a letter as an answer repeats it: of HTML letters what they
// say, without what they hide or would load.
func Quote(text string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimRight(text, "\n")) {
		b.WriteByte('>')
		if !strings.HasPrefix(line, ">") {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimRight(line, "\r\n") + "\n")
	}
	return b.String()
}

// answered is the subject of an answer: one "Re: " and no more.
func answered(subject string) string {
	rest := strings.TrimSpace(subject)
	for {
		low := strings.ToLower(rest)
		cut := false
		for _, mark := range []string{"re:", "ha:", "на:", "отв:"} {
			if strings.HasPrefix(low, mark) {
				rest, cut = strings.TrimSpace(rest[len(mark):]), true
				break
			}
		}
		if !cut {
			return "Re: " + rest
		}
	}
}

func isOwn(a crm.Address, own []string) bool {
	return slices.ContainsFunc(own, func(o string) bool { return crm.CleanEmail(o) == a.Key() })
}

func has(list []crm.Address, a crm.Address) bool {
	return slices.ContainsFunc(list, func(b crm.Address) bool { return b.Key() == a.Key() })
}
