// Package card is the screen of one client: who, what to say, the four figures
// that matter in a talk, and the story under them. Every line has its place
// whether it is filled or not.
package card

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Actions are what the card asks for.
type Actions struct {
	Call   func(number string)
	Filter func(view.Filter)
	Opened func(view.Row) // a line of the story was clicked
	Copied func(text string)
	Listening
}

// View draws one client. It is built once; opening another client fills it anew.
type View struct {
	words  *view.Printer
	card   view.Card
	header *header
	phones *phones
	say    *say
	tiles  [4]*tile
	months *parts.Columns
	ages   *parts.Spans
	charts *charts
	goods  bool // the charts are asked for
	hint   *parts.Hint
	terms  [2]*parts.Label // the limit and what else was agreed
	story  *story
	lines  [7]*parts.Plate
	body   *fyne.Container

	between  []fyne.CanvasObject // the name and the story
	revealed bool                // between is shown
	deep     bool                // goods, terms or lines are asked for: they need room
	empty    *empty
	root     *fyne.Container
}

// New builds the card with no client in it.
func New(words *view.Printer, act Actions) *View {
	hint := parts.NewHint()
	v := &View{
		words: words, header: newHeader(), phones: newPhones(words, act.Call), hint: hint,
		months: parts.NewColumns(3, hint.Show), ages: parts.NewSpans(ageColors, hint.Show), charts: newCharts(words, hint.Show),
		story: newStory(words, act), empty: newEmpty(),
	}
	v.say = newSay(hint.Show, func() { v.copySay(act.Copied) })
	objects := append(v.phones.objects(), v.say.objects()...)
	for i := range v.tiles {
		v.tiles[i] = newTile()
		objects = append(objects, v.tiles[i].objects()...)
	}
	for i := range v.lines {
		v.lines[i] = parts.NewHairline()
	}
	for i := range v.terms {
		v.terms[i] = parts.NewLabel("", look.Caption, look.Muted)
		objects = append(objects, v.terms[i])
	}
	v.terms[1].Fit = true
	objects = append(objects, v.months, v.ages)
	v.between, v.revealed = append(objects, v.lines[0], v.lines[1], v.lines[2], v.lines[3], v.lines[4]), true
	objects = append(append(v.between, v.lines[5], v.lines[6]), v.header.objects()...)
	objects = append(objects, v.charts.objects()...)
	objects = append(objects, v.story.objects()...)
	v.body = container.New(&parts.Place{Min: fyne.NewSize(560, 400), Lay: v.lay}, objects...)
	v.story.changed = v.body.Refresh
	v.root = container.NewStack(v.empty.root, v.body, hint.Object())
	v.Clear()
	return v
}

// Object is what to put on the screen.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Heights of the bands of the card, from the top.
const (
	headHeight  float32 = 52
	phoneHeight float32 = 26
	termHeight  float32 = 24
)

// bands are the heights that give way in a low window: the story needs room for
// three lines at least.
type bands struct{ gap, say, tile, bar float32 }

var (
	roomy = bands{gap: 8, say: 42, tile: 88, bar: 32}
	tight = bands{gap: 4, say: 34, tile: 84, bar: 28}
)

// lowCard is from where the bands are tight, and shortStory from where goods and
// terms take the place of the figures.
const (
	lowCard    float32 = 440
	shortStory float32 = 8 * parts.RowPitch
)

func (v *View) lay(size fyne.Size) {
	const side = look.Inset
	b := roomy
	if size.Height < lowCard {
		b = tight
	}
	width := size.Width - 2*side
	v.header.lay(side, b.gap, width)
	figures := phoneHeight*maxPhones + 3*b.gap + b.say + b.tile + termHeight
	y := b.gap + headHeight
	// Goods, terms, lines and a long text that is read go before the figures.
	deep := (v.deep || v.story.reading) && size.Height-y-figures-b.bar < shortStory
	v.reveal(!deep)
	if !deep {
		v.layFigures(y, size, b)
		y += figures
	}
	parts.Put(v.lines[6], 0, y, size.Width, 1)
	v.story.layHead(side, y, width, b.bar)
	y += b.bar
	parts.Put(v.lines[5], 0, y, size.Width, 1)
	y++
	y += v.charts.lay(side, y, width, v.goods && v.charts.shown && size.Height-y >= chartsRoom)
	v.story.lay(4, y, size.Width-8, size.Height-y)
}

