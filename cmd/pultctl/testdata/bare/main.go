// Command bare is the least a program with this toolkit can be: a window, and one
// without a frame that is shown and hidden as lines of input say. What it costs is
// the floor of what the panel costs.
package main

import (
	"bufio"
	"image/color"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

func main() {
	a := app.NewWithID("pult.bare")
	main := a.NewWindow("bare")
	main.SetPadded(false)
	main.SetContent(canvas.NewRectangle(color.White))
	main.Resize(fyne.NewSize(1200, 700))
	driver, _ := a.Driver().(desktop.Driver)
	splash := driver.CreateSplashWindow()
	splash.SetPadded(false)
	splash.SetContent(canvas.NewRectangle(color.NRGBA{R: 0x0B, G: 0x6B, B: 0xCB, A: 0xFF}))
	splash.SetFixedSize(true)
	splash.Resize(fyne.NewSize(420, 268))
	splash.Show() // known to the system before it is asked for, as the pop-up is
	splash.Hide()
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			switch lines.Text() {
			case "show":
				fyne.Do(func() {
					if on, ok := splash.(desktop.Window); ok {
						on.RequestPosition(934, 488)
					}
					splash.Show()
				})
			case "hide":
				fyne.Do(splash.Hide)
			}
		}
		fyne.Do(a.Quit)
	}()
	main.ShowAndRun()
}
