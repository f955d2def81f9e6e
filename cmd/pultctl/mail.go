package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/station"
	"pult/app/view"
)

// messageEvent says that a client's letter is on record.
type messageEvent struct {
	Event   string    `json:"event"`
	Letter  crm.ID    `json:"letter"`
	Client  *crm.Ref  `json:"client"`
	Name    string    `json:"name"`
	From    string    `json:"from"`
	Subject string    `json:"subject"`
	Preview string    `json:"preview"`
	At      time.Time `json:"at"`
}

// mailboxEvent says how a mailbox does.
type mailboxEvent struct {
	Event   string `json:"event"`
	Account string `json:"account"`
	Online  bool   `json:"online"`
	Text    string `json:"text,omitempty"`
}

// sendingEvent says that no letter goes out any more, and why, or that they do again.
type sendingEvent struct {
	Event   string `json:"event"`
	Account string `json:"account"`
	On      bool   `json:"on"`
	Text    string `json:"text,omitempty"`
}

// mailEvent words what concerns mail; nil for all else.
func (c *console) mailEvent(e feed.Event) any {
	switch e := e.(type) {
	case feed.LetterCame:
		m := messageEvent{
			Event: "message", Letter: e.Letter.ID, Name: e.Client, From: e.Letter.From.Email,
			Subject: e.Letter.Subject, Preview: e.Letter.Preview, At: e.Letter.Date,
		}
		for _, link := range e.Letter.Links {
			if link.Sure {
				m.Client = &link.Client
				break
			}
		}
		return m
	case feed.SendingChanged:
		m := sendingEvent{Event: "sending", Account: e.Account, On: e.Err == nil}
		if e.Err != nil {
			m.Text = c.words.SendingStopped(e.Err)
		}
		return m
	case feed.MailboxChanged:
		m := mailboxEvent{Event: "mailbox", Account: e.State.Account, Online: e.State.Online}
		if e.State.Err != nil {
			m.Text = c.words.Error(view.Mail, e.State.Err)
		}
		return m
	}
	return nil
}

// write obeys the words that are about letters. done tells that the word was one.
func (c *console) write(ctx context.Context, s *station.Station, word, rest string) (done bool, err error) {
	first, text, _ := strings.Cut(rest, " ")
	switch word {
	case "reply", "personal", "resend", "drop", "settle", "remind":
	default:
		return false, nil
	}
	id, err := crm.ParseID(first)
	if err != nil {
		return true, unclear(word + " " + rest)
	}
	switch word {
	case "reply":
		d, err := s.Reply(ctx, id, false)
		if err != nil {
			return true, err
		}
		d.Text = strings.TrimSpace(text) + d.Text
		_, err = s.SendLetter(ctx, d)
		return true, err
	case "personal":
		return true, s.HideLetter(ctx, id)
	case "resend":
		return true, s.ResendLetter(ctx, id)
	case "settle":
		return true, s.SettleLetter(ctx, id)
	case "remind":
		days, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || days < 0 {
			return true, unclear(word + " " + rest)
		}
		return true, s.RemindOfLetter(ctx, id, days)
	}
	return true, s.DropLetter(ctx, id)
}

// examinePostings looks for letters of ours that need a person.
func (c *console) examinePostings(ctx context.Context, s *station.Station) []examined {
	list, err := s.Store.Journal.Postings(ctx)
	n := 0
	for _, p := range list {
		if p.State == crm.PostingDoubtful || p.State == crm.PostingRefused {
			n++
		}
	}
	if err != nil || n == 0 {
		return nil
	}
	return []examined{{Check: "mail", Text: c.words.T("doctor.postings", n), Cure: c.words.T("doctor.postings_cure")}}
}

// letterAnswer is a letter that was found.
type letterAnswer struct {
	ID        crm.ID    `json:"id"`
	Direction string    `json:"direction"`
	At        time.Time `json:"at"`
	From      string    `json:"from"`
	Subject   string    `json:"subject"`
	Preview   string    `json:"preview"`
	Clients   []crm.Ref `json:"clients"`
	Spoilt    bool      `json:"spoilt,omitempty"`
}

// letters finds letters on record by words.
func letters(ctx context.Context, c *console, args []string) error {
	client, err := crm.ParseRef(c.client)
	if err != nil {
		return c.misread(c.client)
	}
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		list, err := s.Store.Journal.SearchLetters(ctx, client, strings.Join(args, " "), c.limit)
		if err != nil {
			return c.explain(view.Mail, err)
		}
		answers := make([]letterAnswer, len(list))
		for i, l := range list {
			answers[i] = letterAnswer{ID: l.ID, Direction: string(l.Direction), At: l.Date, From: l.From.Email, Subject: l.Subject, Preview: l.Preview, Spoilt: l.Spoilt}
			for _, link := range l.Links {
				answers[i].Clients = append(answers[i].Clients, link.Client)
			}
			if !c.JSON {
				c.printf("%s  %s  %s\n    %s\n", c.words.Moment(l.Date), l.From.Email, l.Subject, l.Preview)
			}
		}
		if !c.JSON {
			return nil
		}
		return c.print(answers)
	})
}