// layFigures sets the phones, the line to say, the figures and the line of terms.
func (v *View) layFigures(y float32, size fyne.Size, b bands) {
	const side = look.Inset
	width := size.Width - 2*side
	v.phones.lay(side, y, width)
	y += phoneHeight*maxPhones + b.gap
	v.say.lay(side, y, width, b.say)
	y += b.say + 2*b.gap
	parts.Put(v.lines[0], 0, y, size.Width, 1)
	column := size.Width / 4
	for i, t := range v.tiles {
		x := float32(i) * column
		t.lay(x+inset(i), y+6, column-inset(i)-6)
		if i > 0 {
			parts.Put(v.lines[i], x, y, 1, b.tile)
		}
	}
	parts.Put(v.months, 3*column+inset(3), y+b.tile-22, column-inset(3)-side, 16)
	parts.Put(v.ages, side, y+b.tile-8, column-side-6, 8)
	y += b.tile
	parts.Put(v.lines[4], 0, y, size.Width, 1)
	limit := min(v.terms[0].MinSize().Width, width*0.6)
	if v.terms[0].Text == "" {
		limit = -16
	}
	parts.PutMid(v.terms[0], side, y, max(limit, 0), termHeight)
	parts.PutMid(v.terms[1], side+limit+16, y, width-limit-16, termHeight)
}

// reveal shows what stands between the name and the story, or hides it.
func (v *View) reveal(on bool) {
	if v.revealed == on {
		return
	}
	v.revealed = on
	for _, o := range v.between {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	if on {
		v.phones.show(v.card.Phones, v.card.AsOf != "")
	}
}

// inset is from the left edge of a tile to its text: the first stands in line
// with the rest of the card.
func inset(i int) float32 {
	if i == 0 {
		return look.Inset
	}
	return 12
}

// Clear shows that no client is open.
func (v *View) Clear() {
	v.card = view.Card{}
	v.empty.set(v.words.T("card.none"), v.words.T("card.none_hint"))
	v.body.Hide()
	v.empty.root.Show()
}

// Fail says why the card cannot be shown.
func (v *View) Fail(sentence string) { v.Say(sentence, "") }

// Say shows a title and a hint in place of a card: a caller nobody knows.
func (v *View) Say(title, hint string) {
	v.Clear()
	v.empty.set(title, hint)
}

// Message is the title that stands in place of a card.
func (v *View) Message() string {
	if v.body.Visible() {
		return ""
	}
	return v.empty.title.Text
}

// Wait shows the name that is known already while the rest is read.
func (v *View) Wait(name string) {
	waiting := view.Card{Name: name, Owner: v.words.T("card.wait")}
	for i, key := range []string{"tile.debt", "tile.promise", "tile.orders", "tile.bought"} {
		waiting.Tiles[i] = view.Tile{Caption: v.words.T(key), Value: "…", Tone: view.Quiet}
	}
	v.Show(waiting)
	v.story.show(nil, "")
}

// Show draws a card.
func (v *View) Show(c view.Card) {
	v.card = c
	v.empty.root.Hide()
	v.body.Show()
	v.header.show(c)
	v.phones.show(c.Phones, c.AsOf != "")
	v.say.show(v.words, c)
	for i := range v.tiles {
		v.tiles[i].show(c.Tiles[i])
	}
	v.months.Set(c.Months)
	v.ages.Set(c.Ages.Parts[:], c.Ages.Hints[:])
	v.hint.Show("", fyne.Position{})
	tone := look.Text
	if c.Over {
		tone = look.Danger
	}
	v.terms[0].SetColored(c.Limit, tone)
	v.terms[1].Set(c.More)
	v.story.asOf.Set(c.AsOf)
	v.body.Refresh()
}

// Story draws the timeline under a filter.
func (v *View) Story(rows []view.Row, f view.Filter) {
	v.story.mark(f)
	v.goods = f == view.Goods
	v.hint.Show("", fyne.Position{})
	v.deep = f == view.Goods || f == view.Terms || slices.ContainsFunc(rows, func(r view.Row) bool { return r.Indent })
	empty := "timeline.empty"
	if f == view.Goods {
		empty = "goods.none"
	}
	v.story.show(rows, v.words.T(empty))
}

// Charts draws what stands above the goods.
func (v *View) Charts(shown view.Charts) { v.charts.set(shown) }

// copySay puts the line to say where other programs can take it from.
func (v *View) copySay(copied func(string)) {
	if v.card.Say != "" && copied != nil {
		copied(v.card.Say)
	}
}

// Hint is what floats beside the mouse; empty when nothing does.
func (v *View) Hint() string { return v.hint.Text() }

// Shown is what the card says now.
func (v *View) Shown() view.Card { return v.card }

// Rows are the lines of the timeline that are shown.
func (v *View) Rows() []view.Row { return v.story.list.Rows() }

// Choose puts the choice on a line of the timeline.
func (v *View) Choose(i int) { v.story.list.Choose(i) }

// Move steps through the timeline.
func (v *View) Move(step int) { v.story.move(step) }

// FirstPhone is the number that F2 calls; none when there is none.
func (v *View) FirstPhone() string {
	if len(v.card.Phones) == 0 {
		return ""
	}
	return v.card.Phones[0].Number
}
