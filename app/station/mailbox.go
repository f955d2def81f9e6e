package station

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/feed"
	"pult/app/store"
	"pult/mail/account"
	"pult/mail/inbox"
	"pult/mail/match"
	"pult/mail/outbox"
)

// Mailbox is a mailbox that is watched and written from.
type Mailbox struct {
	Account *account.Account
	Watcher *inbox.Watcher
	Courier *outbox.Courier // nil without a server to send by

	signature string
	holder    *account.Holder // nil when a password is used
}

// connectMail prepares the mailboxes of the settings.
func (s *Station) connectMail() error {
	list := s.Conf.Mailboxes()
	if len(list) == 0 {
		return nil
	}
	s.letters = &letters{
		store: s.Store, feed: s.Feed, dir: s.Conf.Letters(), own: s.ownAddresses(list), rules: s.Conf.MailRules,
		push: s.Conf.MayWrite(crm.MailFacts), books: s.Conf.OneC.URL != "", log: s.log, now: time.Now,
	}
	for _, m := range list {
		box, err := s.connectMailbox(m)
		if err != nil {
			return fmt.Errorf("mailbox %s: %w", m.Name, err)
		}
		s.Mailboxes = append(s.Mailboxes, box)
	}
	return nil
}

func (s *Station) connectMailbox(m conf.Mail) (*Mailbox, error) {
	server, err := account.ReadServer(m.IMAP, m.Certificate)
	if err != nil {
		return nil, err
	}
	box := &Mailbox{signature: m.Signature, Account: &account.Account{
		Name: m.Name, Address: m.Address, Aliases: m.Aliases, User: m.User, IMAP: server, Folders: m.Folders,
		Secret: func(context.Context) (string, error) { return s.Conf.MailPassword(m) },
	}}
	if m.OAuthClient != "" {
		if box.holder, err = s.holder(m); err != nil {
			return nil, err
		}
		box.Account.Token = box.holder.Token
	}
	dialer := account.Dialer{}
	options := inbox.Options{Since: time.Now().AddDate(0, 0, -m.Days)}
	if p, known := account.PresetOfServer(m.IMAP); known && p.Look > 0 {
		options.Poll, options.Clock = p.Look, true
	}
	box.Watcher = inbox.New(box.Account, dialer, s.letters.of(m.Name), mailEar{s.Feed}, options, s.log)
	if m.SMTP == "" {
		return box, nil
	}
	if box.Account.SMTP, err = account.ReadServer(m.SMTP, m.Certificate); err != nil {
		return nil, err
	}
	told := s.sendingOf(m.Name)
	box.Courier = outbox.New(box.Account, dialer, s.letters.of(m.Name), box.Watcher, told, s.log)
	return box, nil
}

// sendingOf tells the feed what becomes of letters of ours, and at once when none goes
// out any more.
func (s *Station) sendingOf(name string) func(stopped error) {
	var before error // the courier alone calls it
	return func(stopped error) {
		s.Feed.Publish(feed.PostingsChanged{Account: name})
		if (stopped == nil) != (before == nil) {
			s.Feed.Publish(feed.SendingChanged{Account: name, Err: stopped})
		}
		before = stopped
	}
}

// ownAddresses are those of the firm's people that we know of: letters among them are
// nobody's business.
func (s *Station) ownAddresses(list []conf.Mail) []string {
	var own []string
	for _, m := range list {
		own = append(append(own, m.Address), m.Aliases...)
	}
	return own
}

// mailEar tells the feed how mailboxes do.
type mailEar struct{ feed *feed.Feed }

func (e mailEar) MailboxChanged(s inbox.State) {
	e.feed.Publish(feed.MailboxChanged{State: feed.MailboxState(s)})
}

// letters decides whose letters are, and keeps them.
type letters struct {
	store *store.Store
	feed  *feed.Feed
	dir   string
	own   []string
	rules conf.MailRules
	push  bool // letters may be written into 1C
	books bool // clients come from 1C
	log   *slog.Logger
	now   func() time.Time
}

// matching are the rules with what managers have said since.
func (l *letters) matching(ctx context.Context) (match.Rules, error) {
	rules := match.Rules{Own: l.own, OwnDomains: l.rules.Own}
	add := func(kind crm.MailRuleKind, values ...string) {
		for _, v := range values {
			rules.KeptOut = append(rules.KeptOut, crm.MailRule{Kind: kind, Value: v})
		}
	}
	for _, text := range l.rules.Exclude {
		if domain, ok := strings.CutPrefix(text, "@"); ok {
			add(crm.ExcludedDomain, domain)
		} else {
			add(crm.ExcludedAddress, text)
		}
	}
	add(crm.ExcludedFolder, l.rules.Folders...)
	add(crm.ExcludedSubject, l.rules.Words...)
	said, err := l.store.Journal.MailRules(ctx)
	rules.KeptOut = append(rules.KeptOut, said...)
	return rules, err
}

// of is what one mailbox needs.
func (l *letters) of(account string) *mailKeeper {
	return &mailKeeper{letters: l, account: account, judged: map[string]map[uint32]judged{}, asked: map[string][]asked{}}
}

// directory answers match from the cache and the journal.
type directory struct{ store *store.Store }

func (d directory) HoldersByEmail(ctx context.Context, emails []string) (map[string][]match.Holder, error) {
	found, err := d.store.Cache.EmailHolders(ctx, emails)
	if err != nil {
		return nil, err
	}
	// What 1C does not know a manager may have said.
	said, err := d.store.Journal.MailHolders(ctx, slices.DeleteFunc(slices.Clone(emails), func(e string) bool { return len(found[e]) > 0 }))
	holders := make(map[string][]match.Holder, len(found))
	for email, client := range said {
		holders[email] = []match.Holder{{Client: client}}
	}
	for email, list := range found {
		for _, h := range list {
			holders[email] = append(holders[email], match.Holder(h))
		}
	}
	return holders, err
}

func (d directory) ClientsByDomain(ctx context.Context, domains []string) (map[string][]crm.Ref, error) {
	return d.store.Cache.DomainClients(ctx, domains)
}

func (d directory) ClientsByMessage(ctx context.Context, ids []string) (map[string][]crm.Ref, error) {
	list, err := d.store.Journal.LettersNamed(ctx, ids)
	found := make(map[string][]crm.Ref, len(list))
	for _, l := range list {
		for _, link := range l.Links {
			if link.Sure {
				found[l.MessageID] = append(found[l.MessageID], link.Client)
			}
		}
	}
	return found, err
}

func (l *letters) path(id crm.ID) string { return filepath.Join(l.dir, id.String()+".eml") }
