package newlist

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// whom is the side where a segment is chosen, or a choice that was saved.
type whom struct {
	view       *View
	list       *parts.List
	line       *parts.Plate
	daysName   *parts.Label
	daysField  *parts.Field
	sinceName  *parts.Label
	sinceField *parts.Field
	mostName   *parts.Label
	mostField  *parts.Field
	goodName   *parts.Label
	good       *chips
	lacks      *parts.Prose
	box        *fyne.Container
	saved      bool // one that was kept is chosen
}

const (
	strip    float32 = 86  // room for what the segment reckons with
	meanings float32 = 250 // where the meaning of a row begins
)

func newWhom(v *View) *whom {
	w := &whom{view: v, line: parts.NewHairline(), lacks: parts.NewProse("", look.Body, look.Warning)}
	w.list = parts.NewList(0, func(row int, _ view.Row) { v.act.Pick(row) })
	w.list.Details(meanings)
	w.list.Walk(v.keys, func(row int) { v.act.Pick(row) })
	name := func(key string) *parts.Label { return parts.NewLabel(v.words.T(key), look.Body, look.Muted) }
	field := func(hint string) *parts.Field {
		f := parts.NewField(hint, false, v.keys)
		f.OnChanged = func(string) { v.changed() }
		f.OnFocus(func(on bool) {
			if on {
				v.offer.close()
			}
		})
		return f
	}
	w.daysName, w.sinceName, w.mostName, w.goodName = name("newlist.days.debtors"), name("newlist.since"), name("newlist.most"), name("newlist.good")
	w.daysField, w.sinceField, w.mostField = field(""), field(v.words.T("newlist.since_hint")), field(v.words.T("newlist.most_all"))
	w.good = newChips(v, crm.FilterBought, v.words.T("newlist.good_hint"))
	w.good.one = true
	w.box = container.New(&parts.Place{Lay: w.lay},
		w.list.Object(), w.line, w.daysName, w.daysField, w.sinceName, w.sinceField, w.mostName, w.mostField, w.goodName, w.good.box, w.lacks,
		v.work[Rename], v.work[Forget])
	w.reckon()
	return w
}

func (w *whom) lay(size fyne.Size) {
	y := size.Height - strip
	parts.Put(w.list.Object(), side-12, 6, size.Width-2*side+24, y-10)
	parts.Put(w.line, 0, y, size.Width, 1)
	x := side
	pair := func(name *parts.Label, field *parts.Field, wide float32) {
		if !name.Visible() {
			return
		}
		least := name.MinSize().Width
		parts.PutMid(name, x, y+10, least, 30)
		parts.Put(field, x+least+8, y+10, wide, 30)
		x += least + wide + 28
	}
	pair(w.daysName, w.daysField, 62)
	pair(w.sinceName, w.sinceField, 104)
	pair(w.mostName, w.mostField, 76)
	y += 46
	x = side
	if w.goodName.Visible() {
		least := w.goodName.MinSize().Width
		parts.PutMid(w.goodName, x, y, least, 30)
		parts.Put(w.good.box, x+least+8, y, size.Width-side-x-least-8, 30)
		return
	}
	for _, b := range []*parts.Button{w.view.work[Rename], w.view.work[Forget]} {
		if b.Visible() {
			parts.Put(b, x, y, b.MinSize().Width, 30)
			x += b.MinSize().Width + 8
		}
	}
	parts.Put(w.lacks, x, y, size.Width-side-x, 30)
}

// reckon shows the fields the segment reckons with.
func (w *whom) reckon() {
	v := w.view
	days := crm.Choice{Segment: v.segment}.Within()
	hide := func(name *parts.Label, o fyne.CanvasObject, hidden bool) {
		name.Hidden = hidden
		if o.Show(); hidden {
			o.Hide()
		}
	}
	hide(w.daysName, w.daysField, days == 0)
	if days > 0 {
		w.daysName.Set(v.words.T("newlist.days." + string(v.segment)))
	}
	hide(w.sinceName, w.sinceField, v.segment != crm.SegmentLastYear)
	hide(w.goodName, w.good.box, v.segment != crm.SegmentGood)
	w.buttons()
	w.box.Refresh()
}

// buttons are for a choice that was saved, while it is chosen.
func (w *whom) buttons() {
	for _, work := range []Work{Rename, Forget} {
		w.view.work[work].Hidden = !w.saved || w.view.naming
	}
	w.box.Refresh()
}

