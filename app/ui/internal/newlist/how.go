package newlist

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// Who calls, in the order of the answers.
const (
	anybody = iota
	own
	equal
	mine
)

var shareKeys = []string{"any", "own", "equal", "me"}

// how is the side that says what the list is called for and by whom, and what is said.
type how struct {
	view                   *View
	me                     string
	name                   *parts.Field
	purpose, kind, who     *parts.Options
	law, kindHint, whoHint *parts.Prose
	among                  *chips
	script                 *parts.Choice
	frame                  *parts.Plate
	text                   *parts.Field
	questions              *parts.Label
	names                  [5]*parts.Label
	box                    *fyne.Container
}

func newHow(v *View) *how {
	h := &how{view: v}
	t := func(prefix string, keys ...string) (names []string) {
		for _, key := range keys {
			names = append(names, v.words.T(prefix+key))
		}
		return names
	}
	for i, key := range []string{"name", "purpose", "kind", "share", "script"} {
		h.names[i] = parts.NewFit(v.words.T("newlist."+key), look.Body, look.Muted)
	}
	h.name = parts.NewField("", false, v.keys)
	h.name.OnChanged = func(text string) {
		if !v.filling {
			v.titled = text != ""
		}
	}
	var purposes []string
	for _, p := range crm.Purposes() {
		purposes = append(purposes, v.words.Purpose(p))
	}
	h.purpose = parts.NewOptions(purposes, v.keys, func() {
		v.aimed = true
		h.explain()
		v.changed()
	})
	h.kind = parts.NewOptions(t("newlist.", "frozen", "live"), v.keys, func() {
		h.explain()
		v.changed()
	})
	h.who = parts.NewOptions(t("newlist.share.", shareKeys...), v.keys, func() {
		h.explain()
		v.changed()
	})
	prose := func() *parts.Prose { return parts.NewProse("", look.Caption, look.Muted) }
	h.law, h.kindHint, h.whoHint = prose(), prose(), prose()
	h.among = newChips(v, crm.FilterManager, v.words.T("newlist.among"))
	h.frame = parts.NewFrame(look.Surface, look.Edge, look.Corner)
	h.script = parts.NewChoice(nil, nil, v.keys, v.offer.close, func() {
		if !v.filling {
			v.act.Script(h.script.SelectedIndex())
		}
	})
	v.offers(h.script)
	h.text = parts.NewField(v.words.T("newlist.script_hint"), true, h.textKeys)
	h.questions = parts.NewFit("", look.Caption, look.Muted)
	h.box = container.New(&parts.Place{Lay: h.lay}, h.names[0], h.name, h.names[1], h.purpose, h.law, h.names[2], h.kind, h.kindHint,
		h.names[3], h.who, h.whoHint, h.among.box, h.names[4], h.frame, h.script, v.work[File], h.text, h.questions)
	h.explain()
	return h
}

// textKeys: Enter begins another line, Tab leads on.
func (h *how) textKeys(key fyne.KeyName, mod fyne.KeyModifier) bool {
	if key == fyne.KeyTab && mod == 0 {
		fyne.CurrentApp().Driver().CanvasForObject(h.text).FocusNext()
		return true
	}
	return (mod != 0 || key != fyne.KeyReturn && key != fyne.KeyEnter) && h.view.keys(key, mod)
}

// explain says what the answers mean.
func (h *how) explain() {
	w := h.view.words
	h.law.Set(w.T("newlist.law."+string(crm.Purposes()[h.purpose.At()])), look.Muted)
	h.kindHint.Set(w.T([]string{"newlist.frozen_hint", "newlist.live_hint"}[h.kind.At()]), look.Muted)
	h.whoHint.Set(w.T("newlist.share."+shareKeys[h.who.At()]+"_hint"), look.Muted)
	h.among.box.Hidden = h.who.At() != own && h.who.At() != equal
	h.questions.Set(w.T("newlist.questions_none"))
	if asked := h.view.asked; len(asked) > 0 {
		h.questions.Set(w.T("newlist.questions", len(asked), asked[0].Text))
	}
	h.box.Refresh()
}

