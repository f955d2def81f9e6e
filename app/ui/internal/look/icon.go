package look

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"

	"pult/assets/icons"
)

// Icon is one picture of the set.
type Icon string

// Pictures.
const (
	Search   Icon = "search"
	Phone    Icon = "phone"
	In       Icon = "in"
	Out      Icon = "out"
	Missed   Icon = "missed"
	Note     Icon = "note"
	Promise  Icon = "promise"
	Order    Icon = "order"
	Shipment Icon = "shipment"
	Payment  Icon = "payment"
	Invoice  Icon = "invoice"
	Mic      Icon = "mic"
	MicOff   Icon = "micoff"
	Hangup   Icon = "hangup"
	Hold     Icon = "hold"
	Transfer Icon = "transfer"
	Tones    Icon = "tones"
	Day      Icon = "day"
	People   Icon = "people"
	Lamp     Icon = "lamp"
	Circle   Icon = "circle"
	Meeting  Icon = "meeting"
	Mail     Icon = "mail"
	Redial   Icon = "redial"
	Quiet    Icon = "quiet"
	Swap     Icon = "swap"
	Play     Icon = "play"
	Pause    Icon = "pause"
	Bell     Icon = "bell"
	Lock     Icon = "lock"
	Hidden   Icon = "hidden"
	Task     Icon = "task"
	Sign     Icon = "sign"
	Tray     Icon = "tray"
	Clip     Icon = "clip"
)

type iconKey struct {
	icon  Icon
	color color.NRGBA
}

var (
	iconMu    sync.Mutex
	iconCache = map[iconKey]fyne.Resource{}
)

// Resource gives a picture in a colour of the theme that is set now. Rows ask
// for the same few again and again, so they are kept.
func (i Icon) Resource(name fyne.ThemeColorName) fyne.Resource {
	if i == "" {
		return nil
	}
	c, _ := color.NRGBAModel.Convert(Color(name)).(color.NRGBA)
	iconMu.Lock()
	defer iconMu.Unlock()
	key := iconKey{i, c}
	if r, ok := iconCache[key]; ok {
		return r
	}
	raw, err := icons.FS.ReadFile(string(i) + ".svg")
	if err != nil {
		panic(err) // the set is embedded: a wrong name is a fault of the build
	}
	// The toolkit would colour fills only; these pictures are lines.
	hex := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	r := fyne.NewStaticResource(string(i)+hex+".svg", bytes.ReplaceAll(raw, []byte("#000000"), []byte(hex)))
	iconCache[key] = r
	return r
}
