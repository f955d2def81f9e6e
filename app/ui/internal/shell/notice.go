package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

const noticeHeight float32 = 64

// notice is a sentence over the lower edge: what happened, what still works,
// what to do. It takes no focus and covers no control of a call.
type notice struct {
	text    *widget.Label
	bar     *parts.Plate
	connect *parts.Button
	undo    *parts.Button // of what it tells of
	undone  func()
	close   *parts.Button
	root    *fyne.Container
}

func newNotice(words *view.Printer, connect func()) *notice {
	n := &notice{text: widget.NewLabel(""), bar: parts.NewPlate(look.Accent)}
	n.text.Wrapping = fyne.TextWrapWord
	n.text.Selectable = true
	n.connect = parts.NewButton(words.T("button.connect"), "", look.Phone, parts.Primary, connect)
	n.undo = parts.NewButton(words.T("button.undo"), "Ctrl+Z", look.Redial, parts.Plain, func() { n.undone() })
	n.undo.Hide()
	n.close = parts.NewButton(words.T("button.close"), "Esc", "", parts.Plain, n.hide)
	frame := parts.NewFrame(look.Surface, look.Edge, look.Corner)
	n.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		frame.Resize(size)
		parts.Put(n.bar, 0, 6, 4, size.Height-12)
		right := parts.PutRight(n.close, size.Width-12, 0, size.Height) - 8
		for _, b := range []*parts.Button{n.undo, n.connect} {
			if b.Visible() {
				right = parts.PutRight(b, right, 0, size.Height) - 8
			}
		}
		height := min(n.text.MinSize().Height, size.Height)
		parts.Put(n.text, 10, (size.Height-height)/2, right-14, height)
	}}, frame, n.bar, n.text, n.connect, n.undo, n.close)
	n.root.Hide()
	return n
}

func (n *notice) hide() { n.root.Hide() }

// Notice shows a sentence; bad ones are of a fault, connect offers the button
// that tries the telephone again.
func (v *View) Notice(sentence string, bad, connect bool) {
	if sentence == "" {
		v.notice.hide()
		return
	}
	color := look.Accent
	if bad {
		color = look.Danger
	}
	v.notice.bar.Set(color)
	v.notice.text.SetText(sentence)
	v.notice.undo.Hide()
	if connect {
		v.notice.connect.Show()
	} else {
		v.notice.connect.Hide()
	}
	v.notice.root.Show()
	v.notice.root.Refresh()
}

// NoticeText is the sentence on the screen; none when there is none.
func (v *View) NoticeText() string {
	if !v.notice.root.Visible() {
		return ""
	}
	return v.notice.text.Text
}