// suit names the list and aims it by its segment, as long as nobody has said otherwise.
func (h *how) suit() {
	v := h.view
	if !v.titled {
		h.name.SetText(v.words.ListName(v.segment))
	}
	if !v.aimed {
		h.purpose.Set(slices.Index(crm.Purposes(), aim(v.segment)))
	}
	h.explain()
}

// aim is what clients of a segment are most likely called for.
func aim(s crm.Segment) crm.Purpose {
	switch s {
	case crm.SegmentDebtors, crm.SegmentBroken, crm.SegmentUnpaid:
		return crm.DebtPurpose
	}
	return crm.ServicePurpose
}

// share is who calls.
func (h *how) share() crm.Share {
	switch h.who.At() {
	case own:
		return crm.Share{Own: true, Among: h.among.codes()}
	case equal:
		return crm.Share{Among: h.among.codes()}
	case mine:
		return crm.Share{Among: []string{h.me}}
	}
	return crm.Share{}
}

func (h *how) fillShare(s crm.Share) {
	at := anybody
	switch {
	case s.Own:
		at = own
	case len(s.Among) == 1 && s.Among[0] == h.me:
		at = mine
	case len(s.Among) > 0:
		at = equal
	}
	h.who.Set(at)
	var names []crm.FilterValue
	for _, name := range s.Among {
		names = append(names, crm.FilterValue{Value: name, Name: name})
	}
	h.among.set(names)
	h.explain()
}

func (h *how) lay(size fyne.Size) {
	y, left := float32(12), side+column
	room := size.Width - left - side
	row := func(i int, o fyne.CanvasObject, wide float32) {
		parts.PutMid(h.names[i], side, y, column-8, 30)
		parts.Put(o, left, y, wide, 30)
		y += 30
	}
	row(0, h.name, min(room, 420))
	y += 10
	row(1, h.purpose, h.purpose.MinSize().Width)
	parts.Put(h.law, left, y+2, room, h.law.Tall(room))
	y += 40
	row(2, h.kind, h.kind.MinSize().Width)
	beside := h.kind.MinSize().Width + 12
	parts.Put(h.kindHint, left+beside, y-30, room-beside, 30)
	y += 10
	row(3, h.who, h.who.MinSize().Width)
	parts.Put(h.whoHint, left, y+2, room, 18)
	y += 22
	if h.among.box.Visible() {
		parts.Put(h.among.box, left, y, room, 30)
		y += 36
	}
	y += 4
	row(4, h.script, 0)
	y -= 30
	file := h.view.work[File].MinSize().Width
	parts.Put(h.frame, left, y, room-file-8, 30)
	parts.Put(h.script, left+1, y+1, room-file-10, 28)
	parts.Put(h.view.work[File], left+room-file, y, file, 30)
	y += 36
	parts.Put(h.text, left, y, room, max(size.Height-y-28, 40))
	parts.PutMid(h.questions, left, size.Height-25, room, 18)
}

// Me says whose panel it is: a list may be all his.
func (v *View) Me(name string) { v.how.me = name }

// Scripts offers what was said and asked before; the first is the one that holds.
func (v *View) Scripts(names []string) {
	v.filling = true
	v.how.script.Offer(names, names)
	v.how.script.SetSelectedIndex(0)
	v.filling = false
}

// Script takes what is said and asked.
func (v *View) Script(s crm.Script) {
	v.filling = true
	v.how.text.SetText(s.Text)
	v.filling = false
	v.asked = s.Questions
	v.how.explain()
}

// Restore shows a list that was put together before; saved tells that its choice is
// one that was kept.
func (v *View) Restore(d crm.ListDraft, goods map[crm.Ref]string, saved bool) {
	v.titled = d.Name != "" && d.Name != v.words.ListName(d.Choice.Segment)
	v.aimed = d.Purpose != aim(d.Choice.Segment)
	h := v.how
	v.filling = true
	h.purpose.Set(max(slices.Index(crm.Purposes(), d.Purpose), 0))
	h.kind.Set(map[bool]int{true: 1}[d.Live])
	h.name.SetText(d.Name)
	v.filling = false
	v.Choice(d.Choice, goods, saved)
	v.Script(d.Script)
}
