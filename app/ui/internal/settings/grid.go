package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// grid are rows of a few fields. The last row is always an empty one: typing there
// adds the next.
type grid struct {
	view    *View
	page    Page
	samples []string
	widths  []float32
	heads   []*parts.Label
	rows    []*gridRow
	at      *gridRow // that has the focus
	box     *fyne.Container
}

type gridRow struct {
	was    int
	fields []*parts.Field
	drop   *parts.Button
}

const gridPitch float32 = 34

func newGrid(v *View, page Page, heads, samples []string, widths []float32) *grid {
	g := &grid{view: v, page: page, widths: widths}
	for i, head := range heads {
		g.heads = append(g.heads, parts.NewFit(v.words.T(head), look.Caption, look.Muted))
		g.samples = append(g.samples, v.words.T(samples[i]))
	}
	g.box = container.New(&parts.Place{Lay: g.lay, Grow: func() fyne.Size { return fyne.NewSize(100, 20+float32(len(g.rows))*gridPitch) }})
	g.fill(nil)
	return g
}

func (g *grid) lay(fyne.Size) {
	x := float32(0)
	for i, w := range g.widths {
		parts.PutMid(g.heads[i], x, 0, w, 16)
		for n, r := range g.rows {
			parts.Put(r.fields[i], x, 20+float32(n)*gridPitch, w, 30)
		}
		x += w + 8
	}
	for n, r := range g.rows {
		parts.Put(r.drop, x, 20+float32(n)*gridPitch, r.drop.MinSize().Width, 30)
		r.drop.Hidden = n == len(g.rows)-1
	}
}

// texts are a row as it is typed.
type texts struct {
	was   int
	cells []string
}

// fill shows rows and an empty one.
func (g *grid) fill(rows []texts) {
	g.rows, g.at = nil, nil
	for _, r := range append(slices.Clone(rows), texts{cells: make([]string, len(g.widths))}) {
		g.add(r)
	}
	g.refresh()
}

func (g *grid) add(t texts) {
	r := &gridRow{was: t.was}
	r.drop = parts.NewButton("×", "", "", parts.Link, func() { g.remove(r) })
	for i, cell := range t.cells {
		f := parts.NewField(g.samples[i], false, func(key fyne.KeyName, mod fyne.KeyModifier) bool {
			return g.key(r, i, key, mod) || g.view.keys(key, mod)
		})
		f.SetText(cell)
		f.OnFocus(func(on bool) {
			if on {
				g.at = r
				g.view.revealAt(g.page, g.box.Position().Y+f.Position().Y)
			}
		})
		f.OnChanged = func(string) { g.grow() }
		r.fields = append(r.fields, f)
	}
	g.rows = append(g.rows, r)
}

// grow keeps an empty row at the end.
func (g *grid) grow() {
	if g.view.filling || g.rows[len(g.rows)-1].empty() {
		return
	}
	g.add(texts{cells: make([]string, len(g.widths))})
	g.refresh()
}

func (r *gridRow) empty() bool {
	return !slices.ContainsFunc(r.fields, func(f *parts.Field) bool { return strings.TrimSpace(f.Text) != "" })
}

func (g *grid) refresh() {
	g.box.Objects = nil
	for _, h := range g.heads {
		g.box.Objects = append(g.box.Objects, h)
	}
	for _, r := range g.rows {
		for _, f := range r.fields {
			g.box.Objects = append(g.box.Objects, f)
		}
		g.box.Objects = append(g.box.Objects, r.drop)
	}
	g.box.Refresh()
	if body := g.view.bodies[g.page]; body != nil {
		body.Refresh()
	}
}

// key walks over the rows and takes one out.
func (g *grid) key(r *gridRow, column int, key fyne.KeyName, mod fyne.KeyModifier) bool {
	at := slices.Index(g.rows, r)
	switch {
	case mod == 0 && key == fyne.KeyDown:
		g.focus(at+1, column)
	case mod == 0 && key == fyne.KeyUp:
		g.focus(at-1, column)
	case mod == 0 && key == fyne.KeyInsert:
		g.focus(len(g.rows)-1, 0)
	case mod == fyne.KeyModifierControl && key == fyne.KeyDelete:
		g.remove(r)
	default:
		return false
	}
	return true
}

// remove takes a row out; the hand goes to the one that follows.
func (g *grid) remove(r *gridRow) {
	at := slices.Index(g.rows, r)
	if at < 0 || at == len(g.rows)-1 {
		return
	}
	g.rows = slices.Delete(g.rows, at, at+1)
	g.refresh()
	g.focus(at, 0)
}

func (g *grid) focus(row, column int) {
	if row < 0 || row >= len(g.rows) {
		return
	}
	f := g.rows[row].fields[column]
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
		c.Focus(f)
	}
}

// read gives what is typed; empty rows are none.
func (g *grid) read() (rows []texts) {
	for _, r := range g.rows {
		if r.empty() {
			continue
		}
		t := texts{was: r.was}
		for _, f := range r.fields {
			t.cells = append(t.cells, strings.TrimSpace(f.Text))
		}
		rows = append(rows, t)
	}
	return rows
}

// typed is the row on the screen of a row that was read.
func (g *grid) typed(n int) int {
	for i, r := range g.rows {
		if r.empty() {
			continue
		}
		if n == 0 {
			return i
		}
		n--
	}
	return len(g.rows) - 1
}
