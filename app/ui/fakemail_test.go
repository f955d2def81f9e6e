package ui

import (
	"context"
	"fmt"
	"sync"

	"pult/app/crm"
)

// fakeMail remembers what it was asked and answers what it was told to.
type fakeMail struct {
	mu     sync.Mutex
	asked  []string
	failed error
	signs  map[crm.ID]crm.LetterSign
	sheet  crm.Sheet
}

func (m *fakeMail) note(format string, args ...any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, fmt.Sprintf(format, args...))
	return m.failed
}

// did counts requests that were worded so.
func (m *fakeMail) did(what string) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.asked {
		if a == what {
			n++
		}
	}
	return n
}

func (m *fakeMail) Signs(context.Context, []crm.ID) (map[crm.ID]crm.LetterSign, error) {
	return m.signs, nil
}

func (m *fakeMail) Read(_ context.Context, id crm.ID, charset string) (crm.Sheet, error) {
	err := m.note("read %s", charset)
	m.mu.Lock()
	defer m.mu.Unlock()
	sheet := m.sheet
	sheet.ID = id
	return sheet, err
}

func (m *fakeMail) Keep(_ context.Context, _ crm.ID, place int, folder string) (string, error) {
	return folder + "/Заявка.pdf", m.note("keep %d in %s", place, folder)
}

func (m *fakeMail) Folder() string { return "/downloads" }

func (m *fakeMail) Hide(_ context.Context, id crm.ID) error { return m.note("hide %s", id) }
