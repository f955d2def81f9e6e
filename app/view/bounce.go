package view

import (
	"strings"

	"pult/app/crm"
)

// Bounce says in a few words why a letter came back.
func (p *Printer) Bounce(reason string) string { return p.T(bounceKey(reason)) }

// BounceCure says why a letter came back, what to do, and what the server said.
func (p *Printer) BounceCure(reason string) string {
	key := bounceKey(reason)
	text := []rune(p.T(key))
	text[0] = []rune(strings.ToUpper(string(text[:1])))[0]
	cure := string(text) + ". " + p.T(key+".cure")
	if _, words := crm.BounceStatus(reason); words != "" {
		cure += "\n" + p.T("bounce.server_said", words)
	}
	return cure
}

// bounceKey reads the number of a refusal, RFC 3463.
func bounceKey(reason string) string {
	status, words := crm.BounceStatus(reason)
	_, kind, _ := strings.Cut(status, ".")
	low := strings.ToLower(words)
	switch {
	case kind == "2.2" || strings.Contains(low, "quota") || strings.Contains(low, "mailbox is full"):
		return "bounce.full"
	case kind == "2.3" || kind == "3.4":
		return "bounce.size"
	case kind == "1.1" || kind == "1.3" || kind == "1.6" || kind == "1.10" || kind == "2.1",
		strings.Contains(low, "user unknown"), strings.Contains(low, "no such user"), strings.Contains(low, "user not found"):
		return "bounce.address"
	case strings.HasPrefix(kind, "4.") || kind == "1.2":
		return "bounce.server"
	case strings.HasPrefix(kind, "7."):
		return "bounce.policy"
	}
	return "bounce.other"
}
