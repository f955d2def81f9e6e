package station

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/store"
	"pult/mail/inbox"
	"pult/mail/match"
	"pult/mail/parse"
)

const (
	// newsAge is how old a letter may be to be told of: what a first reading finds is
	// no news.
	newsAge = 24 * time.Hour
	// previewSigns are what history shows of a letter.
	previewSigns = 300
)

// mailKeeper keeps the letters of one mailbox.
type mailKeeper struct {
	*letters
	account string

	mu     sync.Mutex
	judged map[string]map[uint32]judged // by folder: headers of the chunk under way
	asked  map[string][]asked           // by folder: those of it whose client a person has to name
}

// judged is a letter with what was decided by its header.
type judged struct {
	letter  match.Letter
	verdict match.Verdict
}

// asked is a letter in doubt. Its header is all that is known of it.
type asked struct {
	judged
	uid uint32
}

// errNoClients says that nobody's letters can be told yet.
var errNoClients = fmt.Errorf("the clients are being read for the first time: %w", crm.ErrBusy)

// Place is how far a folder was read. As long as clients are not known, no folder is
// read: letters would be taken for strangers' and passed by for ever.
func (k *mailKeeper) Place(ctx context.Context, f inbox.Folder) (inbox.Place, error) {
	known, err := k.clientsKnown(ctx)
	if err == nil && !known {
		err = errNoClients
	}
	if err != nil {
		return inbox.Place{}, err
	}
	place, err := k.store.Journal.MailPlace(ctx, crm.MailFolder(f))
	return inbox.Place(place), err
}

func (k *mailKeeper) clientsKnown(ctx context.Context) (bool, error) {
	if !k.books {
		clients, _, err := k.store.Cache.Count(ctx)
		return clients > 0, err
	}
	list, err := k.store.Cache.Freshness(ctx)
	return slices.ContainsFunc(list, func(f crm.Freshness) bool { return f.Kind == "clients" }), err
}

// Wanted tells which letters belong to clients.
func (k *mailKeeper) Wanted(ctx context.Context, f inbox.Folder, headers []inbox.Header) ([]uint32, error) {
	list := make([]match.Letter, len(headers))
	for i, h := range headers {
		list[i] = match.Letter{Header: h.Fields, Account: k.account, Folder: f.Name, Sent: f.Sent, Size: h.Size}
	}
	rules, err := k.matching(ctx)
	if err != nil {
		return nil, err
	}
	verdicts, err := rules.Letters(ctx, list, directory{k.store})
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	chunk := make(map[uint32]judged, len(headers))
	var wanted []uint32
	k.asked[f.Name] = nil
	for i, v := range verdicts {
		if fresh := k.now().Sub(list[i].Header.Date) < doubtDays*24*time.Hour; v.Cause == match.Doubtful && v.Direction == crm.Incoming && fresh {
			k.asked[f.Name] = append(k.asked[f.Name], asked{judged{list[i], v}, headers[i].UID})
		}
		if v.Fetch() == match.FetchBody || v.Fetch() == match.FetchReport && !f.Sent {
			wanted = append(wanted, headers[i].UID)
			chunk[headers[i].UID] = judged{list[i], v}
		}
	}
	k.judged[f.Name] = chunk
	return wanted, nil
}

// Keep puts letters on record. Their files are written first: a row without a file
// would say what is not so.
func (k *mailKeeper) Keep(ctx context.Context, f inbox.Folder, list []inbox.Letter, place inbox.Place) error {
	var records []store.ReceivedLetter
	for _, l := range list {
		if k.reports(f, l) {
			if err := k.bounced(ctx, l); err != nil {
				return err
			}
			continue
		}
		r, err := k.record(f, l, place)
		if err != nil {
			return err
		}
		records = append(records, r)
	}
	doubtful := k.doubtful(f, place)
	records = append(records, doubtful...)
	touched, err := k.store.Journal.RecordLetters(ctx, crm.MailFolder(f), records, crm.MailPlace(place), k.push)
	if err != nil {
		return err
	}
	k.tidy(ctx, records)
	k.tell(ctx, records, touched)
	if len(doubtful) > 0 {
		k.feed.Publish(feed.PostingsChanged{Account: k.account})
	}
	return nil
}

