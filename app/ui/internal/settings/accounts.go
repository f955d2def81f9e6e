package settings

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// accounts are the telephone accounts beside the first one: a list to choose from,
// and the one that is chosen below it.
type accounts struct {
	view      *View
	list      []crm.Account
	at        int
	turning   bool
	chosen    *choice
	frame     *parts.Plate
	add, drop *parts.Button
	none      *parts.Prose
	bar       *fyne.Container
}

func newAccounts(v *View) *accounts {
	a := &accounts{view: v, none: parts.NewProse(v.words.T("set.accounts_none"), look.Body, look.Muted)}
	a.chosen = newChoice(nil, nil, func() {
		if !a.turning && !v.filling {
			a.turn(a.chosen.SelectedIndex())
		}
	})
	a.chosen.keys = v.keys
	a.frame = parts.NewFrame(look.Surface, look.Edge, look.Corner)
	a.add = parts.NewButton(v.words.T("set.add"), "Ins", "", parts.Plain, a.insert)
	a.drop = parts.NewButton(v.words.T("set.remove"), "Ctrl+Del", "", parts.Plain, a.remove)
	a.bar = container.New(&parts.Place{Min: fyne.NewSize(100, 30), Lay: func(size fyne.Size) {
		x := float32(0)
		if a.chosen.Visible() {
			parts.Put(a.frame, 0, 0, 200, 30)
			parts.Put(a.chosen, 1, 1, 198, 28)
			x = 208
		}
		for _, b := range []*parts.Button{a.add, a.drop} {
			width := b.MinSize().Width
			parts.Put(b, x, 0, width, 30)
			x += width + 8
		}
		parts.Put(a.none, x, 0, size.Width-x, 30)
	}}, a.frame, a.chosen, a.add, a.drop, a.none)
	return a
}

// fill shows accounts, the one that was chosen before or the first.
func (a *accounts) fill(list []crm.Account) {
	a.list = slices.Clone(list)
	a.at = max(min(a.at, len(list)-1), 0)
	a.show()
}

// items are the fields of one account.
func (a *accounts) items() []*item { return a.view.items[Accounts] }

// show draws the account that is chosen.
func (a *accounts) show() {
	a.turning = true
	names := make([]string, len(a.list))
	for i, one := range a.list {
		if names[i] = one.Name; one.Name == "" {
			names[i] = a.view.words.T("set.account_new")
		}
	}
	a.chosen.values = names
	a.chosen.SetOptions(names)
	some := len(a.list) > 0
	if some {
		a.chosen.SetSelectedIndex(a.at)
	}
	a.turning = false
	a.chosen.Hidden, a.frame.Hidden, a.drop.Hidden, a.none.Hidden = !some, !some, !some, some
	for _, it := range a.items() {
		it.hide(!some)
		if some && it.of != nil {
			it.fill(it.of(&a.list[a.at]))
		}
	}
	a.bar.Refresh()
	a.view.bodies[Accounts].Refresh()
}

// keep takes what is typed into the list.
func (a *accounts) keep() {
	if a.at >= len(a.list) {
		return
	}
	for _, it := range a.items() {
		if it.of != nil {
			it.take(it.of(&a.list[a.at]))
		}
	}
}

func (a *accounts) turn(to int) {
	if to < 0 || to >= len(a.list) {
		return
	}
	a.keep()
	a.at = to
	a.show()
}

func (a *accounts) insert() {
	a.keep()
	a.list = append(a.list, crm.Account{})
	a.at = len(a.list) - 1
	a.show()
	a.view.focus(a.items()[0])
}

func (a *accounts) remove() {
	if a.at >= len(a.list) {
		return
	}
	a.list = slices.Delete(a.list, a.at, a.at+1)
	a.at = max(min(a.at, len(a.list)-1), 0)
	a.show()
}
