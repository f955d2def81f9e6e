package main

import (
	"context"
	"strings"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

// listOf finds a list by its id or by its name, in any case of letters. A name that
// several lists bear is that of the one still open; else the ids must tell.
func (c *console) listOf(ctx context.Context, s *station.Station, word string) (crm.CallList, error) {
	if id, err := crm.ParseID(word); err == nil {
		list, err := s.Store.Journal.CallList(ctx, id)
		if err != nil {
			return list, c.explain(view.Desk, err)
		}
		return list, nil
	}
	lists, err := s.Store.Journal.CallLists(ctx)
	if err != nil {
		return crm.CallList{}, c.explain(view.Desk, err)
	}
	named := []crm.CallList{}
	for _, l := range lists {
		if strings.EqualFold(l.Name, strings.TrimSpace(word)) {
			named = append(named, l)
		}
	}
	if open := openLists(named); len(open) == 1 {
		return open[0], nil
	}
	switch len(named) {
	case 0:
		return crm.CallList{}, &explained{text: c.words.T("list.no_list", word), err: crm.ErrNotFound}
	case 1:
		return named[0], nil
	}
	ids := make([]string, len(named))
	for i, l := range named {
		ids[i] = l.ID.String() + "  " + c.words.Moment(l.Made)
	}
	return crm.CallList{}, &explained{text: c.words.T("list.several", word, strings.Join(ids, "\n  ")), err: crm.ErrConflict}
}

func openLists(lists []crm.CallList) (open []crm.CallList) {
	for _, l := range lists {
		if l.Open() {
			open = append(open, l)
		}
	}
	return open
}

// withList gives the list of that id or name to do.
func (c *console) withList(ctx context.Context, s *station.Station, word string, do func(crm.CallList) error) error {
	list, err := c.listOf(ctx, s, word)
	if err != nil {
		return err
	}
	return do(list)
}
