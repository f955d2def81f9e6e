package main

import (
	"context"
	"fmt"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

// mailboxStep is a step of trying a mailbox.
type mailboxStep struct {
	Mailbox string `json:"mailbox"`
	Step    string `json:"step"`
	State   string `json:"state"` // done, failed or skipped
	Note    string `json:"note,omitempty"`
	Text    string `json:"text"`
	Cure    string `json:"cure,omitempty"`
}

var stepStates = map[crm.TrialState]string{crm.TrialDone: "done", crm.TrialFailed: "failed", crm.TrialSkipped: "skipped"}

// mailbox tries the mailboxes, or the one that is named, and tells of every step as it
// is made.
func mailbox(ctx context.Context, c *console, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		tried := 0
		var failed error
		for _, m := range s.Conf.Mailboxes() {
			if len(words) > 0 && words[0] != m.Name && words[0] != m.Address {
				continue
			}
			tried++
			if !c.JSON {
				c.printf("%s\n", c.words.T("doctor.mail", m.Name, m.IMAP))
			}
			said := 0
			t := s.TryMailbox(ctx, m, func(t crm.MailTrial) { said = c.printSteps(m, t, said) })
			if err := t.Err(); err != nil && failed == nil {
				failed = err
			}
		}
		switch {
		case tried == 0:
			return c.explain(view.Mail, fmt.Errorf("no such mailbox: %w", crm.ErrNotFound))
		case failed != nil:
			return c.explain(view.Mail, failed)
		}
		return nil
	})
}

// printSteps prints the steps that are over and were not said yet, and counts all that
// were.
func (c *console) printSteps(m conf.Mail, t crm.MailTrial, said int) int {
	lines := c.words.MailTrial(t)
	for ; said < len(t) && stepStates[t[said].State] != ""; said++ {
		tick, line := t[said], lines[said]
		if c.JSON {
			_ = c.print(mailboxStep{m.Name, string(tick.Step), stepStates[tick.State], tick.Note, line.Text, line.Cure}) // the end tells of a pipe that broke
			continue
		}
		c.printf("  %s\n", stepText(line))
		if line.Cure != "" {
			c.printf("    → %s\n", line.Cure)
		}
	}
	return said
}

func stepText(l view.TrialLine) string { return l.Mark + " " + l.Text }

// examineMail logs in to the mailboxes.
func (c *console) examineMail(ctx context.Context, s *station.Station) []examined {
	boxes := s.Conf.Mailboxes()
	if len(boxes) == 0 {
		return []examined{{Check: "mail", Fine: true, Text: c.words.T("doctor.mail_off")}}
	}
	var list []examined
	for _, m := range boxes {
		list = append(list, c.examineMailbox(ctx, s, m))
	}
	return append(list, c.examinePostings(ctx, s)...)
}

func (c *console) examineMailbox(ctx context.Context, s *station.Station, m conf.Mail) examined {
	t := s.TryMailbox(ctx, m, func(crm.MailTrial) {})
	e := examined{Check: "mail", Fine: t.Err() == nil, Text: c.words.T("doctor.mail", m.Name, m.IMAP)}
	for _, line := range c.words.MailTrial(t) {
		e.Lines = append(e.Lines, stepText(line))
		if e.Cure == "" {
			e.Cure = line.Cure
		}
	}
	return e
}
