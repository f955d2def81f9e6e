package match

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// Rules are what a firm and a manager have said of letters.
type Rules struct {
	Own        []string // addresses of the account, its other names, colleagues
	OwnDomains []string // of the firm: everybody there is a colleague
	KeptOut    []crm.MailRule
}

// lookup is the rules made ready for many letters.
type lookup struct {
	own        map[string]bool
	ownDomains map[string]bool
	addresses  map[string]Cause
	domains    map[string]Cause
	folders    []string
	words      []string // folded, with a space on both sides
}

func (r Rules) lookup() lookup {
	l := lookup{own: map[string]bool{}, ownDomains: map[string]bool{}, addresses: map[string]Cause{}, domains: map[string]Cause{}}
	for _, address := range r.Own {
		l.own[crm.CleanEmail(address)] = true
	}
	for _, domain := range r.OwnDomains {
		if domain = cleanDomain(domain); !Public(domain) {
			l.ownDomains[domain] = true
		}
	}
	for _, rule := range r.KeptOut {
		switch rule.Kind {
		case crm.PrivateAddress:
			l.addresses[crm.CleanEmail(rule.Value)] = Private
		case crm.ExcludedAddress:
			if key := crm.CleanEmail(rule.Value); l.addresses[key] == "" {
				l.addresses[key] = Excluded
			}
		case crm.ExcludedDomain:
			l.domains[cleanDomain(rule.Value)] = Excluded
		case crm.ExcludedFolder:
			l.folders = append(l.folders, rule.Value)
		case crm.ExcludedSubject:
			if word := crm.Fold(rule.Value); word != "" {
				l.words = append(l.words, " "+word+" ")
			}
		}
	}
	return l
}

// ours tells an address of ours.
func (l lookup) ours(key string) bool {
	return l.own[key] || l.own[untag(key)] || above(l.ownDomains, key)
}

// out tells why letters of an address are kept out; empty when they are not.
func (l lookup) out(key string) Cause {
	if cause := l.addresses[key]; cause != "" {
		return cause
	}
	if cause := l.addresses[untag(key)]; cause != "" {
		return cause
	}
	return above(l.domains, key)
}

// above finds what is said of the domain of an address, or of one it is under.
func above[V comparable](domains map[string]V, key string) (said V) {
	var nothing V
	_, domain, ok := strings.Cut(key, "@")
	for ; ok; _, domain, ok = strings.Cut(domain, ".") {
		if said = domains[domain]; said != nothing {
			return said
		}
	}
	return nothing
}

// shut tells a letter that is kept out by its folder or its subject.
func (l lookup) shut(letter Letter) bool {
	if slices.ContainsFunc(l.folders, func(top string) bool { return within(letter.Folder, top) }) {
		return true
	}
	if len(l.words) == 0 {
		return false
	}
	subject := " " + crm.Fold(letter.Header.Subject) + " "
	return slices.ContainsFunc(l.words, func(word string) bool { return strings.Contains(subject, word) })
}

func cleanDomain(domain string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(domain)), "@")
}

// within tells a folder, or one in it, whatever the server parts names with.
func within(folder, top string) bool {
	folder, top = strings.ToLower(folder), strings.ToLower(strings.TrimSpace(top))
	rest, ok := strings.CutPrefix(folder, top)
	return top != "" && ok && (rest == "" || strings.ContainsAny(rest[:1], "/|.\\"))
}

// untag takes "+tag" off a name: most servers deliver such letters to the name.
func untag(key string) string {
	local, host, ok := strings.Cut(key, "@")
	if name, _, tagged := strings.Cut(local, "+"); ok && tagged && name != "" {
		return name + "@" + host
	}
	return key
}
