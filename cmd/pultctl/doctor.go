package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/station"
	"pult/app/view"
	"pult/sync/onec"
	"pult/telephony/audio"
)

// examined is what one check found. Text is what is so, Cure what to do when it
// is not as it should be.
type examined struct {
	Check string   `json:"check"`
	Fine  bool     `json:"fine"`
	Text  string   `json:"text"`
	Cure  string   `json:"cure,omitempty"`
	Lines []string `json:"lines,omitempty"` // details, one by one
}

var errUnwell = errors.New("something needs a hand")

// doctor looks at everything a workstation stands on, and says of each thing
// whether it is well and what to do if not.
func doctor(ctx context.Context, c *console, _ []string) error {
	return c.withStation(ctx, station.Sync, func(s *station.Station) error {
		checks := []func(context.Context, *station.Station) []examined{
			c.examineHome, c.examineCache, c.examineOneC, c.examineBell, c.examineOutbox, c.examinePhone, c.examineMail, c.examineSound,
		}
		var all []examined
		well := true
		for _, check := range checks {
			for _, e := range check(ctx, s) {
				all, well = append(all, e), well && e.Fine
				if !c.JSON {
					c.printExamined(e)
				}
			}
		}
		if c.JSON {
			if err := c.print(all); err != nil {
				return err
			}
		}
		if !well {
			return &explained{text: c.words.T("doctor.unwell"), err: errUnwell}
		}
		return nil
	})
}

func (c *console) printExamined(e examined) {
	mark := "ok"
	if !e.Fine {
		mark = "--"
	}
	c.printf("%s  %-8s %s\n", mark, e.Check, e.Text)
	for _, line := range e.Lines {
		c.printf("              %s\n", line)
	}
	if e.Cure != "" {
		c.printf("              → %s\n", e.Cure)
	}
}

// leastSpace is a month of a busy manager's recordings.
const leastSpace = 2 << 30

func (c *console) examineHome(_ context.Context, s *station.Station) []examined {
	free, err := station.FreeSpace(s.Conf.Home())
	e := examined{Check: "disk", Fine: err == nil && free >= leastSpace, Text: c.words.T("doctor.disk", s.Conf.Home(), free>>20)}
	if !e.Fine {
		e.Cure = c.words.T("doctor.disk_cure")
	}
	return []examined{e}
}

func (c *console) examineCache(ctx context.Context, s *station.Station) []examined {
	clients, phones, err := s.Store.Cache.Count(ctx)
	e := examined{Check: "cache", Fine: err == nil, Text: c.words.T("doctor.cache", clients, phones)}
	if err != nil {
		e.Text, e.Cure = err.Error(), c.words.T("doctor.cache_cure")
		return []examined{e}
	}
	fresh, err := s.Store.Cache.Freshness(ctx)
	if err != nil {
		e.Fine, e.Text = false, err.Error()
	}
	for _, f := range fresh {
		e.Lines = append(e.Lines, c.words.T("doctor.fresh", c.words.T("kind."+f.Kind), f.Rows, c.words.Moment(f.At)))
	}
	if aside, err := s.Store.Cache.SetAside(ctx); err == nil && len(aside) > 0 {
		e.Lines = append(e.Lines, c.words.T("doctor.aside", len(aside)))
	}
	return []examined{e}
}

// examineOneC prints what of the configuration was found where.
func (c *console) examineOneC(ctx context.Context, s *station.Station) []examined {
	if s.Conf.OneC.URL == "" {
		return []examined{{Check: "1C", Fine: true, Text: c.words.T("doctor.onec_off")}}
	}
	report, err := s.Explore(ctx)
	if err != nil {
		return []examined{{Check: "1C", Text: c.words.Error(view.OneC, err), Cure: c.words.Cure(err)}}
	}
	e := examined{Check: "1C", Fine: true, Text: c.words.T("doctor.onec", report.Title, report.Map)}
	if !report.Schema {
		e.Lines = append(e.Lines, c.words.T("doctor.onec_schema"))
	}
	list := []examined{e}
	for _, f := range report.Sources {
		list = append(list, c.examineSource(f))
	}
	for _, f := range report.Targets { // only what may be written is missed
		kind := crm.FactKind(f.Kind)
		if f.Kind == "counterparties" {
			kind = crm.ClientFacts
		}
		if s.Conf.MayWrite(kind) {
			e := c.examineSource(f)
			e.Check = "→ " + e.Check
			list = append(list, e)
		}
	}
	return append(list, c.examinePlan(ctx, s)...)
}

// examinePlan looks for our node in the exchange plan.
func (c *console) examinePlan(ctx context.Context, s *station.Station) []examined {
	o := s.Conf.OneC
	if o.ExchangePlan == "" {
		return nil
	}
	err := s.TryPlan(ctx)
	e := examined{Check: "plan", Fine: err == nil, Text: o.ExchangePlan + ", " + o.ExchangeNode}
	switch {
	case errors.Is(err, crm.ErrNotFound):
		e.Cure = c.words.T("doctor.plan_node", o.ExchangeNode, o.ExchangePlan)
	case err != nil:
		e.Cure = c.words.Cure(err)
	}
	return []examined{e}
}

