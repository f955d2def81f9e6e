package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// Identity is who a number may be.
type Identity struct {
	Number  phone.Number
	Matches []crm.Match // best first; nobody for an unknown number
	Says    []crm.Say   // what to begin with, for each of them
	Say     crm.Say     // what to begin with as long as nobody is chosen
	Took    time.Duration
	mark    crm.CallerMark
	failed  bool // the cache gave no answer: nobody stands for anybody
}

// Lookup tells who a number is from the local cache.
func (d *Desk) Lookup(ctx context.Context, text string) Identity {
	return d.identify(ctx, d.Plan.Parse(text))
}

// identify never fails: a fault of the cache is told and shows as nobody.
func (d *Desk) identify(ctx context.Context, number phone.Number) Identity {
	return d.identifyIn(ctx, number, d.Patience)
}

func (d *Desk) identifyIn(ctx context.Context, number phone.Number, within time.Duration) Identity {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	began := d.Now()
	who := Identity{Number: number}
	matches, err := d.Directory.Match(ctx, number)
	if err != nil {
		d.fault("look the number up", err)
		who.failed = true
	}
	if len(matches) == 0 && err == nil {
		matches, who.mark = d.learned(ctx, number)
	}
	talks := d.lastTalks(ctx, matches)
	d.sortMatches(matches, talks)
	who.Matches = matches
	who.Says = d.says(ctx, matches, talks)
	d.sayBanned(ctx, &who)
	who.Took = d.Now().Sub(began)
	return who
}

// identifyAgain asks once more who is in a call that could not wait for the cache.
// Only the owner may call it; the caller records.
func (d *Desk) identifyAgain(ctx context.Context, l *live, within time.Duration) {
	if !l.unasked {
		return
	}
	who := d.identifyIn(ctx, l.call.Number, within)
	if who.failed {
		return
	}
	l.unasked, l.matches = false, who.Matches
	if !l.chosen {
		l.call = who.assign(l.call)
	}
	d.Feed.Publish(feed.CallRenamed{Call: l.call, Matches: who.Matches, Says: who.Says, Say: who.Say})
}

func (d *Desk) lastTalks(ctx context.Context, matches []crm.Match) map[crm.Ref]crm.Interaction {
	if len(matches) == 0 {
		return nil
	}
	refs := make([]crm.Ref, len(matches))
	for i, m := range matches {
		refs[i] = m.Client
	}
	talks, err := d.Journal.LastTalks(ctx, refs)
	if err != nil {
		d.fault("read the last talks", err)
	}
	return talks
}

// sortMatches puts first whom the call is most likely about: a client with open
// business, then the one talked to last, then one's own, then by name.
func (d *Desk) sortMatches(matches []crm.Match, talks map[crm.Ref]crm.Interaction) {
	rank := func(yes bool) int {
		if yes {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(matches, func(a, b crm.Match) int {
		return cmp.Or(
			rank(hasOpenBusiness(a))-rank(hasOpenBusiness(b)),
			talks[b.Client].At.Compare(talks[a.Client].At),
			rank(d.own(a))-rank(d.own(b)),
			strings.Compare(a.Name, b.Name),
		)
	})
}

func hasOpenBusiness(m crm.Match) bool { return m.Debt.Owed > 0 || len(m.OpenOrders) > 0 }

func (d *Desk) own(m crm.Match) bool { return d.Manager != "" && m.ManagerName == d.Manager }

func (d *Desk) says(ctx context.Context, matches []crm.Match, talks map[crm.Ref]crm.Interaction) []crm.Say {
	says := make([]crm.Say, len(matches))
	for i, g := range d.grounds(ctx, matches, talks) {
		says[i] = Say(g)
	}
	return says
}

// sayOfAll is what the pop-up says before somebody is chosen.
func sayOfAll(says []crm.Say) crm.Say {
	switch len(says) {
	case 0:
		return crm.Say{Kind: crm.SayNobody}
	case 1:
		return says[0]
	default:
		return crm.Say{Kind: crm.SaySeveral, Days: len(says)}
	}
}
