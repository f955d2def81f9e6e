package settings

import (
	"cmp"

	"pult/app/crm"
)

// mailDays is how old letters are looked at in a new mailbox.
const mailDays = 90

// newAccounts are the telephone accounts beside the first one.
func newAccounts(v *View) *several[crm.Account] {
	a := &several[crm.Account]{
		view: v, page: Accounts, untold: v.words.T("set.account_new"),
		title: func(a *crm.Account) string { return a.Name },
		bind: func(it *item, a *crm.Account) any {
			if it.of == nil {
				return nil
			}
			return it.of(a)
		},
	}
	a.lay("set.accounts_none")
	return a
}

// newBoxes are the mailboxes beside the first one.
func newBoxes(v *View) *several[crm.Mailbox] {
	b := &several[crm.Mailbox]{
		view: v, page: Boxes, fresh: crm.Mailbox{Days: mailDays}, untold: v.words.T("set.box_new"),
		title: func(m *crm.Mailbox) string { return cmp.Or(m.Name, m.Address) },
		bind: func(it *item, m *crm.Mailbox) any {
			if it.mailbox == nil {
				return nil
			}
			return it.mailbox(m)
		},
		turned: func() { v.doors[Boxes].forget() },
	}
	b.lay("set.boxes_none")
	return b
}
