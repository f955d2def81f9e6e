package crm

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ListDraft is a list that is about to be made.
type ListDraft struct {
	Name    string
	Purpose Purpose
	Live    bool
	Choice  Choice
	Script  Script
	Author  string
}

// longestName is how many letters the name of a list may have.
const longestName = 200

// Check finds what is wrong with a draft; the error is a Reason. A live list has no
// end, so it has no greatest length either.
func (d ListDraft) Check() error {
	switch {
	case strings.TrimSpace(d.Name) == "":
		return Reason{Code: "list_name"}
	case utf8.RuneCountInString(d.Name) > longestName:
		return Reason{Code: "list_long_name", Detail: strconv.Itoa(longestName)}
	case !slices.Contains(Purposes(), d.Purpose):
		return Reason{Code: "list_purpose", Detail: string(d.Purpose)}
	case d.Live && d.Choice.Most > 0:
		return Reason{Code: "list_live_most"}
	}
	if err := d.Choice.Check(); err != nil {
		return err
	}
	return d.Script.Check()
}

// Preview is what a list would be, before it is made. In and all of Out make Total,
// unless the list is full before: then Total is more.
type Preview struct {
	Total int          // who fits the choice
	In    int          // would be called
	Out   map[Hold]int // left out, by what
	Later map[Hold]int // of In, not at this moment: closed hours, a zone nobody knows
	First []Chosen     // some of those who come in, in order

	Also int // of In, waiting in another open list already

	FirstOut, FirstLater map[Hold][]Chosen // some of those counted above
	FirstAlso            []Chosen
}

// ListChange is what a refresh finds in a live list.
type ListChange struct {
	Add  []Entry // newcomers
	Gone []ID    // fit no more; those that wait for a first call or a retry are withdrawn
	Back []ID    // were withdrawn and fit again
}

// Refreshed counts what a refresh did.
type Refreshed struct{ Added, Gone, Back int }
