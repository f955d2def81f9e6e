// Package match decides to which clients a letter belongs, and which letters are
// nobody's business. It knows headers only: the body of a letter that belongs to
// no client is never fetched.
package match

import (
	"context"
	"fmt"
	"slices"

	"pult/app/crm"
	"pult/mail/parse"
)

// Letter is what is known of a letter before its body is fetched.
type Letter struct {
	Header  parse.Header
	Account string
	Folder  string
	Sent    bool // it lies among those that were sent
	Size    int64
	// Forwarded are writers of letters passed on in this one. They are known only
	// of letters whose body was fetched for another reason.
	Forwarded []crm.Address
}

// Holder is whose an address is.
type Holder struct {
	Client  crm.Ref
	Contact crm.Ref // zero for the firm's own address
}

// Directory answers what is known of addresses and of letters on record. Keys are
// as they were asked; what is unknown is left out.
type Directory interface {
	// HoldersByEmail finds clients by address, in the form of crm.Address.Key.
	HoldersByEmail(ctx context.Context, emails []string) (map[string][]Holder, error)
	// ClientsByDomain finds clients who have an address of a domain; two are
	// enough to know that there is more than one.
	ClientsByDomain(ctx context.Context, domains []string) (map[string][]crm.Ref, error)
	// ClientsByMessage finds whom letters on record belong to, by Message-ID.
	ClientsByMessage(ctx context.Context, ids []string) (map[string][]crm.Ref, error)
}

// Cause is why a letter is not put on record by itself.
type Cause string

// Causes.
const (
	Internal  Cause = "internal"  // only our own addresses are in it
	Automatic Cause = "automatic" // written by a program
	Bulk      Cause = "bulk"      // sent to many
	Report    Cause = "report"    // tells what became of another letter
	Excluded  Cause = "excluded"
	Private   Cause = "private"  // «личное»
	Unknown   Cause = "unknown"  // nobody we know
	Doubtful  Cause = "doubtful" // a person is asked: there are only weak signs
)

// Fetch is what of a letter may be fetched.
type Fetch string

// What may be fetched.
const (
	FetchNothing Fetch = "nothing" // its header is all that is ever seen
	FetchBody    Fetch = "body"
	// FetchReport is for the name of the letter a report speaks of; of the report
	// itself nothing is kept.
	FetchReport Fetch = "report"
)

// Verdict is what became of a letter.
type Verdict struct {
	Direction crm.Direction
	Links     []crm.MessageLink // the strongest first; those not sure are candidates
	Cause     Cause             // empty for a letter that is put on record
	Stranger  crm.Address       // writes in a talk on record from an address nobody has
	Disguised bool              // the writer's name holds another address: a warning is due
}

// Recorded tells a letter that is put on record by itself.
func (v Verdict) Recorded() bool { return v.Cause == "" }

// Fetch says what of the letter may be fetched.
func (v Verdict) Fetch() Fetch {
	switch v.Cause {
	case "":
		return FetchBody
	case Report:
		return FetchReport
	}
	return FetchNothing
}

// Letters judges letters of a page together, so that the directory is asked three
// times and not for each.
func (r Rules) Letters(ctx context.Context, letters []Letter, directory Directory) ([]Verdict, error) {
	cases := make([]judged, len(letters))
	ready := r.lookup()
	var emails, domains, ids []string
	for i, letter := range letters {
		c := ready.open(letter)
		cases[i] = c
		if c.Cause != "" {
			continue
		}
		for _, a := range c.asked {
			emails = append(emails, a.key, a.untagged)
			domains = append(domains, a.domain)
		}
		ids = append(ids, c.thread()...)
	}
	known, err := ask(ctx, directory, emails, domains, ids)
	if err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(letters))
	for i := range cases {
		if cases[i].Cause == "" {
			cases[i].judge(known)
		}
		verdicts[i] = cases[i].Verdict
	}
	return verdicts, nil
}

// known are the answers of the directory.
type known struct {
	holders map[string][]Holder
	domains map[string][]crm.Ref
	letters map[string][]crm.Ref
}

func ask(ctx context.Context, directory Directory, emails, domains, ids []string) (k known, err error) {
	if emails = unique(emails); len(emails) > 0 {
		if k.holders, err = directory.HoldersByEmail(ctx, emails); err != nil {
			return k, fmt.Errorf("match letters by address: %w", err)
		}
	}
	if ids = unique(ids); len(ids) > 0 {
		if k.letters, err = directory.ClientsByMessage(ctx, ids); err != nil {
			return k, fmt.Errorf("match letters by thread: %w", err)
		}
	}
	if domains = unique(domains); len(domains) > 0 {
		if k.domains, err = directory.ClientsByDomain(ctx, domains); err != nil {
			return k, fmt.Errorf("match letters by domain: %w", err)
		}
	}
	return k, nil
}

// unique sorts, and leaves out what is empty or there twice.
func unique(list []string) []string {
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) > 0 && list[0] == "" {
		list = list[1:]
	}
	return list
}
