package card

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
)

// ageColors go from what is not late to what is late most, the loudest last; a debt
// without a date is of no colour. The sums stand under the mouse and under Alt+7.
var ageColors = []fyne.ThemeColorName{
	look.Good, look.Warning, look.Warning, look.Danger, look.Danger, look.Danger, look.Edge,
}
