package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
)

// draftFlags are the wishes for a list.
type draftFlags struct {
	purpose, segment, good, since, filter, script, share, save, saved string
	days, most                                                        int
	live, own                                                         bool
}

func choiceFlags(set *flag.FlagSet, c *console) {
	f := &c.draft
	set.StringVar(&f.segment, "segment", "", "a ready segment, see list segments; everybody without one")
	set.IntVar(&f.days, "days", 0, "days the segment reckons with; its own when 0")
	set.StringVar(&f.good, "good", "", "id of the product, for the segment good")
	set.StringVar(&f.since, "since", "", "where the time of last_year begins, 2025-01-01")
	set.StringVar(&f.filter, "filter", "", `a filter as JSON, or @FILE: {"all":[{"test":{"field":"abc","values":["A"]}}]}; all, any, not`)
	set.IntVar(&f.most, "most", 0, "the first so many of those who can be called; all when 0")
	set.StringVar(&f.purpose, "purpose", string(crm.ServicePurpose), "service, debt, advert or survey")
	set.StringVar(&f.saved, "choice", "", "a choice saved under this name, in place of the above")
	set.BoolVar(&f.own, "own", false, "each manager gets the clients he is responsible for")
	set.StringVar(&f.share, "share", "", "managers who get the others in turn: Anna,Boris")
}

func buildFlags(set *flag.FlagSet, c *console) {
	choiceFlags(set, c)
	set.StringVar(&c.draft.script, "script", "", `what is said and asked, JSON or @FILE: {"text":"…","questions":[…]}`)
	set.BoolVar(&c.draft.live, "live", false, "list refresh adds newcomers and withdraws who fits no more")
	set.StringVar(&c.draft.save, "save", "", "keep the choice under this name")
}

// jsonOf reads JSON, or a file of it behind @.
func (c *console) jsonOf(text string, into any) error {
	if text == "" {
		return nil
	}
	data := []byte(text)
	if path, isFile := strings.CutPrefix(text, "@"); isFile {
		var err error
		if data, err = os.ReadFile(path); errors.Is(err, fs.ErrNotExist) {
			return &explained{text: c.words.T("import.no_file", path), err: crm.ErrNotFound}
		} else if err != nil {
			return c.explain(view.Desk, err)
		}
	}
	read := json.NewDecoder(bytes.NewReader(data))
	read.DisallowUnknownFields() // a filter with a slip of the pen would let everybody through
	if err := read.Decode(into); err != nil {
		return misused(c.words.T("list.json", err.Error()), err)
	}
	return nil
}

// draftOf puts together what was wished for.
func (c *console) draftOf(ctx context.Context, s *station.Station, name string) (d crm.ListDraft, err error) {
	f := &c.draft
	d = crm.ListDraft{Name: name, Purpose: crm.Purpose(f.purpose), Live: f.live, Author: c.cfg.Manager}
	if err := c.jsonOf(f.script, &d.Script); err != nil {
		return d, err
	}
	if f.saved != "" {
		saved, err := c.savedChoice(ctx, s, f.saved)
		d.Choice = saved.Choice
		return d, err
	}
	d.Choice = crm.Choice{Segment: crm.Segment(f.segment), Days: f.days, Most: f.most, Share: crm.Share{Own: f.own}}
	for name := range strings.SplitSeq(f.share, ",") {
		if name = strings.TrimSpace(name); name != "" {
			d.Choice.Share.Among = append(d.Choice.Share.Among, name)
		}
	}
	if d.Choice.Good, err = crm.ParseRef(f.good); err != nil {
		return d, misused(c.words.T("error.invalid", f.good), err)
	}
	if f.since != "" {
		if d.Choice.Since, err = time.ParseInLocation(time.DateOnly, f.since, c.cfg.Zone()); err != nil {
			return d, misused(c.words.T("import.no_date", f.since), err)
		}
	}
	return d, c.jsonOf(f.filter, &d.Choice.Filter)
}

func (c *console) savedChoice(ctx context.Context, s *station.Station, name string) (crm.SavedChoice, error) {
	list, err := s.Store.Journal.SavedChoices(ctx)
	if err != nil {
		return crm.SavedChoice{}, c.explain(view.Desk, err)
	}
	for _, one := range list {
		if one.Name == name {
			return one, nil
		}
	}
	return crm.SavedChoice{}, &explained{text: c.words.T("list.no_choice", name), err: crm.ErrNotFound}
}

// listForget removes a choice that was saved. Lists that were made by it stay.
func listForget(ctx context.Context, c *console, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		saved, err := c.savedChoice(ctx, s, strings.Join(words, " "))
		if err != nil {
			return err
		}
		if err := s.Store.Journal.ForgetChoice(ctx, saved.ID); err != nil {
			return c.explain(view.Desk, err)
		}
		if c.JSON {
			return c.print(map[string]string{"forgotten": saved.Name})
		}
		c.printf("%s\n", c.words.T("list.forgotten", saved.Name))
		return nil
	})
}

