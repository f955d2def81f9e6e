package ui

import (
	"pult/app/crm"
	"pult/app/ui/internal/shell"
)

// drawTools shows what can be done with call lists, over them; other sections have no
// buttons of their own.
func (p *Panel) drawTools() {
	c := &p.calling
	if p.Lists == nil || p.lists.section != shell.Lists || p.search.on {
		p.shell.Tools()
		return
	}
	tool := func(word, key string, do func()) shell.Tool {
		return shell.Tool{Text: p.Words.T(word), Key: key, Do: do}
	}
	var list []shell.Tool
	if p.Making != nil && c.list.IsZero() {
		list = append(list, shell.Tool{Text: p.Words.T("button.list_new"), Key: "Ctrl+N", First: true, Do: p.openMaking})
	}
	if !c.list.IsZero() {
		list = append(list, tool("button.all_lists", "Ctrl+6", p.leaveList))
	} else if p.Callees != nil {
		list = append(list, tool("button.list_file", "Ctrl+I", p.openCallees))
	}
	if len(c.lists) > 0 || !c.list.IsZero() {
		list = append(list, tool("button.list_report", "Ctrl+U", p.openReport))
	}
	p.shell.Tools(list...)
}

// inLists tells that the section of call lists is in sight, with one of them open or
// none.
func (p *Panel) inLists() bool {
	return p.Lists != nil && p.lists.section == shell.Lists && !p.search.on
}

// leaveList goes back to all lists, unless the client of this one is being called.
func (p *Panel) leaveList() {
	if !p.calling.busyTold(p) {
		p.closeList()
	}
}

// meantList is the list that is open, else the one that is chosen, else the first.
func (p *Panel) meantList() (list crm.CallList, ok bool) {
	c := &p.calling
	if !c.list.IsZero() {
		return c.standing.List, true
	}
	row, ok := p.shell.List.Chosen()
	for _, s := range c.lists {
		if ok && s.List.ID == row.Entry {
			return s.List, true
		}
	}
	for _, row := range p.shell.List.Rows() {
		for _, s := range c.lists {
			if s.List.ID == row.Entry {
				return s.List, true
			}
		}
	}
	return list, false
}