func (c *console) examineSource(f onec.Finding) examined {
	e := examined{Check: f.Name, Fine: f.Err == nil, Text: f.Set}
	switch {
	case f.Err != nil:
		e.Text, e.Cure = strings.Join(f.Sets, ", "), c.words.Cure(f.Err)
	case f.Set == "":
		e.Text = c.words.T("doctor.optional", strings.Join(f.Sets, ", "))
	}
	if f.Set != "" {
		var fields []string
		for _, field := range slices.Sorted(maps.Keys(f.Fields)) {
			fields = append(fields, field+" = "+f.Fields[field])
		}
		e.Lines = append(e.Lines, strings.Join(fields, ", "))
	}
	if len(f.Lacking) > 0 {
		e.Lines = append(e.Lines, c.words.T("doctor.lacking", strings.Join(f.Lacking, ", ")))
	}
	return e
}

// examineBell looks whether 1C could be heard; nothing is said of what is not
// wanted.
func (c *console) examineBell(ctx context.Context, s *station.Station) []examined {
	if s.Conf.Bell.Listen == "" || s.Puller == nil {
		return nil
	}
	open, err := s.TryBell(ctx)
	e := examined{Check: "bell", Text: c.words.T("doctor.bell", s.Conf.Bell.Listen)}
	switch {
	case err == nil:
		e.Fine = true
	case errors.Is(err, crm.ErrConflict):
		e.Fine, e.Lines = true, []string{c.words.T("doctor.bell_in_use")}
	case errors.Is(err, crm.ErrBusy):
		e.Cure = c.words.T("doctor.bell_busy", s.Conf.Bell.Listen)
	default:
		e.Cure = c.words.T("doctor.bell_cure", err.Error())
	}
	if open {
		e.Lines = append(e.Lines, c.words.T("doctor.bell_open"))
	}
	return []examined{e}
}

func (c *console) examineOutbox(ctx context.Context, s *station.Station) []examined {
	waiting, stuck, err := s.Store.Journal.OutboxCount(ctx)
	e := examined{Check: "outbox", Fine: err == nil && stuck == 0, Text: c.words.T("doctor.outbox", waiting, stuck)}
	if !e.Fine {
		e.Cure = c.words.T("doctor.outbox_cure")
	}
	list := []examined{e}
	facts, err := s.Desk.Outbox(ctx)
	held := map[crm.FactKind]int{}
	for _, f := range facts {
		if fault := f.Fault(); fault != nil && errors.Is(fault, crm.ErrReadOnly) {
			held[f.Kind]++
		}
	}
	if err != nil || len(held) == 0 {
		return list
	}
	e = examined{Check: "outbox", Text: c.words.Error(view.OneC, crm.ErrReadOnly), Cure: c.words.Cure(crm.ErrReadOnly)}
	for _, kind := range crm.FactKinds() {
		if held[kind] > 0 {
			e.Lines = append(e.Lines, c.words.T("doctor.outbox_held", c.words.T("fact.kind."+string(kind)), held[kind]))
		}
	}
	return append(list, e)
}

func (c *console) examinePhone(ctx context.Context, s *station.Station) []examined {
	accounts := s.Conf.Accounts()
	if len(accounts) == 0 {
		return []examined{{Check: "phone", Fine: true, Text: c.words.T("doctor.phone_off")}}
	}
	list := make([]examined, len(accounts))
	for i, a := range accounts {
		list[i] = c.examineAccount(ctx, s, a)
	}
	return list
}

func (c *console) examineAccount(ctx context.Context, s *station.Station, a conf.Account) examined {
	e := examined{Check: "phone", Text: fmt.Sprintf("%s, %s", a.Name, a.Server)}
	switch err := s.TryAccount(ctx, a); {
	case err == nil:
		e.Fine = true
	case errors.Is(err, crm.ErrConflict):
		e.Fine, e.Lines = true, []string{c.words.T("doctor.phone_in_use")}
	case errors.Is(err, crm.ErrNoSecret):
		e.Cure = c.words.Error(view.Start, err)
	default:
		e.Cure = c.words.Error(view.Telephone, err)
	}
	return e
}

func (c *console) examineSound(_ context.Context, s *station.Station) []examined {
	var devices audio.Devices
	chosen := s.Conf.Sound
	devices.Choose(audio.Choice{Input: chosen.Input, Output: chosen.Output, Ring: chosen.Ring})
	trial := devices.Probe()
	var list []examined
	for _, t := range []struct {
		what    string
		finding audio.Finding
	}{{"input", trial.Input}, {"output", trial.Output}, {"ring", trial.Ring}} {
		r := c.soundResult(t.what, t.finding)
		list = append(list, examined{Check: t.what, Fine: r.Fine, Text: r.Device, Cure: r.Cure})
	}
	return list
}
