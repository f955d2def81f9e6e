package inbox

import (
	"errors"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"

	"pult/app/crm"
)

// maxLetters is more than any folder holds. A server names a billion in ten bytes.
const maxLetters = 4 << 20

// after are the numbers of letters above one, ascending.
func (s *session) after(last uint32, since time.Time) ([]uint32, error) {
	var set imap.UIDSet
	set.AddRange(imap.UID(last+1), 0)
	found, err := s.search(&imap.SearchCriteria{UID: []imap.UIDSet{set}, Since: since})
	var no *imap.Error
	if errors.As(err, &no) { // some servers cannot search
		found, err = s.listed(set)
	}
	if err != nil {
		return nil, broken(err)
	}
	// "N:*" always names the last letter, even below N (RFC 9051 section 9, seq-range).
	return slices.DeleteFunc(found, func(uid uint32) bool { return uid <= last }), nil
}

// answered are the letters above a state of flags that have been answered. Without
// CONDSTORE all of them are asked for.
func (s *session) answered(modSeq uint64, since time.Time) ([]uint32, error) {
	criteria := &imap.SearchCriteria{Flag: []imap.Flag{imap.FlagAnswered}, Since: since}
	if modSeq > 0 {
		criteria.ModSeq = &imap.SearchCriteriaModSeq{ModSeq: modSeq + 1}
	}
	found, err := s.search(criteria)
	return found, broken(err)
}

// search asks for numbers of letters; in ranges, where the server can say them so.
func (s *session) search(criteria *imap.SearchCriteria) ([]uint32, error) {
	defer s.conn.due(s.wait)()
	var options *imap.SearchOptions
	if s.caps.Has(imap.CapESearch) {
		options = &imap.SearchOptions{ReturnAll: true}
	}
	found, err := s.client.UIDSearch(criteria, options).Wait()
	if err != nil {
		return nil, err
	}
	set, _ := found.All.(imap.UIDSet)
	return numbers(set)
}

// listed finds numbers without a search.
func (s *session) listed(set imap.UIDSet) ([]uint32, error) {
	defer s.conn.due(s.wait)()
	var found imap.UIDSet
	cmd := s.client.Fetch(set, &imap.FetchOptions{UID: true})
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		if buffer, err := msg.Collect(); err == nil && buffer.UID != 0 {
			found.AddNum(buffer.UID)
		}
	}
	if err := cmd.Close(); err != nil {
		return nil, err
	}
	return numbers(found)
}

// numbers are those of a set, ascending. Of what no folder can hold nothing is taken:
// the library would end the program at a star.
func numbers(set imap.UIDSet) ([]uint32, error) {
	count := uint64(0)
	for _, r := range set {
		if r.Start == 0 || r.Stop == 0 || r.Stop < r.Start {
			return nil, &crm.Fault{Kind: crm.ErrGarbled, Detail: "numbers of letters"}
		}
		if count += uint64(r.Stop-r.Start) + 1; count > maxLetters {
			return nil, &crm.Fault{Kind: crm.ErrGarbled, Detail: "more letters than there can be"}
		}
	}
	list := make([]uint32, 0, count)
	for _, r := range set {
		for uid := uint64(r.Start); uid <= uint64(r.Stop); uid++ {
			list = append(list, uint32(uid))
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}