// Rows shows whom a list can be made of; chosen is the row that holds.
func (v *View) Rows(rows []view.Row, chosen int) {
	v.whom.list.Set(rows, "", "")
	v.whom.list.Choose(chosen)
	v.root.Refresh()
}

// Offered are the rows of whom a list can be made of.
func (v *View) Offered() []view.Row { return v.whom.list.Rows() }

// Chosen is the row that holds; -1 for none.
func (v *View) Chosen() int { return v.whom.list.At() }

// Hand is what has the arrows while nothing is typed.
func (v *View) Hand() fyne.Focusable { return v.whom.list.Hand() }

// Move steps to another row.
func (v *View) Move(step int) {
	before := v.whom.list.At()
	v.whom.list.Move(step)
	if at := v.whom.list.At(); at != before {
		v.act.Pick(at)
	}
}

// Segment takes a ready segment with its usual figures; lacks is why it cannot be
// answered here, in a sentence.
func (v *View) Segment(s crm.Segment, lacks string) {
	c, _ := v.choice()
	c = crm.Choice{Segment: s, Most: c.Most, Share: c.Share}
	c.Filter = v.rows() // what rows cannot tell belonged to the choice before
	v.Choice(c, nil, false)
	v.whom.lacks.Set(lacks, look.Warning)
}

// Choice takes a choice as it stands; saved tells that it is one that was kept.
func (v *View) Choice(c crm.Choice, goods map[crm.Ref]string, saved bool) {
	v.filling = true
	w := v.whom
	v.segment, w.saved = c.Segment, saved
	w.daysField.SetText("")
	if days := c.Within(); days > 0 {
		w.daysField.SetText(strconv.Itoa(days))
	}
	w.sinceField.SetText("")
	if !c.Since.IsZero() {
		w.sinceField.SetText(c.Since.Format(dayLayout))
	}
	w.mostField.SetText("")
	if c.Most > 0 {
		w.mostField.SetText(strconv.Itoa(c.Most))
	}
	if !c.Good.IsZero() {
		w.good.set(v.words.FilterValues(crm.FilterTest{Field: crm.FilterBought, Values: []string{c.Good.String()}}, goods))
	}
	w.lacks.Set("", look.Warning)
	v.fillFilter(c.Filter, goods)
	v.how.fillShare(c.Share)
	v.how.suit()
	v.filling = false
	w.reckon()
	v.count()
}

const dayLayout = "02.01.2006"

// choice is what stands in the window; wrong is the key of what is not understood.
func (v *View) choice() (c crm.Choice, wrong string) {
	c.Segment = v.segment
	w := v.whom
	note := func(key string) {
		if wrong == "" {
			wrong = key
		}
	}
	if w.daysName.Visible() {
		n, err := strconv.Atoi(strings.TrimSpace(w.daysField.Text))
		if c.Days = n; err != nil || n < 1 {
			note("newlist.bad_days")
		}
	}
	if text := strings.TrimSpace(w.sinceField.Text); text != "" && w.sinceName.Visible() {
		day, err := time.ParseInLocation("2.1.2006", text, v.words.Now().Location())
		if c.Since = day; err != nil {
			note("newlist.bad_since")
		}
	}
	if text := strings.Join(strings.Fields(w.mostField.Text), ""); text != "" {
		n, err := strconv.Atoi(text)
		if c.Most = n; err != nil || n < 1 {
			note("newlist.bad_most")
		}
	}
	if codes := w.good.codes(); len(codes) > 0 && c.Segment == crm.SegmentGood {
		c.Good, _ = crm.ParseRef(codes[0])
	}
	if _, ok := v.filter.read(); !ok {
		note("newlist.bad_sum")
	}
	c.Filter = v.rows()
	if len(v.whole.Tests()) > 0 {
		if len(c.Filter.Tests()) > 0 {
			c.Filter = crm.Filter{All: []crm.Filter{v.whole, c.Filter}}
		} else {
			c.Filter = v.whole
		}
	}
	c.Share = v.how.share()
	if v.how.who.At() == equal && len(c.Share.Among) == 0 {
		note("newlist.bad_among")
	}
	return c, wrong
}

// Draft is the list as it stands in the window; wrong is the key of the sentence that
// says what is not understood.
func (v *View) Draft() (d crm.ListDraft, wrong string) {
	d.Choice, wrong = v.choice()
	h := v.how
	d.Name, d.Live = strings.TrimSpace(h.name.Text), h.kind.At() == 1
	d.Purpose = crm.Purposes()[h.purpose.At()]
	d.Script = crm.Script{Text: strings.TrimSpace(h.text.Text), Questions: v.asked}
	return d, wrong
}
