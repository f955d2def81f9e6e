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

// obey does what a line of stdin says. Commands mean the call that a person would
// mean: the one that rings, or the talk.
func (c *console) obey(ctx context.Context, s *station.Station, word, rest string) error {
	desk := s.Desk
	switch word {
	case "answer":
		return desk.Answer(ctx, crm.ID{})
	case "hangup":
		return desk.Hangup(ctx, crm.ID{})
	case "reject":
		how, err := rejection(rest)
		if err != nil {
			return err
		}
		return desk.Reject(ctx, crm.ID{}, how)
	case "hold", "resume":
		return desk.Hold(ctx, crm.ID{}, word == "hold")
	case "dtmf":
		return desk.DTMF(ctx, crm.ID{}, rest)
	case "transfer":
		return desk.Transfer(ctx, crm.ID{}, s.Conf.Plan().Parse(rest))
	case "forward":
		return desk.Forward(ctx, crm.ID{}, s.Conf.Plan().Parse(rest))
	case "join":
		return desk.Join(ctx)
	case "dial":
		_, err := desk.Dial(ctx, s.Conf.Plan().Parse(rest), crm.Ref{})
		return err
	case "dial-anyway": // who has asked not to be called
		_, err := desk.DialAnyway(ctx, s.Conf.Plan().Parse(rest), crm.Ref{})
		return err
	case "redial":
		_, err := desk.Redial(ctx)
		return err
	case "account":
		return s.ChooseAccount(rest)
	case "note":
		return desk.Note(ctx, crm.ID{}, rest)
	case "colleagues":
		return c.colleagues(ctx, s)
	case "list":
		return c.listWord(ctx, s, rest)
	default:
		if done, err := c.write(ctx, s, word, rest); done {
			return err
		}
		if done, err := c.wrapUp(ctx, s, word, rest); done {
			return err
		}
		return c.turn(ctx, s, word, rest)
	}
}

// turn obeys the words that switch something.
func (c *console) turn(ctx context.Context, s *station.Station, word, rest string) error {
	switches := map[string]func(on bool) error{
		"mute":       func(on bool) error { return s.Desk.Mute(ctx, crm.ID{}, on) },
		"conference": func(on bool) error { return s.Desk.Conference(ctx, on) },
		"dnd":        func(on bool) error { return s.Desk.SetDoNotDisturb(ctx, on) },
		"break": func(on bool) error {
			if on {
				return s.Desk.SetPresence(ctx, crm.PresenceBreak, "")
			}
			return s.Desk.SetPresence(ctx, crm.PresenceFree, "")
		},
		"record": func(on bool) error { return s.Desk.Record(ctx, crm.ID{}, on) },
		"pause":  func(on bool) error { return s.Desk.PauseRecording(ctx, crm.ID{}, on) },
	}
	turn, ok := switches[word]
	if !ok {
		return unclear(word)
	}
	switch rest {
	case "on", "":
		return turn(true)
	case "off":
		return turn(false)
	default:
		return unclear(word+" "+rest, "on", "off")
	}
}

func rejection(word string) (crm.Rejection, error) {
	switch how := crm.Rejection(word); how {
	case "":
		return crm.RejectBusy, nil
	case crm.RejectBusy, crm.RejectDecline:
		return how, nil
	default:
		return "", unclear("reject "+word, string(crm.RejectBusy), string(crm.RejectDecline))
	}
}

// colleagues prints whom a call can be handed over to.
func (c *console) colleagues(ctx context.Context, s *station.Station) error {
	list, err := s.Desk.Colleagues(ctx)
	if err != nil {
		return err
	}
	all := make([]colleague, len(list))
	for i, one := range list {
		all[i] = colleagueOf(one)
	}
	return c.print(colleaguesEvent{"colleagues", all})
}

// unclear is a line that cannot be understood, with what would be.
func unclear(line string, meant ...string) error {
	if len(meant) > 0 {
		line = fmt.Sprintf("%s (%s)", line, strings.Join(meant, " | "))
	}
	return &crm.Fault{Kind: crm.ErrInvalid, Subject: line}
}

// refusal words why a command did nothing.
func (c *console) refusal(err error) string {
	var fault *crm.Fault
	if errors.As(err, &fault) && errors.Is(fault.Kind, crm.ErrInvalid) {
		return c.words.T("error.invalid", fault.Subject)
	}
	if errors.Is(err, crm.ErrConflict) { // of two wishes, not of two programs
		return c.words.Error(view.Telephone, err)
	}
	return c.words.Error(view.Desk, err)
}
