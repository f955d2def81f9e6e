package shell

// Undo tells of something that was done and offers to take it back.
func (v *View) Undo(sentence string, undo func()) {
	v.Notice(sentence, false, false)
	n := v.notice
	n.undone = func() {
		n.hide()
		undo()
	}
	n.undo.Show()
	n.root.Refresh()
}

// Undoes takes back what the notice on the screen tells of; false says that it offers
// nothing like that.
func (v *View) Undoes() bool {
	if v.NoticeText() == "" || !v.notice.undo.Visible() {
		return false
	}
	v.notice.undone()
	return true
}
