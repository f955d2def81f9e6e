package inbox

import (
	"errors"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	maxHeader = 1 << 20  // of a header that is kept
	maxWhole  = 25 << 20 // of a letter; of a larger one only the beginning is read
	firstPart = 2 << 20
)

// want is what is asked of each letter.
type want int

const (
	justHeader want = iota
	whole
	wholePlain // with nothing else that could be unreadable
	beginning
)

func (x want) options(s *session) *imap.FetchOptions {
	section := &imap.FetchItemBodySection{Peek: true}
	o := &imap.FetchOptions{UID: true, Flags: true, InternalDate: true, RFC822Size: true, BodySection: []*imap.FetchItemBodySection{section}}
	switch x {
	case justHeader:
		section.Specifier = imap.PartSpecifierHeader
		o.ModSeq = s.caps.Has(imap.CapCondStore)
	case wholePlain:
		o.Flags, o.InternalDate, o.RFC822Size = false, false, false
	case beginning:
		section.Partial = &imap.SectionPartial{Offset: 0, Size: firstPart}
	}
	return o
}

func setOf(uids []uint32) imap.UIDSet {
	var set imap.UIDSet
	for _, uid := range uids {
		set.AddNum(imap.UID(uid))
	}
	return set
}

// fetch asks for letters, in the order in which they come. A letter is given only
// when all of it has come.
func (s *session) fetch(uids []uint32, x want, each func(Letter) error) error {
	defer s.conn.due(s.wait)()
	cmd := s.client.Fetch(setOf(uids), x.options(s))
	var failed error
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		l, complete, err := take(msg, x)
		if failed == nil && err == nil && complete && !s.conn.in.torn.Load() {
			failed = each(l)
		}
	}
	if err := cmd.Close(); err != nil {
		return broken(err)
	}
	return failed
}

// take reads what the server says of one letter.
func take(msg *imapclient.FetchMessageData, x want) (l Letter, complete bool, err error) {
	for item := msg.Next(); item != nil; item = msg.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			l.UID = uint32(item.UID)
		case imapclient.FetchItemDataRFC822Size:
			l.Size = item.Size
		case imapclient.FetchItemDataInternalDate:
			l.Received = item.Time
		case imapclient.FetchItemDataFlags:
			l.Seen = slices.Contains(item.Flags, imap.FlagSeen)
			l.Answered = slices.Contains(item.Flags, imap.FlagAnswered)
		case imapclient.FetchItemDataBodySection:
			raw, err := literal(item.Literal, x)
			if err != nil {
				return l, false, err
			}
			complete = true
			if x == justHeader {
				l.Raw = raw
			} else {
				l.Whole = raw
			}
		}
	}
	if l.Received.Equal(time.Unix(0, 0)) {
		l.Received = time.Time{}
	}
	l.Cut = x == beginning
	return l, complete && l.UID != 0, nil
}

func literal(from imap.LiteralReader, x want) ([]byte, error) {
	if from == nil {
		return nil, nil // NIL: an empty letter
	}
	most := int64(maxWhole)
	if x == justHeader {
		most = maxHeader
	}
	raw := make([]byte, 0, min(from.Size()+1, most, 1<<20)) // one more, for the read that finds the end
	for int64(len(raw)) < most {
		if len(raw) == cap(raw) {
			raw = slices.Grow(raw, 512)
		}
		n, err := from.Read(raw[len(raw):min(int64(cap(raw)), most)])
		raw = raw[:len(raw)+n]
		if errors.Is(err, io.EOF) {
			return raw, nil
		}
		if err != nil {
			return nil, err
		}
	}
	_, err := io.Copy(io.Discard, from)
	return raw, err
}
