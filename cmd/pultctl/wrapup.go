package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

// wrapUp obeys the words that say what came of a call, or of its client. done
// tells that the word was one of them.
func (c *console) wrapUp(ctx context.Context, s *station.Station, word, rest string) (done bool, err error) {
	desk := s.Desk
	first, more, _ := strings.Cut(rest, " ")
	more = strings.TrimSpace(more)
	switch word {
	case "result":
		if first == "" || !crm.IsResult(crm.Result(first)) {
			return true, unclear(strings.TrimSpace("result "+first), resultNames()...)
		}
		return true, desk.SetResult(ctx, crm.ID{}, crm.Result(first), more)
	case "next":
		return true, c.next(ctx, s, rest)
	case "done":
		id, err := crm.ParseID(rest)
		if err != nil {
			return true, unclear(word + " " + rest)
		}
		return true, desk.FinishTask(ctx, id)
	case "complaint", "ban", "consent":
		return true, c.stand(ctx, s, word, rest)
	case "attach":
		return true, c.attach(ctx, s, first, more)
	case "spam", "private", "unmark":
		mark := crm.CallerMark(word)
		if word == "unmark" {
			mark = crm.CallerUnsorted
		}
		return true, desk.MarkCaller(ctx, s.Conf.Plan().Parse(rest), mark)
	}
	return false, nil
}

func resultNames() []string {
	names := make([]string, 0, len(crm.Results()))
	for _, r := range crm.Results() {
		names = append(names, string(r))
	}
	return names
}

// next sets a next step for the call that is on, or the last one.
func (c *console) next(ctx context.Context, s *station.Station, rest string) error {
	when, err := view.ParseWhen(rest, c.words.Now())
	switch {
	case errors.Is(err, view.ErrPast):
		return &crm.Fault{Kind: crm.ErrInvalid, Subject: rest + " (" + c.words.T("next.past") + ")"}
	case err != nil:
		return unclear("next "+rest, c.words.T("next.example"))
	}
	call, err := s.Desk.ThisCall(ctx)
	if err != nil {
		return err
	}
	_, err = s.Desk.AddTask(ctx, crm.Task{Call: call.ID, Due: when.At, Day: when.Day, Text: when.Text})
	return err
}

// stand says how the client of the call stands to us from now on.
func (c *console) stand(ctx context.Context, s *station.Station, word, rest string) error {
	call, err := s.Desk.ThisCall(ctx)
	if err != nil {
		return err
	}
	if call.Client.IsZero() {
		return fmt.Errorf("%s: nobody's call: %w", word, crm.ErrNotFound)
	}
	first, more, _ := strings.Cut(rest, " ")
	off := first == "off"
	if off {
		rest = strings.TrimSpace(more)
	}
	switch word {
	case "complaint":
		return s.Desk.Complain(ctx, call.Client, !off, rest)
	case "ban":
		return s.Desk.Ban(ctx, call.Client, !off, rest)
	}
	if first != "yes" && first != "no" {
		return unclear("consent "+first, "yes", "no")
	}
	return s.Desk.Consent(ctx, call.Client, first == "yes", strings.TrimSpace(more))
}

// attach gives the record of a call, or all calls of a number, to a client.
func (c *console) attach(ctx context.Context, s *station.Station, what, client string) error {
	ref, err := crm.ParseRef(client)
	if err != nil || ref.IsZero() {
		return unclear("attach " + what + " " + client)
	}
	if id, err := crm.ParseID(what); err == nil && !id.IsZero() {
		return s.Desk.Assign(ctx, id, ref, crm.Ref{})
	}
	return s.Desk.AttachCaller(ctx, s.Conf.Plan().Parse(what), ref)
}
