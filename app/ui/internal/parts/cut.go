package parts

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"
)

// oneLine is for what people typed in several lines: a font draws the end of a line as
// a box.
var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ")

// Cut puts text on one line and shortens it with an ellipsis until it fits width. Text
// that fits is measured once.
func Cut(text string, size float32, bold bool, width float32) string {
	text = oneLine.Replace(text)
	style := fyne.TextStyle{Bold: bold}
	if text == "" || width <= 0 || fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	n := sort.Search(len(runes), func(n int) bool {
		return fyne.MeasureText(string(runes[:n+1])+"…", size, style).Width > width
	})
	return strings.TrimRight(string(runes[:n]), " ,.;:\u00a0") + "…"
}
