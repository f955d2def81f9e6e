package crm

import (
	"errors"
	"time"
)

// Round is one turn of reading 1C.
type Round struct {
	At      time.Time // when it began
	Took    time.Duration
	Stopped bool // a person ended it; what was read is kept
	Kinds   []KindRound
}

// KindRound is what became of one kind of data in a round. A fault that belongs
// to no kind, such as 1C not answering at all, has an empty Kind.
type KindRound struct {
	Kind     string
	Rows     int // read
	Changed  int
	SetAside int
	Err      error // why it could not be read
}

// Sum adds up all kinds.
func (r Round) Sum() (sum KindRound) {
	for _, k := range r.Kinds {
		sum.Rows += k.Rows
		sum.Changed += k.Changed
		sum.SetAside += k.SetAside
		sum.Err = errors.Join(sum.Err, k.Err)
	}
	return sum
}

// Exchange is how the reading of 1C stands.
type Exchange struct {
	Kinds    []KindState
	SetAside []SetAside
	Rounds   []Round // newest first
}

// KindState is one kind of data: what is here, and what its last turn did.
type KindState struct {
	Freshness           // At is zero for a kind that was never read to its end
	Last      KindRound // in the round of When
	When      time.Time // zero when no round is remembered
	Aside     int       // records set aside by now
}

// States puts together what is known of each kind, in the order of kinds. Others
// that the cache knows follow.
func States(kinds []string, fresh []Freshness, aside []SetAside, rounds []Round) []KindState {
	var list []KindState
	at := map[string]int{}
	of := func(kind string) *KindState {
		i, ok := at[kind]
		if !ok {
			i, at[kind] = len(list), len(list)
			list = append(list, KindState{Freshness: Freshness{Kind: kind}})
		}
		return &list[i]
	}
	for _, kind := range kinds {
		of(kind)
	}
	for _, f := range fresh {
		of(f.Kind).Freshness = f
	}
	for _, s := range aside {
		if _, ok := at[s.Kind]; ok && !s.Part() {
			of(s.Kind).Aside++
		}
	}
	for _, r := range rounds {
		for _, k := range r.Kinds {
			if s, ok := at[k.Kind]; ok && list[s].When.IsZero() {
				list[s].Last, list[s].When = k, r.At
			}
		}
	}
	return list
}
