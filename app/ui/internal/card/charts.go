package card

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// charts stand above the goods: purchases by month, and the rhythm of orders with
// the next one.
type charts struct {
	title, rhythmTitle *parts.Label
	legend             [2]*parts.Label
	keys               [2]*parts.Plate
	months             *parts.Columns
	rhythm             *parts.Rhythm
	line               *parts.Plate
	shown              bool // there is something to draw
}

// chartsHeight is what both take, and chartsRoom what the story must have for
// them to be drawn.
const (
	chartsHeight float32 = 132
	chartsRoom           = chartsHeight + 4*parts.RowPitch
)

func newCharts(words *view.Printer, hint parts.Hinted) *charts {
	c := &charts{
		title:       parts.NewFit(words.T("chart.months"), look.Caption, look.Muted),
		rhythmTitle: parts.NewFit(words.T("chart.rhythm"), look.Caption, look.Muted),
		months:      parts.NewColumns(12, hint), rhythm: parts.NewRhythm(words.T("chart.today"), hint), line: parts.NewHairline(),
	}
	for i, key := range []string{"chart.paid", "chart.not_paid"} {
		c.legend[i] = parts.NewLabel(words.T(key), look.Caption, look.Muted)
		c.keys[i] = parts.NewPlate([]fyne.ThemeColorName{look.Accent, look.Warning}[i])
	}
	return c
}

func (c *charts) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.title, c.rhythmTitle, c.legend[0], c.legend[1], c.keys[0], c.keys[1], c.months, c.rhythm, c.line}
}

func (c *charts) set(shown view.Charts) {
	c.shown = len(shown.Months) > 0
	c.months.Set(shown.Months)
	c.rhythm.Set(shown.Rhythm)
}

// lay puts them side by side from x, y on; it tells how much room they take.
func (c *charts) lay(x, y, width float32, on bool) float32 {
	for _, o := range c.objects() {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	if !on {
		return 0
	}
	half := (width - 24) / 2
	right := x + half
	for i := len(c.legend) - 1; i >= 0; i-- {
		right = parts.PutRight(c.legend[i], right, y+6, 16) - 12
		parts.Put(c.keys[i], right, y+10, 8, 8)
		right -= 10
	}
	parts.PutMid(c.title, x, y+6, right-x, 16)
	parts.Put(c.months, x, y+28, half, chartsHeight-36)
	if c.rhythmTitle.Hidden = len(c.rhythm.Shown().Orders) == 0; !c.rhythmTitle.Hidden {
		parts.PutMid(c.rhythmTitle, x+half+24, y+6, half, 16)
	}
	parts.Put(c.rhythm, x+half+24, y+28, half, chartsHeight-36)
	parts.Put(c.line, x-look.Inset, y+chartsHeight-1, width+2*look.Inset, 1)
	return chartsHeight
}
