package files

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// columns is the list of columns, each with what it was taken for.
type columns struct {
	words   *view.Printer
	changed func(column int, field string)
	hint    *parts.Prose
	body    *fyne.Container
	scroll  *container.Scroll
	root    *fyne.Container
	shown   []crm.IntakeColumn
	rows    []*columnRow
	filling bool
}

type columnRow struct {
	heading, sample *parts.Label
	frame           *parts.Plate
	pick            *widget.Select
}

const columnLine float32 = 38

func newColumns(words *view.Printer, changed func(int, string)) *columns {
	c := &columns{words: words, changed: changed, hint: parts.NewProse("", look.Body, look.Muted)}
	c.body = container.New(&parts.Place{
		Grow: func() fyne.Size { return fyne.NewSize(300, float32(len(c.rows))*columnLine+8) },
		Lay: func(size fyne.Size) {
			for i, r := range c.rows {
				y := float32(i) * columnLine
				parts.PutMid(r.heading, 4, y, 280, 32)
				parts.Put(r.frame, 292, y+1, 240, 30)
				parts.Put(r.pick, 293, y+2, 238, 28)
				parts.PutMid(r.sample, 546, y, size.Width-554, 32)
			}
		},
	})
	c.scroll = container.NewVScroll(c.body)
	c.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.Put(c.hint, 4, 2, size.Width-8, 40)
		parts.Put(c.scroll, 0, 46, size.Width, size.Height-46)
	}}, c.hint, c.scroll)
	return c
}

// show makes the rows anew when the columns are others, else sets them.
func (c *columns) show(list []crm.IntakeColumn, empty string) {
	hint := empty
	if len(list) > 0 {
		hint = c.words.T("files.columns_hint")
	}
	c.hint.Set(hint, look.Muted)
	if len(list) != len(c.rows) || !same(list, c.shown) {
		c.body.Objects, c.rows = nil, nil
		for i, column := range list {
			c.add(i, column)
		}
	}
	c.shown = list
	c.filling = true
	fields := view.IntakeFields()
	for i, column := range list {
		for at, field := range fields {
			if field == column.Field || field == "" && column.Field == "skip" {
				c.rows[i].pick.SetSelectedIndex(at)
			}
		}
	}
	c.filling = false
	c.root.Refresh()
}

func same(a, b []crm.IntakeColumn) bool {
	for i := range a {
		if a[i].Heading != b[i].Heading || a[i].Sample != b[i].Sample {
			return false
		}
	}
	return true
}

func (c *columns) add(i int, column crm.IntakeColumn) {
	name, sample := column.Heading, ""
	if name == "" {
		name = c.words.T("files.column_n", i+1)
	}
	if column.Sample != "" {
		sample = c.words.T("files.sample", column.Sample)
	}
	fields := view.IntakeFields()
	names := make([]string, len(fields))
	for at, field := range fields {
		names[at] = c.words.Field(field)
	}
	r := &columnRow{
		heading: parts.NewFit(name, look.Body, look.Text), sample: parts.NewFit(sample, look.Body, look.Muted),
		frame: parts.NewFrame(look.Surface, look.Edge, look.Corner),
	}
	r.pick = widget.NewSelect(names, func(string) {
		if at := r.pick.SelectedIndex(); !c.filling && at >= 0 {
			c.changed(i, fields[at])
		}
	})
	c.rows = append(c.rows, r)
	for _, o := range []fyne.CanvasObject{r.heading, r.sample, r.frame, r.pick} {
		c.body.Add(o)
	}
}