// tidy removes files of letters that are here already: what is made private later must
// lie nowhere.
func (k *mailKeeper) tidy(ctx context.Context, records []store.ReceivedLetter) {
	unused, err := k.store.Journal.UnusedFiles(ctx, records)
	for _, name := range unused {
		err = errors.Join(err, os.Remove(filepath.Join(k.dir, name)))
	}
	if err != nil {
		k.log.Warn("files of letters that are here twice", "count", len(unused), "err", err)
	}
}

// doubtful are the letters of the chunk that a person is asked about, by their headers.
// They go on record with its first letters: one that is there already stays as it is.
func (k *mailKeeper) doubtful(f inbox.Folder, place inbox.Place) []store.ReceivedLetter {
	k.mu.Lock()
	defer k.mu.Unlock()
	list := make([]store.ReceivedLetter, len(k.asked[f.Name]))
	for i, a := range k.asked[f.Name] {
		letter := crm.Letter{Message: a.verdict.Message(a.letter)}
		letter.Date = when(letter.Date, time.Time{}, k.now())
		letter.ID = crm.NewID(letter.Date)
		list[i] = store.ReceivedLetter{Letter: letter, Copy: crm.LetterCopy{Folder: crm.MailFolder(f), Validity: place.Validity, UID: a.uid}}
	}
	k.asked[f.Name] = nil
	return list
}

func (k *mailKeeper) record(f inbox.Folder, l inbox.Letter, place inbox.Place) (store.ReceivedLetter, error) {
	k.mu.Lock()
	seen, known := k.judged[f.Name][l.UID]
	k.mu.Unlock()
	r := store.ReceivedLetter{Copy: crm.LetterCopy{Folder: crm.MailFolder(f), Validity: place.Validity, UID: l.UID}}
	letter := crm.Letter{Spoilt: l.Spoilt != nil}
	var body parse.Letter
	if len(l.Whole) > 0 {
		var err error
		if body, err = parse.ReadLetter(l.Whole, parse.Options{}); err != nil {
			k.log.Warn("letter", "uid", l.UID, "err", err)
		}
	}
	if known {
		letter.Message = seen.verdict.Message(seen.letter)
		if letter.Spoilt {
			letter.Preview = body.Preview(previewSigns)
		} else {
			letter.Message = match.WithBody(letter.Message, body)
		}
	} else { // one whose header could not be read either: named, so that it is not missed
		letter.Message = crm.Message{
			Account: k.account, Owners: []string{k.account}, Direction: crm.Incoming, Subject: body.Subject,
			Key: f.Name + "/" + strconv.FormatUint(uint64(place.Validity), 10) + "/" + strconv.FormatUint(uint64(l.UID), 10),
		}
	}
	letter.Text = body.Reading()
	letter.Date = when(letter.Date, l.Received, k.now())
	if letter.ID = ourID(body.PultID, f.Sent); letter.ID.IsZero() {
		letter.ID = crm.NewID(letter.Date)
	}
	if len(l.Whole) > 0 {
		letter.File = letter.ID.String() + ".eml"
		if err := k.write(letter.ID, l.Whole); err != nil {
			return r, err
		}
	}
	r.Letter = letter
	return r, nil
}

// when is the time of a letter: what it says, if that can be true.
func when(said, received, now time.Time) time.Time {
	switch {
	case !said.IsZero() && said.Before(now.Add(24*time.Hour)) && (received.IsZero() || said.After(received.AddDate(0, 0, -14))):
		return said
	case !received.IsZero():
		return received.UTC()
	}
	return now.UTC()
}

