package ui

import (
	"strings"

	"pult/app/crm"
	"pult/app/ui/internal/popup"
)

// Corner is where on the screen the pop-ups stand. The zero Corner is the lower right
// of the main screen.
type Corner struct {
	Left, Top bool
	// Screen is "main", or empty for it, "pointer" for the one the mouse is on, or a
	// number: "2". One that is not there is the main one.
	Screen string
}

// CornerOf is the place the settings name.
func CornerOf(p crm.PopupPlace) Corner {
	return Corner{Left: strings.HasSuffix(p.Corner, "left"), Top: strings.HasPrefix(p.Corner, "top"), Screen: p.Screen}
}

// Area is a rectangle of the screen in its own pixels.
type Area struct{ X, Y, Width, Height int }

// popupMargin is what stays free round a pop-up, in pixels.
const popupMargin = 12

// spot is where the pop-up number n stands in an area: from the corner up or down, and
// beside that where the screen ends. At least one stands in each column.
func (c Corner) spot(in Area, scale float32, n int) (x, y int) {
	width, height := int(popup.Width*scale), int(popup.Height*scale)
	rows := max(1, (in.Height-popupMargin)/(height+popupMargin))
	column, row := n/rows, n%rows
	across, along := popupMargin+column*(width+popupMargin), popupMargin+row*(height+popupMargin)
	x, y = in.X+in.Width-across-width, in.Y+in.Height-along-height
	if c.Left {
		x = in.X + across
	}
	if c.Top {
		y = in.Y + along
	}
	return x, y
}
