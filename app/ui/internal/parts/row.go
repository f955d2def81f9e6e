package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/view"
)

// Row draws one line of a list from texts that are ready: time, picture, title,
// detail, and what stands at the right edge. All rows are of one height.
type Row struct {
	widget.BaseWidget
	row      view.Row
	when     float32 // width of the column of times
	detail   float32 // where the detail begins at the least
	selected bool
	focused  bool // the keys move the choice of its list
	hovered  bool
	tapped   func()
}

func newRow(when float32) *Row {
	r := &Row{when: when}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped opens the line.
func (r *Row) Tapped(*fyne.PointEvent) {
	if r.tapped != nil && !r.row.Head {
		r.tapped()
	}
}

// MouseIn lights the line up.
func (r *Row) MouseIn(*desktop.MouseEvent) { r.hover(true) }

// MouseMoved is of no interest.
func (r *Row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (r *Row) MouseOut() { r.hover(false) }

func (r *Row) hover(on bool) {
	r.hovered = on
	r.Refresh()
}

func (r *Row) set(row view.Row, selected bool, tapped func()) {
	r.row, r.selected, r.tapped = row, selected, tapped
	r.Refresh()
}

// CreateRenderer is the toolkit's way to draw.
func (r *Row) CreateRenderer() fyne.WidgetRenderer {
	text := func(size float32) *canvas.Text {
		t := canvas.NewText("", nil)
		t.TextSize = size
		return t
	}
	return &rowRenderer{
		row: r, ground: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), icon: NewIcon("", look.Muted), sound: NewIcon("", look.Accent),
		bar:  canvas.NewRectangle(nil),
		when: text(look.Caption), title: text(look.Body), detail: text(look.Body), right: text(look.Body),
	}
}

type rowRenderer struct {
	row                        *Row
	ground, mark               *canvas.Rectangle
	icon, sound                *Icon // sound: it can be listened to, or files go with it
	when, title, detail, right *canvas.Text
	cells                      []*canvas.Text // made as rows need them
	bar                        *canvas.Rectangle
}

const rowSide float32 = 12

func (r *rowRenderer) apply() {
	row := r.row.row
	ground := look.Clear
	if r.row.hovered && !row.Head {
		ground = look.Hover
	}
	if r.row.selected {
		ground = look.Tint
	}
	r.ground.FillColor, r.ground.StrokeWidth = look.Color(ground), 0
	if r.row.selected && r.row.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = look.Color(look.Accent), 1
	}
	r.mark.Hidden = !r.row.selected
	r.mark.FillColor = look.Color(look.Accent)
	icon, color := MarkIcon(row.Mark)
	r.icon.Set(icon, color)
	r.when.Text, r.when.Color = row.When, look.Color(look.Muted)
	r.title.Color, r.title.TextSize = look.Color(look.Text), look.Body
	r.title.TextStyle.Bold = false
	if row.Head {
		r.title.Color, r.title.TextSize = look.Color(look.Muted), look.Caption
		r.title.TextStyle.Bold = true
	}
	sound := look.Icon("")
	switch {
	case row.Recorded:
		sound = look.Play
	case row.Files > 0:
		sound = look.Clip
	}
	r.sound.Set(sound, look.Accent)
	r.detail.Color = look.Color(look.Muted)
	if row.Right == "" && row.Tone != view.Normal {
		r.detail.Color = look.Color(ToneColor(row.Tone))
	}
	for len(r.cells) < len(row.Cells) {
		r.cells = append(r.cells, canvas.NewText("", nil))
	}
	for i, t := range r.cells {
		t.Text = ""
		t.TextSize, t.Color = look.Body, look.Color(look.Text)
		if row.Head {
			t.TextSize, t.Color = look.Caption, look.Color(look.Muted)
		}
		if i < len(row.Cells) {
			t.Text = row.Cells[i]
		}
	}
	r.bar.FillColor, r.bar.CornerRadius = look.Color(look.Accent), 2
	if row.Tone == view.Danger {
		r.bar.FillColor = look.Color(look.Danger)
	}
	r.bar.Hidden = row.Part <= 0
	r.right.Text, r.right.Color = row.Right, look.Color(ToneColor(row.Tone))
}

