package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"pult/app/crm"
	"pult/app/view"
)

// keepChoice asks under which name the choice is to be kept.
func (p *Panel) keepChoice() {
	r := &p.making
	if err := p.choiceFault(); err != "" {
		r.view.Say(err, view.Danger)
		return
	}
	draft, _ := r.view.Draft()
	r.renames = crm.ID{}
	name := p.Words.SegmentName(draft.Choice.Segment)
	if one, ok := r.savedChoice(); ok {
		name = one.Name
	}
	p.askName(name)
}

func (p *Panel) askName(name string) {
	p.making.view.Ask(name)
	p.making.view.Say(p.Words.T("newlist.name_hint"), view.Quiet)
}

// choiceFault is what is wrong with the choice, in a sentence; nothing when it can be
// kept.
func (p *Panel) choiceFault() string {
	draft, wrong := p.making.view.Draft()
	if wrong != "" {
		return p.Words.T(wrong)
	}
	if err := draft.Choice.Check(); err != nil {
		return p.Words.NotMade(err)
	}
	return ""
}

// renameChoice asks for another name of the saved choice.
func (p *Panel) renameChoice() {
	r := &p.making
	one, ok := r.savedChoice()
	if !ok {
		r.view.Say(p.Words.T("newlist.pick_saved"), view.Quiet)
		return
	}
	r.renames = one.ID
	p.askName(one.Name)
}

// nameChoice keeps the choice under the name that was typed, or renames the saved one.
// A saved one of that name is replaced.
func (p *Panel) nameChoice(name string) {
	r := &p.making
	if name = strings.TrimSpace(name); name == "" || r.window == nil {
		return
	}
	draft, _ := r.view.Draft()
	one := crm.SavedChoice{ID: crm.NewID(p.now()), Name: name, Choice: draft.Choice, Author: p.Manager, At: p.now()}
	said := p.Words.T("newlist.kept", name)
	if !r.renames.IsZero() {
		at := slices.IndexFunc(r.saved, func(s crm.SavedChoice) bool { return s.ID == r.renames })
		if at < 0 {
			return
		}
		one = r.saved[at]
		one.Name = name
		said = p.Words.T("newlist.renamed", name)
	}
	r.view.Asked()
	p.letGo()
	p.changeSaved(one.ID, said, func(ctx context.Context) error { return p.Making.SaveChoice(ctx, one) })
}

// forgetChoice removes the saved choice that holds; what it chose stays in the window.
func (p *Panel) forgetChoice() {
	r := &p.making
	one, ok := r.savedChoice()
	if !ok {
		r.view.Say(p.Words.T("newlist.pick_saved"), view.Quiet)
		return
	}
	p.changeSaved(crm.ID{}, p.Words.T("newlist.forgotten", one.Name), func(ctx context.Context) error {
		err := p.Making.ForgetChoice(ctx, one.ID)
		if errors.Is(err, crm.ErrNotFound) {
			err = nil // another window was faster
		}
		return err
	})
}

// changeSaved changes the saved choices; the one of that id holds then, and none of
// them when it is zero.
func (p *Panel) changeSaved(holds crm.ID, said string, change func(ctx context.Context) error) {
	window := p.making.window
	p.ask(func(ctx context.Context) func() {
		err := change(ctx)
		saved, readErr := p.Making.SavedChoices(ctx)
		return func() {
			r := &p.making
			if r.window != window {
				return
			}
			if err == nil {
				err = readErr
			}
			if err != nil {
				r.view.Say(p.Words.Error(view.Desk, err), view.Danger)
				return
			}
			draft, _ := r.view.Draft()
			r.saved, r.picked = saved, string(draft.Choice.Segment)
			if !holds.IsZero() {
				r.picked = holds.String()
			}
			r.view.Saved(!holds.IsZero())
			p.drawChoices()
			r.view.Say(said, view.Good)
		}
	})
}

// askValues asks what a field of a filter can be asked for.
func (p *Panel) askValues(field crm.FilterField, text string) {
	r := &p.making
	if words := p.Words.FilterWords(field); len(words) > 0 {
		r.view.Offer(field, text, crm.Suited(words, text, valuesAsked))
		return
	}
	window := r.window
	p.ask(func(ctx context.Context) func() {
		values, err := p.Making.Values(ctx, field, text, valuesAsked)
		return func() {
			switch {
			case r.window != window:
			case err != nil:
				r.view.Say(p.Words.Error(view.Desk, err), view.Danger)
			default:
				for _, v := range values {
					if ref, err := crm.ParseRef(v.Value); field == crm.FilterBought && err == nil && r.goods != nil {
						r.goods[ref] = v.Name
					}
				}
				r.view.Offer(field, text, values)
			}
		}
	})
}

// valuesAsked is how many values are asked for: some may be taken already.
const valuesAsked = 40

// drawScripts offers the scripts of earlier lists.
func (p *Panel) drawScripts() {
	r := &p.making
	draft, _ := r.view.Draft()
	first := "newlist.script_none"
	if draft.Script.Text != "" || len(draft.Script.Questions) > 0 {
		first = "newlist.script_here"
	}
	names := []string{p.Words.T(first)}
	for _, l := range r.scripts {
		names = append(names, p.Words.T("newlist.script_of", l.Name)+", "+p.Words.Date(l.Made))
	}
	r.view.Scripts(names)
}

// takeScript takes what was said in an earlier list; the first of those offered is
// none.
func (p *Panel) takeScript(at int) {
	r := &p.making
	switch {
	case at == 0:
		r.view.Script(crm.Script{})
	case at > 0 && at <= len(r.scripts):
		r.view.Script(r.scripts[at-1].Script)
	}
}

// pickScript asks for the file of a script.
func (p *Panel) pickScript() {
	r := &p.making
	if r.picking {
		return
	}
	r.picking = true
	window := r.window
	folder := ""
	if p.Files != nil {
		folder = p.Files.Folder()
	}
	askFile(window, folder, []string{".txt", ".json"}, func(path string) {
		if p.making.window != window {
			return
		}
		r.picking = false
		if path != "" {
			p.readScript(path)
		}
	})
}

// readScript takes what is said and asked from a file.
func (p *Panel) readScript(path string) {
	window := p.making.window
	p.ask(func(ctx context.Context) func() {
		script, err := p.Making.ReadScript(ctx, path)
		return func() {
			r := &p.making
			switch {
			case r.window != window || window == nil:
			case err != nil:
				r.view.Say(p.Words.NotMade(err), view.Danger)
			default:
				r.view.Script(script)
				p.drawScripts()
				r.view.Say(p.Words.T("newlist.script_read", filepath.Base(path)), view.Good)
			}
		}
	})
}
