package shell

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// nav is the column of sections. Only sections that work are in it.
type nav struct {
	items [sections]*navItem
	root  *fyne.Container
}

type navItem struct {
	icon             *parts.Icon
	picture          look.Icon
	name, key, count *parts.Label
	tap              *parts.Tap
}

func newNav(words *view.Printer, lists bool, chosen func(Section)) *nav {
	n := &nav{}
	n.items[Day] = newNavItem(words.T("nav.day"), "Ctrl+1", look.Day, func() { chosen(Day) })
	n.items[Calls] = newNavItem(words.T("nav.calls"), "Ctrl+2", look.Phone, func() { chosen(Calls) })
	n.items[Colleagues] = newNavItem(words.T("nav.colleagues"), "Ctrl+3", look.People, func() { chosen(Colleagues) })
	n.items[Tray] = newNavItem(words.T("nav.tray"), "Ctrl+4", look.Tray, func() { chosen(Tray) })
	n.items[Letters] = newNavItem(words.T("nav.mail"), "Ctrl+5", look.Mail, func() { chosen(Letters) })
	n.items[Lists] = newNavItem(words.T("nav.lists"), "Ctrl+6", look.Redial, func() { chosen(Lists) })
	n.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		y := float32(10)
		for _, item := range n.items {
			if item.tap.Visible() {
				parts.Put(item.tap, 8, y, size.Width-16, 46)
				y += 50
			}
		}
	}})
	for _, item := range n.items {
		n.root.Add(item.tap)
	}
	n.offer(Letters, false) // until there is a mailbox
	n.offer(Lists, lists)
	return n
}

func (n *nav) offer(s Section, on bool) {
	if on {
		n.items[s].tap.Show()
	} else {
		n.items[s].tap.Hide()
	}
	n.root.Refresh()
}

func newNavItem(name, key string, icon look.Icon, tapped func()) *navItem {
	i := &navItem{
		picture: icon,
		icon:    parts.NewIcon(icon, look.Muted),
		name:    parts.NewFit(name, look.Body, look.Text),
		key:     parts.NewLabel(key, look.Caption, look.Muted),
		count:   parts.NewLabel("", look.Body, look.Accent),
	}
	i.count.Bold = true
	i.tap = parts.NewTap(container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.Put(i.icon, 10, 5, 16, 20)
		right := parts.PutRight(i.count, size.Width-10, 5, 20)
		parts.PutMid(i.name, 34, 5, right-38, 20)
		parts.PutMid(i.key, 34, 25, 60, 16)
	}}, i.icon, i.name, i.count, i.key), tapped)
	return i
}

func (n *nav) selected(s Section) {
	for i, item := range n.items {
		ground, color := look.Clear, look.Muted
		if Section(i) == s {
			ground, color = look.Tint, look.Accent
		}
		item.tap.Ground(ground)
		item.icon.Set(item.picture, color)
		item.name.Bold = Section(i) == s
		item.name.Refresh()
	}
}

func (n *nav) badge(s Section, count int) {
	text := ""
	if count > 0 {
		text = strconv.Itoa(count)
	}
	if n.items[s].count.Text != text {
		n.items[s].count.Set(text)
		n.items[s].tap.Refresh()
	}
}