// ourID is the id that a letter of ours carries. Among received letters it proves
// nothing: anybody can write it.
func ourID(text string, sent bool) crm.ID {
	id, err := crm.ParseID(text)
	if err != nil || !sent {
		return crm.ID{}
	}
	return id
}

func (l *letters) write(id crm.ID, raw []byte) error {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return fmt.Errorf("folder of letters: %w", err)
	}
	if err := os.WriteFile(l.path(id), raw, 0o600); err != nil {
		return fmt.Errorf("keep a letter: %w", err)
	}
	return nil
}

// tell says what is new. A letter that was here already is no news.
func (k *mailKeeper) tell(ctx context.Context, records []store.ReceivedLetter, touched []crm.Ref) {
	if len(touched) > 0 {
		k.feed.Publish(feed.ClientsChanged{Clients: touched})
	}
	for _, r := range records {
		l := r.Letter
		if l.Direction != crm.Incoming || k.now().Sub(l.Date) > newsAge {
			continue
		}
		link, sure := l.Sure()
		if !sure || !slices.Contains(touched, link.Client) {
			continue
		}
		names, err := k.store.Cache.Names(ctx, []crm.Ref{link.Client})
		if err != nil {
			k.log.Warn("name of a client", "err", err)
		}
		k.feed.Publish(feed.LetterCame{Letter: l, Client: names[link.Client]})
	}
}

// Answered notes letters that were answered, from wherever.
func (k *mailKeeper) Answered(ctx context.Context, f inbox.Folder, validity uint32, uids []uint32) error {
	touched, err := k.store.Journal.LettersAnswered(ctx, crm.MailFolder(f), validity, uids)
	if err == nil && len(touched) > 0 {
		k.feed.Publish(feed.ClientsChanged{Clients: touched})
	}
	return err
}

// The keeper is the queue of the courier too.

// ClaimPosting gives the next letter to be sent.
func (k *mailKeeper) ClaimPosting(ctx context.Context, account string, now time.Time) (crm.Posting, error) {
	return k.store.Journal.ClaimPosting(ctx, account, now)
}

// UnfiledPosting gives a letter that is not among the sent ones.
func (k *mailKeeper) UnfiledPosting(ctx context.Context, account string) (crm.Posting, error) {
	return k.store.Journal.UnfiledPosting(ctx, account)
}

// PostingDelayed gives a letter back.
func (k *mailKeeper) PostingDelayed(ctx context.Context, id crm.ID, next time.Time, why crm.Fault) error {
	return k.store.Journal.PostingDelayed(ctx, id, next, why)
}

// PostingRefused leaves a letter to people.
func (k *mailKeeper) PostingRefused(ctx context.Context, id crm.ID, why crm.Fault) error {
	return k.store.Journal.PostingRefused(ctx, id, why)
}

// PostingDoubtful leaves the doubt to people.
func (k *mailKeeper) PostingDoubtful(ctx context.Context, id crm.ID, why crm.Fault) error {
	return k.store.Journal.PostingDoubtful(ctx, id, why)
}

// PostingSent puts a letter of ours into the history.
func (k *mailKeeper) PostingSent(ctx context.Context, id crm.ID) error {
	touched, err := k.store.Journal.PostingSent(ctx, id, k.push)
	if err == nil && len(touched) > 0 {
		k.feed.Publish(feed.ClientsChanged{Clients: touched})
	}
	return err
}

// PostingFiled notes that a letter is among the sent ones.
func (k *mailKeeper) PostingFiled(ctx context.Context, id crm.ID) error {
	return k.store.Journal.PostingFiled(ctx, id)
}

// AbandonedPostings are letters that were being sent when a program ended.
func (k *mailKeeper) AbandonedPostings(ctx context.Context, account string) ([]crm.Posting, error) {
	list, err := k.store.Journal.AbandonedPostings(ctx, account)
	if errors.Is(err, crm.ErrNotFound) {
		return nil, nil
	}
	return list, err
}