// listSegments prints the ready segments and the saved choices.
func listSegments(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		saved, err := s.Store.Journal.SavedChoices(ctx)
		if err != nil {
			return c.explain(view.Desk, err)
		}
		type segmentAnswer struct {
			Segment crm.Segment `json:"segment"`
			Name    string      `json:"name"`
			Days    int         `json:"days,omitempty"`
		}
		type choiceAnswer struct {
			ID     crm.ID     `json:"id"`
			Name   string     `json:"name"`
			Choice crm.Choice `json:"choice"`
		}
		answer := struct {
			Segments []segmentAnswer `json:"segments"`
			Saved    []choiceAnswer  `json:"saved"`
		}{Saved: []choiceAnswer{}}
		for _, segment := range s.Builder().Segments() {
			answer.Segments = append(answer.Segments, segmentAnswer{segment, c.words.Segment(segment), crm.Choice{Segment: segment}.Within()})
		}
		for _, one := range saved {
			answer.Saved = append(answer.Saved, choiceAnswer{one.ID, one.Name, one.Choice})
		}
		if c.JSON {
			return c.print(answer)
		}
		for _, segment := range answer.Segments {
			c.printf("%-14s %s\n", segment.Segment, segment.Name)
		}
		for _, one := range answer.Saved {
			c.printf("--choice %q\n", one.Name)
		}
		return nil
	})
}

type previewAnswer struct {
	List  string           `json:"list,omitempty"` // empty when nothing was made
	Total int              `json:"total"`
	In    int              `json:"in"`
	Out   map[crm.Hold]int `json:"out"`
	Later map[crm.Hold]int `json:"later"`
	Also  int              `json:"also"` // of those in, waiting in another open list
	First []chosenAnswer   `json:"first"`
}

type chosenAnswer struct {
	Client  string  `json:"client"`
	Name    string  `json:"name"`
	Manager string  `json:"manager,omitempty"`
	Why     crm.Why `json:"why"`
	Text    string  `json:"text"`
}

// sayPreview prints who comes in and who does not.
func (c *console) sayPreview(list crm.ID, p crm.Preview) error {
	if c.JSON {
		return c.print(c.previewAnswerOf(list, p))
	}
	for _, one := range p.First {
		c.printf("  %s  %s\n", one.Name, c.words.Why(one.Why))
	}
	c.printf("%s\n", c.words.T("list.preview", p.Total, p.In))
	for _, hold := range slices.Sorted(maps.Keys(p.Out)) {
		c.printf("  %s\n", c.words.T("list.out."+string(hold), p.Out[hold]))
	}
	for _, hold := range slices.Sorted(maps.Keys(p.Later)) {
		c.printf("  %s\n", c.words.T("list.later."+string(hold), p.Later[hold]))
	}
	if p.Also > 0 {
		c.printf("  %s\n", c.words.T("list.also", p.Also))
	}
	return nil
}

func (c *console) previewAnswerOf(list crm.ID, p crm.Preview) previewAnswer {
	answer := previewAnswer{Total: p.Total, In: p.In, Also: p.Also, Out: map[crm.Hold]int{}, Later: map[crm.Hold]int{}, First: []chosenAnswer{}}
	if !list.IsZero() {
		answer.List = list.String()
	}
	maps.Copy(answer.Out, p.Out)
	maps.Copy(answer.Later, p.Later)
	for _, one := range p.First {
		answer.First = append(answer.First, chosenAnswer{view.RefText(one.Client), one.Name, one.Manager, one.Why, c.words.Why(one.Why)})
	}
	return answer
}

// listPreview tells what a list would be.
func listPreview(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		draft, err := c.draftOf(ctx, s, "preview")
		if err != nil {
			return err
		}
		preview, err := s.Builder().PreviewList(ctx, draft)
		if err != nil {
			return c.explainList(err)
		}
		return c.sayPreview(crm.ID{}, preview)
	})
}

// listBuild makes a list.
func listBuild(ctx context.Context, c *console, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		draft, err := c.draftOf(ctx, s, strings.Join(words, " "))
		if err != nil {
			return err
		}
		list, preview, err := s.Builder().BuildList(ctx, draft)
		if err != nil {
			return c.explainList(err)
		}
		if name := c.draft.save; name != "" {
			saved := crm.SavedChoice{ID: crm.NewID(list.Made), Name: name, Choice: draft.Choice, Author: draft.Author, At: list.Made}
			if err := s.Store.Journal.SaveChoice(ctx, saved); err != nil {
				return c.explain(view.Desk, err)
			}
		}
		if err := c.sayPreview(list.ID, preview); err != nil || c.JSON {
			return err
		}
		c.printf("%s\n", c.words.T("list.made", list.Name, list.ID))
		if draft.Purpose.NeedsConsent() {
			c.printf("%s\n", c.words.T("list.advert_law"))
		}
		return nil
	})
}

// explainList says what 1C does not publish in words of its own; what makes no sense
// is of who typed it.
func (c *console) explainList(err error) error {
	var reason crm.Reason
	if errors.As(err, &reason) {
		return misused(c.words.IntakeReason(reason), err)
	}
	if errors.Is(err, crm.ErrNotPublished) {
		return &explained{text: c.words.T("list.unsigned"), err: err}
	}
	if errors.Is(err, crm.ErrNotFound) {
		return &explained{text: c.words.T("list.nobody_fits"), err: err}
	}
	return c.explain(view.Desk, err)
}

// listRefresh asks a live list's question again.
func listRefresh(ctx context.Context, c *console, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		return c.withList(ctx, s, words[0], func(l crm.CallList) error {
			done, err := s.Builder().RefreshList(ctx, l.ID)
			if errors.Is(err, crm.ErrConflict) {
				return &explained{text: c.words.T("list.frozen"), err: err}
			}
			if err != nil {
				return c.explainList(err)
			}
			if c.JSON {
				return c.print(map[string]int{"added": done.Added, "withdrawn": done.Gone, "back": done.Back})
			}
			c.printf("%s\n", c.words.T("list.refreshed", done.Added, done.Gone, done.Back))
			return nil
		})
	})
}