// Layout gives each text its column. The right one is whole; the title gives
// way to it, the detail to both.
func (r *rowRenderer) Layout(size fyne.Size) {
	row := r.row.row
	r.ground.Resize(size)
	Put(r.mark, 0, 0, 3, size.Height)
	x := rowSide
	if row.Head {
		end := r.columns(size.Width-rowSide, size.Height+6)
		r.place(r.title, row.Title, x, end-x, size.Height+6)
		r.detail.Text = ""
		return
	}
	if row.Under {
		if row.Indent {
			x += r.row.when + iconSize + 8
		}
		r.title.Text = ""
		r.place(r.detail, row.Detail, x, size.Width-rowSide-x, size.Height-8)
		return
	}
	if row.Indent {
		x += r.row.when + iconSize + 8
	}
	if r.row.when > 0 && (row.When != "" || row.Mark != "") {
		r.place(r.when, row.When, x, r.row.when, size.Height)
		x += r.row.when
		Put(r.icon, x, 0, iconSize, size.Height)
		x += iconSize + 8
	}
	end := size.Width - rowSide
	if row.Right != "" {
		width := min(r.right.MinSize().Width, (end-x)*0.6)
		r.place(r.right, row.Right, end-width, width, size.Height)
		end -= width + 12
	}
	if row.Part > 0 {
		r.part(row, size)
	}
	end = r.columns(end, size.Height)
	signed, room := row.Recorded || row.Files > 0, end-x
	if signed {
		room -= iconSize + 6
	}
	used := r.place(r.title, row.Title, x, room, size.Height)
	if signed {
		Put(r.sound, x+used+6, 0, iconSize, size.Height)
		used += iconSize + 6
	}
	r.detail.Text = ""
	from := max(x+used+8, r.row.detail)
	if row.Detail != "" && end-from > 22 {
		r.place(r.detail, row.Detail, from, end-from, size.Height)
	}
}

// cellWidth holds "1 240 000,50 ₽" in body size.
const cellWidth float32 = 92

// columns sets the figures from the right and tells where they begin.
func (r *rowRenderer) columns(end, line float32) float32 {
	row := r.row.row
	if len(row.Cells) > 0 && row.Right != "" {
		end = r.row.Size().Width - rowSide - max(cellWidth, r.right.MinSize().Width+12)
	}
	for i := len(row.Cells) - 1; i >= 0; i-- {
		width := min(r.cells[i].MinSize().Width, cellWidth-8)
		r.place(r.cells[i], row.Cells[i], end-width, width, line)
		end -= cellWidth
	}
	return end
}

// part draws the bar between the title and the right text, at the same place in
// every row.
func (r *rowRenderer) part(row view.Row, size fyne.Size) {
	from, to := size.Width*0.32, size.Width-rowSide-120
	Put(r.bar, from, (size.Height-10)/2, max((to-from)*row.Part, 2), 10)
}

// place sets a text into width and tells how much of it is taken.
func (r *rowRenderer) place(t *canvas.Text, text string, x, width, line float32) float32 {
	t.Text = Cut(text, t.TextSize, t.TextStyle.Bold, width)
	size := t.MinSize()
	Put(t, x, (line-size.Height)/2, size.Width, size.Height)
	return size.Width
}

func (r *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(60, look.Row) }

func (r *rowRenderer) Refresh() {
	r.apply()
	r.Layout(r.row.Size())
	canvas.Refresh(r.row)
}

func (r *rowRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.ground, r.mark, r.when, r.icon, r.title, r.sound, r.detail, r.right, r.bar}
	for _, t := range r.cells {
		all = append(all, t)
	}
	return all
}
func (r *rowRenderer) Destroy() {}

// ToneColor is the colour a text of that tone is drawn in.
func ToneColor(t view.Tone) fyne.ThemeColorName {
	switch t {
	case view.Quiet:
		return look.Muted
	case view.Danger:
		return look.Danger
	case view.Warning:
		return look.Warning
	case view.Good:
		return look.Good
	default:
		return look.Text
	}
}

// MarkIcon is the picture of a mark and its colour.
func MarkIcon(m view.Mark) (look.Icon, fyne.ThemeColorName) {
	switch m {
	case "":
		return "", look.Muted
	case view.MarkMissed:
		return look.Missed, look.Danger
	case view.MarkIn, view.MarkOut:
		return look.Icon(m), look.Accent
	case view.MarkIdle:
		return look.Lamp, look.Good
	case view.MarkTalking:
		return look.Lamp, look.Warning
	case view.MarkRinging:
		return look.Lamp, look.Accent
	case view.MarkUnknown:
		return look.Circle, look.Muted
	case view.MarkMail:
		return look.Mail, look.Accent
	case view.MarkMeeting:
		return look.People, look.Accent
	case view.MarkJoin:
		return look.Meeting, look.Accent
	case view.MarkNumber:
		return look.Phone, look.Muted
	default:
		return look.Icon(m), look.Muted
	}
}
